package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
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
 * A PATCH request (RFC 7644 §3.5.2) from changes, each in the form that it is to be said in. What is not there yet is added,
 * and an element that a selector names, such as the work address, as a whole: to replace a part of nothing is an error to
 * some (noTarget). Used once.
 */
final class ScimPatch {

    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private final ScimSchema schema;
    private final AccountRequest request;
    private final JsonNode resource;
    private final boolean capitalised;
    private final ObjectNode message = JsonNodeFactory.instance.objectNode();
    private final ArrayNode operations;
    private final Map<String, ObjectNode> newElements = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();

    private ScimPatch(ScimSchema schema, AccountRequest request, JsonNode resource, boolean capitalised) {
        this.schema = schema;
        this.request = request;
        this.resource = resource;
        this.capitalised = capitalised;
        message.putArray("schemas").add(SCHEMA);
        operations = message.putArray("Operations");
    }

    /**
     * @param resource    as the provider last showed it; null if it did not
     * @param capitalised whether the operations are written {@code Add, Replace, Remove}, as some providers insist on
     */
    static ObjectNode of(ScimSchema schema, AccountRequest request, List<ScimChange> changes, JsonNode resource, boolean capitalised) {
        ScimPatch patch = new ScimPatch(schema, request, resource, capitalised);
        changes.forEach(patch::add);
        return patch.message;
    }

    /**
     * Members that come into a group, or leave it.
     *
     * @param byValue whether those that leave are named by their values, which makes some providers empty the group
     */
    static ObjectNode ofMembers(ScimSchema schema, AttributeChange change, boolean byValue, boolean capitalised) {
        ScimPatch patch = new ScimPatch(schema, null, null, capitalised);
        AttributeSpec spec = schema.attribute(change.name());
        ScimPath path = schema.path(change.name());
        if (!change.add().isEmpty()) {
            patch.operation("add", path.name()).set("value", asElements(path, schema.json(spec, change.add())));
        }
        if (byValue && !change.remove().isEmpty()) {
            patch.operation("remove", path.name()).set("value", asElements(path, schema.json(spec, change.remove())));
        } else {
            change.remove().forEach(each -> patch.operation("remove", ScimPatch.element(path, schema.json(spec, each))));
        }
        return patch.message;
    }

    private static String element(ScimPath path, JsonNode value) {
        return path.name() + "[" + path.sub() + " eq " + value + "]";
    }

    private void add(ScimChange change) {
        switch (change.form()) {
            case WHOLE -> whole(change);
            case EXACT -> operation("remove", change.path().text());
            case NULL -> operation("replace", change.path().text()).set("value", NullNode.instance);
            case COMPLEX -> operation(verb(change), change.path().element()).set("value", around(change));
            case PLAIN -> operation(verb(change), change.path().element()).set("value", change.after());
            case NO_PATH -> withoutPath(change);
            case WORD -> operation("replace", change.path().text()).put("value", change.after().asBoolean() ? "True" : "False");
            default -> byPath(change);
        }
    }

    private void byPath(ScimChange change) {
        ScimPath path = change.path();
        if (change.after() == null) {
            clear(path);
        } else if (change.isList()) {
            elements(change);
        } else if (change.isSharedWhole() && resource != null) {
            operation("replace", path.text()).set("value", change.afterIn(schema, resource));
        } else if (change.selects() && !isThere(change)) {
            addToNewElement(path, change.after());
        } else {
            String verb = change.form() == ScimForm.ADD ? "add" : change.form() == ScimForm.REPLACE ? "replace" : verb(change);
            change.goesWith(verb);
            operation(verb, path.text()).set("value", change.after());
        }
    }

    private String verb(ScimChange change) {
        return isThere(change) ? "replace" : "add";
    }

    private void clear(ScimPath path) {
        boolean whole = path.sub().isEmpty() || path.sub().equals("value");
        String target = whole ? path.element() : path.text();
        if (removed.add(target)) {
            operation("remove", target);
        }
    }

