package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A small service on loopback that behaves as a vendor's public documents say of its API, as far as its connector goes. Keeps what it is given in memory. */
abstract class SampleVendor implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TYPE = "Content-Type";
    private static final int OK = 200;
    private static final int CREATED = 201;

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer on a connection that is kept waits 40 ms for the one before to be acknowledged
    }

    private static final int NO_CONTENT = 204;

    private final HttpServer server;

    /**
     * A request.
     *
     * @param path decoded segments
     * @param body an empty object where there is none
     */
    record Asked(String method, List<String> path, Map<String, String> query, Map<String, String> headers, ObjectNode body, String text) {

        Optional<String> param(String name) {
            return Optional.ofNullable(query.get(name)).filter(text -> !text.isEmpty());
        }

        int number(String name, int otherwise) {
            return param(name).map(Integer::parseInt).orElse(otherwise);
        }

        /** Whether it is this method on a path of this form, {@code *} being any segment. */
        boolean is(String wanted, String... segments) {
            return method.equals(wanted) && path.size() == segments.length
                    && IntStream.range(0, segments.length).allMatch(i -> segments[i].equals("*") || segments[i].equals(path.get(i)));
        }
    }

    /** An answer: a status, what is said (null: nothing), and headers. */
    record Said(int status, JsonNode body, Map<String, String> headers) {

        Said(int status, JsonNode body) {
            this(status, body, Map.of());
        }

        static Said ok(JsonNode body) {
            return new Said(OK, body);
        }

        static Said created(JsonNode body) {
            return new Said(CREATED, body);
        }

        /** Something else than JSON. */
        static Said text(String text, String type) {
            return new Said(OK, NODES.textNode(text), Map.of(TYPE, type));
        }

        static Said nothing() {
            return new Said(NO_CONTENT, null);
        }
    }

    SampleVendor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException failed) {
            throw new KitException("the sample of a vendor's service does not start", failed);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    final String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Called by one thread at a time. */
    abstract Said answer(Asked asked);

    private void handle(HttpExchange exchange) throws IOException {
        Said said;
        try {
            Asked asked = asked(exchange);
            synchronized (this) {
                said = answer(asked);
            }
        } catch (RuntimeException broken) {
            said = new Said(500, NODES.objectNode().put("message", "the sample broke: " + broken));
        }
        byte[] body = said.body == null ? new byte[0] : said.headers.containsKey(TYPE) ? said.body.asText().getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(said.body);
        exchange.getResponseHeaders().set(TYPE, "application/json");
        said.headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(said.status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static Asked asked(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        List<String> path = Arrays.stream(exchange.getRequestURI().getRawPath().split("/")).filter(segment -> !segment.isEmpty()).map(SampleVendor::decoded).toList();
        return new Asked(exchange.getRequestMethod(), path, pairs(exchange.getRequestURI().getRawQuery()), headers,
                text.startsWith("{") ? (ObjectNode) JSON.readTree(text) : NODES.objectNode(), text);
    }

    /** A query, or a form. */
    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Stream.ofNullable(text).flatMap(all -> Arrays.stream(all.split("&"))).filter(pair -> pair.contains("=")).forEach(pair ->
                pairs.put(decoded(pair.substring(0, pair.indexOf('='))), decoded(pair.substring(pair.indexOf('=') + 1))));
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static ObjectNode list(String name, List<? extends JsonNode> items) {
        ObjectNode list = NODES.objectNode();
        items.forEach(list.putArray(name)::add);
        return list;
    }

    /** So many of them, from there on. */
    static <T> List<T> part(List<T> all, int from, int most) {
        return new ArrayList<>(all.subList(Math.min(from, all.size()), Math.min(all.size(), from + most)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
