package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestReading;
import io.caravan.connector.RestRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What stands in a system's JSON, as attributes, and back. For one kind of object; immutable. */
final class RestAccounts {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectSpec object;
    private final RestObject rest;
    private final Map<String, RestPath> paths = new LinkedHashMap<>();
    /** What answers may show. */
    private final List<AttributeSpec> shown;
    private final Set<String> known = new LinkedHashSet<>();
    /** Who is in a group is asked for by itself. */
    private final Optional<String> listedApart;
    private final String fields;

    RestAccounts(ObjectSpec object, RestObject rest) {
        this.object = object;
        this.rest = rest;
        object.attributes().values().forEach(attribute -> paths.put(attribute.name(), RestPath.of(attribute.path())));
        paths.values().forEach(path -> known.add(path.first()));
        this.listedApart = rest.members().flatMap(members -> object.memberships()).map(held -> held.attribute());
        this.shown = object.attributes().values().stream().filter(this::isShown).toList();
        this.fields = shown.stream().filter(attribute -> !rest.values().expanded().contains(attribute.name())).map(attribute -> paths.get(attribute.name()).first()).filter(name -> !name.isEmpty()).distinct().sorted()
                .collect(Collectors.joining(","));
    }

    ObjectSpec object() {
        return object;
    }

    /** Names of the document's members that hold attributes, with commas between: what APIs call fields, or select. */
    String fields() {
        return fields;
    }

    /** By what the object is known; empty where it does not say. */
    Optional<String> anchor(JsonNode item) {
        return JsonPlaces.text(item, path(object.anchor()));
    }

    private boolean isShown(AttributeSpec attribute) {
        return !attribute.sensitive() && !attribute.notReturned() && listedApart.filter(attribute.name()::equals).isEmpty();
    }

    /** What cannot be understood of one object. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /**
     * The attributes of one object.
     *
     * @param showsAll whether what is not shown is empty
     * @throws Unreadable when one of them cannot be understood
     */
    Map<String, Object> account(JsonNode item, boolean showsAll) {
        return account(item, showsAll, RestReading.PLAIN);
    }

    /** @param reading which parts may be left out as a whole: what stands in one that is not there is not empty, but not known; and which of them nothing can be said without */
    Map<String, Object> account(JsonNode item, boolean showsAll, RestReading reading) {
        reading.needs().stream().filter(need -> JsonPlaces.one(item, need).isEmpty()).findFirst().ifPresent(need -> {
            throw new Unreadable("the system does not show " + need.text() + " of it, without which nobody knows whether it is to be let in; may the user see it?");
        });
        List<RestPath> missing = reading.parts().isEmpty() ? List.of() : reading.parts().stream().filter(part -> JsonPlaces.one(item, part).isEmpty()).toList();
        Map<String, Object> account = new LinkedHashMap<>();
        for (AttributeSpec attribute : shown) {
            List<JsonNode> there = JsonPlaces.all(item, paths.get(attribute.name()));
            if (!there.isEmpty()) {
                account.put(attribute.name(), value(attribute, there));
            } else if (showsAll && missing.stream().noneMatch(part -> paths.get(attribute.name()).isWithin(part))) {
                account.put(attribute.name(), null);
            }
        }
        if (object.additionalAttributes()) {
            item.fields().forEachRemaining(field -> additional(account, field.getKey(), field.getValue()));
        }
        return account;
    }

    private void additional(Map<String, Object> account, String name, JsonNode shown) {
        boolean plain = shown.isValueNode() || shown.isArray() && all(shown, JsonNode::isValueNode);
        if (plain && !known.contains(name) && !object.attributes().containsKey(name)) {
            account.put(name, value(object.attribute(name), List.of(shown)));
        }
    }

    private static boolean all(JsonNode list, java.util.function.Predicate<JsonNode> what) {
        for (JsonNode element : list) {
            if (!what.test(element)) {
                return false;
            }
        }
        return true;
    }

