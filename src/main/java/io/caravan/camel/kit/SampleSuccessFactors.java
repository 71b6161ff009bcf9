package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SuccessFactors' OData v2 as public documents tell of it (Microsoft's integration reference, SAP's knowledge base): employments in any order, what is effective as of a
 * day only, pages behind an opaque address, an upsert that answers 200 whatever became of it.
 */
class SampleSuccessFactors extends SampleVendor {

    static final String SECRET = "sample-secret";
    static final String EMAIL_TYPE = "8448";
    private static final String TOKEN = "sf-token";
    private static final int MOST = 1000;
    private static final Pattern KEY = Pattern.compile("PerEmail\\(emailType='([^']*)',personIdExternal='((?:[^']|'')*)'\\)");

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, List<ObjectNode>> snapshots = new HashMap<>();
    private final Random order = new Random(7);
    private LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private Instant now;
    private boolean withheld;

    /** What was asked of people, the queries as they came. */
    final List<Map<String, String>> asked = new ArrayList<>();

    /** One person: her parts, each with when it was changed. */
    static final class Person {
        private final ObjectNode self = NODES.objectNode();
        private final ObjectNode name = NODES.objectNode();
        private final Map<String, Employment> employments = new LinkedHashMap<>();
        private ObjectNode email;
    }

    private static final class Employment {
        private final ObjectNode self = NODES.objectNode();
        private final ObjectNode user = NODES.objectNode();
        private final List<Job> jobs = new ArrayList<>();
    }

    private record Job(LocalDate from, ObjectNode self) {
    }

    SampleSuccessFactors() {
        hire("P1", "u1", "Ada", "Lovelace", LocalDate.of(2020, 3, 1));
        email("P1", "ada@old.example");
    }

    /** From now on it is this day, and what is changed is changed at this moment. */
    synchronized SampleSuccessFactors at(Instant moment) {
        now = moment;
        today = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        return this;
    }

    private String stamp() {
        return (now == null ? Instant.now() : now).toString();
    }

    synchronized void hire(String person, String user, String first, String last, LocalDate start) {
        Person who = people.computeIfAbsent(person, none -> new Person());
        who.self.put("personIdExternal", person).put("lastModifiedDateTime", stamp());
        who.name.put("firstName", first).put("lastName", last).put("startDate", odata(start)).put("lastModifiedDateTime", stamp());
        Employment employment = new Employment();
        employment.self.put("userId", user).put("startDate", odata(start)).putNull("endDate").put("assignmentClass", "ST").put("isContingentWorker", false).put("lastModifiedDateTime", stamp());
        employment.user.put("userId", user).put("status", "t").put("username", first.toLowerCase(java.util.Locale.ROOT)).put("lastModifiedDateTime", stamp());
        who.employments.put(user, employment);
        job(person, user, start, "A", "D1");
    }

    synchronized void email(String person, String address) {
        people.get(person).email = NODES.objectNode().put("personIdExternal", person).put("emailType", EMAIL_TYPE).put("emailAddress", address).put("isPrimary", true).put("lastModifiedDateTime", stamp());
    }

    /** A row of job information, which is true from that day on. */
    synchronized void job(String person, String user, LocalDate from, String status, String department) {
        ObjectNode row = NODES.objectNode().put("startDate", odata(from)).put("jobTitle", "Analyst").put("company", "C").put("department", department).put("lastModifiedDateTime", stamp());
        row.putObject("emplStatusNav").put("externalCode", status);
        people.get(person).employments.get(user).jobs.add(new Job(from, row));
    }

    synchronized void change(String person, String user, String name, String value) {
        people.get(person).employments.get(user).self.put(name, value).put("lastModifiedDateTime", stamp());
    }

    synchronized void leaves(String person, String user, LocalDate last) {
        change(person, user, "endDate", odata(last));
        job(person, user, last.plusDays(1), "T", "D1");
        people.get(person).employments.get(user).user.put("status", "f").put("lastModifiedDateTime", stamp());
    }

