package io.caravan.camel.scim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stands before a provider, hands on what it is asked, and lies where a test wants it to. */
public final class ScimProxy implements AutoCloseable {

    /** @param path below the base address, with its query */
    public record Asked(String method, String path, String body) {

        public boolean changesGroup() {
            return method.equals("PATCH") && path.startsWith("/Groups");
        }
    }

    public record Answer(int status, String body) {

        /** An error as RFC 7644 §3.12 has it. */
        public static Answer error(int status, String scimType) {
            return new Answer(status, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"" + status + "\",\"scimType\":\"" + scimType + "\",\"detail\":\"not so\"}");
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final String url;
    private final String token;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** What it says by itself, without asking the provider. */
    public volatile Function<Asked, Optional<Answer>> instead = request -> Optional.empty();
    /** In which its answers are written, whatever it says of them. */
    public volatile Charset charset = StandardCharsets.UTF_8;
    /** What it makes of the path before it asks the provider. */
    public volatile UnaryOperator<String> path = asked -> asked;
    /** What it makes of the provider's answer. */
    public volatile BiFunction<Asked, Answer, Answer> afterwards = (request, answer) -> answer;

    public ScimProxy(String url, String token) throws IOException {
        this.url = url;
        this.token = token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "scim-proxy");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it was asked since this was last called. */
    public List<Asked> asked() {
        List<Asked> since = List.copyOf(asked);
        asked.clear();
        return since;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Asked request = new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(request);
        Answer answer = instead.apply(request).orElseGet(() -> afterwards.apply(request, passOn(request)));
        byte[] bytes = answer.body().getBytes(charset);
        exchange.getResponseHeaders().set("Content-Type", "application/scim+json");
        if (answer.status() == 429) {
            exchange.getResponseHeaders().set("Retry-After", "0");
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer passOn(Asked request) {
        HttpRequest passed = HttpRequest.newBuilder(URI.create(url + path.apply(request.path()))).header("Authorization", "Bearer " + token).header("Content-Type", "application/scim+json")
                .method(request.method(), request.body().isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(request.body())).build();
        try {
            HttpResponse<String> answer = client.send(passed, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
