package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Box, as its OpenAPI document and its guides have it (github box/box-openapi): users, groups and memberships. A search is for what begins so; a PUT
 * changes what is in it; a login is nobody else's; a membership has an id of its own; tokens end.
 */
class SampleBox extends SampleVendor {

    static final String SECRET = "sample-secret";
    private static final int LONGEST_NAME = 50;
    private static final Set<String> STATUSES = Set.of("active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload");
    private static final String AT = "2026-11-01T10:00:00-07:00";

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<String, ObjectNode> memberships = new LinkedHashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private int number = 1000;

    @Override
    Said answer(Asked asked) {
        if (asked.is("POST", "oauth2", "token")) {
            return token(pairs(asked.text()));
        }
        String shown = asked.headers().getOrDefault("authorization", "");
        if (tokens.stream().noneMatch(token -> shown.equals("Bearer " + token))) {
            return error(401, "unauthorized", "Unauthorized");
        }
        return switch (asked.path().isEmpty() ? "" : asked.path().get(0)) {
            case "users" -> users(asked);
            case "groups" -> groups(asked);
            case "group_memberships" -> memberships(asked);
            default -> error(404, "not_found", "Not Found");
        };
    }

    private Said token(Map<String, String> form) {
        boolean known = SECRET.equals(form.get("client_secret")) && "client_credentials".equals(form.get("grant_type"));
        if (!known) {
            return new Said(400, NODES.objectNode().put("error", "invalid_client").put("error_description", "The client credentials are invalid"));
        }
        if (!"enterprise".equals(form.get("box_subject_type")) || form.getOrDefault("box_subject_id", "").isEmpty()) {
            return new Said(400, NODES.objectNode().put("error", "invalid_request").put("error_description", "box_subject_type and box_subject_id are missing"));
        }
        tokens.add("token-" + number++);
        return Said.ok(NODES.objectNode().put("access_token", tokens.get(tokens.size() - 1)).put("expires_in", 3600).put("token_type", "bearer"));
    }

    /** Takes all tokens back before their time. */
    synchronized void revokeTokens() {
        tokens.clear();
    }

    static Said error(int status, String code, String message) {
        return new Said(status, NODES.objectNode().put("type", "error").put("status", status).put("code", code).put("message", message)
                .put("help_url", "https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/").put("request_id", "abc"));
    }

    private Said users(Asked asked) {
        if (asked.is("GET", "users", "me")) {
            return Said.ok(NODES.objectNode().put("type", "user").put("id", "1"));
        }
        if (asked.is("GET", "users")) {
            List<ObjectNode> all = users.values().stream().filter(user -> begins(asked, user, "name") || begins(asked, user, "login")).toList();
            int from = asked.param("marker").map(marker -> Integer.parseInt(marker.substring(1))).orElse(0);
            int limit = asked.number("limit", 100);
            ObjectNode page = list("entries", part(all, from, limit).stream().map(user -> shown(user, asked)).toList()).put("limit", limit);
            return Said.ok(from + limit < all.size() ? page.put("next_marker", "m" + (from + limit)) : page.put("next_marker", ""));
        }
        if (asked.is("POST", "users")) {
            return write(NODES.objectNode().put("type", "user").put("id", String.valueOf(number++)).put("status", "active").put("role", "user").put("created_at", AT), asked, true);
        }
        ObjectNode user = asked.path().size() == 2 ? users.get(asked.path().get(1)) : null;
        if (user == null) {
            return error(404, "not_found", "Not Found");
        }
        return switch (asked.method()) {
            case "GET" -> Said.ok(shown(user, asked));
            case "PUT" -> write(user.deepCopy(), asked, false);
            case "DELETE" -> {
                users.remove(user.path("id").asText());
                memberships.values().removeIf(row -> row.path("user").path("id").equals(user.path("id")));
                yield Said.nothing();
            }
            default -> error(405, "method_not_allowed", "Method Not Allowed");
        };
    }

    private Said write(ObjectNode user, Asked asked, boolean creates) {
        user.setAll(asked.body());
        String login = user.path("login").asText("");
        if (user.path("name").asText("").isBlank() || user.path("name").asText().length() > LONGEST_NAME || login.isBlank() || !STATUSES.contains(user.path("status").asText())) {
            return error(400, "bad_request", "Bad Request");
        }
        if (users.values().stream().anyMatch(other -> !other.path("id").equals(user.path("id")) && other.path("login").asText().equalsIgnoreCase(login))) {
            return error(409, "conflict", "User with the specified login already exists");
        }
        user.put("modified_at", AT);
        users.put(user.path("id").asText(), user);
        return creates ? Said.created(shown(user, asked)) : Said.ok(shown(user, asked));
    }

