package io.caravan.bench.bare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.bench.bare.HttpPoster.Posted;
import io.caravan.bench.measure.AnswerTimes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts everybody of an export to a SCIM provider: {@code HttpLoader EXPORT URL TOKEN CONNECTIONS BULK CLIENT}, the client one of
 * {@link HttpPoster.Kind}. So many connections are kept open, each with one request under way, which carries BULK people.
 */
public final class HttpLoader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final List<byte[]> bodies;
    private final int bulk;
    private final HttpPoster poster;
    private final AtomicInteger next = new AtomicInteger();
    private final AnswerTimes times;

    private HttpLoader(List<byte[]> bodies, int bulk, HttpPoster poster) {
        this.bodies = bodies;
        this.bulk = bulk;
        this.poster = poster;
        this.times = new AnswerTimes(bodies.size());
    }

    public static void main(String[] arguments) throws Exception {
        List<Account> accounts = Account.of(Path.of(arguments[0]));
        int connections = Integer.parseInt(arguments[3]);
        int bulk = Integer.parseInt(arguments[4]);
        URI to = URI.create(arguments[1] + (bulk > 1 ? "/Bulk" : "/Users"));
        try (HttpPoster poster = HttpPoster.Kind.valueOf(arguments[5]).open(to, arguments[2], connections)) {
            HttpLoader loader = new HttpLoader(bodies(accounts, bulk), bulk, poster);
            new BareResult(accounts.size(), loader.load(connections), loader.times.percentiles()).print();
        }
    }

    private static List<byte[]> bodies(List<Account> accounts, int bulk) throws JsonProcessingException {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < accounts.size(); from += bulk) {
            ObjectNode body = bulk == 1 ? user(accounts.get(from)) : message(accounts.subList(from, Math.min(accounts.size(), from + bulk)));
            bodies.add(JSON.writeValueAsBytes(body));
        }
        return bodies;
    }

    /** RFC 7644 §3.7. */
    private static ObjectNode message(List<Account> accounts) {
        ObjectNode message = JSON.createObjectNode();
        message.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:BulkRequest");
        for (int i = 0; i < accounts.size(); i++) {
            message.withArray("Operations").addObject().put("method", "POST").put("path", "/Users").put("bulkId", String.valueOf(i))
                    .set("data", user(accounts.get(i)));
        }
        return message;
    }

    private static ObjectNode user(Account account) {
        ObjectNode user = JSON.createObjectNode();
        user.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:User").add(ENTERPRISE);
        user.put("externalId", account.workerId()).put("userName", account.login()).put("displayName", account.fullName())
                .put("title", account.title()).put("active", true);
        user.putObject("name").put("givenName", account.givenName()).put("familyName", account.familyName());
        user.putArray("emails").addObject().put("type", "work").put("value", account.mail());
        user.putObject(ENTERPRISE).put("employeeNumber", account.workerId()).put("department", account.department());
        return user;
    }

    private double load(int connections) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long start = System.nanoTime();
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(this::postThem));
            }
            for (Future<Void> one : running) {
                one.get();
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            threads.shutdownNow();
        }
    }

    private Void postThem() throws IOException, InterruptedException {
        for (int i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
            long start = System.nanoTime();
            Posted posted = poster.post(bodies.get(i));
            times.took(i, System.nanoTime() - start);
            check(posted);
        }
        return null;
    }

    /** Whoever creates reads the answer, since it has the new id in it. */
    private void check(Posted posted) throws IOException {
        JsonNode answer = JSON.readTree(posted.body());
        boolean fine = bulk == 1 ? posted.status() == 201 && answer.has("id") : posted.status() == 200;
        for (JsonNode operation : answer.path("Operations")) {
            fine &= operation.path("status").asInt() == 201;
        }
        if (!fine) {
            throw new IOException("HTTP " + posted.status() + " " + answer);
        }
    }
}
