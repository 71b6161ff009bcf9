package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Zoom, as its OpenAPI document and its reference have it: one list of users for each state, tokens for further pages that end, users found by
 * address, states that are changed by an action, and a number in each error.
 */
class SampleZoom extends SampleVendor {

    static final String SECRET = "sample-secret";
    static final String TOKEN = "sample-token";

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private int number = 1;
    private int generation;
    private boolean pendingAreNameless;
    private int most = Integer.MAX_VALUE;

    /** All tokens for further pages end. */
    synchronized void letPagesExpire() {
        generation++;
    }

    /** Whoever has not accepted yet is listed without an id. */
    synchronized void listThePendingWithoutIds() {
        pendingAreNameless = true;
    }

    /** Of more in a request than so many the last are left out, which only the answer shows. */
    synchronized void takesAtMost(int members) {
        most = members;
    }

    /** The user has accepted. */
    synchronized void accept(String id) {
        users.get(id).put("status", "active");
    }

    @Override
    Said answer(Asked asked) {
        if (asked.is("POST", "oauth", "token")) {
            Map<String, String> form = pairs(asked.text());
            String basic = "Basic " + java.util.Base64.getEncoder().encodeToString(("kit:" + SECRET).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            boolean known = basic.equals(asked.headers().get("authorization")) && "account_credentials".equals(form.get("grant_type")) && "kit".equals(form.get("account_id"));
            return known ? Said.ok(NODES.objectNode().put("access_token", TOKEN).put("token_type", "bearer").put("expires_in", 3600))
                    : new Said(400, NODES.objectNode().put("reason", "Invalid client_id or client_secret").put("error", "invalid_client"));
        }
        if (!("Bearer " + TOKEN).equals(asked.headers().get("authorization"))) {
            return error(401, 124, "Invalid access token.");
        }
        return asked.path().get(0).equals("users") ? users(asked) : groups(asked);
    }

    static Said error(int status, int code, String message) {
        return new Said(status, NODES.objectNode().put("code", code).put("message", message));
    }

    private Said users(Asked asked) {
        if (asked.is("GET", "users")) {
            String status = asked.param("status").orElse("active");
            Predicate<ObjectNode> nameless = user -> pendingAreNameless && status.equals("pending");
            return page("users", users.values().stream().filter(user -> user.path("status").asText().equals(status)).map(user -> nameless.test(user) ? user.deepCopy().without(List.of("id")) : user)
                    .map(ObjectNode.class::cast).toList(), asked);
        }
        if (asked.is("POST", "users")) {
            return create(asked);
        }
        Optional<ObjectNode> found = users.values().stream().filter(user -> user.path("id").asText().equals(asked.path().get(1)) || user.path("email").asText().equalsIgnoreCase(asked.path().get(1))).findFirst();
        if (found.isEmpty()) {
            return error(404, 1001, "User does not exist: " + asked.path().get(1) + ".");
        }
        ObjectNode user = found.get();
        if (asked.is("PUT", "users", "*", "status")) {
            user.put("status", asked.body().path("action").asText().equals("activate") ? "active" : "inactive");
            return Said.nothing();
        }
        if (asked.is("PUT", "users", "*", "email")) {
            if (taken(asked.body().path("email").asText(), user)) {
                return error(409, 1005, "User already in the account: " + asked.body().path("email").asText());
            }
            user.put("email", asked.body().path("email").asText());
            return Said.nothing();
        }
        switch (asked.method()) {
            case "GET" -> {
                return Said.ok(user);
            }
            case "PATCH" -> user.setAll(asked.body());
            default -> {
                users.remove(user.path("id").asText());
                members.values().forEach(all -> all.remove(user.path("id").asText()));
            }
        }
        return Said.nothing();
    }

    private boolean taken(String email, ObjectNode by) {
        return users.values().stream().anyMatch(user -> user != by && user.path("email").asText().equalsIgnoreCase(email));
    }

    private Said create(Asked asked) {
        ObjectNode info = (ObjectNode) asked.body().path("user_info");
        if (asked.body().path("action").asText().isEmpty() || info.path("email").asText().isEmpty() || !info.path("type").isInt()) {
            ObjectNode said = NODES.objectNode().put("code", 300).put("message", "Validation Failed.");
            said.putArray("errors").addObject().put("field", "user_info").put("message", "Invalid field.");
            return new Said(400, said);
        }
        if (taken(info.path("email").asText(), null)) {
            return error(409, 1005, "User already in the account: " + info.path("email").asText());
        }
        String id = "zoom" + number++;
        users.put(id, info.deepCopy().put("id", id).put("status", asked.body().path("action").asText().equals("create") ? "pending" : "active"));
        return Said.created(users.get(id).deepCopy().retain("id", "email", "first_name", "last_name", "type"));
    }

    private Said page(String name, List<ObjectNode> all, Asked asked) {
        String[] token = asked.param("next_page_token").map(text -> text.split("-")).orElse(new String[] {String.valueOf(generation), "0"});
        if (!token[0].equals(String.valueOf(generation))) {
            return error(400, 300, "The next page token is invalid or expired.");
        }
        int from = Integer.parseInt(token[1]);
        int size = Math.min(300, asked.number("page_size", 30));
        return Said.ok(list(name, part(all, from, size)).put("page_size", size).put("total_records", all.size()).put("next_page_token", from + size < all.size() ? generation + "-" + (from + size) : ""));
    }

    private Said groups(Asked asked) {
        if (asked.is("GET", "groups")) {
            return page("groups", List.copyOf(groups.values()), asked);
        }
        if (asked.is("POST", "groups")) {
            return named(asked.body().path("name").asText(), NODES.objectNode().put("id", "group" + number++), true);
        }
        ObjectNode group = groups.get(asked.path().get(1));
        if (group == null) {
            return error(404, 4130, "A group with this " + asked.path().get(1) + " does not exist.");
        }
        Set<String> in = members.computeIfAbsent(asked.path().get(1), none -> new LinkedHashSet<>());
        if (asked.is("GET", "groups", "*", "members")) {
            return page("members", in.stream().map(id -> users.get(id).deepCopy().retain("id", "email", "first_name", "last_name", "type")).toList(), asked);
        }
        if (asked.is("POST", "groups", "*", "members")) {
            List<String> added = new ArrayList<>();
            asked.body().path("members").forEach(one -> added.add(one.path("id").asText()));
            if (!users.keySet().containsAll(added)) {
                return error(404, 1001, "User does not exist: " + added + ".");
            }
            added.subList(Math.min(most, added.size()), added.size()).clear();
            in.addAll(added);
            return Said.created(NODES.objectNode().put("ids", String.join(",", added)).put("added_at", "2026-11-30T08:00:00Z"));
        }
        if (asked.is("DELETE", "groups", "*", "members", "*")) {
            return in.remove(asked.path().get(3)) ? Said.nothing() : error(404, 1001, "User does not exist.");
        }
        return switch (asked.method()) {
            case "GET" -> Said.ok(group.put("total_members", in.size()));
            case "PATCH" -> named(asked.body().path("name").asText(), group, false);
            default -> {
                groups.remove(asked.path().get(1));
                yield Said.nothing();
            }
        };
    }

    private Said named(String name, ObjectNode group, boolean creates) {
        if (name.isBlank()) {
            return error(400, 300, "Validation Failed.");
        }
        if (groups.values().stream().anyMatch(other -> other != group && other.path("name").asText().equals(name))) {
            return error(409, 4132, "Group name " + name + " is already in use.");
        }
        groups.put(group.path("id").asText(), group.put("name", name));
        return creates ? Said.created(group) : Said.nothing();
    }
}
