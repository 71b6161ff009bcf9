package io.caravan.lives;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The users of a SCIM provider, with PATCH (RFC 7644 §3.5.2) and equality filters (§3.4.2.2). Not thread-safe. */
final class ScimUsers {

    /** {@code urn:…:User:manager.value}, {@code emails[type eq "work"].value}, {@code active}. */
    private static final Pattern PATH = Pattern.compile("(?:(urn:.+):)?([A-Za-z]\\w*)(?:\\[(\\w+) eq \"([^\"]*)\"])?(?:\\.(\\w+))?");
    private static final Pattern EQUALS = Pattern.compile("(.+?) eq (\".*\"|true|false)");
    private static final Pattern ELEMENT_EQUALS = Pattern.compile("(\\w+)\\[type eq \"(\\w+)\" and (\\w+) eq (\".*\")]");

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();

    Map<String, ObjectNode> all() {
        return users;
    }

    void put(ObjectNode user) {
        users.put(user.path("id").asText(), user);
    }

    /** Whether another has this user's name. */
    boolean isTaken(ObjectNode user) {
        return users.values().stream().anyMatch(other -> !other.path("id").equals(user.path("id"))
                && other.path("userName").asText().equalsIgnoreCase(user.path("userName").asText()));
    }

    /** Those for which a filter holds; empty when it is none that this provider knows. */
    Optional<List<ObjectNode>> matching(String filter) {
        Matcher element = ELEMENT_EQUALS.matcher(filter);
        if (element.matches()) {
            String wanted = text(element.group(4));
            return Optional.of(users.values().stream().filter(user -> elements(user.path(element.group(1))).stream()
                    .anyMatch(each -> each.path("type").asText().equals(element.group(2)) && each.path(element.group(3)).asText().equalsIgnoreCase(wanted))).toList());
        }
        Matcher equality = EQUALS.matcher(filter);
        if (!equality.matches()) {
            return Optional.empty();
        }
        String wanted = text(equality.group(2));
        boolean exact = List.of("id", "externalId").contains(equality.group(1));
        return Optional.of(users.values().stream().filter(user -> {
            String value = value(user, equality.group(1)).map(JsonNode::asText).orElse("");
            return exact ? value.equals(wanted) : value.equalsIgnoreCase(wanted);
        }).toList());
    }

    private static String text(String json) {
        return json.replaceAll("^\"|\"$", "").replace("\\\"", "\"").replace("\\\\", "\\");
    }

    /** What stands at a path. */
    static Optional<JsonNode> value(ObjectNode user, String path) {
        Matcher parts = parts(path);
        JsonNode box = parts.group(1) == null ? user : user.path(parts.group(1));
        JsonNode value = box.path(parts.group(2));
        if (parts.group(3) != null) {
            value = elements(value).stream().filter(each -> each.path(parts.group(3)).asText().equals(parts.group(4))).findFirst().map(JsonNode.class::cast)
                    .orElse(box.path("nothing"));
        }
        JsonNode found = parts.group(5) == null ? value : value.path(parts.group(5));
        return found.isMissingNode() || found.isNull() ? Optional.empty() : Optional.of(found);
    }

    private static Matcher parts(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no path: " + path);
        }
        return parts;
    }

    /** @throws IllegalArgumentException when an operation cannot be carried out */
    static void patch(ObjectNode user, JsonNode message) {
        for (JsonNode operation : message.path("Operations")) {
            String kind = operation.path("op").asText().toLowerCase(Locale.ROOT);
            if (operation.path("path").isMissingNode()) {
                operation.path("value").fields().forEachRemaining(each -> set(user, kind, each.getKey(), each.getValue()));
            } else {
                set(user, kind, operation.path("path").asText(), operation.path("value"));
            }
        }
    }

    private static void set(ObjectNode user, String kind, String path, JsonNode value) {
        Matcher parts = parts(path);
        ObjectNode box = parts.group(1) == null ? user : user.withObjectProperty(parts.group(1));
        String name = parts.group(2);
        if (parts.group(3) != null) {
            element(box, kind, parts, value);
        } else if (parts.group(5) != null) {
            ObjectNode complex = box.path(name).isObject() ? (ObjectNode) box.path(name) : box.putObject(name);
            put(complex, kind, parts.group(5), value);
            if (complex.isEmpty()) {
                box.remove(name);
            }
        } else if (kind.equals("add") && box.path(name).isArray() && value.isArray()) {
            value.forEach(((ArrayNode) box.path(name))::add);
        } else {
            put(box, kind, name, value);
        }
    }

    private static void element(ObjectNode box, String kind, Matcher parts, JsonNode value) {
        ArrayNode list = box.path(parts.group(2)).isArray() ? (ArrayNode) box.path(parts.group(2)) : box.putArray(parts.group(2));
        Optional<ObjectNode> element = elements(list).stream().filter(each -> each.path(parts.group(3)).asText().equals(parts.group(4))).findFirst();
        if (element.isEmpty()) {
            throw new IllegalArgumentException("no element " + parts.group());
        }
        if (kind.equals("remove") && parts.group(5) == null) {
            for (Iterator<JsonNode> each = list.elements(); each.hasNext();) {
                if (each.next() == element.get()) {
                    each.remove();
                }
            }
        } else if (parts.group(5) == null) {
            element.get().removeAll().setAll((ObjectNode) value);
        } else {
            put(element.get(), kind, parts.group(5), value);
        }
    }

    private static void put(ObjectNode box, String kind, String name, JsonNode value) {
        if (kind.equals("remove") || value.isNull()) {
            box.remove(name);
        } else {
            box.set(name, value.deepCopy());
        }
    }

    private static List<ObjectNode> elements(JsonNode list) {
        List<ObjectNode> elements = new ArrayList<>();
        list.forEach(each -> {
            if (each.isObject()) {
                elements.add((ObjectNode) each);
            }
        });
        return elements;
    }
}
