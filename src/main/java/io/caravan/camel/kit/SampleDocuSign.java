package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * DocuSign eSignature, as its OpenAPI document and its guides have it (github docusign/OpenAPI-Specifications): what is wrong with one user stands
 * inside a success; name and address together are nobody else's; who is closed stays; DELETE has a body.
 */
class SampleDocuSign extends SampleVendor {

    static final String TOKEN = "sample-token";
    static final String ACCOUNT = "1";

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private int number = 1000;

    @Override
    Said answer(Asked asked) {
        if (!("Bearer " + TOKEN).equals(asked.headers().get("authorization"))) {
            return error(401, "AUTHORIZATION_INVALID_TOKEN", "The access token provided is expired, revoked or malformed.");
        }
        if (asked.path().size() < 3 || !asked.path().subList(0, 3).equals(List.of("v2.1", "accounts", ACCOUNT))) {
            return error(404, "INVALID_REQUEST", "not found");
        }
        Asked inside = new Asked(asked.method(), asked.path().subList(3, asked.path().size()), asked.query(), asked.headers(), asked.body(), asked.text());
        if (inside.path().isEmpty()) {
            return Said.ok(NODES.objectNode().put("accountName", "Sample"));
        }
        return inside.path().get(0).equals("users") ? users(inside) : groups(inside);
    }

    static Said error(int status, String code, String message) {
        return new Said(status, NODES.objectNode().put("errorCode", code).put("message", message));
    }

    private static ObjectNode wrong(ObjectNode item, String code, String message) {
        item.putObject("errorDetails").put("errorCode", code).put("message", message);
        return item;
    }

    private Said users(Asked asked) {
        if (asked.is("GET", "users")) {
            Optional<String> email = asked.param("email");
            return Said.ok(page("users", users.values().stream().filter(user -> email.isEmpty() || user.path("email").asText().equalsIgnoreCase(email.get())).toList(), asked));
        }
        if (asked.is("GET", "users", "*")) {
            ObjectNode user = users.get(asked.path().get(1));
            return user == null ? error(400, "INVALID_USERID", "Invalid UserId.") : Said.ok(user);
        }
        if (asked.is("PUT", "users", "*")) {
            ObjectNode user = users.get(asked.path().get(1));
            if (user == null) {
                return error(400, "INVALID_USERID", "Invalid UserId.");
            }
            ObjectNode changed = user.deepCopy();
            changed.setAll(asked.body());
            if (taken(changed)) {
                return Said.ok(wrong(user.deepCopy(), "USER_ALREADY_EXISTS_IN_ACCOUNT", "Username and email combination already exists for this account."));
            }
            users.put(asked.path().get(1), changed);
            return Said.ok(changed);
        }
        return switch (asked.method()) {
            case "POST" -> Said.created(list("newUsers", each(asked, "newUsers").stream().map(this::made).toList()));
            case "DELETE" -> Said.ok(list("users", each(asked, "users").stream().map(one -> state(one, "Closed")).toList()));
            default -> Said.ok(list("users", each(asked, "users").stream().map(one -> state(one, one.path("sendActivationEmail").asText().equals("send") ? "ActivationSent" : "")).toList()));
        };
    }

    private static List<ObjectNode> each(Asked asked, String list) {
        List<ObjectNode> each = new ArrayList<>();
        asked.body().path(list).forEach(one -> each.add((ObjectNode) one));
        return each;
    }

    private boolean taken(ObjectNode user) {
        return users.values().stream().anyMatch(other -> !other.path("userId").equals(user.path("userId")) && other.path("email").asText().equalsIgnoreCase(user.path("email").asText())
                && other.path("userName").asText().equals(user.path("userName").asText()));
    }

    private ObjectNode made(ObjectNode sent) {
        ObjectNode user = sent.deepCopy();
        if (!user.hasNonNull("email") || !user.hasNonNull("userName")) {
            return wrong(user.retain("email", "userName"), "INVALID_REQUEST_PARAMETER", "The request contained at least one invalid parameter. Email and userName are required.");
        }
        if (taken(user)) {
            ObjectNode there = users.values().stream().filter(other -> other.path("email").asText().equalsIgnoreCase(user.path("email").asText())).findFirst().orElseThrow();
            return wrong(summary(there), "USER_ALREADY_EXISTS_IN_ACCOUNT", "Username and email combination already exists for this account.");
        }
        String id = UUID.randomUUID().toString();
        users.put(id, user.put("userId", id).put("userStatus", "ActivationSent").put("userType", "CompanyUser"));
        return summary(user);
    }

