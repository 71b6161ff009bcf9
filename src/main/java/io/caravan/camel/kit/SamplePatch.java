package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A PATCH (RFC 7644 §3.5.2) and filters, as a service that keeps resources as JSON carries them out. */
final class SamplePatch {

    /** What a change is refused with: a scimType and why. */
    static final class Refused extends RuntimeException {
        private final String scimType;
        private final String detail;

        Refused(String scimType, String detail) {
            this.scimType = scimType;
            this.detail = detail;
        }

        SampleVendor.Said said() {
            return SampleScim.error(400, scimType, detail);
        }
    }

    private static final Pattern PATH = Pattern.compile("(?:(urn:.+):)?([^\\[\\].:]+)(?:\\[(.*)])?(?:\\.([^.\\[\\]]+))?");
    private static final Pattern CLAUSE = Pattern.compile("(\\S+) (eq|gt) (.+)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> LISTS = Set.of("emails", "phoneNumbers", "addresses", "members", "roles", "entitlements");

    private SamplePatch() {
    }

    /** Whether a resource is meant by a filter: clauses with {@code eq} or {@code gt}, joined by {@code and}. */
    static boolean matches(JsonNode resource, String filter) {
        Matcher bracket = Pattern.compile("(\\w+)\\[(.*)]").matcher(filter);
        if (bracket.matches()) {
            return StreamSupport.stream(resource.path(bracket.group(1)).spliterator(), false).anyMatch(element -> matches(element, bracket.group(2)));
        }
        return clauses(filter).stream().allMatch(clause -> {
            boolean greater = clause.group(2).equalsIgnoreCase("gt");
            String wanted = value(clause.group(3)).asText();
            return values(resource, clause.group(1)).stream().anyMatch(has -> greater ? has.compareTo(wanted) > 0
                    : clause.group(1).matches("(?i)externalId|id|members(\\.value)?|value") ? has.equals(wanted) : has.equalsIgnoreCase(wanted));
        });
    }

    static List<Matcher> clauses(String filter) {
        List<Matcher> clauses = new ArrayList<>();
        for (String part : filter.split(" and (?=(?:[^\"\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*\")*$)")) {
            Matcher clause = CLAUSE.matcher(part.strip());
            if (!clause.matches()) {
                throw new Refused("invalidFilter", "the filter is not understood");
            }
            clauses.add(clause);
        }
        return clauses;
    }

    private static JsonNode value(String json) {
        try {
            return SampleVendor.JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
            throw new Refused("invalidFilter", "the filter has a value that is none");
        }
    }

    /** All that stands there, as texts. */
    static List<String> values(JsonNode resource, String path) {
        Matcher shape = PATH.matcher(path);
        if (!shape.matches()) {
            return List.of();
        }
        JsonNode container = shape.group(1) == null ? resource : resource.path(field(resource, shape.group(1)));
        JsonNode node = container.path(field(container, shape.group(2)));
        String sub = Optional.ofNullable(shape.group(4)).orElse("value");
        List<String> values = new ArrayList<>();
        (node.isArray() ? node : List.of(node)).forEach(one -> {
            JsonNode found = one.isObject() ? one.path(field(one, sub)) : one;
            if (found.isValueNode() && !found.asText().isBlank()) {
                values.add(found.asText());
            }
        });
        return values;
    }

    private static String field(JsonNode object, String name) {
        for (var names = object.fieldNames(); names.hasNext();) {
            String there = names.next();
            if (there.equalsIgnoreCase(name)) {
                return there;
            }
        }
        return name;
    }

    static void apply(ObjectNode resource, JsonNode operation) {
        String verb = operation.path("op").asText().toLowerCase(Locale.ROOT);
        JsonNode value = operation.path("value");
        if (!operation.has("path")) {
            value.fields().forEachRemaining(each -> set(resource, each.getKey(), each.getValue(), verb));
            return;
        }
        Matcher shape = PATH.matcher(operation.path("path").asText());
        if (!shape.matches()) {
            throw new Refused("invalidPath", "the path is not understood");
        }
        ObjectNode container = shape.group(1) == null ? resource : resource.withObject("/" + shape.group(1).replace("~", "~0").replace("/", "~1"));
        if (shape.group(3) != null) {
            elements(container.withArray(shape.group(2)), shape.group(3), Optional.ofNullable(shape.group(4)), verb, value);
        } else if (shape.group(4) != null) {
            ObjectNode around = container.withObject("/" + shape.group(2));
            if (verb.equals("remove")) {
                around.remove(shape.group(4));
            } else {
                around.set(shape.group(4), value);
            }
        } else if (verb.equals("remove")) {
            remove(container, shape.group(2), value);
        } else {
            set(container, shape.group(2), value, verb);
        }
    }

    private static void set(ObjectNode container, String name, JsonNode value, String verb) {
        if (LISTS.contains(name)) {
            ArrayNode list = verb.equals("add") ? container.withArray(name) : container.putArray(name);
            (value.isArray() ? value : List.of(value)).forEach(element -> {
                boolean there = StreamSupport.stream(list.spliterator(), false).anyMatch(has -> has.path("value").equals(element.path("value")) && has.path("type").equals(element.path("type")));
                if (!there) {
                    list.add(element);
                }
            });
        } else if (value.isObject()) {
            container.withObject("/" + name.replace("~", "~0").replace("/", "~1")).setAll((ObjectNode) value);
        } else {
            container.set(name, value);
        }
    }

    private static void remove(ObjectNode container, String name, JsonNode value) {
        if (!value.isArray()) {
            container.remove(name);
            return;
        }
        ArrayNode kept = SampleVendor.NODES.arrayNode();
        container.path(name).forEach(element -> {
            if (StreamSupport.stream(value.spliterator(), false).noneMatch(gone -> gone.path("value").equals(element.path("value")))) {
                kept.add(element);
            }
        });
        container.set(name, kept);
    }

    private static void elements(ArrayNode list, String filter, Optional<String> sub, String verb, JsonNode value) {
        boolean found = false;
        for (int i = list.size() - 1; i >= 0; i--) {
            if (!matches(list.get(i), filter)) {
                continue;
            }
            found = true;
            ObjectNode element = (ObjectNode) list.get(i);
            if (!verb.equals("remove")) {
                if (sub.isPresent()) {
                    element.set(sub.get(), value);
                } else {
                    element.setAll((ObjectNode) value);
                }
            } else if (sub.isPresent()) {
                element.remove(sub.get());
            } else {
                list.remove(i);
            }
        }
        if (!found) {
            throw new Refused("noTarget", "the path selects nothing");
        }
    }
}
