package io.caravan.operations.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** An OpenAPI 3 or Swagger 2 document, JSON or YAML, read leniently: what cannot be understood is not there. References within it are followed, others are not. */
final class ApiDocument {

    private static final int MOST_CHARACTERS = 50_000_000;
    /** A document may refer to itself. */
    private static final int DEEPEST = 12;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final JsonNode root;

    private ApiDocument(JsonNode root) {
        this.root = root;
    }

    /**
     * A request that the document describes.
     *
     * @param method     lower-case
     * @param request    the schema of its JSON body; missing: it has none
     * @param otherBody  whether it has a body of another kind
     * @param answer     the schema of what a success brings; missing: nothing
     * @param linkHeader whether a success has a header Link
     */
    record Call(String method, String path, List<Parameter> parameters, JsonNode request, boolean otherBody, JsonNode answer, boolean linkHeader) {

        Optional<Parameter> query(String name) {
            return parameters.stream().filter(one -> one.in.equals("query") && one.name.equalsIgnoreCase(name)).findFirst();
        }
    }

    /** @param in path, query or header */
    record Parameter(String name, String in, boolean required, JsonNode schema) {
    }

    static ApiDocument read(Path file) throws UnusableDocumentException {
        JsonNode root = parsed(file, text(file));
        if (!root.path("openapi").asText().startsWith("3.") && !root.path("swagger").asText().startsWith("2.")) {
            throw new UnusableDocumentException(file + " is no OpenAPI document: it has neither openapi: 3.… nor swagger: 2.…", "Vendors call it OpenAPI, Swagger or API specification");
        }
        return new ApiDocument(root);
    }

    private static String text(Path file) throws UnusableDocumentException {
        try {
            return Files.readString(file);
        } catch (IOException unread) {
            throw new UnusableDocumentException(file + " cannot be read", "Name an OpenAPI document on this machine; they are not fetched");
        }
    }

    private static JsonNode parsed(Path file, String text) throws UnusableDocumentException {
        try {
            return isJson(text) ? JSON.readTree(text)
                    : JSON.valueToTree(new Load(LoadSettings.builder().setLabel(file.toString()).setCodePointLimit(MOST_CHARACTERS).build()).loadFromString(text));
        } catch (JsonProcessingException wrong) {
            throw new UnusableDocumentException(file + ":" + Optional.ofNullable(wrong.getLocation()).map(at -> at.getLineNr() + ":" + at.getColumnNr() + ": ").orElse(" ")
                    + "is no JSON: " + wrong.getOriginalMessage(), "Fetch the document anew");
        } catch (YamlEngineException wrong) {
            throw new UnusableDocumentException(file + " is no YAML: " + wrong.getMessage(), "Fetch the document anew");
        }
    }

    private static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    JsonNode root() {
        return root;
    }

    String title() {
        return root.at("/info/title").asText("").strip();
    }

    /** The address before all paths, with {@code {variables}} in it; empty where it is not said. */
    String base() {
        String server = root.at("/servers/0/url").asText("");
        if (server.isEmpty() && root.hasNonNull("host")) {
            server = (root.path("schemes").toString().contains("https") || !root.has("schemes") ? "https" : root.at("/schemes/0").asText()) + "://" + root.path("host").asText()
                    + root.path("basePath").asText("");
        }
        return server.replaceAll("/+$", "");
    }

    /** What variables of the address are by default. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        root.at("/servers/0/variables").fields().forEachRemaining(variable -> variables.put(variable.getKey(), variable.getValue().path("default").asText("")));
        return variables;
    }

    List<JsonNode> securitySchemes() {
        List<JsonNode> schemes = new ArrayList<>();
        root.at("/components/securitySchemes").forEach(scheme -> schemes.add(resolved(scheme)));
        root.path("securityDefinitions").forEach(schemes::add);
        return schemes;
    }

    /** By path, and then by method. */
    Map<String, Map<String, Call>> calls() {
        Map<String, Map<String, Call>> calls = new LinkedHashMap<>();
        root.path("paths").fields().forEachRemaining(entry -> {
            JsonNode item = resolved(entry.getValue());
            String path = entry.getKey().replaceAll("[?#].*", "").replaceAll("(?<=.)/+$", "");
            METHODS.stream().filter(item::has).forEach(method -> calls.computeIfAbsent(path, key -> new LinkedHashMap<>()).putIfAbsent(method, call(method, path, item)));
        });
        return calls;
    }

