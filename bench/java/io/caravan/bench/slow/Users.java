package io.caravan.bench.slow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The users of the slow provider, and as much of SCIM (RFC 7644) as provisioning people needs: discovery, create, read, find by
 * one attribute, list in pages, PATCH, delete. Beside that it tells at once how many users there are, and when whom was disabled. Used by one thread.
 */
final class Users {

    /** What begins so is for the bench, and takes no time. */
    static final String TOLD_AT_ONCE = "/bench/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "/scim/v2";
    private static final String USERS = BASE + "/Users";
    private static final int MOST_RESULTS = 1000;
    private static final Pattern EQUALITY = Pattern.compile("(\\S+) eq (\".*\"|true|false)");
    private static final String LIST = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"]";

    /** By id less one; null where somebody was deleted. */
    private final List<byte[]> resources = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final ArrayNode disabled = JSON.createArrayNode();
    private long writes;

    Answer answer(Request request) throws IOException {
        if (request.path().startsWith(TOLD_AT_ONCE)) {
            return told(request.path().substring(TOLD_AT_ONCE.length()));
        }
        if (request.path().equals(BASE + "/ServiceProviderConfig")) {
            return Answer.json(200, "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig\"],\"patch\":{\"supported\":true},"
                    + "\"bulk\":{\"supported\":false},\"filter\":{\"supported\":true,\"maxResults\":" + MOST_RESULTS + "}}");
        }
        if (!request.path().startsWith(USERS)) {
            return request.path().startsWith(BASE) && request.method().equals("GET") ? list(List.of(), 0) : Answer.error(404, "not here");
        }
        String id = request.path().substring(Math.min(request.path().length(), USERS.length() + 1));
        if (request.method().equals("GET")) {
            return id.isEmpty() ? found(request.query()) : get(id);
        }
        writes++;
        return switch (request.method()) {
            case "POST" -> create(request.body());
            case "PATCH" -> patch(id, request.body());
            case "DELETE" -> delete(id);
            default -> Answer.error(405, "not offered");
        };
    }

    private Answer told(String what) throws IOException {
        ObjectNode told = JSON.createObjectNode().put("writes", writes).put("users", byName.size());
        if (what.equals("disabled")) {
            told.set("disabled", disabled);
        }
        return new Answer(200, JSON.writeValueAsBytes(told));
    }

    private Answer create(byte[] body) throws IOException {
        JsonNode user = JSON.readTree(body);
        int id = resources.size() + 1;
        if (byName.putIfAbsent(name(user), id) != null) {
            return Answer.json(409, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"409\",\"scimType\":\"uniqueness\"}");
        }
        resources.add(withId(id, body));
        return new Answer(201, resources.get(id - 1));
    }

    /** The body begins with a brace, and has at least one attribute. */
    private static byte[] withId(int id, byte[] body) {
        byte[] begin = ("{\"id\":\"" + id + "\",").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[begin.length + body.length - 1];
        System.arraycopy(begin, 0, all, 0, begin.length);
        System.arraycopy(body, 1, all, begin.length, body.length - 1);
        return all;
    }

    private static String name(JsonNode user) {
        return user.path("userName").asText().toLowerCase(Locale.ROOT);
    }

    /** Sets the attribute that a path names, and does not look into the path: enough to tell one state from another. */
    private Answer patch(String id, byte[] body) throws IOException {
        byte[] resource = resource(id);
        if (resource == null) {
            return Answer.error(404, "no such user");
        }
        ObjectNode user = (ObjectNode) JSON.readTree(resource);
        boolean before = user.path("active").asBoolean();
        for (JsonNode operation : JSON.readTree(body).path("Operations")) {
            if (operation.path("op").asText().equalsIgnoreCase("remove")) {
                user.remove(operation.path("path").asText());
            } else if (operation.has("path")) {
                user.set(operation.path("path").asText(), operation.path("value"));
            } else {
                user.setAll((ObjectNode) operation.path("value"));
            }
        }
        if (before && !user.path("active").asBoolean()) {
            disabled.addObject().put("externalId", user.path("externalId").asText()).put("millis", System.currentTimeMillis());
        }
        resources.set(Integer.parseInt(id) - 1, JSON.writeValueAsBytes(user));
        return new Answer(200, resource(id));
    }

    private Answer delete(String id) throws IOException {
        byte[] resource = resource(id);
        if (resource == null) {
            return Answer.error(404, "no such user");
        }
        byName.remove(name(JSON.readTree(resource)));
        resources.set(Integer.parseInt(id) - 1, null);
        return Answer.json(204, "");
    }

    private Answer get(String id) {
        byte[] resource = resource(id);
        return resource == null ? Answer.error(404, "no such user") : new Answer(200, resource);
    }

    private byte[] resource(String id) {
        int number = id.matches("\\d{1,9}") ? Integer.parseInt(id) : 0;
        return number < 1 || number > resources.size() ? null : resources.get(number - 1);
    }

    private Answer found(String query) throws IOException {
        Map<String, String> asked = new HashMap<>();
        for (String part : query.split("&")) {
            String[] pair = part.split("=", 2);
            asked.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        int start = Integer.parseInt(asked.getOrDefault("startIndex", "1"));
        int count = Math.min(MOST_RESULTS, Integer.parseInt(asked.getOrDefault("count", String.valueOf(MOST_RESULTS))));
        List<byte[]> all = asked.containsKey("filter") ? matching(asked.get("filter")) : resources.stream().filter(user -> user != null).toList();
        int from = Math.min(start - 1, all.size());
        return list(all.subList(from, Math.min(from + count, all.size())), all.size());
    }

    /** A filter that is no single equality finds nobody. */
    private List<byte[]> matching(String filter) throws IOException {
        Matcher equality = EQUALITY.matcher(filter);
        if (!equality.matches()) {
            return List.of();
        }
        JsonNode wanted = JSON.readTree(equality.group(2));
        List<byte[]> found = new ArrayList<>();
        if (equality.group(1).equals("userName")) {
            Integer id = byName.get(wanted.asText().toLowerCase(Locale.ROOT));
            return id == null ? List.of() : List.of(resources.get(id - 1));
        }
        // Cheaper than reading every user as JSON; what Caravan and the bare client send has no spaces between name and value.
        String part = "\"" + equality.group(1) + "\":" + JSON.writeValueAsString(wanted);
        for (byte[] user : resources) {
            if (user != null && new String(user, StandardCharsets.UTF_8).contains(part)) {
                found.add(user);
            }
        }
        return found;
    }

    private static Answer list(List<byte[]> page, int total) {
        StringBuilder text = new StringBuilder(LIST).append(",\"totalResults\":").append(total).append(",\"itemsPerPage\":").append(page.size())
                .append(",\"Resources\":[");
        for (int i = 0; i < page.size(); i++) {
            text.append(i == 0 ? "" : ",").append(new String(page.get(i), StandardCharsets.UTF_8));
        }
        return Answer.json(200, text.append("]}").toString());
    }
}
