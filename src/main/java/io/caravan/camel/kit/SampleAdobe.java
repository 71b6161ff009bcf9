package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Adobe's User Management API, as its documentation has it (github adobe-apiplatform/umapi-documentation): commands in a list, each step carried out or
 * not, 200 whatever came of it; a page that is too far is the last one again; who is not there is taken out without a word.
 */
class SampleAdobe extends SampleVendor {

    static final String SECRET = "sample-secret";
    static final String TOKEN = "sample-token";
    private static final int MOST_COMMANDS = 10;

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private int pageSize = 2000;
    private boolean neverEnds;

    /** So many on a page. */
    synchronized void pagesOf(int size) {
        pageSize = size;
    }

    /** Says of no page that it is the last. */
    synchronized void neverSayLast() {
        neverEnds = true;
    }

    @Override
    Said answer(Asked asked) {
        if (asked.is("POST", "ims", "token", "v2")) {
            Map<String, String> form = pairs(asked.text());
            return SECRET.equals(form.get("client_secret")) ? Said.ok(NODES.objectNode().put("access_token", TOKEN).put("token_type", "bearer").put("expires_in", 86_399))
                    : new Said(400, NODES.objectNode().put("error", "invalid_client").put("error_description", "invalid client_secret parameter"));
        }
        if (!("Bearer " + TOKEN).equals(asked.headers().get("authorization")) || !"kit".equals(asked.headers().get("x-api-key"))) {
            return new Said(401, NODES.objectNode().put("error_code", "401013").put("message", "Oauth token is not valid"));
        }
        List<String> path = asked.path();
        if (asked.is("POST", "action", "*")) {
            return commands(asked);
        }
        if (asked.is("GET", "organizations", "*", "users", "*")) {
            ObjectNode user = users.get(path.get(3).toLowerCase(Locale.ROOT));
            return user == null ? new Said(404, NODES.objectNode().put("result", "error.user.not_found").put("message", "User not found " + path.get(3))) : Said.ok(success().set("user", shown(user)));
        }
        if (asked.is("GET", "users", "*", "*")) {
            return page("users", users.values().stream().map(this::shown).toList(), path.get(2), success());
        }
        if (asked.is("GET", "groups", "*", "*")) {
            return page("groups", groups.values().stream().map(group -> group.deepCopy().put("memberCount", members.get(group.path("groupName").asText()).size())).toList(), path.get(2), success());
        }
        Set<String> in = path.size() == 4 ? members.get(path.get(3)) : null;
        return in == null ? new Said(404, NODES.objectNode().put("lastPage", false).put("result", "error.group.not_found").put("message", "Not found: Group"))
                : page("users", in.stream().map(users::get).map(this::shown).toList(), path.get(2), success().put("groupName", path.get(3)));
    }

    private static ObjectNode success() {
        return NODES.objectNode().put("result", "success");
    }

    private ObjectNode shown(ObjectNode user) {
        ObjectNode shown = user.deepCopy();
        ArrayNode in = shown.putArray("groups");
        members.forEach((group, all) -> {
            if (all.contains(user.path("email").asText().toLowerCase(Locale.ROOT))) {
                in.add(group);
            }
        });
        return shown;
    }

    private Said page(String name, List<ObjectNode> all, String number, ObjectNode said) {
        int last = Math.max(0, (all.size() - 1) / pageSize);
        int page = Math.min(Integer.parseInt(number), last);
        list(name, part(all, page * pageSize, pageSize)).fields().forEachRemaining(field -> said.set(field.getKey(), field.getValue()));
        said.put("lastPage", page == last && !neverEnds);
        return new Said(200, said, Map.of("X-Total-Count", String.valueOf(all.size()), "X-Page-Count", String.valueOf(last + 1), "X-Current-Page", String.valueOf(page), "X-Page-Size", String.valueOf(pageSize)));
    }

