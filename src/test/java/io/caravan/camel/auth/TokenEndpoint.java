package io.caravan.camel.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A token server and a protected API in one, on loopback. What each was asked can be looked at. */
final class TokenEndpoint implements AutoCloseable {

    private final HttpServer server;
    private final List<Map<String, String>> forms = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private String headers = "";
    private int status = 200;
    private String answer = "{\"access_token\":\"token-<n>-xyz\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
    private String accepted = "";

    TokenEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/token", this::token);
        server.createContext("/api", this::api);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    synchronized void answers(int withStatus, String text) {
        status = withStatus;
        answer = text;
    }

    /** Only this token is let in; empty: every one. */
    synchronized void accepts(String token) {
        accepted = token;
    }

    synchronized List<Map<String, String>> forms() {
        return List.copyOf(forms);
    }

    synchronized List<String> shown() {
        return List.copyOf(shown);
    }

    synchronized String headers() {
        return headers;
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
            form.put(decoded(pair.substring(0, pair.indexOf('='))), decoded(pair.substring(pair.indexOf('=') + 1)));
        }
        synchronized (this) {
            forms.add(form);
            headers = exchange.getRequestHeaders().entrySet().toString();
            say(exchange, status, answer.replace("<n>", String.valueOf(forms.size())));
        }
    }

    private void api(HttpExchange exchange) throws IOException {
        synchronized (this) {
            String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            shown.add(header);
            boolean in = accepted.isEmpty() || header.equals("Bearer " + accepted);
            say(exchange, in ? 200 : 401, in ? "{\"totalResults\":0,\"Resources\":[]}" : "{\"detail\":\"" + header + " is not let in\"}");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
