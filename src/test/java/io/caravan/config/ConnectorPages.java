package io.caravan.config;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A page for each connector of this project, and one that names them all, made from their files. */
final class ConnectorPages {

    private final Map<String, ConnectorFile> connectors;

    ConnectorPages() {
        connectors = new TreeMap<>(ProjectReader.readWithAllConnectors(Path.of("examples/employees"), Path.of("connectors")).project().orElseThrow().connectors());
    }

    List<String> names() {
        return List.copyOf(connectors.keySet());
    }

    String index() {
        StringBuilder page = new StringBuilder("""
                # Connectors

                A connector knows one kind of system. Each is a file in `connectors/`; one of your own is [soon made](../how-to/add-a-connector.md).

                *Verified* says what a connector is tried against with every build: a *real server* of that kind; a *vendor specification*, where each request is held against what the vendor publishes for machines;
                or *documentation only*, where a service of ours behaves as the vendor's documents say.

                | connector | for | side | objects | extends | verified |
                |---|---|---|---|---|---|
                """);
        connectors.values().forEach(file -> {
            ConnectorSpec spec = file.spec();
            page.append("| [`").append(file.name()).append("`](connectors/").append(file.name()).append(".md) | ").append(spec.heading().title()).append(" | ").append(word(spec.role().name())).append(" | ")
                    .append(spec.objects().keySet().stream().sorted().collect(Collectors.joining(", "))).append(" | ").append(file.parent().map(parent -> "`" + parent + "`").orElse("")).append(" | ")
                    .append(spec.heading().verified().orElse("")).append(" |\n");
        });
        return page.toString();
    }

    String page(String name) {
        ConnectorFile file = connectors.get(name);
        ConnectorSpec spec = file.spec();
        StringBuilder page = new StringBuilder("# " + spec.heading().title() + ": `" + name + "`\n\n" + spec.heading().description() + "\n\nThe file is `connectors/" + name + ".kamelet.yaml`"
                + file.parent().map(parent -> ", which extends [`" + parent + "`](" + parent + ".md)").orElse("") + ".");
        spec.heading().verified().ifPresent(what -> page.append(" Verified: ").append(what).append("."));
        spec.limits().rate().ifPresent(rate -> page.append(" At most ").append(rate.requests()).append(" requests in ").append(rate.per().toString().substring(2).toLowerCase(Locale.ROOT)).append("."));
        page.append(about(file));
        page.append("\n\n## Settings\n\n| setting | value | default | what it says |\n|---|---|---|---|\n");
        spec.settings().values().stream().sorted(Comparator.comparing((SettingSpec setting) -> !setting.required() || setting.defaultValue().isPresent()).thenComparing(SettingSpec::name))
                .forEach(setting -> page.append(row(setting)));
        new TreeMap<>(spec.objects()).values().forEach(object -> page.append(object(object)));
        return page.toString();
    }

    /** What its own file tells whoever connects such a system. */
    private static String about(ConnectorFile file) {
        Object content = new Load(LoadSettings.builder().build()).loadFromString(file.text());
        Map<?, ?> about = below(below(below(content, "spec"), "provisioning"), "about");
        StringBuilder page = new StringBuilder();
        if (about.get("verified") instanceof String against) {
            page.append("\n\nWhat it was tried against: ").append(against);
        }
        list(page, "Credentials", about.get("credentials"), "1. ");
        list(page, "Permissions", about.get("permissions"), "* ");
        list(page, "Limits", about.get("limits"), "* ");
        return page.toString();
    }

    private static Map<?, ?> below(Object content, String key) {
        return content instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> found ? found : Map.of();
    }

    private static void list(StringBuilder page, String heading, Object items, String mark) {
        if (items instanceof List<?> sentences) {
            page.append("\n\n## ").append(heading).append('\n');
            sentences.forEach(sentence -> page.append('\n').append(mark).append(sentence));
        }
    }

    private static String row(SettingSpec setting) {
        String value = setting.secret() ? "a secret, as a placeholder" : setting.allowed().isEmpty() ? setting.type().equals("string") ? "text" : setting.type()
                : setting.allowed().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
        String otherwise = setting.defaultValue().filter(text -> !text.isEmpty()).map(text -> "`" + text + "`").orElse(setting.required() ? "required" : "");
        return "| `" + setting.name() + "` | " + value + " | " + otherwise + " | " + withoutLinks(setting.description()) + " |\n";
    }

    /** An address in a text is an example, which leads nowhere. */
    private static String withoutLinks(String text) {
        return text.replaceAll("(?<![`\\S])(\\S*(?:://|@)[^\\s`]*?)(?=[,.;)]*(?:\\s|$))", "`$1`");
    }

    private static String object(ObjectSpec object) {
        StringBuilder page = new StringBuilder("\n## The object `" + object.name() + "`\n\nIts anchor is `" + object.anchor() + "`. Operations: "
                + object.operations().stream().sorted().map(Operation::word).collect(Collectors.joining(", ")) + ".");
        if (!object.find().isEmpty()) {
            page.append(" Found by: ").append(object.find().stream().map(found -> "`" + found + "`").collect(Collectors.joining(", "))).append('.');
        }
        object.enabledBy().ifPresent(name -> page.append(" Enabled while `").append(name).append("` is true."));
        if (object.additionalAttributes()) {
            page.append(" A mapping may use any other attribute that the system has.");
        }
        if (!object.attributes().isEmpty()) {
            page.append("\n\n| attribute | type | where | |\n|---|---|---|---|\n");
            new TreeMap<>(object.attributes()).values().forEach(attribute -> page.append("| `").append(attribute.name()).append("` | ").append(word(attribute.type().name())).append(" | ")
                    .append(attribute.path().equals(attribute.name()) ? "" : "`" + attribute.path() + "`").append(" | ").append(traits(attribute)).append(" |\n"));
        } else {
            page.append('\n');
        }
        return page.toString();
    }

    private static String traits(AttributeSpec attribute) {
        List<String> traits = new ArrayList<>();
        attribute.characteristics().stream().map(trait -> switch (trait) {
            case MULTI_VALUED -> "several values";
            case CASE_EXACT -> "";
            case REQUIRED -> "required";
            case UNIQUE -> "unique";
            case CREATE_ONLY -> "on create only";
            case READ_ONLY -> "given by the system";
            case SENSITIVE -> "a secret";
            case NOT_RETURNED -> "never shown";
        }).filter(text -> !text.isEmpty()).sorted().forEach(traits::add);
        return String.join(", ", traits);
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
