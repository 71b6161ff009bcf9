package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Where a value stands in a SCIM resource (RFC 7644 §3.5.2, figure 7): {@code name.givenName},
 * {@code emails[type eq "work"].value}, {@code urn:…:User:manager.value}.
 *
 * @param schema    URN of the extension the attribute belongs to; empty for the core schema
 * @param attribute name of the attribute
 * @param selector  what an element of a multi-valued attribute must say to be meant; empty: no element is selected
 * @param sub       name of the sub-attribute; empty: the attribute itself
 */
record ScimPath(String schema, String attribute, Map<String, JsonNode> selector, String sub) {

    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
    private static final Pattern SHAPE = Pattern.compile("(?:(urn:.+):)?([^\\[\\].:]+)(?:\\[(.*)])?(?:\\.([^.\\[\\]]+))?");
    private static final Pattern CONDITION = Pattern.compile("\\s*(\\w+)\\s+eq\\s+(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(true|false))\\s*(?:and\\b|$)", Pattern.CASE_INSENSITIVE);

    ScimPath {
        selector = Map.copyOf(selector);
    }

    /** A text that is no path is the name of a simple attribute. */
    static ScimPath parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return new ScimPath("", text, Map.of(), "");
        }
        String schema = Optional.ofNullable(shape.group(1)).filter(urn -> !urn.startsWith(CORE)).orElse("");
        return new ScimPath(schema, shape.group(2), selector(Optional.ofNullable(shape.group(3)).orElse("")),
                Optional.ofNullable(shape.group(4)).orElse(""));
    }

    private static Map<String, JsonNode> selector(String filter) {
        Map<String, JsonNode> selector = new LinkedHashMap<>();
        Matcher condition = CONDITION.matcher(filter);
        while (condition.find()) {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            selector.put(condition.group(1), condition.group(3) == null ? nodes.textNode(condition.group(2).replaceAll("\\\\(.)", "$1"))
                    : nodes.booleanNode(Boolean.parseBoolean(condition.group(3))));
        }
        return selector;
    }

    /** The attribute, with its selector but without the sub-attribute, as a PATCH names it. */
    String element() {
        return name() + (selector.isEmpty() ? "" : "[" + condition() + "]");
    }

    /** The attribute with its schema's URN, if it has one. */
    String name() {
        return schema.isEmpty() ? attribute : schema + ":" + attribute;
    }

    /** The whole path, as a PATCH or a filter names it. */
    String text() {
        return sub.isEmpty() ? element() : element() + "." + sub;
    }

    /** The selector as a filter; empty if there is none. */
    String condition() {
        return String.join(" and ", selector.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + " eq " + each.getValue()).toList());
    }

    /** What stands there; an array for all elements of a multi-valued attribute; null if nothing does. */
    JsonNode read(JsonNode resource) {
        JsonNode node = field(schema.isEmpty() ? resource : field(resource, schema), attribute);
        if (node != null && !selector.isEmpty()) {
            node = selected(node);
        }
        if (node == null || node.isNull() || sub.isEmpty()) {
            return node == null || node.isNull() ? null : node;
        }
        if (!node.isArray()) {
            return part(node);
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : node) {
            Optional.ofNullable(part(element)).ifPresent(all::add);
        }
        return all;
    }

    /** Whether a resource says what stands there: a value, or other elements, each of which says that it is not the one selected. */
    boolean isToldBy(JsonNode resource) {
        JsonNode all = selector.isEmpty() ? null : new ScimPath(schema, attribute, Map.of(), "").read(resource);
        boolean others = all != null && !all.isEmpty() && StreamSupport.stream(all.spliterator(), false).allMatch(element -> selector.entrySet().stream()
                .anyMatch(each -> field(element, each.getKey()) != null && !says(element, each.getKey(), each.getValue())));
        JsonNode told = read(resource);
        return others || told != null && !(told.isArray() && told.isEmpty());
    }

    /** A value that stands where an object should is that object's value: some providers show a manager's id alone. */
    private JsonNode part(JsonNode node) {
        return node.isObject() ? field(node, sub) : sub.equals("value") && node.isValueNode() ? node : null;
    }

    /** Puts a value there, with everything around it that is missing; null takes it away. */
    void write(ObjectNode resource, JsonNode value) {
        if (value == null) {
            remove(resource);
            return;
        }
        ObjectNode container = schema.isEmpty() ? resource : objectAt(resource, schema);
        String field = spelled(container, attribute);
        if (!selector.isEmpty()) {
            elementAt(container.withArray(field)).set(sub.isEmpty() ? "value" : sub, value);
        } else if (sub.isEmpty()) {
            container.set(field, value);
        } else if (value.isArray()) {
            container.set(field, elements(container.path(field), value));
        } else {
            objectAt(container, field).set(sub, value);
        }
    }

    /** A new element of the multi-valued attribute that the selector selects. */
    ObjectNode newElement() {
        ObjectNode element = JsonNodeFactory.instance.objectNode();
        selector.forEach(element::set);
        return element;
    }

    private void remove(ObjectNode resource) {
        JsonNode container = schema.isEmpty() ? resource : field(resource, schema);
        JsonNode node = field(container, attribute);
        if (node == null) {
            return;
        }
        boolean whole = sub.isEmpty() || sub.equals("value") || node.isArray() && selector.isEmpty();
        if (!selector.isEmpty() && node.isArray()) {
            JsonNode element = selected(node);
            if (element instanceof ObjectNode object && !whole) {
                object.remove(spelled(object, sub));
            } else if (element != null) {
                removeElement((ArrayNode) node, element);
            }
        } else if (whole || !(node instanceof ObjectNode)) {
            ((ObjectNode) container).remove(spelled((ObjectNode) container, attribute));
        } else {
            ((ObjectNode) node).remove(spelled((ObjectNode) node, sub));
        }
    }

    private static void removeElement(ArrayNode array, JsonNode element) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) == element) {
                array.remove(i);
                return;
            }
        }
    }

    private ObjectNode elementAt(ArrayNode array) {
        JsonNode found = selected(array);
        return found instanceof ObjectNode object ? object : array.addObject().setAll(newElement());
    }

    /**
     * The element that says what the selector asks for. Some providers keep only one and do not say of what type it is: that is the one
     * for work, or the primary one, and nobody else's.
     */
    private JsonNode selected(JsonNode array) {
        for (JsonNode element : array) {
            if (selector.entrySet().stream().allMatch(each -> says(element, each.getKey(), each.getValue()))) {
                return element;
            }
        }
        boolean usual = says(newElement(), "type", JsonNodeFactory.instance.textNode("work")) || says(newElement(), "primary", JsonNodeFactory.instance.booleanNode(true));
        boolean silent = usual && array.size() == 1 && selector.keySet().stream().allMatch(name -> field(array.get(0), name) == null);
        return silent ? array.get(0) : null;
    }

    private static boolean says(JsonNode element, String name, JsonNode value) {
        JsonNode said = field(element, name);
        return said != null && said.asText().equalsIgnoreCase(value.asText());
    }

    /** The values as elements; what an element that was there says beside its value is kept. */
    private ArrayNode elements(JsonNode before, JsonNode values) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        for (JsonNode value : values) {
            JsonNode kept = null;
            for (JsonNode element : before) {
                kept = value.equals(field(element, sub)) ? element : kept;
            }
            elements.add(kept != null ? kept : JsonNodeFactory.instance.objectNode().set(sub, value));
        }
        return elements;
    }

    private static ObjectNode objectAt(ObjectNode parent, String name) {
        String field = spelled(parent, name);
        return parent.get(field) instanceof ObjectNode there ? there : parent.putObject(field);
    }

    /** Attribute names are case-insensitive (RFC 7643 §2.1). */
    private static JsonNode field(JsonNode object, String name) {
        if (object == null || !object.isObject()) {
            return null;
        }
        JsonNode exact = object.get(name);
        return exact != null ? exact : object.get(spelled((ObjectNode) object, name));
    }

    private static String spelled(ObjectNode object, String name) {
        if (object.has(name)) {
            return name;
        }
        var names = object.fieldNames();
        while (names.hasNext()) {
            String there = names.next();
            if (there.equalsIgnoreCase(name)) {
                return there;
            }
        }
        return name;
    }
}
