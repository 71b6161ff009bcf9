package io.caravan.operations.entra;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.operations.entra.EntraSchema.AttributeMapping;
import io.caravan.operations.entra.EntraSchema.Clause;
import io.caravan.operations.entra.EntraSchema.Ends;
import io.caravan.operations.entra.EntraSchema.Filter;
import io.caravan.operations.entra.EntraSchema.ObjectMapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code synchronizationSchema} as Microsoft Graph gives it. What it does not know it passes over; what it knows has to be of the right kind. */
public final class EntraSchemaReader {

    private static final long LARGEST = 20_000_000;
    private static final int DEEPEST = 200;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(100_000).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String file;
    private final JsonNode root;

    private EntraSchemaReader(String file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** @throws NotASchema when it cannot be read, or is no schema; says where */
    public static EntraSchema read(Path file) throws NotASchema {
        String text = text(file);
        try {
            JsonNode root = JSON.readTree(text);
            return new EntraSchemaReader(file.toString(), root).schema();
        } catch (JsonProcessingException broken) {
            JsonLocation place = broken.getLocation();
            throw refused(file + (place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr()) + " is no JSON that can be read: " + broken.getOriginalMessage());
        }
    }

    private static String text(Path file) throws NotASchema {
        try {
            if (Files.size(file) > LARGEST) {
                throw refused(file + " is larger than 20 MB");
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException otherCharset) {
            throw refused(file + " is not UTF-8");
        } catch (IOException unreadable) {
            throw new NotASchema("cannot read " + file, true);
        }
    }

    private static NotASchema refused(String why) {
        return new NotASchema(why, false);
    }

    private NotASchema wrong(String pointer, String what) {
        return refused(file + ": " + (pointer.isEmpty() ? "the whole" : pointer) + " " + what);
    }

    private EntraSchema schema() throws NotASchema {
        object(root, "");
        if (!root.has("synchronizationRules")) {
            throw wrong("/synchronizationRules", "is missing, so it is no synchronizationSchema");
        }
        List<ObjectMapping> mappings = new ArrayList<>();
        List<String> disabled = new ArrayList<>();
        each(root, "", "synchronizationRules", (rule, place) -> each(rule, place, "objectMappings", (mapping, at) -> {
            if (truth(mapping, at, "enabled", true)) {
                mappings.add(mapping(rule, place, mapping, at));
            } else {
                disabled.add(text(mapping, at, "name").orElse(at));
            }
        }));
        if (mappings.isEmpty()) {
            throw wrong("/synchronizationRules", "has no object mapping that is enabled");
        }
        return new EntraSchema(List.copyOf(mappings), List.copyOf(disabled));
    }

    private ObjectMapping mapping(JsonNode rule, String ruleAt, JsonNode mapping, String at) throws NotASchema {
        Ends ends = new Ends(needed(rule, ruleAt, "sourceDirectoryName"), needed(mapping, at, "sourceObjectName"), needed(rule, ruleAt, "targetDirectoryName"),
                needed(mapping, at, "targetObjectName"));
        List<AttributeMapping> attributes = new ArrayList<>();
        each(mapping, at, "attributeMappings", (attribute, place) -> attributes.add(attribute(attribute, place)));
        boolean keeps = List.of(root, rule, mapping).stream().anyMatch(node -> isSet(node, "SkipOutOfScopeDeletions"));
        return new ObjectMapping(text(mapping, at, "name").orElse(ends.toString()), ends, flows(mapping, at), List.copyOf(attributes), filter(mapping, at), references(ends), keeps);
    }

    private Set<String> flows(JsonNode mapping, String at) throws NotASchema {
        Set<String> flows = new LinkedHashSet<>();
        for (String word : text(mapping, at, "flowTypes").orElse("Add,Update,Delete").split(",")) {
            String flow = word.strip().toLowerCase(Locale.ROOT).replace("create", "add");
            if (!List.of("add", "update", "delete", "none", "").contains(flow)) {
                throw wrong(at + "/flowTypes", "has '" + word.strip() + "', which is none of Add, Update and Delete");
            }
            flows.add(flow);
        }
        return flows;
    }

    private static boolean isSet(JsonNode node, String key) {
        for (JsonNode entry : node.path("metadata")) {
            if (entry.path("key").asText().equalsIgnoreCase(key) && entry.path("value").asText().replace("\"", "").equalsIgnoreCase("true")) {
                return true;
            }
        }
        return false;
    }

    private AttributeMapping attribute(JsonNode attribute, String at) throws NotASchema {
        Optional<String> expression = present(attribute, "source") ? Optional.of(expression(attribute.get("source"), at + "/source", 0)) : Optional.empty();
        return new AttributeMapping(needed(attribute, at, "targetAttributeName"), expression, text(attribute, at, "defaultValue"), text(attribute, at, "flowType").orElse("Always"),
                whole(attribute, at, "matchingPriority"), at);
    }

    /** As it is written, else put together of its parts. */
    private String expression(JsonNode source, String at, int depth) throws NotASchema {
        object(source, at);
        if (depth > DEEPEST / 4) {
            throw wrong(at, "is nested too deep");
        }
        Optional<String> written = text(source, at, "expression").filter(text -> !text.isBlank());
        if (written.isPresent()) {
            return written.get();
        }
        String name = needed(source, at, "name");
        return switch (text(source, at, "type").orElse("Attribute").toLowerCase(Locale.ROOT)) {
            case "attribute" -> "[" + name + "]";
            case "constant" -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case "function" -> {
                List<String> arguments = new ArrayList<>();
                each(source, at, "parameters", (parameter, place) -> arguments.add(present(parameter, "value") ? expression(parameter.get("value"), place + "/value", depth + 1) : ""));
                yield name + "(" + String.join(", ", arguments) + ")";
            }
            default -> throw wrong(at + "/type", "is none of Attribute, Constant and Function");
        };
    }

    private Filter filter(JsonNode mapping, String at) throws NotASchema {
        if (!present(mapping, "scope")) {
            return new Filter(List.of(), false);
        }
        JsonNode scope = object(mapping.get("scope"), at + "/scope");
        List<List<Clause>> groups = new ArrayList<>();
        each(scope, at + "/scope", "groups", (group, place) -> {
            List<Clause> clauses = new ArrayList<>();
            each(group, place, "clauses", (clause, there) -> clauses.add(clause(clause, there)));
            groups.add(List.copyOf(clauses));
        });
        boolean more = scope.path("inputFilterGroups").size() > 0 || scope.path("categoryFilterGroups").size() > 0;
        return new Filter(List.copyOf(groups), more);
    }

    private Clause clause(JsonNode clause, String at) throws NotASchema {
        List<String> values = new ArrayList<>();
        if (present(clause, "targetOperand")) {
            JsonNode operand = object(clause.get("targetOperand"), at + "/targetOperand");
            for (JsonNode value : list(operand, at + "/targetOperand", "values")) {
                if (!value.isValueNode() || value.isNull()) {
                    throw wrong(at + "/targetOperand/values", "has something else than texts");
                }
                values.add(value.asText());
            }
        }
        return new Clause(needed(clause, at, "operatorName"), needed(clause, at, "sourceOperandName"), List.copyOf(values));
    }

    /** Attributes whose directory says that they name another object. */
    private Set<String> references(Ends ends) throws NotASchema {
        Set<String> names = new LinkedHashSet<>();
        each(root, "", "directories", (directory, place) -> {
            if (text(directory, place, "name").filter(ends.sourceDirectory()::equals).isPresent()) {
                each(directory, place, "objects", (object, there) -> {
                    if (text(object, there, "name").filter(ends.sourceObject()::equals).isPresent()) {
                        each(object, there, "attributes", (attribute, at) -> text(attribute, at, "name").filter(name -> attribute.path("type").asText().equalsIgnoreCase("Reference")
                                || attribute.path("referencedObjects").size() > 0).ifPresent(names::add));
                    }
                });
            }
        });
        return names;
    }

    // ---- what kind of value stands somewhere

    /** What is done with each element of a list. */
    private interface Element {
        void accept(JsonNode element, String place) throws NotASchema;
    }

    private void each(JsonNode node, String at, String name, Element element) throws NotASchema {
        int number = 0;
        for (JsonNode one : list(node, at, name)) {
            String place = at + "/" + name + "/" + number++;
            element.accept(object(one, place), place);
        }
    }

    private static boolean present(JsonNode node, String name) {
        return node.hasNonNull(name);
    }

    private JsonNode list(JsonNode node, String at, String name) throws NotASchema {
        if (present(node, name) && !node.get(name).isArray()) {
            throw wrong(at + "/" + name, "is no list");
        }
        return present(node, name) ? node.get(name) : JSON.createArrayNode();
    }

    private JsonNode object(JsonNode node, String at) throws NotASchema {
        if (!node.isObject()) {
            throw wrong(at, "is no object in curly brackets");
        }
        return node;
    }

    private Optional<String> text(JsonNode node, String at, String name) throws NotASchema {
        if (!present(node, name)) {
            return Optional.empty();
        }
        if (!node.get(name).isTextual()) {
            throw wrong(at + "/" + name, "is no text");
        }
        return Optional.of(node.get(name).asText());
    }

    private String needed(JsonNode node, String at, String name) throws NotASchema {
        return text(node, at, name).filter(value -> !value.isBlank()).orElseThrow(() -> wrong(at + "/" + name, "is missing"));
    }

    private boolean truth(JsonNode node, String at, String name, boolean otherwise) throws NotASchema {
        if (present(node, name) && !node.get(name).isBoolean()) {
            throw wrong(at + "/" + name, "is neither true nor false");
        }
        return present(node, name) ? node.get(name).asBoolean() : otherwise;
    }

    private int whole(JsonNode node, String at, String name) throws NotASchema {
        if (present(node, name) && !node.get(name).isInt()) {
            throw wrong(at + "/" + name, "is no whole number");
        }
        return node.path(name).asInt(0);
    }
}