    private Said commands(Asked asked) {
        JsonNode commands = asked.text().startsWith("[") ? read(asked.text()) : NODES.objectNode();
        if (!commands.isArray() || commands.isEmpty() || commands.size() > MOST_COMMANDS) {
            return new Said(400, NODES.objectNode().put("result", "error.command.malformed").put("message", "Incorrect JSON"));
        }
        ArrayNode errors = NODES.arrayNode();
        int index = 0;
        for (JsonNode command : commands) {
            int step = 0;
            for (JsonNode todo : command.path("do")) {
                String verb = todo.fieldNames().next();
                String wrong = command.has("usergroup") ? group(command.path("usergroup").asText(), verb, todo.path(verb)) : user(command.path("user").asText(), verb, todo.path(verb), step, command.path("do").size());
                if (!wrong.isEmpty()) {
                    errors.addObject().put("index", index).put("step", step).put("message", "It did not work: " + wrong).put("errorCode", wrong).put("user", command.path("user").asText());
                    break;
                }
                step++;
            }
            index++;
        }
        int failed = errors.size();
        ObjectNode said = NODES.objectNode().put("completed", commands.size() - failed).put("notCompleted", failed).put("completedInTestMode", 0)
                .put("result", failed == 0 ? "success" : failed == commands.size() ? "error" : "partial");
        if (failed > 0) {
            said.set("errors", errors);
        }
        return Said.ok(said);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            return NODES.objectNode();
        }
    }

    private String user(String name, String verb, JsonNode with, int step, int steps) {
        String key = name.toLowerCase(Locale.ROOT);
        return switch (verb) {
            case "createFederatedID", "createEnterpriseID", "addAdobeID" -> create(key, verb, with, step);
            case "update" -> {
                if (users.containsKey(key)) {
                    users.get(key).setAll((ObjectNode) with);
                }
                yield users.containsKey(key) ? "" : "error.user.nonexistent";
            }
            case "add" -> add(key, with);
            case "remove" -> {
                String group = with.path("group").path(0).asText();
                members.getOrDefault(group, new LinkedHashSet<>()).remove(key);
                yield members.containsKey(group) ? "" : "error.group.not_found";
            }
            case "removeFromOrg" -> {
                users.remove(key);
                members.values().forEach(all -> all.remove(key));
                yield step + 1 == steps ? "" : "error.command.removefromorg.not_last";
            }
            default -> "error.command.step.unknown";
        };
    }

    private String create(String key, String verb, JsonNode with, int step) {
        if (step > 0) {
            return "error.command.create.not_first";
        }
        if (users.containsKey(key)) {
            return "error.user.already_in_org";
        }
        if (with.path("email").asText().isEmpty() || verb.equals("createFederatedID") && with.path("country").asText().isEmpty()) {
            return "error.country.invalid";
        }
        if (with.path("firstname").asText().length() > 250 || with.path("lastname").asText().length() > 250) {
            return "error.command.string.too_long";
        }
        users.put(key, ((ObjectNode) with.deepCopy()).put("id", key.hashCode() + "@AdobeID").put("username", key).put("status", "active").put("type", verb.replaceAll("^(create|add)", "")
                .substring(0, 1).toLowerCase(Locale.ROOT) + verb.replaceAll("^(create|add)", "").substring(1)));
        return "";
    }

    private String add(String key, JsonNode with) {
        if (!users.containsKey(key)) {
            return "error.user.nonexistent";
        }
        for (JsonNode group : with.path("group")) {
            if (!members.containsKey(group.asText())) {
                return "error.group.not_found";
            }
            members.get(group.asText()).add(key);
        }
        return "";
    }

    private String group(String name, String verb, JsonNode with) {
        if (verb.equals("createUserGroup")) {
            if (groups.containsKey(name)) {
                return "error.usergroup.already_exists";
            }
            groups.put(name, NODES.objectNode().put("groupName", name).put("groupId", groups.size() + 1).put("type", "USER_GROUP"));
            members.put(name, new LinkedHashSet<>());
            return with.path("name").asText().equals(name) ? "" : "error.usergroup.command.missing.arguments";
        }
        members.remove(name);
        return groups.remove(name) != null ? "" : "error.usergroup.not_found";
    }
}