    /** Elements that come and go, if we know which; otherwise the whole list. */
    private void elements(ScimChange change) {
        ScimPath path = change.path();
        List<Object> gone = change.change().remove();
        List<Object> fresh = change.change().add();
        if (gone.isEmpty() && fresh.isEmpty()) {
            operation("replace", path.name()).set("value", asElements(path, change.after()));
            return;
        }
        if (change.form() == ScimForm.BY_VALUE && !gone.isEmpty()) {
            operation("remove", path.name()).set("value", asElements(path, schema.json(change.spec(), gone)));
        } else {
            gone.forEach(each -> operation("remove", element(path, schema.json(change.spec(), each))));
        }
        if (!fresh.isEmpty()) {
            operation("add", path.name()).set("value", asElements(path, schema.json(change.spec(), fresh)));
        }
    }

    private static ArrayNode asElements(ScimPath path, JsonNode values) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        if (values != null) {
            values.forEach(value -> elements.addObject().set(path.sub(), value));
        }
        return elements;
    }

    /** The list as the provider shows it, with the change in it. */
    private void whole(ScimChange change) {
        ScimPath path = change.path();
        ObjectNode changed = resource.deepCopy();
        path.write(changed, change.afterIn(schema, resource));
        JsonNode list = new ScimPath(path.schema(), path.attribute(), Map.of(), "").read(changed);
        operation("replace", path.name()).set("value", list == null ? JsonNodeFactory.instance.arrayNode() : list);
    }

    /** What stands around a part, with the part in it: some providers forget the parts that are not sent. */
    private ObjectNode around(ScimChange change) {
        ScimPath path = change.path();
        JsonNode there = resource == null || path.sub().equals("value") ? null : new ScimPath(path.schema(), path.attribute(), path.selector(), "").read(resource);
        ObjectNode around = there instanceof ObjectNode known ? known.deepCopy() : change.selects() ? path.newElement() : JsonNodeFactory.instance.objectNode();
        around.set(path.sub().isEmpty() ? "value" : path.sub(), change.after());
        return around;
    }

    private void withoutPath(ScimChange change) {
        ScimPath path = change.path();
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        JsonNode stands = path.sub().isEmpty() ? change.after() : around(change);
        new ScimPath(path.schema(), path.attribute(), Map.of(), "").write(value, stands);
        operations.addObject().put("op", spelled("replace")).set("value", value);
    }

    private void addToNewElement(ScimPath path, JsonNode value) {
        ObjectNode element = newElements.computeIfAbsent(path.element(), key -> {
            ObjectNode fresh = path.newElement();
            operation("add", path.name()).putArray("value").add(fresh);
            return fresh;
        });
        element.set(path.sub().isEmpty() ? "value" : path.sub(), value);
    }

    /** Whether what is to change is there: by what the provider showed, else by what is known of the account. */
    private boolean isThere(ScimChange change) {
        ScimPath path = change.path();
        if (resource != null) {
            return (change.selects() ? new ScimPath(path.schema(), path.attribute(), path.selector(), "") : path).read(resource) != null;
        }
        return change.before() != null || change.selects() && knowsElement(path);
    }

    /** Whether some attribute of the account as last known stands in the element that this path selects. */
    private boolean knowsElement(ScimPath path) {
        boolean known = request.account().asMap().entrySet().stream().filter(each -> each.getValue() != null)
                .anyMatch(each -> schema.path(each.getKey()).element().equals(path.element()));
        return known || request.changes().stream().filter(each -> each.before() != null)
                .anyMatch(each -> schema.path(each.name()).element().equals(path.element()));
    }

    private ObjectNode operation(String op, String path) {
        return operations.addObject().put("op", spelled(op)).put("path", path);
    }

    private String spelled(String op) {
        return capitalised ? Character.toUpperCase(op.charAt(0)) + op.substring(1) : op;
    }
}
