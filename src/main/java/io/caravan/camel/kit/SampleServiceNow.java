package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * ServiceNow's Table API, as its documents have it: every value is a text, a query leaves out what it does not know, whom one may not see is left out
 * after the pages have been cut, a membership is a record and may be there twice, and business rules change what was sent.
 */
class SampleServiceNow extends SampleVendor {

    static final String USER = "caravan";
    static final String PASSWORD = "sample-password";
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "sys_user", Set.of("sys_id", "user_name", "first_name", "last_name", "name", "email", "employee_number", "active", "locked_out", "title", "phone", "mobile_phone", "manager", "department",
                    "location", "company", "cost_center", "time_zone", "preferred_language", "source", "sys_created_on", "sys_updated_on"),
            "sys_user_group", Set.of("sys_id", "name", "description", "email", "manager", "parent", "type", "active", "sys_updated_on"),
            "sys_user_grmember", Set.of("sys_id", "user", "group", "sys_updated_on"),
            "sys_user_role", Set.of("sys_id", "name", "description", "sys_updated_on"),
            "sys_user_has_role", Set.of("sys_id", "user", "role", "inherited", "sys_updated_on"));
    private static final Set<String> PAIRS = Set.of("sys_user_grmember", "sys_user_has_role");

    private final Map<String, Map<String, ObjectNode>> tables = new LinkedHashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();
    private boolean rewrites;
    private int number = 1;

    /** A business rule turns titles into capitals. */
    synchronized void letARuleRewriteTitles() {
        rewrites = true;
    }

    /** The dictionary has no such field any more. */
    synchronized void forget(String field) {
        unknown.add(field);
    }

    /** Access rules hide this record from whoever asks. */
    synchronized void hide(String id) {
        hidden.add(id);
    }

    @Override
    Said answer(Asked asked) {
        String basic = "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(asked.headers().get("authorization"))) {
            return failure(401, "User Not Authenticated", "Required to provide Auth information");
        }
        List<String> path = asked.path();
        if (path.size() < 4 || path.size() > 5 || !path.subList(0, 3).equals(List.of("api", "now", "table")) || !FIELDS.containsKey(path.get(3))) {
            return failure(400, "Invalid table " + path, "");
        }
        Map<String, ObjectNode> table = tables.computeIfAbsent(path.get(3), none -> new LinkedHashMap<>());
        if (path.size() == 4) {
            return asked.method().equals("POST") ? write(path.get(3), table, NODES.objectNode().put("sys_id", "%032x".formatted(number++)).put("active", "true").put("locked_out", "false"), asked) : list(path.get(3), table, asked);
        }
        ObjectNode row = hidden.contains(path.get(4)) ? null : table.get(path.get(4));
        if (row == null) {
            return failure(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
        }
        return switch (asked.method()) {
            case "GET" -> shown(row, asked, 200);
            case "PUT", "PATCH" -> write(path.get(3), table, row.deepCopy(), asked);
            default -> {
                if (row.path("inherited").asText().equals("true")) {
                    yield failure(403, "Insufficient rights to delete record", "An inherited role is taken away with what it comes from");
                }
                table.remove(path.get(4));
                tables.getOrDefault("sys_user_grmember", Map.of()).values().removeIf(member -> member.path("user").asText().equals(path.get(4)) || member.path("group").asText().equals(path.get(4)));
                yield Said.nothing();
            }
        };
    }

    static Said failure(int status, String message, String detail) {
        ObjectNode said = NODES.objectNode().put("status", "failure");
        said.putObject("error").put("message", message).put("detail", detail);
        return new Said(status, said);
    }

    private Said write(String name, Map<String, ObjectNode> table, ObjectNode row, Asked asked) {
        boolean creates = !table.containsKey(row.path("sys_id").asText());
        asked.body().fields().forEachRemaining(field -> {
            if (FIELDS.get(name).contains(field.getKey())) {
                row.put(field.getKey(), field.getValue().isNull() ? "" : field.getValue().asText());
            }
        });
        String unique = name.equals("sys_user") ? "user_name" : "name";
        boolean taken = !PAIRS.contains(name) && table.values().stream().anyMatch(other -> !other.path("sys_id").equals(row.path("sys_id"))
                && other.path(unique).asText("").equalsIgnoreCase(row.path(unique).asText("")));
        if (taken) {
            return failure(403, "Operation Failed", "Operation against file '" + name + "' was aborted by Business Rule 'Unique'. Business Rule Stack: Unique");
        }
        if (rewrites && row.has("title")) {
            row.put("title", row.path("title").asText().toUpperCase(Locale.ROOT));
        }
        if (name.equals("sys_user_has_role") && creates && !row.has("inherited")) {
            row.put("inherited", "false");
        }
        row.put("sys_updated_on", MOMENT.format(Instant.now()));
        table.put(row.path("sys_id").asText(), row);
        return shown(row, asked, creates ? 201 : 200);
    }

    private Said list(String name, Map<String, ObjectNode> table, Asked asked) {
        Predicate<ObjectNode> condition = row -> true;
        for (String part : asked.param("sysparm_query").orElse("").split("\\^")) {
            String[] pair = part.split(">=|=", 2);
            boolean known = pair.length == 2 && FIELDS.get(name).contains(pair[0]) && !unknown.contains(pair[0]);
            condition = !known ? condition : condition.and(part.contains(">=") ? row -> row.path(pair[0]).asText("").compareTo(pair[1]) >= 0 : row -> row.path(pair[0]).asText("").equalsIgnoreCase(pair[1]));
        }
        List<ObjectNode> all = table.values().stream().filter(condition).sorted(java.util.Comparator.comparing((ObjectNode row) -> row.path("sys_id").asText())).toList();
        List<ObjectNode> page = part(all, asked.number("sysparm_offset", 0), asked.number("sysparm_limit", 10_000));
        Said said = Said.ok(list("result", page.stream().filter(row -> !hidden.contains(row.path("sys_id").asText())).map(row -> only(row, asked)).toList()));
        return new Said(said.status(), said.body(), Map.of("X-Total-Count", String.valueOf(all.size())));
    }

    private static Said shown(ObjectNode row, Asked asked, int status) {
        return new Said(status, NODES.objectNode().set("result", only(row, asked)));
    }

    /** Only the fields that are asked for; what was never set is an empty text. */
    private static ObjectNode only(ObjectNode row, Asked asked) {
        if (asked.param("sysparm_fields").isEmpty()) {
            return row;
        }
        ObjectNode only = NODES.objectNode();
        Arrays.stream(asked.param("sysparm_fields").get().split(",")).forEach(field -> only.put(field, row.path(field).asText("")));
        return only;
    }
}
