package io.caravan.camel.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * {@code connectors/<name>.kit.yaml}: what the kit needs to know beyond the connector's own declaration.
 *
 * @param environment the server or folder the kit starts
 * @param files       files to be there, by name
 * @param sql         statements to prepare a database with
 * @param objects     data by kind of object
 * @param exclude     checks left out, with the reason
 */
record KitFile(String environment, Map<String, String> files, List<String> sql, KitSettings system, Map<String, KitObject> objects,
               Map<String, String> exclude) {

    /** A system that is there already, and goes on. */
    static final String NO_ENVIRONMENT = "none";

    /**
     * The settings of the system.
     *
     * @param settings     {@code <url>} and the like stand for what the environment gives
     * @param secrets      those whose values the kit keeps in files, as a project must
     * @param unauthorized those with which the system must refuse; empty when it has no credentials
     * @param unavailable  those with which nobody answers; empty when the environment's server is stopped instead
     */
    record KitSettings(Map<String, String> settings, Map<String, String> secrets, Map<String, String> unauthorized, Map<String, String> unavailable) {
    }

    /**
     * @param account     a new account; {@code <n>} stands for a number that is different each time
     * @param change      new values of single-valued attributes
     * @param multiValued new lists of multi-valued attributes
     * @param clear       attributes that can be emptied
     * @param rename      the new value of the attribute that renames
     * @param text        attributes that take any text
     * @param members     the kind of object that its members are of; empty where it has none
     */
    record KitObject(Map<String, Object> account, Map<String, Object> change, Map<String, Object> multiValued, List<String> clear,
                     Map<String, Object> rename, List<String> text, Optional<String> members, Records records) {
    }

    /**
     * @param expect   records that reading must give
     * @param rejected how many records reading must reject
     */
    record Records(List<Map<String, Object>> expect, int rejected) {
    }

    static KitFile read(Path file) {
        try {
            Object content = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(Files.readString(file));
            if (!(content instanceof Map<?, ?>)) {
                throw new KitException(file + " is empty; 'environment' and 'settings' are the least it needs");
            }
            return of(file.toString(), map(content));
        } catch (IOException missing) {
            throw new KitException("there is no " + file + "; the kit takes the connector's test data from there", missing);
        } catch (YamlEngineException wrong) {
            throw new KitException(file + " is not valid YAML: " + wrong.getMessage(), wrong);
        }
    }

    private static KitFile of(String file, Map<String, Object> content) {
        refuseUnknown(file, content, Set.of("environment", "files", "sql", "settings", "secrets", "unauthorized", "unavailable", "objects", "exclude"));
        Map<String, KitObject> objects = new LinkedHashMap<>();
        map(content.get("objects")).forEach((name, object) -> objects.put(name, object(file, map(object))));
        Map<String, String> exclude = texts(content.get("exclude"));
        exclude.forEach((check, reason) -> {
            if (reason.isBlank()) {
                throw new KitException(file + ": '" + check + "' is excluded without a reason");
            }
        });
        return new KitFile(Optional.ofNullable(content.get("environment")).orElse(NO_ENVIRONMENT).toString(), texts(content.get("files")),
                names(content.get("sql")), new KitSettings(texts(content.get("settings")), texts(content.get("secrets")),
                texts(content.get("unauthorized")), texts(content.get("unavailable"))), objects, exclude);
    }

    private static KitObject object(String file, Map<String, Object> content) {
        refuseUnknown(file, content, Set.of("account", "change", "multiValued", "clear", "rename", "text", "members", "expect", "rejected"));
        List<Map<String, Object>> expect = content.get("expect") instanceof List<?> records ? records.stream().map(KitFile::map).toList() : List.of();
        return new KitObject(map(content.get("account")), map(content.get("change")), map(content.get("multiValued")), names(content.get("clear")),
                map(content.get("rename")), names(content.get("text")), Optional.ofNullable(content.get("members")).map(Object::toString),
                new Records(expect, content.get("rejected") instanceof Integer count ? count : 0));
    }

    private static void refuseUnknown(String file, Map<String, Object> content, Set<String> known) {
        content.keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw new KitException(file + ": unknown key '" + key + "'; there are " + known.stream().sorted().toList());
        });
    }

    private static Map<String, Object> map(Object node) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> content) {
            content.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    private static Map<String, String> texts(Object node) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(node).forEach((key, value) -> texts.put(key, value == null ? "" : value.toString()));
        return texts;
    }

    private static List<String> names(Object node) {
        return node instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}
