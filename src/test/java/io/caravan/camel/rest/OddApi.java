package io.caravan.camel.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An API that says what it is told to: each answer once, the last of a request for ever. What it is not told to say is a 404. */
final class OddApi implements AutoCloseable {

    /** In place of a status: the connection is closed without an answer. */
    static final int HANGS_UP = 0;

    private final HttpServer server;
    private final Map<String, List<Answer>> answers = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    private record Answer(int status, String text, Map<String, String> headers) {
    }

    OddApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param request such as {@code GET /users?page=2} */
    synchronized OddApi says(String request, int status, String text) {
        return says(request, status, text, Map.of());
    }

    /** @param headers one that is in several lines comes as often */
    synchronized OddApi says(String request, int status, String text, Map<String, String> headers) {
        answers.computeIfAbsent(request, none -> new ArrayList<>()).add(new Answer(status, text.replace('\'', '"'), headers));
        return this;
    }

    /** Every request so far: method, address and body. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer;
        synchronized (this) {
            asked.add(body.isEmpty() ? request : request + " " + body);
            List<Answer> told = answers.getOrDefault(request, List.of(new Answer(404, "{}", Map.of())));
            answer = told.size() > 1 ? told.remove(0) : told.get(0);
        }
        if (answer.status == HANGS_UP) {
            exchange.close();
            return;
        }
        byte[] bytes = answer.text.replace("<url>", url()).getBytes(StandardCharsets.UTF_8);
        answer.headers.forEach((name, value) -> exchange.getResponseHeaders().put(name, List.of(value.replace("<url>", url()).split("\n"))));
        exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
