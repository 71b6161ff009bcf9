package io.caravan.config;

import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code caravan.systems.*}: makes systems of connectors and settings, and checks the settings. */
final class SystemsReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Pattern SECRET_INSIDE = Pattern.compile("(?i)(password|passwd|pwd|secret|token)=(?!\\{\\{)[^&;\\s]|://[^/@\\s:]+:(?!\\{\\{)[^/@\\s]+@");
    private static final String CONNECTOR = "connector";
    private static final List<String> YES_OR_NO = List.of("true", "false");
    /** Of every system, whatever its connector: until when its credentials are good. */
    static final String CREDENTIALS_EXPIRE = "credentialsExpire";

    private final ConnectorsReader.Connectors connectors;
    private final Problems problems;

    private SystemsReader(ConnectorsReader.Connectors connectors, Problems problems) {
        this.connectors = connectors;
        this.problems = problems;
    }

    /** All systems by name; empty where one has errors. */
    static Map<String, Optional<SystemSpec>> read(Map<String, PropertiesText.Entry> entries,
                                                  ConnectorsReader.Connectors connectors, Problems problems) {
        Map<String, Map<String, PropertiesText.Entry>> bySystem = new TreeMap<>();
        for (PropertiesText.Entry entry : entries.values()) {
            if (entry.key().startsWith(SettingsReader.SYSTEMS)) {
                String[] parts = entry.key().substring(SettingsReader.SYSTEMS.length()).split("\\.", 2);
                if (parts.length == 2 && NAME.matcher(parts[0]).matches()) {
                    bySystem.computeIfAbsent(parts[0], name -> new LinkedHashMap<>()).put(parts[1], entry);
                } else {
                    problems.add(Problem.error(ProblemCode.SYSTEM_NAME, entry.keyPosition(), "\"" + entry.key() + "\" names no system and setting",
                            SettingsReader.SYSTEMS + "NAME.SETTING, the name in lower-case letters, digits and hyphens", "rename it"));
                }
            }
        }
        SystemsReader reader = new SystemsReader(connectors, problems);
        Map<String, Optional<SystemSpec>> systems = new TreeMap<>();
        bySystem.forEach((name, settings) -> systems.put(name, reader.system(name, settings)));
        return systems;
    }

    /** The connectors that systems have. */
    static Set<String> named(Map<String, PropertiesText.Entry> entries) {
        return entries.values().stream().filter(entry -> entry.key().startsWith(SettingsReader.SYSTEMS) && entry.key().endsWith("." + CONNECTOR))
                .map(PropertiesText.Entry::value).collect(Collectors.toSet());
    }

    private Optional<SystemSpec> system(String name, Map<String, PropertiesText.Entry> entries) {
        Position first = entries.values().iterator().next().keyPosition();
        PropertiesText.Entry connector = entries.get(CONNECTOR);
        if (connector == null) {
            problems.add(Problem.error(ProblemCode.SETTING_MISSING, first, "the system \"" + name + "\" has no connector",
                    "add " + SettingsReader.SYSTEMS + name + ".connector = one of " + String.join(", ", connectors.names())));
            return Optional.empty();
        }
        if (!connectors.names().contains(connector.value())) {
            problems.add(Problem.error(ProblemCode.UNKNOWN_CONNECTOR, connector.valuePosition(), "there is no connector \"" + connector.value() + "\"",
                    Words.oneOf(connectors.names()), Words.suggest(connector.value(), connectors.names(),
                            "put " + connector.value() + ConnectorsReader.ENDING + " into connectors/, or name another connector")));
            return Optional.empty();
        }
        long before = problems.errors();
        return connectors.read().get(connector.value()).map(known -> {
            checkSettings(name, known.builder().settings(), entries);
            Map<String, String> written = new LinkedHashMap<>();
            entries.forEach((key, entry) -> written.put(key, entry.value()));
            written.remove(CONNECTOR);
            boolean readOnly = "true".equals(written.remove(SystemSpec.READ_ONLY));
            written.remove(CREDENTIALS_EXPIRE);
            Map<String, String> all = new LinkedHashMap<>(known.builder().defaults());
            all.putAll(written);
            known.builder().defaults().forEach((key, text) -> new Filling(all).completed(text).filter(complete -> !written.containsKey(key)).ifPresent(complete -> written.put(key, complete)));
            all.putAll(written);
            checkNeeds(name, known.builder(), all, entries);
            return new SystemSpec(name, known.builder().build(all), written, readOnly);
        }).filter(system -> problems.errors() == before);
    }

    private void checkSettings(String system, Map<String, SettingSpec> declared, Map<String, PropertiesText.Entry> entries) {
        entries.forEach((key, entry) -> {
            if (key.equals(SystemSpec.READ_ONLY)) {
                checkReadOnly(entry);
            } else if (declared.containsKey(key)) {
                checkValue(declared.get(key), entry);
            } else if (!key.equals(CONNECTOR) && !key.equals(CREDENTIALS_EXPIRE)) {
                problems.add(Problem.error(ProblemCode.SETTING_KEY, entry.keyPosition(),
                        "the connector \"" + entries.get(CONNECTOR).value() + "\" has no setting \"" + key + "\"", Words.oneOf(declared.keySet()),
                        Words.suggest(key, Stream.concat(declared.keySet().stream(), Stream.of(CREDENTIALS_EXPIRE)).toList(), "remove it")));
            }
        });
        for (SettingSpec setting : declared.values()) {
            if (setting.required() && setting.defaultValue().isEmpty() && !entries.containsKey(setting.name())) {
                problems.add(Problem.error(ProblemCode.SETTING_MISSING, entries.get(CONNECTOR).keyPosition(),
                        "the system \"" + system + "\" has no \"" + setting.name() + "\"" + (setting.title().equals(setting.name()) ? "" : " (" + setting.title() + ")"),
                        toAdd(system, setting)));
            }
        }
    }

    private static String toAdd(String system, SettingSpec setting) {
        return "add " + SettingsReader.SYSTEMS + system + "." + setting.name() + " = " + (setting.secret() ? "{{env:NAME}}" : "…");
    }

    private void checkNeeds(String system, SpecBuilder connector, Map<String, String> values, Map<String, PropertiesText.Entry> entries) {
        Map<String, SettingSpec> settings = connector.settings();
        connector.needs().stream().filter(need -> !need.isMet(values) && need.anyOf().stream().noneMatch(name -> settings.get(name).required())).forEach(need -> {
            Position position = entries.containsKey(need.setting()) ? entries.get(need.setting()).valuePosition() : entries.get(CONNECTOR).keyPosition();
            problems.add(Problem.error(ProblemCode.SETTING_MISSING, position,
                    "the system \"" + system + "\" has no " + need.either() + ", which " + need.setting() + " = " + need.value() + " needs",
                    toAdd(system, settings.get(need.anyOf().get(0)))));
        });
    }

    /** A placeholder would say it only once the system is connected. */
    private void checkReadOnly(PropertiesText.Entry entry) {
        if (!YES_OR_NO.contains(entry.value())) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.value().isBlank() ? entry.keyPosition() : entry.valuePosition(),
                    "\"" + SystemSpec.READ_ONLY + "\" cannot be \"" + entry.value() + "\"", "true or false, and no placeholder", Words.suggest(entry.value(), YES_OR_NO, "write true, or remove the line")));
        }
    }

    private void checkValue(SettingSpec setting, PropertiesText.Entry entry) {
        boolean secret = setting.secret() && !Placeholder.whole(entry.value()) || SECRET_INSIDE.matcher(entry.value()).find();
        if (secret) {
            problems.add(Placeholder.literalSecret(entry));
        } else if (entry.value().isBlank() && setting.required()) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.keyPosition(), "\"" + setting.name() + "\" has no value", "write a value"));
        } else if (!Placeholder.in(entry.value()) && !fits(setting, entry.value())) {
            String expected = setting.allowed().isEmpty() ? typeWords(setting.type()) : SchemaFile.either(setting.allowed());
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(),
                    "\"" + setting.name() + "\" cannot be \"" + entry.value() + "\"", expected,
                    Words.suggest(entry.value(), setting.allowed(), "write " + expected)));
        }
    }

    private static boolean fits(SettingSpec setting, String value) {
        if (!setting.allowed().isEmpty()) {
            return setting.allowed().contains(value);
        }
        return switch (setting.type()) {
            case "integer" -> value.matches("[-+]?[0-9]{1,18}");
            case "number" -> value.matches("[-+]?[0-9]+(\\.[0-9]+)?");
            case "boolean" -> value.equals("true") || value.equals("false");
            default -> true;
        };
    }

    private static String typeWords(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> "a text";
        };
    }
}
