package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Oracle Fusion Cloud HCM as Oracle's public documents tell of it: workers as of a day, with children only where they are asked for, pages by offset that may be
 * shorter than asked for, and the accounts of the application by an API that is like SCIM.
 */
class SampleOracleHcm extends SampleVendor {

    static final String TOKEN = "oracle-token";
    private static final int MOST = 500;
    private static final Pattern FILTER = Pattern.compile("(userName|urn:scim:schemas:extension:fa:2\\.0:faUser:workerInformation\\.personNumber) eq \"([^\"]*)\"");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final Map<String, ObjectNode> accounts = new LinkedHashMap<>();
    private boolean withheld;
    private Runnable meanwhile = () -> { };
    private boolean firstAgain;
    private long next = 300_000_000_000L;

    /** What was asked of workers, the queries as they came. */
    final List<Map<String, String>> asked = new ArrayList<>();

    private static final class Worker {
        private final ObjectNode self = NODES.objectNode();
        private final ObjectNode name = NODES.objectNode();
        private final Map<Long, Relationship> relationships = new LinkedHashMap<>();
        private String email = "";
    }

    private static final class Relationship {
        private final ObjectNode self = NODES.objectNode();
        private final List<Assignment> assignments = new ArrayList<>();
    }

    private record Assignment(LocalDate from, ObjectNode self) {
    }

    SampleOracleHcm() {
        hire("10", "Ada", "Lovelace", "E", LocalDate.of(2020, 3, 1));
        workers.get("10").email = "ada@old.example";
        account("10", "ada.old");
    }

    /** A work relationship; of somebody who is known, one more. @return its PeriodOfServiceId */
    synchronized long hire(String person, String first, String last, String type, LocalDate start) {
        Worker who = workers.computeIfAbsent(person, none -> new Worker());
        who.self.put("PersonId", 1_000_000L + Long.parseLong(person)).put("PersonNumber", person).put("LastUpdateDate", "2019-06-07T15:36:29.607+00:00");
        who.name.put("FirstName", first).put("LastName", last).putNull("KnownAs");
        Relationship relationship = new Relationship();
        long id = ++next;
        relationship.self.put("PeriodOfServiceId", id).put("LegalEmployerName", "Vision Corporation").put("WorkerType", type).put("PrimaryFlag", who.relationships.isEmpty())
                .put("StartDate", start.toString()).putNull("TerminationDate").putNull("LastWorkingDate");
        who.relationships.put(id, relationship);
        assignment(person, id, start, "ACTIVE", "D1", true);
        return id;
    }

    synchronized void assignment(String person, long relationship, LocalDate from, String status, String department, boolean primary) {
        ObjectNode row = NODES.objectNode().put("AssignmentNumber", "E" + relationship + (primary ? "" : "-2")).put("AssignmentStatusType", status).put("PrimaryFlag", primary)
                .put("BusinessUnitName", "Vision Central").put("DepartmentName", department).put("JobCode", "ANALYST").put("LocationCode", "HQ");
        workers.get(person).relationships.get(relationship).assignments.add(new Assignment(from, row));
    }

    synchronized void ends(String person, long relationship, LocalDate last) {
        workers.get(person).relationships.get(relationship).self.put("TerminationDate", last.toString());
        assignment(person, relationship, last.plusDays(1), "INACTIVE", "D1", true);
    }

    synchronized void starts(String person, long relationship, LocalDate first) {
        workers.get(person).relationships.get(relationship).self.put("StartDate", first.toString());
    }

    synchronized void cancel(String person, long relationship) {
        workers.get(person).relationships.remove(relationship);
    }

    /** What happens once between the first page and the second. */
    synchronized void betweenPages(Runnable what) {
        meanwhile = what;
    }

    /** The first page comes in place of the next ones, as whole as they would be. */
    synchronized void givesTheFirstPageAgain(boolean again) {
        firstAgain = again;
    }

    /** The privilege for assignments is taken away. */
    synchronized void withholdAssignments() {
        withheld = true;
    }

    final void account(String person, String name) {
        ObjectNode account = NODES.objectNode().put("id", "GUID" + person).put("userName", name).put("displayName", name).put("active", true);
        account.putObject("urn:scim:schemas:extension:fa:2.0:faUser").put("userCategory", "EMPLOYEE").putObject("workerInformation").put("personNumber", person);
        account.putArray("schemas").add("urn:scim:schemas:core:2.0:User");
        account.putArray("emails").addObject().put("type", "work").put("value", name + "@example.com");
        accounts.put("GUID" + person, account);
    }

    synchronized String userName(String person) {
        return accounts.get("GUID" + person).path("userName").asText();
    }

