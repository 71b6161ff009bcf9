package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Zendesk, as its public reference has it: users with identities, of which one is the first, groups and memberships. Who is deleted is still shown, and
 * not active. A new e-mail address in a PUT is another identity. The search knows only what it has been told.
 */
class SampleZendesk extends SampleVendor {

    static final String USER = "ada@example.test/token";
    static final String TOKEN = "sample-token";
    private static final int CENT = 100;

    private final Map<Long, ObjectNode> users = new LinkedHashMap<>();
    private final Map<Long, Map<Long, String>> identities = new LinkedHashMap<>();
    private final Map<Long, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<Long, ObjectNode> memberships = new LinkedHashMap<>();
    private long number = 35_436;
    private boolean searchIsBehind;
    private boolean agentsOnly;
    private boolean showsDeleted;

    /** From now on, new users are not found by a search. */
    synchronized void letTheSearchLag() {
        searchIsBehind = true;
        users.values().forEach(user -> user.put("indexed", true));
    }

    /** From now on, whoever is deleted is shown in lists and searches, too. */
    synchronized void showTheDeleted() {
        showsDeleted = true;
    }

    /** Only agents may be in groups, and an agent cannot be suspended. */
    synchronized void distinguishAgents() {
        agentsOnly = true;
    }

    @Override
    Said answer(Asked asked) {
        String basic = "Basic " + Base64.getEncoder().encodeToString((USER + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(asked.headers().get("authorization"))) {
            return new Said(401, NODES.objectNode().put("error", "Couldn't authenticate you"));
        }
        return switch (asked.path().isEmpty() ? "" : asked.path().get(0)) {
            case "users" -> users(asked);
            case "incremental" -> changes(asked);
            case "groups" -> groups(asked);
            case "group_memberships" -> memberships(asked);
            default -> notFound();
        };
    }

    private static Said notFound() {
        return new Said(404, NODES.objectNode().put("error", "RecordNotFound").put("description", "Not found"));
    }

    private static Said invalid(String field, String error, String description) {
        ObjectNode said = NODES.objectNode().put("error", "RecordInvalid").put("description", "Record validation errors");
        said.putObject("details").putArray(field).addObject().put("description", description).put("error", error);
        return new Said(422, said);
    }

    private Said users(Asked asked) {
        if (asked.is("GET", "users", "me")) {
            return Said.ok(NODES.objectNode().set("user", NODES.objectNode().put("id", 1).put("name", "Ada")));
        }
        if (asked.is("GET", "users")) {
            return Said.ok(cursorPage("users", users.values().stream().filter(this::isShown).toList(), asked));
        }
        if (asked.is("GET", "users", "show_many")) {
            List<String> keys = Arrays.asList(asked.param("external_ids").orElse("").split(","));
            return Said.ok(some(user -> keys.stream().anyMatch(key -> key.equalsIgnoreCase(user.path("external_id").asText("")))).put("count", keys.size()));
        }
        if (asked.is("GET", "users", "search")) {
            String term = asked.param("query").orElse("").replaceFirst("^email:\"(.*)\"$", "$1");
            ObjectNode found = some(user -> (!searchIsBehind || user.path("indexed").asBoolean()) && user.path("email").asText("").equalsIgnoreCase(term));
            return Said.ok(found.putNull("next_page").put("count", found.path("users").size()));
        }
        if (asked.is("POST", "users")) {
            ObjectNode user = NODES.objectNode().put("id", number++).put("role", "end-user").put("suspended", false).put("active", true).put("verified", false);
            user.putArray("tags");
            return write(user, asked, true);
        }
        ObjectNode user = asked.path().size() > 1 && asked.path().get(1).matches("\\d{1,15}") ? users.get(Long.valueOf(asked.path().get(1))) : null;
        return user == null ? notFound() : user(user, asked);
    }

    private Said user(ObjectNode user, Asked asked) {
        if (asked.is("GET", "users", "*")) {
            return Said.ok(NODES.objectNode().set("user", shown(user)));
        }
        if (asked.is("GET", "users", "*", "identities")) {
            return Said.ok(identitiesOf(user));
        }
        if (!user.path("active").asBoolean()) {
            return notFound();
        }
        if (asked.is("PUT", "users", "*")) {
            return write(user.deepCopy(), asked, false);
        }
        if (asked.is("DELETE", "users", "*")) {
            user.put("active", false).put("updated", Instant.now().getEpochSecond());
            identities.remove(user.path("id").asLong());
            memberships.values().removeIf(row -> row.path("user_id").equals(user.path("id")));
            return Said.ok(NODES.objectNode().set("user", shown(user)));
        }
        if (asked.is("PUT", "users", "*", "identities", "*", "make_primary")) {
            String email = identities.get(user.path("id").asLong()).get(Long.valueOf(asked.path().get(3)));
            if (email == null) {
                return notFound();
            }
            user.put("email", email);
            return Said.ok(identitiesOf(user));
        }
        return new Said(405, null);
    }

    private ObjectNode identitiesOf(ObjectNode user) {
        List<ObjectNode> rows = new ArrayList<>();
        identities.getOrDefault(user.path("id").asLong(), Map.of()).forEach((id, email) -> rows.add(NODES.objectNode().put("id", id).put("type", "email").put("value", email)
                .put("primary", email.equals(user.path("email").asText()))));
        return list("identities", rows);
    }

    private Said write(ObjectNode user, Asked asked, boolean creates) {
        ObjectNode sent = (ObjectNode) asked.body().path("user");
        String email = sent.path("email").asText("");
        long id = user.path("id").asLong();
        if (creates && sent.path("name").asText("").isBlank()) {
            return invalid("name", "BlankValue", "Name: cannot be blank");
        }
        if (!email.isEmpty() && identities.entrySet().stream().anyMatch(other -> other.getKey() != id && other.getValue().values().stream().anyMatch(email::equalsIgnoreCase))) {
            return invalid("email", "DuplicateValue", "Email: " + email + " is already being used by another user");
        }
        String external = sent.path("external_id").asText("");
        if (!external.isEmpty() && users.values().stream().anyMatch(other -> other.path("id").asLong() != id && other.path("active").asBoolean()
                && other.path("external_id").asText("").equalsIgnoreCase(external))) {
            return invalid("external_id", "DuplicateValue", "External has already been taken");
        }
        if (agentsOnly && sent.path("suspended").asBoolean() && !sent.path("role").asText(user.path("role").asText()).equals("end-user")) {
            return invalid("base", "InvalidValue", "An agent cannot be suspended");
        }
        sent.fields().forEachRemaining(field -> {
            if (!List.of("email", "skip_verify_email").contains(field.getKey())) {
                user.set(field.getKey(), field.getValue());
            }
        });
        if (!email.isEmpty()) {
            Map<Long, String> own = identities.computeIfAbsent(id, none -> new LinkedHashMap<>());
            if (own.values().stream().noneMatch(email::equalsIgnoreCase)) {
                own.put(number++, email);
            }
            if (!user.hasNonNull("email")) {
                user.put("email", email);
            }
        } else if (sent.has("email")) {
            user.putNull("email");
            identities.remove(id);
        }
        users.put(id, user.put("updated", Instant.now().getEpochSecond()));
        ObjectNode shown = NODES.objectNode().set("user", shown(user));
        return creates ? Said.created(shown) : Said.ok(shown);
    }

    private static ObjectNode shown(ObjectNode user) {
        return user.deepCopy().without(List.of("updated", "indexed"));
    }

    private boolean isShown(ObjectNode user) {
        return showsDeleted || user.path("active").asBoolean();
    }

    private ObjectNode some(Predicate<ObjectNode> which) {
        return list("users", users.values().stream().filter(this::isShown).filter(which).map(SampleZendesk::shown).toList());
    }

    private static ObjectNode cursorPage(String name, List<ObjectNode> all, Asked asked) {
        int from = asked.param("page[after]").map(cursor -> Integer.parseInt(cursor.substring(1))).orElse(0);
        int size = Math.min(CENT, asked.number("page[size]", CENT));
        ObjectNode page = list(name, part(all, from, size).stream().map(SampleZendesk::shown).toList());
        boolean more = from + size < all.size();
        page.putObject("meta").put("has_more", more).put("after_cursor", "c" + (from + size));
        return page;
    }

    private Said changes(Asked asked) {
        int from = asked.number("from", 0);
        int size = asked.number("per_page", CENT);
        List<ObjectNode> all = users.values().stream().filter(user -> user.path("updated").asLong() >= asked.number("start_time", 0)).toList();
        ObjectNode page = list("users", part(all, from, size).stream().map(SampleZendesk::shown).toList());
        boolean end = from + size >= all.size();
        page.put("end_of_stream", end).put("after_cursor", "x" + (from + size));
        return Said.ok(page.put("after_url", url() + "/incremental/users/cursor?start_time=" + asked.number("start_time", 0) + "&per_page=" + size + "&from=" + (from + size)));
    }

    private Said groups(Asked asked) {
        if (asked.is("GET", "groups")) {
            return Said.ok(cursorPage("groups", List.copyOf(groups.values()), asked));
        }
        if (asked.is("POST", "groups")) {
            return writeGroup(NODES.objectNode().put("id", number++).put("deleted", false).put("default", false), asked, true);
        }
        ObjectNode group = asked.path().size() > 1 && asked.path().get(1).matches("\\d{1,15}") ? groups.get(Long.valueOf(asked.path().get(1))) : null;
        if (group == null || group.path("deleted").asBoolean() && !asked.is("GET", "groups", "*")) {
            return notFound();
        }
        if (asked.is("GET", "groups", "*", "memberships")) {
            return Said.ok(cursorPage("group_memberships", memberships.values().stream().filter(row -> row.path("group_id").equals(group.path("id"))).toList(), asked));
        }
        return switch (asked.method()) {
            case "GET" -> Said.ok(NODES.objectNode().set("group", group));
            case "PUT" -> writeGroup(group.deepCopy(), asked, false);
            default -> {
                group.put("deleted", true);
                memberships.values().removeIf(row -> row.path("group_id").equals(group.path("id")));
                yield Said.nothing();
            }
        };
    }

    private Said writeGroup(ObjectNode group, Asked asked, boolean creates) {
        group.setAll((ObjectNode) asked.body().path("group"));
        if (group.path("name").asText("").isBlank()) {
            return invalid("name", "BlankValue", "Name: cannot be blank");
        }
        groups.put(group.path("id").asLong(), group);
        ObjectNode shown = NODES.objectNode().set("group", group);
        return creates ? Said.created(shown) : Said.ok(shown);
    }

    private Said memberships(Asked asked) {
        if (asked.is("POST", "group_memberships")) {
            JsonNode sent = asked.body().path("group_membership");
            ObjectNode user = users.get(sent.path("user_id").longValue());
            if (user == null || !groups.containsKey(sent.path("group_id").longValue()) || groups.get(sent.path("group_id").longValue()).path("deleted").asBoolean()) {
                return notFound();
            }
            if (agentsOnly && user.path("role").asText().equals("end-user")) {
                return invalid("user", "InvalidValue", "User must be an agent");
            }
            if (memberships.values().stream().anyMatch(row -> row.path("user_id").asLong() == sent.path("user_id").asLong() && row.path("group_id").asLong() == sent.path("group_id").asLong())) {
                return invalid("user_id", "DuplicateValue", "User has already been taken");
            }
            ObjectNode row = NODES.objectNode().put("id", number++).put("user_id", sent.path("user_id").asLong()).put("group_id", sent.path("group_id").asLong());
            memberships.put(row.path("id").asLong(), row);
            return Said.created(NODES.objectNode().set("group_membership", row));
        }
        return asked.is("DELETE", "group_memberships", "*") && memberships.remove(Long.valueOf(asked.path().get(1))) != null ? Said.nothing() : notFound();
    }
}
