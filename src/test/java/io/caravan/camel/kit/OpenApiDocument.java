package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.caravan.camel.kit.SampleVendor.Asked;
import io.caravan.camel.kit.SampleVendor.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A vendor's own OpenAPI 3.0 document, against which requests and answers are held. Stricter than the document where that leaves things open: a query
 * parameter or a member of a body that it does not name is a violation.
 */
final class OpenApiDocument {

    private final ObjectNode document;
    private final Map<String, com.networknt.schema.JsonSchema> schemas = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> unsaid;

    OpenApiDocument(Path file) throws IOException {
        this(file, Set.of());
    }

    /** @param unsaid members of bodies that the document does not name though its own text asks for them */
    OpenApiDocument(Path file, Set<String> unsaid) throws IOException {
        document = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        this.unsaid = unsaid;
        if (document.has("swagger")) {
            document.path("paths").forEach(operations -> operations.forEach(this::asOpenApi));
        }
        nullable(document);
    }

    /** What Swagger 2.0 says of bodies, in the words of OpenAPI 3. */
    private void asOpenApi(JsonNode operation) {
        if (!(operation instanceof ObjectNode known)) {
            return;
        }
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("body")) {
                known.withObject("/requestBody/content/application~1json").set("schema", parameter.path("schema"));
            } else if (resolved(parameter) instanceof ObjectNode declared) {
                declared.withObject("/schema").set("type", declared.path("type"));
            }
        });
        operation.path("responses").forEach(response -> {
            if (response.has("schema")) {
                ((ObjectNode) response).withObject("/content/application~1json").set("schema", response.path("schema"));
            }
        });
    }

    private JsonNode resolved(JsonNode node) {
        return node.path("$ref").asText("").startsWith("#") ? resolved(document.at(node.path("$ref").asText().substring(1))) : node;
    }

    /** What OpenAPI 3.0 says with a word of its own, JSON Schema says with a type. */
    private static void nullable(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("nullable").asBoolean() && object.path("type").isTextual()) {
            ArrayNode types = object.arrayNode().add(object.path("type").asText()).add("null");
            object.set("type", types);
        } else if (node instanceof ObjectNode object && object.path("nullable").asBoolean() && object.has("allOf")) {
            ArrayNode either = object.arrayNode();
            either.addObject().set("allOf", object.remove("allOf"));
            either.addObject().put("type", "null");
            object.set("anyOf", either);
        }
        for (Iterator<JsonNode> below = node.elements(); below.hasNext();) {
            nullable(below.next());
        }
    }

    /** Everything so far that the document forbids. */
    List<String> violations() {
        return violations;
    }

    /** The operations that were asked for, as method and path of the document. */
    Set<String> seen() {
        return seen;
    }

    void check(Asked asked, Said said) {
        String template = template(asked);
        JsonNode operation = document.path("paths").path(template).path(asked.method().toLowerCase(Locale.ROOT));
        String name = asked.method() + " " + template;
        if (operation.isMissingNode()) {
            violations.add(name + " /" + String.join("/", asked.path()) + " is not in the document");
            return;
        }
        seen.add(name);
        query(name, operation, asked);
        JsonNode body = operation.path("requestBody");
        if (body.isMissingNode() != asked.text().isEmpty()) {
            violations.add(name + (body.isMissingNode() ? " has no body" : " lacks its body"));
        } else if (!body.isMissingNode()) {
            violations.addAll(wrong(name + " request", body.path("content").path("application/json").path("schema"),
                    pointer(template, asked.method()) + "/requestBody/content/application~1json/schema", asked.body()));
        }
        answer(name, template, asked.method(), operation, said);
    }

    private void answer(String name, String template, String method, JsonNode operation, Said said) {
        String status = operation.path("responses").has(String.valueOf(said.status())) ? String.valueOf(said.status()) : "default";
        JsonNode response = operation.path("responses").path(status);
        JsonNode schema = resolved(response).path("content").path("application/json").path("schema");
        if (said.status() < 300 && status.equals("default")) {
            violations.add(name + " is never answered with " + said.status());
        } else if (said.body() != null && !schema.isMissingNode()) {
            String place = (response.has("$ref") ? response.path("$ref").asText().substring(1) : pointer(template, method) + "/responses/" + status) + "/content/application~1json/schema";
            schemas.computeIfAbsent(place, this::schema).validate(said.body()).forEach(message -> violations.add(name + " answer " + said.status() + ": " + message.getMessage()));
        }
    }

    private String template(Asked asked) {
        for (Iterator<String> paths = document.path("paths").fieldNames(); paths.hasNext();) {
            String path = paths.next();
            List<String> segments = List.of(path.substring(1).split("/"));
            boolean fits = segments.size() == asked.path().size();
            for (int i = 0; fits && i < segments.size(); i++) {
                fits = segments.get(i).startsWith("{") && !document.path("paths").has("/" + String.join("/", asked.path())) || segments.get(i).equals(asked.path().get(i));
            }
            if (fits) {
                return path;
            }
        }
        return "/" + String.join("/", asked.path());
    }

    private void query(String name, JsonNode operation, Asked asked) {
        Map<String, JsonNode> declared = new HashMap<>();
        operation.path("parameters").forEach(parameter -> {
            JsonNode known = resolved(parameter);
            if (known.path("in").asText().equals("query")) {
                declared.put(known.path("name").asText(), known);
            }
        });
        asked.query().forEach((key, value) -> {
            JsonNode schema = declared.containsKey(key) ? declared.get(key).path("schema") : null;
            String type = schema == null ? "" : schema.path("type").asText();
            boolean fits = schema != null && (type.equals("integer") || type.equals("number") ? value.matches("\\d+") : type.equals("boolean") ? value.matches("true|false")
                    : schema.path("enum").isEmpty() || schema.path("enum").findValuesAsText("").isEmpty() && contains(schema.path("enum"), value));
            if (!fits) {
                violations.add(name + " has the query " + key + "=" + value);
            }
        });
    }

    private static boolean contains(JsonNode words, String value) {
        for (JsonNode word : words) {
            if (word.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private List<String> wrong(String name, JsonNode said, String place, ObjectNode body) {
        JsonNode schema = resolved(said);
        List<String> wrong = new ArrayList<>();
        schemas.computeIfAbsent(place, this::schema).validate(body).forEach(message -> wrong.add(name + ": " + message.getMessage()));
        body.fieldNames().forEachRemaining(member -> {
            if (!schema.path("properties").isEmpty() && !schema.path("properties").has(member) && !unsaid.contains(member)) {
                wrong.add(name + ": there is no member " + member);
            }
        });
        schema.path("required").forEach(member -> {
            if (!body.has(member.asText())) {
                wrong.add(name + ": the member " + member.asText() + " is missing");
            }
        });
        return wrong;
    }

    private com.networknt.schema.JsonSchema schema(String place) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(document.deepCopy().put("$ref", "#" + place));
    }

    private static String pointer(String template, String method) {
        return "/paths/" + template.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
    }
}