    private static ObjectNode summary(ObjectNode user) {
        return user.deepCopy().retain("userId", "email", "userName", "userStatus");
    }

    private ObjectNode state(ObjectNode asked, String status) {
        ObjectNode user = users.get(asked.path("userId").asText());
        if (user == null) {
            return wrong(asked.deepCopy().retain("userId"), "INVALID_USERID", "Invalid UserId.");
        }
        if (!status.isEmpty()) {
            user.put("userStatus", status);
        }
        if (status.equals("Closed")) {
            members.values().forEach(all -> all.remove(user.path("userId").asText()));
        }
        return summary(user);
    }

    private Said groups(Asked asked) {
        if (asked.path().size() == 3 && asked.path().get(2).equals("users")) {
            return members(asked, asked.path().get(1));
        }
        return switch (asked.method()) {
            case "GET" -> {
                String text = asked.param("search_text").orElse("").toLowerCase(Locale.ROOT);
                yield Said.ok(page("groups", groups.values().stream().filter(group -> group.path("groupName").asText().toLowerCase(Locale.ROOT).contains(text)).toList(), asked));
            }
            case "POST" -> Said.created(list("groups", each(asked, "groups").stream().map(one -> group(one, String.valueOf(number++))).toList()));
            case "PUT" -> Said.ok(list("groups", each(asked, "groups").stream().map(one -> groups.containsKey(one.path("groupId").asText()) ? group(one, one.path("groupId").asText())
                    : wrong(one.deepCopy(), "INVALID_GROUP_ID", "The group is not known.")).toList()));
            default -> Said.ok(list("groups", each(asked, "groups").stream().map(one -> groups.remove(one.path("groupId").asText()) != null ? one
                    : wrong(one.deepCopy(), "INVALID_GROUP_ID", "The group is not known.")).toList()));
        };
    }

    private ObjectNode group(ObjectNode sent, String id) {
        boolean taken = groups.values().stream().anyMatch(other -> !other.path("groupId").asText().equals(id) && other.path("groupName").asText().equalsIgnoreCase(sent.path("groupName").asText()));
        if (taken) {
            return wrong(sent.deepCopy(), "GROUP_ALREADY_EXISTS", "A group of this name already exists.");
        }
        ObjectNode group = groups.getOrDefault(id, NODES.objectNode().put("groupId", id).put("groupType", "customGroup")).deepCopy();
        group.setAll(sent);
        groups.put(id, group.put("groupId", id));
        members.computeIfAbsent(id, none -> new LinkedHashSet<>());
        return group;
    }

    private Said members(Asked asked, String group) {
        if (!groups.containsKey(group)) {
            return error(400, "INVALID_GROUP_ID", "The group is not known.");
        }
        Set<String> all = members.get(group);
        if (asked.method().equals("GET")) {
            return Said.ok(page("users", all.stream().map(id -> summary(users.get(id))).toList(), asked));
        }
        boolean joins = asked.method().equals("PUT");
        return Said.ok(list("users", each(asked, "users").stream().map(one -> {
            String id = one.path("userId").asText();
            if (!users.containsKey(id)) {
                return wrong(one.deepCopy(), "INVALID_USERID", "Invalid UserId.");
            }
            boolean changed = joins ? all.add(id) : all.remove(id);
            return changed ? summary(users.get(id)) : summary(users.get(id)).put("userStatus", users.get(id).path("userStatus").asText());
        }).toList()));
    }

    /** What is counted are texts. */
    private static ObjectNode page(String name, List<? extends JsonNode> all, Asked asked) {
        int from = asked.number("start_position", 0);
        List<? extends JsonNode> page = part(all, from, Math.min(100, asked.number("count", 100)));
        return list(name, page).put("resultSetSize", String.valueOf(page.size())).put("startPosition", String.valueOf(from)).put("endPosition", String.valueOf(from + page.size() - 1))
                .put("totalSetSize", String.valueOf(all.size()));
    }
}
