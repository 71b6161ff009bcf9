package io.caravan.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.HttpSeen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file of traffic, JSON lines: the first says of which connector and with which settings, each other one what the system was asked, what was sent,
 * what came back, and what the connector made of it. It has no secrets, and no address of a real system, in it.
 *
 * @param settings of the system; addresses are stand-ins
 * @param secrets  the names of settings that had a secret
 * @param servers  the stand-ins of addresses, each of a server of its own
 * @param calls    in their order
 */
record RecordedTraffic(String connector, Map<String, String> settings, List<String> secrets, List<String> servers, List<Call> calls) {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One thing the system was asked. */
    record Call(SystemCall asked, SystemCall.Told told, List<HttpSeen> requests) {
    }

    void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines(), StandardCharsets.UTF_8);
        } catch (IOException unwritten) {
            throw new Refusal(Refusal.Kind.FAILED, file + " cannot be written: " + unwritten.getMessage(), "Name a file in a folder of yours");
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        ObjectNode head = JSON.createObjectNode().put("recording", VERSION).put("connector", connector);
        head.set("settings", JSON.valueToTree(new TreeMap<>(settings)));
        head.set("secrets", JSON.valueToTree(secrets));
        head.set("servers", JSON.valueToTree(servers));
        lines.add(head.toString());
        calls.forEach(call -> lines.add(line(call).toString()));
        return lines;
    }

    private static ObjectNode line(Call call) {
        ObjectNode line = JSON.createObjectNode();
        line.set("asked", JSON.<ObjectNode>valueToTree(call.asked).put("operation", call.asked.operation().word()));
        ArrayNode requests = line.putArray("requests");
        call.requests.forEach(seen -> requests.add(line(seen)));
        line.set("told", JSON.valueToTree(call.told));
        return line;
    }

    private static ObjectNode line(HttpSeen seen) {
        ObjectNode line = JSON.createObjectNode().put("method", seen.sent().method()).put("address", seen.sent().address());
        line.set("headers", fields(seen.sent().headers()));
        line.set("body", body(seen.sent().body()));
        HttpSeen.Got got = seen.got().orElseThrow();
        line.putObject("answer").put("status", got.status()).<ObjectNode>set("headers", fields(got.headers())).set("body", body(got.body()));
        return line;
    }

    private static JsonNode fields(List<HttpSeen.Field> headers) {
        ObjectNode fields = JSON.createObjectNode();
        headers.forEach(field -> fields.put(field.name(), field.value()));
        return fields;
    }

    /** JSON as JSON, so that somebody can read it. */
    private static JsonNode body(String body) {
        try {
            return body.startsWith("{") || body.startsWith("[") ? JSON.readTree(body) : JSON.getNodeFactory().textNode(body);
        } catch (JsonProcessingException text) {
            return JSON.getNodeFactory().textNode(body);
        }
    }

    /** @throws Refusal with the line, when it is no such file */
    static RecordedTraffic read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException unread) {
            throw new Refusal(Refusal.Kind.USAGE, file + " cannot be read", "caravan connector record SYSTEM FILE writes such a file");
        }
        JsonNode head = json(file, 1, lines.isEmpty() ? "" : lines.get(0));
        if (head.path("recording").asInt() != VERSION || head.path("connector").asText().isEmpty()) {
            throw wrong(file, 1, "does not begin with {\"recording\":" + VERSION + ",\"connector\":…");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        head.path("settings").fields().forEachRemaining(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
        List<Call> calls = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                calls.add(call(file, i + 1, json(file, i + 1, lines.get(i))));
            }
        }
        return new RecordedTraffic(head.path("connector").asText(), settings, texts(head.path("secrets")), texts(head.path("servers")), calls);
    }

    private static Call call(Path file, int number, JsonNode line) {
        JsonNode asked = line.path("asked");
        SystemCall call = SystemCall.of(asked.path("operation").asText(), asked.path("object").asText(), asked.path("attribute").asText(), asked.path("value").asText(),
                asked.path("records").asInt(), object(asked.path("values"))).orElseThrow(() -> wrong(file, number, "does not say what the system was asked"));
        List<HttpSeen> requests = new ArrayList<>();
        line.path("requests").forEach(request -> requests.add(seen(request)));
        return new Call(call, new SystemCall.Told(line.at("/told/outcome").asText(), line.at("/told/message").asText(), records(line.at("/told/records"))), requests);
    }

    static List<Map<String, Object>> records(JsonNode list) {
        List<Map<String, Object>> records = new ArrayList<>();
        list.forEach(record -> records.add(object(record)));
        return records;
    }

    static Map<String, Object> object(JsonNode node) {
        return node.isObject() ? JSON.convertValue(node, JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class)) : Map.of();
    }

    private static HttpSeen seen(JsonNode request) {
        JsonNode answer = request.path("answer");
        return new HttpSeen(true, new HttpSeen.Sent(request.path("method").asText(), request.path("address").asText(), fields(request.path("headers")), text(request.path("body"))),
                Optional.of(new HttpSeen.Got(answer.path("status").asInt(), fields(answer.path("headers")), text(answer.path("body")))));
    }

    private static List<HttpSeen.Field> fields(JsonNode headers) {
        List<HttpSeen.Field> fields = new ArrayList<>();
        headers.fields().forEachRemaining(field -> fields.add(new HttpSeen.Field(field.getKey(), field.getValue().asText())));
        return fields;
    }

    private static String text(JsonNode body) {
        return body.isContainerNode() ? body.toString() : body.asText();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode json(Path file, int number, String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException notJson) {
            throw wrong(file, number, "is no JSON: " + notJson.getOriginalMessage());
        }
    }

    private static Refusal wrong(Path file, int line, String what) {
        return new Refusal(Refusal.Kind.INVALID_FILES, file + ":" + line + ": the line " + what, "caravan connector record SYSTEM FILE writes such a file");
    }

    /** The same values, whatever kinds of numbers and lists they are held in. */
    static JsonNode plain(Object value) {
        try {
            return parsed(JSON.writeValueAsString(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
