package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** One kind of object: its attributes as flat names with values, and as a SCIM resource. Thread-safe. */
final class ScimSchema {

    private static final Set<String> NOT_ATTRIBUTES = Set.of("schemas", "meta");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectSpec object;
    private final Map<String, ScimPath> paths = new ConcurrentHashMap<>();
    private final Set<String> declaredPaths;

    ScimSchema(ObjectSpec object) {
        this.object = object;
        this.declaredPaths = object.attributes().values().stream().map(AttributeSpec::path).collect(Collectors.toUnmodifiableSet());
    }

    ObjectSpec object() {
        return object;
    }

    AttributeSpec attribute(String name) {
        return object.attribute(name);
    }

    ScimPath path(String name) {
        return paths.computeIfAbsent(name, key -> {
            ScimPath path = ScimPath.parse(attribute(key).path());
            boolean elements = attribute(key).multiValued() && attribute(key).type() == AttributeType.REFERENCE && path.sub().isEmpty();
            return elements ? new ScimPath(path.schema(), path.attribute(), path.selector(), "value") : path;
        });
    }

    /** A new resource with these values; null values are left out. */
    ObjectNode resource(String coreSchema, Map<String, ?> values) {
        ObjectNode resource = NODES.objectNode();
        resource.putArray("schemas").add(coreSchema);
        write(resource, values);
        return resource;
    }

    /** Puts values into a resource, null ones out of it, and adds the extensions they belong to to its schemas. */
    void write(ObjectNode resource, Map<String, ?> values) {
        Set<String> extensions = new LinkedHashSet<>();
        values.forEach((name, value) -> {
            ScimPath path = path(name);
            JsonNode json = json(attribute(name), value);
            path.write(resource, json != null && !json.isArray() && attribute(name).multiValued() ? NODES.arrayNode().add(json) : json);
            if (value != null && !path.schema().isEmpty()) {
                extensions.add(path.schema());
            }
        });
        ArrayNode schemas = resource.withArray("schemas");
        schemas.forEach(schema -> extensions.remove(schema.asText()));
        extensions.forEach(schemas::add);
    }

    /** Puts changes into a resource, as above. */
    void write(ObjectNode resource, List<ScimChange> changes) {
        Map<String, Object> values = new LinkedHashMap<>();
        changes.stream().filter(change -> !change.change().shared()).forEach(change -> values.put(change.name(), change.change().after()));
        changes.stream().filter(change -> change.change().shared()).forEach(change -> change.path().write(resource, change.afterIn(this, resource)));
        write(resource, values);
    }

    /** One value as JSON; null and empty lists are nothing. */
    JsonNode json(AttributeSpec spec, Object value) {
        if (value instanceof Collection<?> several) {
            ArrayNode array = NODES.arrayNode();
            several.forEach(each -> array.add(json(spec, each)));
            return array.isEmpty() ? null : array;
        }
        if (value == null) {
            return null;
        }
        String text = value.toString();
        if (spec.type() == AttributeType.BOOLEAN && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        return value instanceof Boolean flag ? NODES.booleanNode(flag) : value instanceof Long number ? NODES.numberNode(number)
                : value instanceof BigDecimal number ? NODES.numberNode(number) : NODES.textNode(text);
    }

    /**
     * What a resource says.
     *
     * @param complete whether an attribute that is not in it is known to be empty
     */
    Map<String, Object> account(JsonNode resource, Collection<String> wanted, boolean complete) {
        if (resource == null || !resource.isObject()) {
            throw new OutcomeException(OutcomeKind.INVALID, "the provider answered with something that is not a SCIM resource");
        }
        Map<String, Object> account = new LinkedHashMap<>();
        for (String name : wanted.isEmpty() ? object.attributes().keySet() : wanted) {
            Object value = value(attribute(name), path(name).read(resource));
            if (value != null || complete && !attribute(name).sensitive()) {
                account.put(name, value);
            }
        }
        if (wanted.isEmpty() && object.additionalAttributes()) {
            addUndeclared(resource, account);
        }
        account.put(object.anchor(), value(attribute(object.anchor()), path(object.anchor()).read(resource)));
        return account;
    }

    /** Simple attributes that no one declared, of the core schema and of every extension. */
    private void addUndeclared(JsonNode resource, Map<String, Object> account) {
        resource.fields().forEachRemaining(field -> {
            if (field.getKey().startsWith("urn:") && field.getValue().isObject()) {
                field.getValue().fields().forEachRemaining(each -> addUndeclared(field.getKey() + ":" + each.getKey(), each.getValue(), account));
            } else if (!NOT_ATTRIBUTES.contains(field.getKey())) {
                addUndeclared(field.getKey(), field.getValue(), account);
            }
        });
    }

    private void addUndeclared(String name, JsonNode value, Map<String, Object> account) {
        boolean simple = value.isValueNode() && !value.isNull() || value.isArray() && !value.isEmpty() && value.get(0).isValueNode();
        if (simple && !declaredPaths.contains(name)) {
            account.putIfAbsent(name, value(attribute(name), value));
        }
    }

    /** One value, or several, as the declaration has it; null for nothing. */
    static Object value(AttributeSpec spec, JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            List<Object> values = new ArrayList<>();
            node.forEach(each -> values.add(value(spec, each)));
            return values.isEmpty() ? null : values;
        }
        Object plain = plain(node);
        boolean word = plain instanceof String text && Set.of("true", "false").contains(text.toLowerCase(Locale.ROOT));
        return spec.type() == AttributeType.BOOLEAN && word ? (Object) Boolean.valueOf(plain.toString()) : plain;
    }

    private static Object plain(JsonNode node) {
        return node.isBoolean() ? (Object) node.booleanValue() : node.isIntegralNumber() ? (Object) node.longValue()
                : node.isNumber() ? node.decimalValue() : node.isTextual() ? node.textValue() : node.toString();
    }
}
