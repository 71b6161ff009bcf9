package io.caravan.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code AccountsApi PORT TOKEN THREADS}: an application with a JSON API, on the JDK's own HTTP server, as quick as one can be that reads what it is sent and
 * answers with the whole account: {@code POST /users}, {@code PATCH /users/ID}, {@code GET /users} and {@code /users/ID}.
 */
public final class AccountsApi {

    private static final String USERS = "/users";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> users = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final String authorization;

    private AccountsApi(String token) {
        this.authorization = "Bearer " + token;
    }

    public static void main(String[] arguments) throws IOException {
        // Else head and body of an answer wait for each other's acknowledgement, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 0);
        AccountsApi api = new AccountsApi(arguments[1]);
        server.createContext("/", api::answer);
        server.setExecutor(Executors.newFixedThreadPool(Integer.parseInt(arguments[2])));
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            say(exchange, 401, "{\"message\":\"who are you?\"}".getBytes(StandardCharsets.UTF_8));
        } else if (path.equals(USERS)) {
            say(exchange, exchange.getRequestMethod().equals("POST") ? 201 : 200, exchange.getRequestMethod().equals("POST") ? made(sent) : JSON.writeValueAsBytes(users.values()));
        } else {
            ObjectNode user = users.get(path.substring(Math.min(path.length(), USERS.length() + 1)));
            say(exchange, user == null ? 404 : 200, user == null ? "{\"message\":\"nobody\"}".getBytes(StandardCharsets.UTF_8) : shown(user, exchange.getRequestMethod().equals("PATCH") ? sent : null));
        }
    }

    private byte[] made(byte[] sent) throws IOException {
        ObjectNode user = JSON.createObjectNode().put("id", String.valueOf(last.incrementAndGet()));
        user.setAll((ObjectNode) JSON.readTree(sent));
        users.put(user.get("id").asText(), user);
        return JSON.writeValueAsBytes(user);
    }

    private static byte[] shown(ObjectNode user, byte[] changes) throws IOException {
        JsonNode changed = changes == null ? JSON.createObjectNode() : JSON.readTree(changes);
        synchronized (user) {
            user.setAll((ObjectNode) changed);
            return JSON.writeValueAsBytes(user);
        }
    }

    private static void say(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
