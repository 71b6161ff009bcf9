package io.caravan.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.mapping.Formula;
import io.caravan.mapping.LookupTable;
import io.caravan.mapping.MappingMeaning;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** SHA-256 over what a mapping and its lookup tables mean; comments, layout, descriptions, examples and schedules do not count. */
final class Fingerprint {

    private static final List<String> MEANINGLESS = List.of("description", "examples", "schedule");
    private static final List<String> MEANINGLESS_OF_GROUPS = List.of("examples", "guard", "note");
    private static final String RULES = "attributes";
    private static final String DEFINES = "define";
    /** No key of a mapping. */
    private static final String ZONE = "(zone)";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Fingerprint() {
    }

    /**
     * @param shared      the defines of other files that it uses: no other meaning than if they stood in it
     * @param referenceBy the attribute by which references find people that name none
     * @param zone        in which first and last days begin and end for people who have none of their own: what is due when was worked out by it
     */
    @SuppressWarnings("unchecked")
    static String of(MappingFile mapping, Map<String, String> shared, Map<String, LookupTable> tables, Optional<String> referenceBy, ZoneId zone) {
        Map<String, Object> meaning = new LinkedHashMap<>((Map<String, Object>) mapping.raw().plain());
        meaning.keySet().removeAll(MEANINGLESS);
        if (!zone.normalized().equals(ZoneOffset.UTC)) { // which nobody has to name
            meaning.put(ZONE, zone.getId());
        }
        if (!shared.isEmpty()) {
            Map<String, Object> defines = new LinkedHashMap<>((Map<String, Object>) meaning.getOrDefault(DEFINES, Map.of()));
            defines.putAll(shared);
            meaning.put(DEFINES, defines);
        }
        Map<String, String> rules = new LinkedHashMap<>();
        if (meaning.remove(RULES) instanceof Map<?, ?> written) {
            written.forEach((name, rule) -> rules.put(name.toString(), hash(rule, referenceBy)));
        }
        Map<String, Object> lists = new TreeMap<>();
        MembershipReader.LISTS.stream().filter(meaning::containsKey).forEach(list -> lists.put(list, meaning.remove(list)));
        if (!lists.isEmpty()) {
            rules.put(MappingMeaning.MEMBERSHIPS, hash(lists));
        }
        Map<String, Object> rows = new TreeMap<>();
        tables.forEach((name, table) -> rows.put(name, new TreeMap<>(table.rows())));
        return new MappingMeaning(hash(List.of(meaning, rows)), rules).fingerprint();
    }

    /**
     * Of a rule of groups or assignments.
     *
     * @param shared the defines of other files that it uses, as they are compiled
     * @param zone   in which first and last days begin and end for people who have none of their own
     */
    static String of(Yaml.Block rule, Map<String, Formula> shared, Map<String, LookupTable> tables, ZoneId zone) {
        Map<String, Object> meaning = new TreeMap<>();
        rule.entries().forEach((key, entry) -> {
            if (!MEANINGLESS_OF_GROUPS.contains(key)) {
                meaning.put(key, entry.value().plain());
            }
        });
        Map<String, String> defines = new TreeMap<>();
        shared.forEach((name, formula) -> defines.put(name, formula.source()));
        Map<String, Object> rows = new TreeMap<>();
        tables.forEach((name, table) -> rows.put(name, new TreeMap<>(table.rows())));
        return hash(List.of(meaning, defines, rows, zone.getId()));
    }

    /** Whom a reference finds that does not say by which attribute is decided in other files. */
    private static String hash(Object rule, Optional<String> referenceBy) {
        boolean open = rule instanceof Map<?, ?> block && block.containsKey("reference") && !(block.get("reference") instanceof Map<?, ?>);
        return hash(open ? List.of(rule, "by " + referenceBy.orElse("")) : rule);
    }

    private static String hash(Object part) {
        try {
            byte[] text = JSON.writeValueAsString(part).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has JSON and SHA-256", e);
        }
    }
}
