package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A PATCH request (RFC 7644 §3.5.2) from the changes of an account request. An element that a selector names, such as the
 * work address, is added as a whole while the account has none, because replacing a part of nothing is an error (noTarget).
 * Used once.
 */
final class ScimPatch {

    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private final ScimSchema schema;
    private final AccountRequest request;
    private final boolean capitalised;
    private final ObjectNode message = JsonNodeFactory.instance.objectNode();
    private final ArrayNode operations;
    private final Map<String, ObjectNode> newElements = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();

    private ScimPatch(ScimSchema schema, AccountRequest request, boolean capitalised) {
        this.schema = schema;
        this.request = request;
        this.capitalised = capitalised;
        message.putArray("schemas").add(SCHEMA);
        operations = message.putArray("Operations");
    }

    /**
     * @param further     what is to be set beside the request's changes: whether the account is active
     * @param capitalised whether the operations are written {@code Add, Replace, Remove}, as some providers insist on
     */
    static ObjectNode of(ScimSchema schema, AccountRequest request, List<AttributeChange> further, boolean capitalised) {
        ScimPatch patch = new ScimPatch(schema, request, capitalised);
        request.changes().forEach(patch::change);
        further.forEach(patch::change);
        return patch.message;
    }

    private void change(AttributeChange change) {
        AttributeSpec spec = schema.attribute(change.name());
        ScimPath path = schema.path(change.name());
        JsonNode after = schema.json(spec, change.after());
        if (after == null) {
            clear(path);
        } else if (after.isArray() && path.selector().isEmpty() && !path.sub().isEmpty()) {
            elements(change, spec, path, after);
        } else if (!path.selector().isEmpty() && !knowsElement(path)) {
            addToNewElement(path, after);
        } else {
            operation("replace", path.text()).set("value", after);
        }
    }

    private void clear(ScimPath path) {
        boolean whole = path.sub().isEmpty() || path.sub().equals("value") || path.selector().isEmpty() && path.sub().isEmpty();
        String target = whole ? path.element() : path.text();
        if (removed.add(target)) {
            operation("remove", target);
        }
    }

    /** Elements that come and go, if we know which; otherwise the whole list. */
    private void elements(AttributeChange change, AttributeSpec spec, ScimPath path, JsonNode after) {
        if (change.add().isEmpty() && change.remove().isEmpty()) {
            operation("replace", path.name()).set("value", asElements(path, after));
            return;
        }
        for (Object gone : change.remove()) {
            operation("remove", path.name() + "[" + path.sub() + " eq " + schema.json(spec, gone) + "]");
        }
        if (!change.add().isEmpty()) {
            operation("add", path.name()).set("value", asElements(path, schema.json(spec, change.add())));
        }
    }

    private static ArrayNode asElements(ScimPath path, JsonNode values) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> elements.addObject().set(path.sub(), value));
        return elements;
    }

    private void addToNewElement(ScimPath path, JsonNode value) {
        ObjectNode element = newElements.computeIfAbsent(path.element(), key -> {
            ObjectNode fresh = path.newElement();
            operation("add", path.name()).putArray("value").add(fresh);
            return fresh;
        });
        element.set(path.sub().isEmpty() ? "value" : path.sub(), value);
    }

    /** Whether some attribute of the account as last known stands in the element that this path selects. */
    private boolean knowsElement(ScimPath path) {
        boolean known = request.account().asMap().entrySet().stream().filter(each -> each.getValue() != null)
                .anyMatch(each -> schema.path(each.getKey()).element().equals(path.element()));
        return known || request.changes().stream().filter(each -> each.before() != null)
                .anyMatch(each -> schema.path(each.name()).element().equals(path.element()));
    }

    private ObjectNode operation(String op, String path) {
        return operations.addObject().put("op", capitalised ? Character.toUpperCase(op.charAt(0)) + op.substring(1) : op).put("path", path);
    }
}
