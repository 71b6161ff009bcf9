package io.caravan.lives;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A SCIM 2.0 provider on loopback that lies as it is told to. Serves one request at a time. */
final class ScimApplication implements Application {

    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CAP = 7;
    private static final long MANY = 1_000_000_000;

    private final HttpServer server;
    private final ScimUsers users = new ScimUsers();
    private final Map<String, Integer> made = new HashMap<>();
    private final boolean strict;
    private final BooleanSupplier askerIsDead;
    private volatile Lying lying = Lying.NOT;
    private int writes;
    private RuntimeException broken;
    private String firstId = "";

    /**
     * @param strict      whether it refuses a name that is taken, as it should
     * @param askerIsDead whether who sends requests has been killed: then they were never sent
     */
    ScimApplication(boolean strict, BooleanSupplier askerIsDead) {
        this.strict = strict;
        this.askerIsDead = askerIsDead;
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public String job() {
        return "app";
    }

    @Override
    public boolean closesOnLeave() {
        return false;
    }

    @Override
    public synchronized void lies(Lying how) {
        lying = how;
        firstId = "";
    }

    @Override
    public Lying lying() {
        return lying;
    }

    @Override
    public synchronized int writesAskedFor() {
        int asked = writes;
        writes = 0;
        return asked;
    }

    @Override
    public synchronized List<Account> accounts() {
        if (broken != null) {
            throw broken;
        }
        return users.all().values().stream().map(ScimApplication::account).toList();
    }

    /** Puts an account there that somebody else made. */
    synchronized void put(ObjectNode user) {
        users.put(user);
    }

    private static Account account(ObjectNode user) {
        Map<String, String> values = new TreeMap<>();
        Map.of(Account.WORKER, "externalId", Account.LOGIN, "userName", Account.NAME, "displayName", Account.MAIL, "emails[type eq \"work\"].value",
                        Account.PHONE, "phoneNumbers[type eq \"work\"].value", Account.DEPT, ENTERPRISE + ":department")
                .forEach((name, path) -> ScimUsers.value(user, path).ifPresent(value -> values.put(name, value.asText())));
        return new Account(user.path("id").asText(), user.path("externalId").asText(), user.path("active").asBoolean(true),
                ScimUsers.value(user, ENTERPRISE + ":manager.value").map(JsonNode::asText), values);
    }

    /** @param id of the resource; empty for the collection */
    private record Request(String method, String collection, String id, Map<String, String> query, ObjectNode body) {
        boolean writes() {
            return !method.equals("GET");
        }
    }

    /** @param status 0: the connection is cut */
    private record Answer(int status, String type, String body, Map<String, String> headers) {

        static final Answer CUT = new Answer(0, "", "", Map.of());
        static final Answer HTML = new Answer(200, "text/html", "<html><body>Please log in</body></html>", Map.of());

        static Answer of(int status, JsonNode body) {
            return new Answer(status, "application/scim+json", body.toString(), Map.of());
        }

        static Answer error(int status, String type, String detail) {
            ObjectNode body = JSON.createObjectNode().put("status", "" + status).put("detail", detail);
            body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
            if (!type.isEmpty()) {
                body.put("scimType", type);
            }
            return of(status, body);
        }

        Answer with(String header, String value) {
            return new Answer(status, type, body, Map.of(header, value));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            Answer answer;
            synchronized (this) {
                answer = askerIsDead.getAsBoolean() ? Answer.CUT : answerOrBreak(request(exchange, bytes));
            }
            if (answer.status == 0) {
                return;
            }
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type);
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Request request(HttpExchange exchange, byte[] body) throws IOException {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String part : raw.isEmpty() ? new String[0] : raw.split("&")) {
            query.put(part.replaceFirst("=.*", ""), URLDecoder.decode(part.replaceFirst("^[^=]*=", ""), StandardCharsets.UTF_8));
        }
        String[] path = exchange.getRequestURI().getPath().split("/", 3);
        return new Request(exchange.getRequestMethod(), path[1], path.length > 2 ? path[2] : "", query,
                body.length == 0 ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(body));
    }

    /** A fault of its own that nobody asked for fails the test, and is not one more lie. */
    private Answer answerOrBreak(Request request) {
        try {
            return answer(request);
        } catch (RuntimeException fault) {
            broken = fault;
            throw fault;
        }
    }

    private Answer answer(Request request) {
        if (request.collection.equals("Bulk")) {
            return bulk(request.body);
        }
        writes += request.writes() ? 1 : 0;
        String worker = request.method.equals("POST") ? request.body.path("externalId").asText()
                : Optional.ofNullable(users.all().get(request.id)).map(user -> user.path("externalId").asText()).orElse("");
        return refusal(request, worker).orElseGet(() -> spoilt(request, worker, carriedOut(request, worker)));
    }

    /** Each operation is lied about for itself (RFC 7644 §3.7); a connection that is cut is cut for all of them. */
    private Answer bulk(JsonNode message) {
        ObjectNode response = JSON.createObjectNode();
        response.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:BulkResponse");
        ArrayNode operations = response.putArray("Operations");
        boolean cut = false;
        for (JsonNode operation : message.path("Operations")) {
            String[] path = operation.path("path").asText().split("/", 3);
            Answer answer = answer(new Request(operation.path("method").asText(), path[1], path.length > 2 ? path[2] : "", Map.of(),
                    operation.path("data").isObject() ? (ObjectNode) operation.path("data") : JSON.createObjectNode()));
            if (!answer.type.equals("application/scim+json") && answer.status != 204 && answer.status != 0) {
                return answer;
            }
            cut |= answer.status == 0;
            operations.add(outcome(operation, answer));
        }
        return cut ? Answer.CUT : Answer.of(200, response);
    }

    private static ObjectNode outcome(JsonNode operation, Answer answer) {
        ObjectNode outcome = JSON.createObjectNode().put("method", operation.path("method").asText()).put("status", "" + answer.status);
        if (operation.has("bulkId")) {
            outcome.set("bulkId", operation.get("bulkId"));
        }
        Optional.ofNullable(answer.headers.get("Location")).ifPresent(location -> outcome.put("location", location));
        try {
            if (!answer.body.isEmpty()) {
                outcome.set("response", JSON.readTree(answer.body));
            }
            return outcome;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What is answered in place of doing it. */
    private Optional<Answer> refusal(Request request, String worker) {
        if (lying.is(Lie.ALL_NOT_FOUND)) {
            return Optional.of(new Answer(404, "text/plain", "page not found", Map.of()));
        }
        if (lying.is(Lie.FORBIDDEN)) {
            return Optional.of(Answer.error(403, "", "the licence has expired"));
        }
        if (lying.is(Lie.HTML)) {
            return Optional.of(Answer.HTML);
        }
        boolean one = !request.id.isEmpty() && lying.hits(Lie.SOME_NOT_FOUND, worker);
        if (one) {
            return Optional.of(Answer.error(404, "", "there is no such user"));
        }
        if (request.writes() && lying.hits(Lie.FAILS_BEFORE, worker)) {
            return Optional.of(Answer.error(500, "", "database timeout"));
        }
        if (request.writes() && lying.hits(Lie.CUT_BEFORE, worker)) {
            return Optional.of(Answer.CUT);
        }
        return throttled(worker);
    }

    /** Only once for each of those it hits, and for reads. */
    private Optional<Answer> throttled(String worker) {
        boolean silently = lying.hits(Lie.THROTTLED_SILENTLY, worker);
        if (!silently && !lying.hits(Lie.THROTTLED, worker)) {
            return Optional.empty();
        }
        boolean again = made.merge("throttled " + lying.salt() + worker, 1, Integer::sum) > 1;
        Answer answer = Answer.error(429, "", "slow down");
        return again ? Optional.empty() : Optional.of(silently ? answer : answer.with("Retry-After", "0"));
    }

    private Answer spoilt(Request request, String worker, Answer answer) {
        if (!request.writes() || answer.status >= 300) {
            return answer;
        }
        if (lying.hits(Lie.FAILS_AFTER, worker)) {
            return Answer.error(500, "", "database timeout");
        }
        if (lying.hits(Lie.BAD_GATEWAY, worker)) {
            return new Answer(502, "text/html", "<html>Bad gateway</html>", Map.of());
        }
        if (lying.hits(Lie.UNAVAILABLE_AFTER, worker)) {
            return Answer.error(503, "", "try later");
        }
        if (lying.hits(Lie.CUT_AFTER, worker)) {
            return Answer.CUT;
        }
        return lying.hits(Lie.HTML_AFTER, worker) ? Answer.HTML : answer;
    }

    private Answer carriedOut(Request request, String worker) {
        try {
            return switch (request.method) {
                case "POST" -> create(request.body);
                case "PATCH", "PUT" -> change(request, worker);
                case "GET" -> request.id.isEmpty() ? list(request.query) : get(request.id);
                default -> users.all().remove(request.id) == null ? notFound() : new Answer(204, "", "", Map.of());
            };
        } catch (IllegalArgumentException noTarget) {
            return Answer.error(400, "noTarget", noTarget.getMessage());
        }
    }

    private static Answer notFound() {
        return Answer.error(404, "", "there is no such user");
    }

    private Answer create(ObjectNode user) {
        if (lying.is(Lie.NO_PARENT)) {
            return Answer.error(400, "invalidValue", "no organisation takes new users");
        }
        if (strict && users.isTaken(user)) {
            return Answer.error(409, "uniqueness", "the name is taken");
        }
        String worker = user.path("externalId").asText();
        String id = worker.toLowerCase(Locale.ROOT) + "-" + made.merge(worker, 1, Integer::sum);
        users.put(stored(user.put("id", id)));
        firstId = firstId.isEmpty() ? id : firstId;
        ObjectNode shown = shown(user);
        if (lying.hits(Lie.EMPTY_ID, worker)) {
            shown.remove("id");
            return Answer.of(201, shown).with("Location", url() + "/Users/" + id + "/");
        }
        return Answer.of(201, lying.is(Lie.SAME_ID) ? shown.put("id", firstId) : shown).with("Location", url() + "/Users/" + shown.path("id").asText());
    }

    private Answer change(Request request, String worker) {
        ObjectNode before = users.all().get(request.id);
        if (before == null) {
            return notFound();
        }
        ObjectNode after = request.method.equals("PUT") ? request.body.put("id", request.id) : before.deepCopy();
        if (request.method.equals("PATCH")) {
            refusePartOfManager(request.body, before);
            ScimUsers.patch(after, request.body);
        }
        if (strict && users.isTaken(after)) {
            return Answer.error(409, "uniqueness", "the name is taken");
        }
        if (!lying.hits(Lie.NOT_STORED, worker)) {
            users.put(stored(after));
        }
        return Answer.of(200, shown(after));
    }

    private void refusePartOfManager(JsonNode patch, ObjectNode user) {
        boolean part = lying.is(Lie.MANAGER_WHOLE_ONLY) && ScimUsers.value(user, ENTERPRISE + ":manager").isEmpty();
        patch.path("Operations").forEach(operation -> {
            if (part && operation.path("path").asText().endsWith("manager.value")) {
                throw new IllegalArgumentException("there is no manager to change a part of");
            }
        });
    }

    private ObjectNode stored(ObjectNode user) {
        if (lying.is(Lie.FOLDED) && user.has("displayName")) {
            user.put("displayName", user.path("displayName").asText().toLowerCase(Locale.ROOT));
        }
        if (lying.is(Lie.REFORMATTED)) {
            user.path("phoneNumbers").forEach(phone -> ((ObjectNode) phone).put("value", "tel:" + phone.path("value").asText().replaceAll("[^+0-9]", "")));
        }
        return user;
    }

    private ObjectNode shown(ObjectNode user) {
        ObjectNode shown = user.deepCopy();
        if (lying.is(Lie.ACTIVE_LEFT_OUT) && !user.path("active").asBoolean(true)) {
            shown.remove("active");
        }
        if (lying.is(Lie.NOT_SHOWN) && shown.path(ENTERPRISE).isObject()) {
            ((ObjectNode) shown.path(ENTERPRISE)).remove("department");
        }
        return shown;
    }

    private Answer get(String id) {
        return Optional.ofNullable(users.all().get(id)).map(user -> Answer.of(200, shown(user))).orElseGet(ScimApplication::notFound);
    }

    private Answer list(Map<String, String> query) {
        Optional<String> filter = Optional.ofNullable(query.get("filter"));
        if (filter.isPresent() && lying.is(Lie.FILTER_REFUSED)) {
            return Answer.error(400, "invalidFilter", "filters are not supported");
        }
        List<ObjectNode> all = filter.filter(some -> !lying.is(Lie.FILTER_IGNORED)).map(some -> users.matching(some)
                .orElseThrow(() -> new IllegalArgumentException("no filter: " + some))).orElseGet(() -> List.copyOf(users.all().values()));
        List<ObjectNode> rows = all.stream().filter(user -> !lying.is(Lie.INACTIVE_NOT_LISTED) || user.path("active").asBoolean(true)).toList();
        int start = Integer.parseInt(query.getOrDefault("startIndex", "1"));
        int count = Integer.parseInt(query.getOrDefault("count", "100"));
        return Answer.of(200, page(rows, start, count));
    }

    private ObjectNode page(List<ObjectNode> rows, int start, int count) {
        boolean sameAgain = lying.is(Lie.LIST_REPEATS) || lying.is(Lie.LIST_FOR_EVER);
        boolean early = lying.is(Lie.LIST_ENDS_EARLY);
        List<ObjectNode> page = rows.stream().skip(sameAgain ? 0 : start - 1L).limit(sameAgain || early ? Math.min(count, CAP) : count).toList();
        long total = lying.is(Lie.LIST_FOR_EVER) ? MANY : lying.is(Lie.LIST_PROMISES_MORE) ? rows.size() + 5L : early ? page.size() : rows.size();
        ObjectNode list = JSON.createObjectNode().put("totalResults", total).put("startIndex", sameAgain ? 1 : start).put("itemsPerPage", page.size());
        list.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        ArrayNode resources = list.putArray("Resources");
        page.forEach(user -> resources.add(shown(user)));
        return list;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
