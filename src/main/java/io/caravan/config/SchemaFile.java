package io.caravan.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.diagnostic.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the JSON Schemas (draft-07) of {@code schemas/}: what editors complete from, what the reference page is
 * generated from, and what {@link Shape} checks. Beside draft-07's own words it knows {@code x-expected} and
 * {@code x-fix}, which say the same in an author's words.
 */
enum SchemaFile {
    MAPPING("mapping.schema.json", ProblemCode.MAPPING_KEY, ProblemCode.MAPPING_MISSING, ProblemCode.MAPPING_VALUE),
    COMMON("common.schema.json", ProblemCode.MAPPING_KEY, ProblemCode.MAPPING_MISSING, ProblemCode.MAPPING_VALUE),
    GROUP("group.schema.json", ProblemCode.GROUP_KEY, ProblemCode.GROUP_MISSING, ProblemCode.GROUP_VALUE),
    ASSIGNMENT("assignment.schema.json", ProblemCode.GROUP_KEY, ProblemCode.GROUP_MISSING, ProblemCode.GROUP_VALUE),
    CONNECTOR("connector.schema.json", ProblemCode.CONNECTOR_KEY, ProblemCode.CONNECTOR_MISSING, ProblemCode.CONNECTOR_VALUE);

    private final String file;
    private final ProblemCode unknownKey;
    private final ProblemCode missingKey;
    private final ProblemCode wrongValue;
    private final JsonNode root;

    SchemaFile(String file, ProblemCode unknownKey, ProblemCode missingKey, ProblemCode wrongValue) {
        this.file = file;
        this.unknownKey = unknownKey;
        this.missingKey = missingKey;
        this.wrongValue = wrongValue;
        this.root = load(file);
    }

    private static JsonNode load(String file) {
        try (InputStream in = open(file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read our own " + file, e);
        }
    }

    private static InputStream open(String file) {
        return SchemaFile.class.getResourceAsStream("/schemas/" + file);
    }

    /** As it comes with this version. */
    InputStream open() {
        return open(file);
    }

    String file() {
        return file;
    }

    JsonNode root() {
        return root;
    }

    ProblemCode unknownKey() {
        return unknownKey;
    }

    ProblemCode missingKey() {
        return missingKey;
    }

    ProblemCode wrongValue() {
        return wrongValue;
    }

    /** The node itself, or what its {@code $ref} points to. */
    JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            resolved = root.at(resolved.get("$ref").asText().substring(1));
        }
        return resolved;
    }

    /** What the node expects, in words. */
    String expected(JsonNode unresolved) {
        JsonNode node = resolve(unresolved);
        if (node.has("x-expected")) {
            return node.get("x-expected").asText();
        }
        if (node.has("enum")) {
            return either(texts(node.get("enum")));
        }
        if (node.has("const")) {
            return node.get("const").asText();
        }
        if (node.has("anyOf")) {
            List<String> branches = new ArrayList<>();
            node.get("anyOf").forEach(branch -> branches.add(expected(branch)));
            return either(branches);
        }
        return either(texts(node.path("type")).stream().map(SchemaFile::typeWords).toList());
    }

    private static String typeWords(String type) {
        return switch (type) {
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "a block of keys";
            default -> "nothing";
        };
    }

    /** The texts of a list, or of the one value that is none. */
    static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> texts.add(item.asText()));
        } else if (node.isTextual()) {
            texts.add(node.asText());
        }
        return texts;
    }

    /** {@code a, b or c}. */
    static String either(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    /** How one would write it: the first example, or empty. */
    String example(JsonNode unresolved) {
        JsonNode own = unresolved.path("examples").path(0);
        JsonNode example = own.isMissingNode() ? resolve(unresolved).path("examples").path(0) : own;
        JsonNode words = resolve(unresolved).path("enum").path(0);
        return example.isMissingNode() ? words.asText("") : example.asText();
    }
}
