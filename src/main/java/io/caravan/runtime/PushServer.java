package io.caravan.runtime;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caravan.camel.push.PushInbox;
import io.caravan.camel.push.PushInbox.Answer;
import io.caravan.camel.push.PushInbox.Sender;
import io.caravan.camel.push.PushRefusal;
import io.caravan.engine.TokenStore;
import io.caravan.engine.TokenStore.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on which other systems send their records. Every request shows a token first, and is told by name what of it was not taken. Headers of an answer
 * are ours alone. Started only where a system has an inbox; nothing of it is loaded elsewhere.
 */
final class PushServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PushServer.class);
    private static final String PATH = "push";
    private static final String LOADS = "loads";
    private static final int MOST_BYTES = 16 << 20;
    private static final int THREADS = 4;
    private static final int LONGEST_KEY = 200;
    private static final String REQUEST_TIME = "sun.net.httpserver.maxReqTime";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, PushInbox> inboxes;
    private final TokenStore tokens;
    private final Clock clock;
    private final Consumer<String> taken;
    private final AtomicInteger underWay = new AtomicInteger();

    /** What is answered where nothing was taken. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        private Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    private PushServer(HttpServer server, Map<String, PushInbox> inboxes, TokenStore tokens, Clock clock, Consumer<String> taken) {
        this.server = server;
        this.inboxes = Map.copyOf(inboxes);
        this.tokens = tokens;
        this.clock = clock;
        this.taken = taken;
        this.threads = Executors.newFixedThreadPool(THREADS, runnable -> {
            Thread thread = new Thread(runnable, "caravan-push");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * @param inboxes by system; closed with this
     * @param taken   told of a system that has sent something
     * @throws IllegalStateException when the port cannot be had, with the remedy
     */
    static PushServer start(InetSocketAddress address, Map<String, PushInbox> inboxes, TokenStore tokens, Clock clock, Consumer<String> taken) {
        if (System.getProperty(REQUEST_TIME) == null) {
            System.setProperty(REQUEST_TIME, "120"); // seconds that a request may take to come
        }
        try {
            HttpServer http = HttpServer.create(address, 0);
            PushServer server = new PushServer(http, inboxes, tokens, clock, taken);
            http.setExecutor(server.threads);
            http.createContext("/", server::handle);
            http.start();
            LOG.info("records of {} are taken at http://{}:{}/{}/", String.join(", ", inboxes.keySet().stream().sorted().toList()), address.getHostString(), server.port(), PATH);
            if (address.getAddress() != null && !address.getAddress().isLoopbackAddress()) {
                LOG.warn("what is sent to port {} can be read on the way; let a server that has a certificate stand before it", server.port());
            }
            return server;
        } catch (IOException busy) {
            throw new IllegalStateException("records that are sent cannot be taken at " + address.getHostString() + ":" + address.getPort() + " (" + busy.getMessage()
                    + "); set caravan.http.port, or caravan.http.host", busy);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        underWay.incrementAndGet();
        try (exchange) {
            try {
                Answer answer = answer(exchange);
                if (!answer.fresh()) {
                    exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
                }
                send(exchange, answer.status(), answer.bytes());
            } catch (Refused refused) {
                if (refused.status == 401) {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                }
                send(exchange, refused.status, error(refused.getMessage()));
            } catch (PushRefusal refused) {
                send(exchange, refused.status(), error(refused.getMessage()));
            } catch (IOException | RuntimeException failed) {
                LOG.warn("what was sent could not be taken, and was not: reason={}", failed.toString());
                exchange.getResponseHeaders().set("Retry-After", "30");
                send(exchange, 503, error("it cannot be taken at the moment, and was not"));
            }
        } catch (IOException gone) {
            LOG.debug("whoever sent something did not wait for the answer", gone);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static byte[] error(String message) {
        StringBuilder text = new StringBuilder("{\"error\":\"");
        message.chars().forEach(c -> text.append(c == '"' || c == '\\' ? "\\" + (char) c : c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c)));
        return text.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private Answer answer(HttpExchange exchange) throws Refused, PushRefusal, IOException {
        Token token = token(exchange);
        List<String> path = Arrays.stream(exchange.getRequestURI().getPath().split("/", -1)).skip(1).toList();
        if (path.size() < 2 || !path.get(0).equals(PATH)) {
            throw new Refused(404, "records are sent to /" + PATH + "/SYSTEM");
        }
        String system = path.get(1);
        if (!token.system().equals(system)) {
            throw new Refused(403, "this token is for records of " + token.system());
        }
        PushInbox inbox = Optional.ofNullable(inboxes.get(system)).orElseThrow(() -> new Refused(404, "no system of that name takes records"));
        Sender sender = new Sender(key(exchange), token.name());
        String place = String.join("/", path.subList(2, path.size())).replaceAll("^" + LOADS + "/[^/]+", LOADS + "/ID");
        String load = path.size() > 3 ? path.get(3) : "";
        Answer answer = switch (exchange.getRequestMethod() + " " + place) {
            case "POST " -> inbox.changes(sender, body(exchange));
            case "POST loads" -> inbox.begin(sender);
            case "POST loads/ID" -> inbox.part(sender, load, body(exchange));
            case "POST loads/ID/commit" -> inbox.commit(sender, load, body(exchange));
            case "DELETE loads/ID" -> inbox.giveUp(sender, load);
            default -> throw new Refused(List.of("", LOADS, LOADS + "/ID", LOADS + "/ID/commit").contains(place) ? 405 : 404,
                    "there is POST /push/SYSTEM, POST /push/SYSTEM/loads, POST and DELETE /push/SYSTEM/loads/ID, POST /push/SYSTEM/loads/ID/commit");
        };
        if (answer.fresh()) {
            LOG.info("something was sent: system={} by={} accepted={} rejected={}", system, token.name(), answer.body().path("accepted").asLong(), answer.body().path("rejected").size());
            if (place.isEmpty() || place.endsWith("commit")) {
                tell(system);
            }
        }
        return answer;
    }

    /** What the process before this one took, it may not have told any more. */
    void tellAnew() {
        inboxes.forEach((system, inbox) -> {
            try {
                if (inbox.hasSomething()) {
                    tell(system);
                }
            } catch (IOException unreadable) {
                LOG.warn("what was sent before cannot be looked at: system={} reason={}", system, unreadable.getMessage());
            }
        });
    }

    /** What was taken is, whether anybody can be told of it or not. */
    private void tell(String system) {
        try {
            taken.accept(system);
        } catch (RuntimeException later) {
            LOG.warn("something was taken, and nobody could be told; it is read when more is sent, by its schedule, or at the next start: system={} reason={}", system, later.toString());
        }
    }

    /** Before anything else is looked at. */
    private Token token(HttpExchange exchange) throws Refused {
        String header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
        String shown = header.toLowerCase(Locale.ROOT).startsWith("bearer ") ? header.substring("bearer ".length()).strip() : "";
        if (shown.isEmpty()) {
            throw new Refused(401, "a token is needed: Authorization: Bearer … (caravan token create)");
        }
        return tokens.withHash(hash(shown)).filter(one -> one.countsAt(clock.instant())).orElseThrow(() -> new Refused(401, "this token does not count, or not any more"));
    }

    /** As it is kept. */
    private static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String key(HttpExchange exchange) throws Refused {
        String key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key")).map(String::strip).orElse("");
        if (key.isEmpty() || key.length() > LONGEST_KEY || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new Refused(400, "a request needs a header Idempotency-Key, up to " + LONGEST_KEY + " letters, digits and signs, another for each request and the same when it is sent again");
        }
        return key;
    }

    private static byte[] body(HttpExchange exchange) throws Refused, IOException {
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw new Refused(415, "the body is JSON: Content-Type: application/json");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new Refused(413, "a request may have " + (MOST_BYTES >> 20) + " MiB");
        }
        return body;
    }

    @Override
    public void close() {
        server.stop(underWay.get() == 0 ? 0 : 1); // it waits for so long even for nobody; what is not answered by then was not taken, or is answered when it is sent again
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        inboxes.values().forEach(inbox -> {
            try {
                inbox.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }
}