    /** A rehire makes another user, and the old one is not shown any more. */
    synchronized void forgetUser(String person, String user) {
        people.get(person).employments.get(user).user.removeAll();
    }

    /** The permission for job information is taken away. */
    synchronized void withholdJobs() {
        withheld = true;
    }

    synchronized void rename(String person, String last) {
        people.get(person).name.put("lastName", last).put("lastModifiedDateTime", stamp());
    }

    synchronized void remove(String person) {
        people.remove(person);
    }

    synchronized String email(String person) {
        return people.get(person).email.path("emailAddress").asText();
    }

    /** {@code /Date(…)/}, as OData v2 writes it in JSON. */
    private static String odata(LocalDate day) {
        return day.toString() + "T00:00:00";
    }

    private static JsonNode dated(JsonNode node) {
        ObjectNode shown = node.deepCopy();
        node.fields().forEachRemaining(field -> {
            if (field.getKey().endsWith("Date")) {
                shown.set(field.getKey(), field.getValue().isNull() ? NODES.nullNode() : NODES.textNode("/Date(" + Instant.parse(field.getValue().asText() + "Z").toEpochMilli() + ")/"));
            } else if (field.getKey().equals("lastModifiedDateTime")) {
                shown.put(field.getKey(), "/Date(" + Instant.parse(field.getValue().asText()).toEpochMilli() + "+0000)/");
            } else if (field.getValue().isObject()) {
                shown.set(field.getKey(), dated(field.getValue()));
            } else if (field.getValue().isArray()) {
                ArrayNode list = shown.putArray(field.getKey());
                field.getValue().forEach(one -> list.add(dated(one)));
            }
        });
        return shown;
    }

