package io.caravan.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SCIM provider in miniature on loopback, for users only. It knows nothing of uniqueness: whoever sends somebody twice has
 * made two of them. A test may put an {@link Oddity} before each answer.
 */
public final class OddScim implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern EQUALITY = Pattern.compile("(\\w+) eq \"(.*)\"");
    private static final int NO_BODY = -1;

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Oddity oddity = exchange -> false;
    private int last;

    /** What a provider of one's own kind does. */
    @FunctionalInterface
    public interface Oddity {
        /** @return whether this was the answer */
        boolean answers(HttpExchange exchange) throws IOException;
    }

    public OddScim() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException unbound) {
            throw new UncheckedIOException(unbound);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** From now on. */
    public void be(Oddity odd) {
        oddity = odd;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method and path of each request so far, and its query. */
    public List<String> asked() {
        return asked;
    }

    public synchronized List<JsonNode> users() {
        return new ArrayList<>(users.values());
    }

    /** Answers with this. */
    public static boolean answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/scim+json"));
        exchange.sendResponseHeaders(status, bytes.length == 0 ? NO_BODY : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
        return true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()
                + (query == null ? "" : "?" + URLDecoder.decode(query, StandardCharsets.UTF_8)));
        if (!oddity.answers(exchange)) {
            answer(exchange);
        }
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().replaceFirst("^/Users/?", "");
        ObjectNode user = users.get(id);
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                ObjectNode created = (ObjectNode) JSON.readTree(exchange.getRequestBody());
                created.put("id", String.valueOf(++last));
                users.put(created.path("id").asText(), created);
                answer(exchange, 201, created.toString());
            }
            case "GET" -> answer(exchange, id.isEmpty() || user != null ? 200 : 404, id.isEmpty() ? list(exchange) : user == null ? "{}" : user.toString());
            case "PATCH" -> {
                JSON.readTree(exchange.getRequestBody()).path("Operations").forEach(operation ->
                        user.set(operation.path("path").asText(), operation.path("value")));
                answer(exchange, 200, user.toString());
            }
            default -> answer(exchange, 405, "{}");
        }
    }

    private String list(HttpExchange exchange) {
        String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
        Matcher filter = EQUALITY.matcher(query);
        List<ObjectNode> found = new ArrayList<>(users.values());
        if (filter.find()) {
            found.removeIf(user -> !user.path(filter.group(1)).asText().equals(filter.group(2)));
        }
        int start = Integer.parseInt(query.replaceFirst(".*startIndex=(\\d+).*", "$1"));
        int count = Integer.parseInt(query.replaceFirst(".*count=(\\d+).*", "$1"));
        ArrayNode page = JSON.createArrayNode();
        found.subList(Math.min(found.size(), start - 1), Math.min(found.size(), start - 1 + count)).forEach(page::add);
        return JSON.createObjectNode().put("totalResults", found.size()).put("startIndex", start).set("Resources", page).toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
