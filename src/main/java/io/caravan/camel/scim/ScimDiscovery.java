package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What {@code /Schemas} and {@code /ResourceTypes} (RFC 7643 §6 and §7, RFC 7644 §4) say of one kind of resource, by the connector's names. A part of a
 * multi-valued attribute has a name only if the connector declares it, such as the work address among the e-mails.
 */
final class ScimDiscovery {

    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
    /** RFC 7643 §3.1: every resource has them, whatever schema it is of. */
    private static final Set<String> COMMON = Set.of("id", "externalid", "meta.created", "meta.lastmodified");

    private final ScimSchema names;
    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();
    private final String core;
    private final Map<String, Map<String, Object>> found = new LinkedHashMap<>();

    /** @param coreSchema of this kind of resource, where the provider does not say */
    ScimDiscovery(JsonNode schemas, JsonNode types, ScimSchema names, String collection, String coreSchema) {
        this.names = names;
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        resources(schemas).forEach(schema -> byId.put(schema.path("id").asText(), schema));
        JsonNode type = null;
        for (JsonNode each : resources(types)) {
            type = each.path("endpoint").asText().equalsIgnoreCase(collection) ? each : type;
        }
        this.core = type == null ? coreSchema : type.path("schema").asText(coreSchema);
        Set<String> extensions = new HashSet<>();
        if (type != null) {
            type.path("schemaExtensions").forEach(each -> extensions.add(each.path("schema").asText()));
        }
        for (Map.Entry<String, JsonNode> schema : byId.entrySet()) {
            boolean extension = type == null ? schema.getKey().endsWith(core.substring(core.lastIndexOf(':'))) && !schema.getKey().startsWith(CORE) : extensions.contains(schema.getKey());
            if (schema.getKey().equals(core) || extension) {
                this.schemas.put(schema.getKey(), schema.getValue());
            }
        }
        if (!this.schemas.containsKey(core)) {
            throw new OutcomeException(OutcomeKind.INVALID, "the provider shows no schema " + core + " among its /Schemas");
        }
    }

    /** A list response, or what some providers answer in its place. */
    private static List<JsonNode> resources(JsonNode answer) {
        List<JsonNode> all = new ArrayList<>();
        if (answer != null) {
            (answer.isArray() ? answer : answer.path("Resources")).forEach(all::add);
        }
        return all;
    }

    Map<String, Object> answer() {
        declared();
        schemas.forEach((id, schema) -> schema.path("attributes").forEach(attribute -> undeclared(id.equals(core) ? "" : id, attribute)));
        return Map.of("attributes", List.copyOf(found.values()), "ignoresCase", true);
    }

    /** What the connector has a name for, as far as the provider has it. */
    private void declared() {
        ObjectSpec object = names.object();
        object.attributes().values().stream().sorted(Comparator.comparing(AttributeSpec::name)).forEach(spec -> {
            ScimPath path = names.path(spec.name());
            JsonNode attribute = attribute(path);
            if (attribute != null) {
                JsonNode part = path.sub().isEmpty() ? attribute : part(attribute, path.sub());
                boolean required = is(attribute, "required") && (part == attribute || is(part, "required"));
                add(spec.name(), part, required, spec.multiValued());
            } else if (COMMON.contains(spec.path().toLowerCase(Locale.ROOT)) || spec.sensitive()) {
                found.put(spec.name(), Map.of("name", spec.name()));
            }
        });
    }

    private JsonNode attribute(ScimPath path) {
        JsonNode schema = schemas.get(path.schema().isEmpty() ? core : path.schema());
        JsonNode attribute = schema == null ? null : part(schema.path("attributes"), path.attribute(), null);
        return attribute == null || path.sub().isEmpty() ? attribute : part(attribute, path.sub()) == null ? null : attribute;
    }

    private static JsonNode part(JsonNode attribute, String sub) {
        return part(attribute.path("subAttributes"), sub, sub.equals("value") ? attribute : null);
    }

    private static JsonNode part(JsonNode attributes, String name, JsonNode otherwise) {
        for (JsonNode each : attributes) {
            if (each.path("name").asText().equalsIgnoreCase(name)) {
                return each;
            }
        }
        return otherwise;
    }

    private void undeclared(String schema, JsonNode attribute) {
        String name = schema.isEmpty() ? attribute.path("name").asText() : schema + ":" + attribute.path("name").asText();
        if (!attribute.path("type").asText().equals("complex")) {
            addUnlessDeclared(name, attribute, is(attribute, "required"));
        } else if (!is(attribute, "multiValued")) {
            attribute.path("subAttributes").forEach(part -> addUnlessDeclared(name + "." + part.path("name").asText(), part,
                    is(attribute, "required") && is(part, "required")));
        }
    }

    private void addUnlessDeclared(String path, JsonNode attribute, boolean required) {
        boolean declared = names.object().attributes().values().stream().anyMatch(spec -> spec.path().equalsIgnoreCase(path)
                || spec.path().equalsIgnoreCase(path + ".value") || spec.name().equalsIgnoreCase(path));
        boolean reference = path.endsWith(".$ref") || path.equalsIgnoreCase("schemas");
        if (!declared && !reference && !attribute.path("name").asText().isBlank()) {
            add(path, attribute, required, is(attribute, "multiValued"));
        }
    }

    private void add(String name, JsonNode attribute, boolean required, boolean multiValued) {
        Map<String, Object> said = new HashMap<>();
        String mutability = attribute.path("mutability").asText("readWrite");
        said.put("name", name);
        said.put("type", type(attribute.path("type").asText()));
        said.put("multiValued", multiValued);
        said.put("required", required && !mutability.equals("readOnly"));
        said.put("unique", !attribute.path("uniqueness").asText("none").equals("none"));
        said.put("readOnly", mutability.equals("readOnly"));
        said.put("createOnly", mutability.equals("immutable"));
        said.put("sensitive", attribute.path("returned").asText().equals("never"));
        said.put("caseExact", is(attribute, "caseExact"));
        found.putIfAbsent(name, said);
    }

    private static String type(String word) {
        return switch (word) {
            case "boolean", "integer", "decimal", "reference", "binary" -> word;
            case "dateTime" -> "datetime";
            default -> "string";
        };
    }

    private static boolean is(JsonNode node, String what) {
        return node.path(what).asBoolean(false);
    }
}