    private Call call(String method, String path, JsonNode item) {
        JsonNode operation = item.path(method);
        List<Parameter> parameters = new ArrayList<>();
        JsonNode body = resolved(operation.path("requestBody")).path("content");
        JsonNode request = json(body);
        boolean otherBody = !body.isEmpty() && request.isMissingNode();
        for (JsonNode list : List.of(operation.path("parameters"), item.path("parameters"))) {
            for (JsonNode each : list) {
                JsonNode parameter = resolved(each);
                String in = parameter.path("in").asText();
                if (in.equals("body")) {
                    request = parameter.path("schema");
                } else if (in.equals("formData")) {
                    otherBody = true;
                } else {
                    parameters.add(new Parameter(parameter.path("name").asText(), in, parameter.path("required").asBoolean(), parameter.has("schema") ? resolved(parameter.path("schema")) : parameter));
                }
            }
        }
        JsonNode success = success(operation.path("responses"));
        boolean links = false;
        for (var names = success.path("headers").fieldNames(); names.hasNext();) {
            links |= names.next().equalsIgnoreCase("Link");
        }
        return new Call(method, path, parameters, request, otherBody, success.has("schema") ? success.path("schema") : json(success.path("content")), links);
    }

    private JsonNode success(JsonNode responses) {
        for (String status : List.of("200", "201", "2XX", "202", "203", "204", "default")) {
            if (responses.has(status)) {
                return resolved(responses.path(status));
            }
        }
        return MissingNode.getInstance();
    }

    /** The schema of what is JSON in it; a patch of another kind is none. */
    private static JsonNode json(JsonNode content) {
        for (var types = content.fields(); types.hasNext();) {
            Map.Entry<String, JsonNode> type = types.next();
            String name = type.getKey().toLowerCase(Locale.ROOT).replaceAll(";.*", "").strip();
            if ((name.equals("application/json") || name.endsWith("+json") || name.equals("*/*")) && !name.equals("application/json-patch+json")) {
                return type.getValue().path("schema");
            }
        }
        return MissingNode.getInstance();
    }

    /** What a reference leads to; missing where it leads out of the document, or in circles. */
    JsonNode resolved(JsonNode node) {
        JsonNode here = node;
        for (int i = 0; i < DEEPEST && here.path("$ref").isTextual(); i++) {
            String reference = here.path("$ref").asText();
            here = reference.startsWith("#/") ? root.at(pointer(reference)) : MissingNode.getInstance();
        }
        return here.path("$ref").isTextual() ? MissingNode.getInstance() : here;
    }

    private static String pointer(String reference) {
        return URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The members of an object, those of all its parts. */
    Map<String, JsonNode> properties(JsonNode schema) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        properties(schema, properties, new LinkedHashSet<>(), 0);
        return properties;
    }

    /** The members without which an object is refused. */
    Set<String> required(JsonNode schema) {
        Set<String> required = new LinkedHashSet<>();
        properties(schema, new LinkedHashMap<>(), required, 0);
        return required;
    }

    private void properties(JsonNode node, Map<String, JsonNode> properties, Set<String> required, int depth) {
        JsonNode schema = resolved(node);
        if (depth > DEEPEST) {
            return;
        }
        schema.path("allOf").forEach(part -> properties(part, properties, required, depth + 1));
        schema.path("properties").fields().forEachRemaining(property -> properties.put(property.getKey(), property.getValue()));
        schema.path("required").forEach(name -> required.add(name.asText()));
        if (properties.isEmpty()) {
            for (JsonNode choice : List.of(schema.path("oneOf"), schema.path("anyOf"))) {
                for (int i = 0; i < choice.size() && properties.isEmpty(); i++) {
                    properties(choice.get(i), properties, new LinkedHashSet<>(), depth + 1);
                }
            }
        }
    }

    /** Its one type, beside that it may be null; {@code object} and {@code array} by what it has; empty: it does not say. */
    String type(JsonNode node) {
        JsonNode schema = resolved(node);
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.asText();
        }
        for (JsonNode one : type) {
            if (!one.asText().equals("null")) {
                return one.asText();
            }
        }
        if (schema.has("properties")) {
            return "object";
        }
        if (schema.has("items")) {
            return "array";
        }
        for (JsonNode parts : List.of(schema.path("allOf"), schema.path("oneOf"), schema.path("anyOf"))) {
            for (JsonNode part : parts) {
                String one = schema.equals(part) ? "" : type(part);
                if (!one.isEmpty() && !one.equals("null")) {
                    return one;
                }
            }
        }
        return schema.has("enum") ? "string" : "";
    }

    /** The schema of an array's elements. */
    JsonNode elements(JsonNode array) {
        return resolved(resolved(array).path("items"));
    }
}
