package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A small REST service with people in it, on loopback: what a new connector's beginnings are made for, so that they pass
 * their kit before anybody changes a line. {@code login} is required and unique.
 */
final class SampleService implements AutoCloseable {

    static final String TOKEN = "sample-token";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/people";
    private final HttpServer server;
    private final Map<String, Map<String, Object>> people = new LinkedHashMap<>();

    /** An answer: a status and what is said. */
    private record Answer(int status, Object body) {
        static Answer error(int status, String message) {
            return new Answer(status, Map.of("message", message));
        }
    }

    private SampleService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext(PATH, this::handle);
        server.start();
    }

    static SampleService start() {
        try {
            return new SampleService();
        } catch (IOException failed) {
            throw new KitException("the sample service does not start", failed);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Answer answer = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization")) ? answer(exchange)
                : Answer.error(401, "wrong token");
        byte[] body = answer.body == null ? new byte[0] : JSON.writeValueAsBytes(answer.body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private synchronized Answer answer(HttpExchange exchange) throws IOException {
        String rest = exchange.getRequestURI().getRawPath().substring(PATH.length());
        if (rest.isEmpty()) {
            return exchange.getRequestMethod().equals("POST") ? create(exchange) : list(query(exchange));
        }
        String id = decoded(rest.substring(1));
        if (!people.containsKey(id)) {
            return Answer.error(404, "nobody has this id");
        }
        return switch (exchange.getRequestMethod()) {
            case "GET" -> new Answer(200, people.get(id));
            case "PATCH" -> change(people.get(id), exchange);
            case "DELETE" -> {
                people.remove(id);
                yield new Answer(204, null);
            }
            default -> Answer.error(405, "no such method");
        };
    }

    @SuppressWarnings("unchecked") // a JSON object
    private Answer create(HttpExchange exchange) throws IOException {
        Map<String, Object> person = JSON.readValue(exchange.getRequestBody(), LinkedHashMap.class);
        if (person.get("login") == null) {
            return Answer.error(422, "login is required");
        }
        if (people.values().stream().anyMatch(other -> other.get("login").equals(person.get("login")))) {
            return Answer.error(409, "this login is taken");
        }
        person.put("id", UUID.randomUUID().toString());
        people.put(person.get("id").toString(), person);
        return new Answer(201, person);
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Answer change(Map<String, Object> person, HttpExchange exchange) throws IOException {
        Map<String, Object> patch = JSON.readValue(exchange.getRequestBody(), LinkedHashMap.class);
        person.putAll(patch);
        person.values().removeIf(java.util.Objects::isNull);
        return new Answer(200, person);
    }

    private Answer list(Map<String, String> query) {
        int size = Integer.parseInt(query.getOrDefault("size", "100"));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        List<Map<String, Object>> found = people.values().stream().filter(person -> query.entrySet().stream()
                .filter(condition -> !List.of("size", "page").contains(condition.getKey()))
                .allMatch(condition -> condition.getValue().equals(person.get(condition.getKey())))).toList();
        Map<String, Object> answer = new HashMap<>();
        answer.put("items", found.stream().skip((long) size * (page - 1)).limit(size).toList());
        answer.put("next", (long) size * page < found.size() ? page + 1 : "");
        return new Answer(200, answer);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