    private static boolean begins(Asked asked, ObjectNode one, String name) {
        return asked.param("filter_term").map(term -> one.path(name).asText("").toLowerCase(Locale.ROOT).startsWith(term.toLowerCase(Locale.ROOT))).orElse(true);
    }

    /** Only the fields that are asked for, and who it is. */
    private static ObjectNode shown(ObjectNode one, Asked asked) {
        Optional<String> fields = asked.param("fields");
        return fields.isEmpty() ? one : one.deepCopy().retain(Stream.concat(Stream.of("type", "id"), Arrays.stream(fields.get().split(","))).toList());
    }

    private Said groups(Asked asked) {
        if (asked.is("GET", "groups")) {
            return Said.ok(page(groups.values().stream().filter(group -> begins(asked, group, "name")).map(group -> shown(group, asked)).toList(), asked));
        }
        if (asked.is("GET", "groups", "*", "memberships")) {
            return !groups.containsKey(asked.path().get(1)) ? error(404, "not_found", "Not Found")
                    : Said.ok(page(memberships.values().stream().filter(row -> row.path("group").path("id").asText().equals(asked.path().get(1))).toList(), asked));
        }
        if (asked.is("POST", "groups")) {
            return writeGroup(NODES.objectNode().put("type", "group").put("id", String.valueOf(number++)).put("group_type", "managed_group"), asked, true);
        }
        ObjectNode group = asked.path().size() == 2 ? groups.get(asked.path().get(1)) : null;
        if (group == null) {
            return error(404, "not_found", "Not Found");
        }
        return switch (asked.method()) {
            case "GET" -> Said.ok(shown(group, asked));
            case "PUT" -> writeGroup(group.deepCopy(), asked, false);
            default -> {
                groups.remove(asked.path().get(1));
                memberships.values().removeIf(row -> row.path("group").path("id").equals(group.path("id")));
                yield Said.nothing();
            }
        };
    }

    private Said writeGroup(ObjectNode group, Asked asked, boolean creates) {
        group.setAll(asked.body());
        String name = group.path("name").asText("");
        if (name.isBlank()) {
            return error(400, "bad_request", "Bad Request");
        }
        if (groups.values().stream().anyMatch(other -> !other.path("id").equals(group.path("id")) && other.path("name").asText().equalsIgnoreCase(name))) {
            return error(409, "conflict", "A group with this name already exists");
        }
        groups.put(group.path("id").asText(), group);
        return creates ? Said.created(shown(group, asked)) : Said.ok(shown(group, asked));
    }

    private static ObjectNode page(List<ObjectNode> all, Asked asked) {
        int offset = asked.number("offset", 0);
        int limit = asked.number("limit", 100);
        return list("entries", part(all, offset, limit)).put("total_count", all.size()).put("offset", offset).put("limit", limit);
    }

    private Said memberships(Asked asked) {
        if (asked.is("POST", "group_memberships")) {
            String user = asked.body().path("user").path("id").asText();
            String group = asked.body().path("group").path("id").asText();
            if (!users.containsKey(user) || !groups.containsKey(group)) {
                return error(404, "not_found", "Not Found");
            }
            if (memberships.values().stream().anyMatch(row -> is(row, "user", user) && is(row, "group", group))) {
                return error(409, "conflict", "User already belongs to group");
            }
            ObjectNode row = NODES.objectNode().put("type", "group_membership").put("id", String.valueOf(number++)).put("role", "member");
            row.set("user", users.get(user).deepCopy().retain("type", "id", "name", "login"));
            row.set("group", groups.get(group).deepCopy().retain("type", "id", "name", "group_type"));
            memberships.put(row.path("id").asText(), row);
            return Said.created(row);
        }
        return asked.is("DELETE", "group_memberships", "*") && memberships.remove(asked.path().get(1)) != null ? Said.nothing() : error(404, "not_found", "Not Found");
    }

    private static boolean is(JsonNode row, String side, String id) {
        return row.path(side).path("id").asText().equals(id);
    }
}
