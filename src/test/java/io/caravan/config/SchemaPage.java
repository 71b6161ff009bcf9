package io.caravan.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A reference page made of a JSON Schema: one table for every block, in the order in which they are met. */
final class SchemaPage {

    /** A block that still needs its table. */
    private record Section(String title, JsonNode node) {
    }

    private final SchemaFile schema;
    private final StringBuilder page = new StringBuilder();
    private final Deque<Section> toDo = new ArrayDeque<>();
    private final Set<JsonNode> seen = new LinkedHashSet<>();

    private SchemaPage(SchemaFile schema) {
        this.schema = schema;
    }

    static String of(SchemaFile schema, String title, String start) {
        SchemaPage made = new SchemaPage(schema);
        made.page.append("# ").append(title).append("\n\n").append(start).append("\n\n").append(made.text(schema.root())).append('\n');
        made.table(new Section("", schema.root()));
        while (!made.toDo.isEmpty()) {
            made.table(made.toDo.removeFirst());
        }
        return made.page.toString();
    }

    private void table(Section section) {
        JsonNode node = schema.resolve(section.node());
        if (!section.title().isEmpty()) {
            page.append("\n## ").append(section.title()).append('\n');
            String text = text(section.node());
            if (!text.isEmpty()) {
                page.append('\n').append(text).append('\n');
            }
        }
        page.append("\n| key | what it says | value |\n|---|---|---|\n");
        List<String> required = SchemaFile.texts(node.path("required"));
        List<Section> below = new ArrayList<>();
        node.path("properties").fields().forEachRemaining(property -> {
            String name = property.getKey();
            String says = text(property.getValue());
            page.append("| `").append(name).append('`').append(required.contains(name) ? " (required)" : "").append(" | ")
                    .append(says).append(" | ").append(value(property.getValue())).append(" |\n");
            collect(section.title().isEmpty() ? name : section.title().replace("`", "") + "." + name, property.getValue(), below);
        });
        for (int i = below.size() - 1; i >= 0; i--) {
            toDo.addFirst(below.get(i));
        }
    }

    /** The blocks one finds below a key: its own, its items', its named entries', its alternatives'. */
    private void collect(String path, JsonNode unresolved, List<Section> below) {
        JsonNode node = schema.resolve(unresolved);
        if (node.has("properties")) {
            if (seen.add(node)) {
                below.add(new Section("`" + path + "`", unresolved));
            }
            return;
        }
        node.path("anyOf").forEach(branch -> collect(path, branch, below));
        if (node.path("items").isObject()) {
            collect(path + "[]", node.get("items"), below);
        }
        if (node.path("additionalProperties").isObject()) {
            collect(path + ".NAME", node.get("additionalProperties"), below);
        }
    }

    private String text(JsonNode unresolved) {
        String own = unresolved.path("description").asText("");
        return own.isEmpty() ? schema.resolve(unresolved).path("description").asText("") : own;
    }

    private String value(JsonNode unresolved) {
        JsonNode node = schema.resolve(unresolved);
        String example = schema.example(unresolved);
        String words = (node.has("enum") || node.has("const") ? codes(node) : schema.expected(unresolved)).replace("|", "\\|");
        boolean showsExample = !example.isEmpty() && !node.has("enum") && !node.has("const");
        return words + (showsExample ? "; as in `" + example + "`" : "");
    }

    private static String codes(JsonNode node) {
        List<String> words = new ArrayList<>();
        (node.has("enum") ? node.get("enum") : List.of(node.get("const"))).forEach(word -> words.add("`" + ((JsonNode) word).asText() + "`"));
        return SchemaFile.either(words);
    }
}