    @Override
    Said answer(Asked request) {
        if (request.is("POST", "oauth", "token")) {
            boolean known = SECRET.equals(pairs(request.text()).get("client_secret"));
            return known ? Said.ok(NODES.objectNode().put("access_token", TOKEN).put("expires_in", 3600)) : new Said(401, NODES.objectNode().put("error", "invalid_client"));
        }
        if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
            return error(401, "LoginFailureException", "[LGN0007]Login failed");
        }
        if (request.is("GET", "PerPerson")) {
            asked.add(request.query());
            return page(request, "PerPerson", people());
        }
        if (request.is("GET", "PerEmail")) {
            return page(request, "PerEmail", people.values().stream().filter(who -> who.email != null).map(who -> who.email.deepCopy()).toList());
        }
        if (request.is("POST", "upsert")) {
            return upsert(request);
        }
        Matcher key = KEY.matcher(request.path().size() == 1 ? request.path().get(0) : "");
        if (key.matches()) {
            return request.method().equals("GET") ? one(key) : error(405, "MethodNotAllowedException", "Only upsert is supported for PerEmail");
        }
        return error(404, "NotFoundException", "there is no " + request.path());
    }

    private Said one(Matcher key) {
        Person who = people.get(key.group(2).replace("''", "'"));
        boolean there = who != null && who.email != null && who.email.path("emailType").asText().equals(key.group(1));
        return there ? Said.ok(NODES.objectNode().set("d", dated(who.email))) : error(404, "NotFoundException", "PerEmail was not found");
    }

    private static Said error(int status, String code, String message) {
        ObjectNode body = NODES.objectNode();
        body.putObject("error").put("code", code).putObject("message").put("lang", "en-US").put("value", message);
        return new Said(status, body);
    }

    /** All of them, with everything there ever was: what is shown as of a day is decided later. */
    private List<ObjectNode> people() {
        List<ObjectNode> all = new ArrayList<>();
        people.values().forEach(who -> all.add(who.self));
        return all;
    }

    private Said page(Asked request, String entity, List<ObjectNode> all) {
        int size = Math.min(MOST, request.number("customPageSize", MOST));
        String filter = request.query().getOrDefault("$filter", "");
        LocalDate asOf = request.param("asOfDate").map(LocalDate::parse).orElse(today);
        String token = request.param("$skiptoken").orElse("");
        List<ObjectNode> hits = token.isEmpty() ? List.of() : snapshots.getOrDefault(token.split("!")[0], List.of());
        int from = token.isEmpty() ? 0 : Integer.parseInt(token.split("!")[1]);
        boolean drifts = !"snapshot".equals(request.query().get("paging"));
        if (token.isEmpty() || drifts) {
            hits = all.stream().map(one -> entity.equals("PerPerson") ? shown(one.path("personIdExternal").asText(), asOf) : one).filter(one -> one != null && new ODataQuery(filter).matches(one)).toList();
        }
        String snapshot = token.isEmpty() ? "s" + snapshots.size() : token.split("!")[0];
        if (token.isEmpty()) {
            snapshots.put(snapshot, hits);
        }
        List<ObjectNode> part = part(hits, from, size);
        ObjectNode body = NODES.objectNode();
        ObjectNode d = body.putObject("d");
        ArrayNode results = d.putArray("results");
        part.forEach(one -> results.add(dated(one)));
        if (from + size < hits.size()) {
            String again = "$format=json&customPageSize=" + size + "&asOfDate=" + asOf + (drifts ? "" : "&paging=snapshot") + "&$filter=" + java.net.URLEncoder.encode(filter, java.nio.charset.StandardCharsets.UTF_8);
            d.put("__next", url() + "/" + entity + "?" + again + "&$skiptoken=" + snapshot + "!" + (from + size));
        }
        return Said.ok(body);
    }

    /** Null for somebody who has not begun by then. */
    private ObjectNode shown(String person, LocalDate asOf) {
        Person who = people.get(person);
        ObjectNode shown = who.self.deepCopy();
        List<ObjectNode> employments = new ArrayList<>();
        who.employments.values().stream().filter(one -> !LocalDate.parse(one.self.path("startDate").asText().substring(0, 10)).isAfter(asOf)).forEach(one -> {
            ObjectNode employment = one.self.deepCopy();
            if (one.user.isEmpty()) {
                employment.putNull("userNav");
            } else {
                employment.set("userNav", one.user.deepCopy());
            }
            ArrayNode rows = employment.putObject("jobInfoNav").putArray("results");
            one.jobs.stream().filter(job -> !withheld).filter(job -> !job.from().isAfter(asOf)).reduce((before, after) -> after.from().isBefore(before.from()) ? before : after).ifPresent(job -> rows.add(job.self().deepCopy()));
            employments.add(employment);
        });
        if (employments.isEmpty()) {
            return null;
        }
        Collections.shuffle(employments, order);
        ArrayNode list = shown.putObject("employmentNav").putArray("results");
        employments.forEach(list::add);
        shown.putObject("personalInfoNav").putArray("results").add(who.name.deepCopy());
        ArrayNode emails = shown.putObject("emailNav").putArray("results");
        if (who.email != null) {
            emails.add(who.email.deepCopy());
        }
        shown.putObject("phoneNav").putArray("results");
        return shown;
    }

    private Said upsert(Asked request) {
        JsonNode sent = request.body();
        ObjectNode answer = NODES.objectNode();
        ObjectNode one = answer.putArray("d").addObject();
        Matcher key = KEY.matcher(sent.path("__metadata").path("uri").asText());
        if (!key.matches()) {
            return error(400, "BadRequestException", "the uri is no key of an entity");
        }
        Person who = people.get(key.group(2).replace("''", "'"));
        String address = sent.path("emailAddress").asText();
        String wrong = who == null ? "Invalid personIdExternal" : address.contains("@") ? "" : "Invalid email address: " + address;
        one.put("key", sent.path("__metadata").path("uri").asText()).put("index", 0);
        if (!wrong.isEmpty()) {
            one.put("status", "ERROR").putNull("editStatus").put("message", wrong).put("httpCode", who == null ? 404 : 400);
            return Said.ok(answer);
        }
        email(key.group(2).replace("''", "'"), address);
        one.put("status", "OK").put("editStatus", "UPSERTED").putNull("message").put("httpCode", 200);
        return Said.ok(answer);
    }
}