    @Override
    Said answer(Asked request) {
        if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
            return problem(401, "Unauthorized", "the token is not known");
        }
        if (request.is("GET", "resources", "11.13.18.05", "workers")) {
            asked.add(request.query());
            return "4".equals(request.headers().get("rest-framework-version")) ? workers(request) : problem(400, "Bad Request", "the sample knows version 4 of the framework alone");
        }
        if (request.is("GET", "scim", "Users")) {
            return users(request);
        }
        if (request.path().size() == 3 && request.path().subList(0, 2).equals(List.of("scim", "Users"))) {
            ObjectNode account = accounts.get(request.path().get(2));
            return account == null ? problem(404, "Not Found", "there is no such user") : request.method().equals("PATCH") ? patched(account, request.body()) : Said.ok(account);
        }
        return problem(404, "Not Found", "there is no " + request.path());
    }

    private static Said problem(int status, String title, String detail) {
        return new Said(status, NODES.objectNode().put("title", title).put("status", String.valueOf(status)).put("detail", detail));
    }

    private Said workers(Asked request) {
        String day = request.query().getOrDefault("effectiveDate", LocalDate.now(ZoneOffset.UTC).toString());
        if (!DAY.matcher(day).matches()) {
            return problem(400, "Bad Request", "effectiveDate is no day");
        }
        List<String> expand = List.of(request.query().getOrDefault("expand", "").split(","));
        List<ObjectNode> all = workers.values().stream().map(worker -> shown(worker, LocalDate.parse(day), expand)).filter(one -> one != null).toList();
        int asks = request.number("offset", 0);
        int offset = firstAgain ? 0 : asks;
        int limit = Math.min(MOST, request.number("limit", 25));
        int given = Math.max(1, limit - 1); // a page may have fewer than were asked for, and there is more
        List<ObjectNode> part = all.subList(Math.min(offset, all.size()), Math.min(offset + given, all.size()));
        ObjectNode body = list(part);
        if (request.query().getOrDefault("totalResults", "").equals("true")) {
            body.put("totalResults", all.size());
        }
        Runnable now = meanwhile;
        if (offset == 0 && limit > 1) {
            meanwhile = () -> { };
            now.run();
        }
        return Said.ok(body.put("count", part.size()).put("hasMore", asks + part.size() < all.size()).put("limit", limit).put("offset", asks));
    }

    private static ObjectNode list(List<? extends JsonNode> items) {
        ObjectNode list = NODES.objectNode();
        ArrayNode array = list.putArray("items");
        items.forEach(array::add);
        return list;
    }

    /** Null for somebody who has not begun by then. Children are shown where they are asked for, and where they may be seen. */
    private ObjectNode shown(Worker worker, LocalDate day, List<String> expand) {
        ObjectNode shown = worker.self.deepCopy();
        List<ObjectNode> relationships = worker.relationships.values().stream().filter(one -> !LocalDate.parse(one.self.path("StartDate").asText()).isAfter(day)).map(one -> {
            ObjectNode relationship = one.self.deepCopy();
            if (expand.contains("workRelationships.assignments") && !withheld) {
                relationship.set("assignments", list(List.of("true", "false").stream().flatMap(primary -> one.assignments.stream().filter(row -> row.self().path("PrimaryFlag").asText().equals(primary))
                        .filter(row -> !row.from().isAfter(day)).reduce((before, after) -> after.from().isBefore(before.from()) ? before : after).stream()).map(row -> row.self().deepCopy()).toList()));
            }
            return relationship;
        }).toList();
        if (relationships.isEmpty()) {
            return null;
        }
        shown.set("workRelationships", list(relationships));
        if (expand.contains("names")) {
            shown.set("names", list(List.of(worker.name)));
        }
        if (expand.contains("emails")) {
            shown.set("emails", list(worker.email.isEmpty() ? List.of() : List.of(NODES.objectNode().put("EmailType", "W1").put("PrimaryFlag", true).put("EmailAddress", worker.email))));
        }
        return shown;
    }

    private Said users(Asked request) {
        Matcher filter = FILTER.matcher(request.query().getOrDefault("filter", ""));
        boolean filtered = filter.matches();
        List<ObjectNode> all = accounts.values().stream().filter(one -> !filtered || (filter.group(1).equals("userName") ? one.path("userName")
                : one.path("urn:scim:schemas:extension:fa:2.0:faUser").path("workerInformation").path("personNumber")).asText().equalsIgnoreCase(filter.group(2))).toList();
        int from = request.number("startIndex", 1) - 1;
        List<ObjectNode> part = all.subList(Math.min(from, all.size()), Math.min(from + request.number("count", 50), all.size()));
        ObjectNode body = NODES.objectNode().put("totalResults", all.size()).put("itemsPerPage", part.size()).put("startIndex", from + 1);
        ArrayNode resources = body.putArray("Resources");
        part.forEach(resources::add);
        return Said.ok(body);
    }

    private Said patched(ObjectNode account, ObjectNode sent) {
        String name = sent.path("userName").asText();
        if (!sent.path("schemas").path(0).asText().equals("urn:scim:schemas:core:2.0:User")) {
            return problem(400, "Bad Request", "the schema is missing");
        }
        if (accounts.values().stream().anyMatch(other -> other != account && other.path("userName").asText().equalsIgnoreCase(name))) {
            return problem(409, "Conflict", "there is a user of that name");
        }
        account.put("userName", name);
        return Said.ok(account);
    }
}
