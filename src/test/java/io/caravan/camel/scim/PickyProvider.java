package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A provider of a few users that understands only some ways of saying a change, refuses or ignores the others, and is as strict as it is told to be. */
final class PickyProvider implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpServer server;
    private final Map<String, ObjectNode> users = new java.util.concurrent.ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    /** What it understands of one operation of a PATCH, in lower case. */
    Predicate<ObjectNode> understands = operation -> true;
    /** What it says to a PATCH it does not understand: 0, nothing at all; else the status. */
    int refusal = 400;
    String scimType = "noTarget";
    /** Answers a PATCH with 204 and no body. */
    boolean silent;
    int patchStatus;
    /** After so many changes that it carries out it refuses all others with {@link #refusedLater}. */
    int mostChanges = Integer.MAX_VALUE;
    int refusedLater;
    boolean oneOperation;
    boolean capitalised;
    boolean versions;
    boolean putRefusesReadOnly;
    boolean refusesNothingToDo;
    Predicate<JsonNode> refusesValue = resource -> false;
    List<String> neverShown = List.of();
    /** What it makes of what it was sent, before it stores it. */
    Consumer<ObjectNode> reformats = user -> { };

    PickyProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ObjectNode user(String id) {
        return users.computeIfAbsent(id, key -> {
            ObjectNode user = JsonNodeFactory.instance.objectNode();
            user.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:User");
            user.put("id", key).put("userName", "u" + key).put("active", true);
            user.putObject("meta").put("version", "W/\"1\"");
            return user;
        });
    }

    /** What it was sent since it was last asked, such as {@code PATCH 200}. */
    List<String> requests() {
        List<String> since = List.copyOf(requests);
        requests.clear();
        return since;
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;
        private final String scimType;

        Refused(int status, String scimType) {
            super(scimType);
            this.status = status;
            this.scimType = scimType;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        int status = 200;
        JsonNode answer;
        try {
            answer = answer(exchange, id, body.length == 0 ? null : (ObjectNode) JSON.readTree(body));
            status = answer == null ? 204 : 200;
        } catch (Refused refused) {
            status = refused.status;
            answer = JSON.createObjectNode().put("status", String.valueOf(status)).put("scimType", refused.scimType).put("detail", "not like this");
        }
        requests.add(exchange.getRequestMethod() + " " + status);
        byte[] bytes = answer == null ? new byte[0] : JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/scim+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private JsonNode answer(HttpExchange exchange, String id, ObjectNode body) {
        if (exchange.getRequestURI().getPath().endsWith("/Bulk")) {
            return bulk(body);
        }
        ObjectNode user = user(id);
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        if (versions && !exchange.getRequestMethod().equals("GET") && !user.path("meta").path("version").asText().equals(match)) {
            throw new Refused(match == null ? 428 : 412, "");
        }
        switch (exchange.getRequestMethod()) {
            case "PATCH" -> patch(user, body);
            case "PUT" -> put(user, body);
            case "DELETE" -> users.remove(id);
            default -> { }
        }
        ((ObjectNode) user.path("meta")).put("version", "W/\"" + (requests.size() + 2) + "\"");
        return silent && exchange.getRequestMethod().equals("PATCH") || exchange.getRequestMethod().equals("DELETE") ? null : shown(user);
    }

    private ObjectNode shown(ObjectNode user) {
        ObjectNode shown = user.deepCopy();
        neverShown.forEach(shown::remove);
        return shown;
    }

    private ObjectNode bulk(ObjectNode body) {
        ObjectNode answer = JSON.createObjectNode();
        body.path("Operations").forEach(operation -> {
            ObjectNode each = answer.withArray("Operations").addObject().put("bulkId", operation.path("bulkId").asText()).put("method", "PATCH");
            try {
                patch(user(operation.path("path").asText().replaceFirst(".*/", "")), (ObjectNode) operation.path("data"));
                each.put("status", "200");
            } catch (Refused refused) {
                each.put("status", String.valueOf(refused.status)).putObject("response").put("scimType", refused.scimType).put("detail", "not like this");
            }
        });
        return answer;
    }

    private void put(ObjectNode user, ObjectNode body) {
        if (putRefusesReadOnly && (body.has("id") || body.has("meta") || body.has("groups"))) {
            throw new Refused(400, "mutability");
        }
        if (mostChanges == 0) {
            throw new Refused(refusedLater, "");
        }
        String id = user.path("id").asText();
        JsonNode meta = user.path("meta").deepCopy();
        user.removeAll();
        user.setAll(body);
        reformats.accept(user);
        user.put("id", id).set("meta", meta);
    }

    private void patch(ObjectNode user, ObjectNode body) {
        if (patchStatus != 0) {
            throw new Refused(patchStatus, "");
        }
        if (mostChanges == 0) {
            throw new Refused(refusedLater, "");
        }
        JsonNode operations = body.path("Operations");
        if (oneOperation && operations.size() > 1) {
            throw new Refused(400, "invalidSyntax");
        }
        ObjectNode changed = user.deepCopy();
        for (JsonNode operation : operations) {
            String op = operation.path("op").asText();
            if (capitalised != Character.isUpperCase(op.charAt(0))) {
                throw new Refused(400, "invalidSyntax");
            }
            ((ObjectNode) operation).put("op", op.toLowerCase(Locale.ROOT));
            if (understands.test((ObjectNode) operation)) {
                apply(changed, operation);
            } else if (refusal != 0) {
                throw new Refused(refusal, scimType);
            }
        }
        if (refusesValue.test(changed)) {
            throw new Refused(400, "invalidValue");
        }
        if (refusesNothingToDo && changed.equals(user)) {
            throw new Refused(400, "");
        }
        reformats.accept(changed);
        user.removeAll();
        user.setAll(changed);
        mostChanges--;
    }

    private static void apply(ObjectNode user, JsonNode operation) {
        JsonNode value = operation.path("value");
        if (!operation.has("path")) {
            value.fields().forEachRemaining(field -> {
                if (field.getKey().startsWith("urn:")) {
                    field.getValue().fields().forEachRemaining(each -> ScimPath.parse(field.getKey() + ":" + each.getKey()).write(user, each.getValue()));
                } else {
                    ScimPath.parse(field.getKey()).write(user, field.getValue());
                }
            });
            return;
        }
        ScimPath path = ScimPath.parse(operation.path("path").asText());
        boolean plainManager = path.attribute().equals("manager") && path.sub().isEmpty() && value.isTextual();
        if (operation.path("op").asText().equals("remove") || value.isNull()) {
            path.write(user, null);
        } else if (plainManager) {
            new ScimPath(path.schema(), path.attribute(), Map.of(), "value").write(user, value);
        } else if (!path.selector().isEmpty() && path.sub().isEmpty()) {
            path.write(user, null);
            user.withArray(path.attribute()).add(value);
        } else if (operation.path("op").asText().equals("add") && value.isArray()) {
            value.forEach(user.withArray(path.attribute())::add);
        } else {
            path.write(user, value.isTextual() && path.attribute().equals("active") ? JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(value.asText())) : value);
        }
    }

    static void lowerCase(ObjectNode user) {
        user.fields().forEachRemaining(field -> {
            if (field.getValue().isTextual() && !field.getKey().equals("id")) {
                field.setValue(JsonNodeFactory.instance.textNode(field.getValue().asText().toLowerCase(Locale.ROOT)));
            } else if (field.getValue() instanceof ObjectNode inner && !field.getKey().equals("meta")) {
                lowerCase(inner);
            } else if (field.getKey().equals("phoneNumbers")) {
                field.getValue().forEach(each -> lowerCase((ObjectNode) each));
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