    private Object value(AttributeSpec attribute, List<JsonNode> shown) {
        if (shown.size() == 1 && !shown.get(0).isArray() && !attribute.multiValued()) {
            return shown.get(0).isNull() ? null : single(attribute, shown.get(0));
        }
        List<Object> values = new ArrayList<>();
        boolean list = attribute.multiValued();
        for (JsonNode node : shown) {
            list |= node.isArray();
            (node.isArray() ? node : List.of(node)).forEach(element -> {
                if (!element.isNull()) {
                    values.add(single(attribute, element));
                }
            });
        }
        return list ? values : values.isEmpty() ? null : values.get(0);
    }

    private Object single(AttributeSpec attribute, JsonNode shown) {
        if (!shown.isValueNode()) {
            throw new Unreadable(attribute.name() + " is no single value, but " + (shown.isArray() ? "a list" : "an object"));
        }
        RestObject.Words words = rest.values().words().get(attribute.name());
        if (words != null) {
            Optional<Object> known = words.own().entrySet().stream().filter(word -> word.getValue().stream().anyMatch(own -> isSame(own, shown))).map(word -> (Object) word.getKey()).findFirst();
            if (known.isEmpty() && object.enabledBy().filter(attribute.name()::equals).isPresent()) {
                return shown.asText(); // neither open nor closed: the rest can be read all the same
            }
            return known.orElseThrow(() -> new Unreadable(attribute.name() + " is " + shown + ", which the connector does not know"));
        }
        if (shown.isTextual() && (attribute.type() == AttributeType.DATE || attribute.type() == AttributeType.DATETIME)) {
            return WrittenDate.iso(shown.asText());
        }
        return shown.isBoolean() ? (Object) shown.asBoolean() : shown.isIntegralNumber() && shown.canConvertToLong() ? (Object) shown.asLong()
                : shown.isNumber() ? shown.decimalValue() : shown.asText();
    }

    /** In the connector's file a word may stand without quotes where the system has a text. */
    private static boolean isSame(Object own, JsonNode shown) {
        return own instanceof Boolean flag ? shown.isBoolean() && shown.asBoolean() == flag || shown.isTextual() && shown.asText().equalsIgnoreCase(own.toString())
                : shown.asText().equals(String.valueOf(own));
    }

    /**
     * Whether the object has to be read before this is written: what stands beside it is sent, too.
     *
     * @param as where attributes stand in what is sent
     */
    boolean needsCurrent(Collection<AttributeChange> changes, RestRequest.Into as) {
        for (AttributeChange change : changes) {
            if (change.shared() || as.keeps().isPresent() || as.places().isEmpty() && path(change.name()).isDeep()) {
                return true;
            }
        }
        return false;
    }

    private RestPath path(String name) {
        RestPath known = paths.get(name);
        return known != null ? known : new RestPath(name, List.of(new RestPath.Member(name)));
    }

    /**
     * What is sent for changes.
     *
     * @param current the object as it is; empty for a new one, or where nothing needs it
     * @param as      where attributes stand in it
     */
    ObjectNode document(Collection<AttributeChange> changes, Optional<JsonNode> current, RestRequest.Into as) {
        ObjectNode document = as.keeps().flatMap(kept -> current.flatMap(item -> JsonPlaces.one(item, kept))).filter(JsonNode::isObject).map(kept -> ((ObjectNode) kept).deepCopy()).orElseGet(NODES::objectNode);
        Function<String, Optional<ObjectNode>> fresh = list -> Optional.ofNullable(as.fresh().get(list)).map(element -> (ObjectNode) JsonPlaces.declared(element));
        SharedElements shared = new SharedElements(object, paths, as);
        for (AttributeChange change : shared.removedLast(changes)) {
            AttributeSpec attribute = object.attribute(change.name());
            RestPath path = as.places().isEmpty() ? path(change.name()) : Optional.ofNullable(as.places().get(change.name())).orElseThrow(() -> new OutcomeException(OutcomeKind.INVALID,
                    change.name() + " cannot be written so: the connector does not say where it stands in this request"));
            String first = path.first();
            if (as.places().isEmpty() && path.isDeep() && !document.has(first)) {
                current.map(item -> item.get(first)).filter(node -> !node.isNull()).ifPresent(node -> document.set(first, node.deepCopy()));
            }
            Object value = change.shared() ? merged(change, attribute, path(change.name()), current) : change.after();
            if (isNothing(value) && !shared.removes(change.name(), path)) {
                shared.empty(document, path, none(attribute));
            } else {
                JsonPlaces.put(document, path, isNothing(value) ? null : json(attribute, value), none(attribute), fresh);
            }
        }
        as.fresh().forEach((list, element) -> JsonPlaces.all(document, RestPath.of(list)).forEach(elements -> elements.forEach(one -> inOrder(one, ((Map<?, ?>) element).keySet()))));
        return as.order().isEmpty() ? document : inOrder(document, as.order());
    }

