package io.caravan.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers on loopback as a system once did, and notes what is asked that it never was asked, and what is not asked any more. What a token server would
 * be asked it answers by itself. Thread-safe.
 */
public final class HttpReplay implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INVALID = 400;
    private static final Set<String> OF_THE_CONNECTION = Set.of("content-length", "transfer-encoding", "connection", "content-encoding", "keep-alive");
    private static final Set<String> NOT_COMPARED = Set.of("authorization", "cookie", "content-type", "proxy-authorization");

    private final Map<String, HttpServer> servers = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HttpSeen> expected = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private Optional<String> tokens = Optional.empty();

    /** @param addresses the stand-ins of servers in the recording, such as {@code https://server-1.invalid}; each gets one */
    public HttpReplay(List<String> addresses) {
        addresses.forEach(address -> {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
                server.createContext("/", exchange -> handle(address, exchange));
                server.setExecutor(threads);
                server.start();
                servers.put(address, server);
            } catch (IOException noPort) {
                throw new UncheckedIOException(noPort);
            }
        });
    }

    /** A text of the recording with the servers' addresses in it. */
    public String here(String text) {
        String here = text;
        for (Map.Entry<String, HttpServer> server : servers.entrySet()) {
            here = here.replace(server.getKey(), "http://127.0.0.1:" + server.getValue().getAddress().getPort());
        }
        return here;
    }

    /** What the recording says of a text that has the servers' addresses in it. */
    public String there(String text) {
        String there = text;
        for (Map.Entry<String, HttpServer> server : servers.entrySet()) {
            there = there.replace("http://127.0.0.1:" + server.getValue().getAddress().getPort(), server.getKey());
        }
        return there;
    }

    /** Where tokens are fetched, as {@link #here} says it: whoever asks gets one. */
    public synchronized void tokensAt(String address) {
        tokens = Optional.of(address);
    }

    /** From now on these are asked. */
    public synchronized void expect(List<HttpSeen> requests) {
        expected.clear();
        differences.clear();
        expected.addAll(requests);
    }

    /** What is different from what was expected; empty: nothing. */
    public synchronized List<String> differences() {
        List<String> all = new ArrayList<>(differences);
        expected.forEach(seen -> all.add("not sent: " + words(seen.sent())));
        return all;
    }

    private void handle(String server, HttpExchange exchange) throws IOException {
        try {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            List<HttpSeen.Field> headers = new ArrayList<>();
            exchange.getRequestHeaders().forEach((name, values) -> values.forEach(value -> headers.add(new HttpSeen.Field(name, value))));
            HttpSeen.Got answer = answer(new HttpSeen.Sent(exchange.getRequestMethod(), server + exchange.getRequestURI(), headers, there(body)));
            answer.headers().stream().filter(field -> !OF_THE_CONNECTION.contains(field.name().toLowerCase(Locale.ROOT)))
                    .forEach(field -> exchange.getResponseHeaders().add(field.name(), here(field.value())));
            byte[] bytes = here(answer.body()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        } finally {
            exchange.close();
        }
    }

    private synchronized HttpSeen.Got answer(HttpSeen.Sent sent) {
        if (tokens.isPresent() && sent.method().equals("POST") && here(sent.address()).equals(tokens.get())) {
            return new HttpSeen.Got(200, List.of(new HttpSeen.Field("Content-Type", "application/json")), "{\"access_token\":\"replayed\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        }
        Optional<HttpSeen> recorded = expected.stream().filter(seen -> key(seen.sent()).equals(key(sent))).findFirst();
        if (recorded.isEmpty()) {
            differences.add("not in the recording: " + words(sent));
            return new HttpSeen.Got(INVALID, List.of(), "not in the recording");
        }
        expected.remove(recorded.get());
        missing(recorded.get().sent(), sent).ifPresent(difference -> differences.add(difference + ": " + words(sent)));
        return recorded.get().got().orElseThrow();
    }

    /** Of the headers that were sent, one that is not any more, or says something else; of those that show who we are only that they are there. */
    private static Optional<String> missing(HttpSeen.Sent recorded, HttpSeen.Sent sent) {
        return recorded.headers().stream().filter(field -> !OF_THE_CONNECTION.contains(field.name().toLowerCase(Locale.ROOT))).flatMap(field -> {
            Optional<String> now = HttpSeen.field(sent.headers(), field.name());
            boolean same = NOT_COMPARED.contains(field.name().toLowerCase(Locale.ROOT)) ? now.isPresent() : now.equals(Optional.of(field.value()));
            return same ? Optional.<String>empty().stream() : Optional.of("the header " + field.name() + (now.isPresent() ? " says something else" : " is missing")).stream();
        }).findFirst();
    }

    /** What makes a request the same: the order of a query and of an object's members does not. */
    private static List<Object> key(HttpSeen.Sent sent) {
        URI address = URI.create(sent.address());
        List<String> path = Arrays.stream(sent.address().replaceFirst("\\?.*", "").split("/")).map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8)).toList();
        return List.of(sent.method(), path, pairs(address.getRawQuery()), body(sent));
    }

    private static List<String> pairs(String text) {
        return text == null || text.isEmpty() ? List.of() : Arrays.stream(text.split("&")).map(pair -> URLDecoder.decode(pair, StandardCharsets.UTF_8)).sorted().toList();
    }

    private static Object body(HttpSeen.Sent sent) {
        String body = sent.body();
        if (HttpSeen.field(sent.headers(), "Content-Type").filter(type -> type.startsWith("application/x-www-form-urlencoded")).isPresent()) {
            return pairs(body);
        }
        try {
            return body.startsWith("{") || body.startsWith("[") ? JSON.readTree(body) : body;
        } catch (JsonProcessingException text) {
            return body;
        }
    }

    private static String words(HttpSeen.Sent sent) {
        return sent.method() + " " + sent.address() + (sent.body().isEmpty() ? "" : " " + sent.body());
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