    /** Members that are named come first, in that order. */
    private static ObjectNode inOrder(JsonNode node, Collection<?> order) {
        if (!(node instanceof ObjectNode object)) {
            return NODES.objectNode();
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        order.stream().map(String::valueOf).filter(object::has).forEach(name -> members.put(name, object.get(name)));
        object.fields().forEachRemaining(member -> members.putIfAbsent(member.getKey(), member.getValue()));
        object.removeAll();
        object.setAll(members);
        return object;
    }

    private static boolean isNothing(Object value) {
        return value == null || value instanceof Collection<?> several && several.isEmpty();
    }

    private JsonNode none(AttributeSpec attribute) {
        return attribute.multiValued() ? NODES.arrayNode() : rest.values().clear() == RestObject.Clear.NULL ? NODES.nullNode() : NODES.textNode("");
    }

    /** Others' values stay. */
    private Object merged(AttributeChange change, AttributeSpec attribute, RestPath path, Optional<JsonNode> current) {
        List<JsonNode> shown = JsonPlaces.all(current.orElse(NODES.objectNode()), path);
        Object now = shown.isEmpty() ? null : value(attribute, shown);
        List<Object> values = new ArrayList<>(now == null ? List.of() : now instanceof List<?> list ? list : List.of(now));
        List<String> gone = change.remove().stream().map(String::valueOf).toList();
        values.removeIf(value -> gone.contains(String.valueOf(value)));
        List<String> there = values.stream().map(String::valueOf).toList();
        change.add().stream().filter(value -> !there.contains(String.valueOf(value))).forEach(values::add);
        return values;
    }

    private JsonNode json(AttributeSpec attribute, Object value) {
        if (value instanceof Collection<?> several) {
            ArrayNode list = NODES.arrayNode();
            several.forEach(one -> list.add(single(attribute, one)));
            return list;
        }
        return attribute.multiValued() ? NODES.arrayNode().add(single(attribute, value)) : single(attribute, value);
    }

    private JsonNode single(AttributeSpec attribute, Object value) {
        RestObject.Words words = rest.values().words().get(attribute.name());
        if (words != null) {
            List<Object> own = words.own().get(value instanceof Boolean ? value : value.toString());
            if (own == null) {
                throw new OutcomeException(OutcomeKind.INVALID, attribute.name() + " has a value that the connector has no word for; it knows " + words.own().keySet());
            }
            return plain(own.get(0));
        }
        String text = value.toString();
        if (attribute.type() == AttributeType.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        if (attribute.type() == AttributeType.INTEGER && text.matches("-?\\d{1,18}")) {
            return NODES.numberNode(Long.parseLong(text));
        }
        if (attribute.type() == AttributeType.DECIMAL && text.matches("-?\\d{1,30}(\\.\\d{1,30})?")) {
            return NODES.numberNode(new BigDecimal(text));
        }
        boolean declared = object.attributes().containsKey(attribute.name());
        return declared ? NODES.textNode(text) : plain(value);
    }

    /** A value as JSON has it. */
    static JsonNode plain(Object value) {
        return value == null ? NODES.nullNode() : value instanceof Boolean flag ? NODES.booleanNode(flag) : value instanceof Long number ? NODES.numberNode(number)
                : value instanceof Integer number ? NODES.numberNode(number) : value instanceof BigDecimal number ? NODES.numberNode(number) : NODES.textNode(value.toString());
    }
}
