package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.plan.ValueComparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** One attribute that is to change, the forms in which that can be said, and how far they were tried. For one thread. */
final class ScimChange {

    private final AttributeChange change;
    private final AttributeSpec spec;
    private final ScimPath path;
    private final JsonNode after;
    private final Object before;
    private final List<ScimForm> forms;
    private int at;
    private final Set<String> verbs = new HashSet<>();
    private ScimForm accepted;
    private boolean settled;
    private Exception refusal;

    /** @param known the value last known, if the change does not say */
    ScimChange(ScimSchema schema, AttributeChange change, Object known, ScimDialect dialect) {
        this.change = change;
        this.spec = schema.attribute(change.name());
        this.path = schema.path(change.name());
        JsonNode wanted = schema.json(spec, change.after());
        this.after = wanted == null && change.shared() ? JsonNodeFactory.instance.arrayNode() : wanted;
        this.before = change.before() != null ? change.before() : known;
        this.forms = forms();
        this.at = dialect.proven(kind()).map(forms::indexOf).filter(index -> index >= 0).orElse(0);
    }

    private List<ScimForm> forms() {
        List<ScimForm> all = new ArrayList<>(List.of(ScimForm.PATH));
        if (after == null) {
            all.addAll(List.of(ScimForm.EXACT, ScimForm.NULL));
        } else if (selects()) {
            all.add(ScimForm.COMPLEX);
        } else if (isList()) {
            all.add(ScimForm.BY_VALUE);
        } else {
            all.addAll(List.of(ScimForm.ADD, ScimForm.REPLACE));
            if (!path.sub().isEmpty()) {
                all.add(ScimForm.COMPLEX);
            }
            if (path.sub().equals("value")) {
                all.add(ScimForm.PLAIN);
            }
            all.add(ScimForm.NO_PATH);
            if (spec.type() == AttributeType.BOOLEAN) {
                all.add(ScimForm.WORD);
            }
        }
        if (selects() || isList()) {
            all.add(ScimForm.WHOLE);
        }
        all.add(ScimForm.PUT);
        return all;
    }

    /** What other changes have in common with this one if the provider takes them in the same form. */
    String kind() {
        return path.text() + (after == null ? " none" : before == null ? " new" : "");
    }

    String name() {
        return change.name();
    }

    AttributeChange change() {
        return change;
    }

    AttributeSpec spec() {
        return spec;
    }

    ScimPath path() {
        return path;
    }

    /** What it shall be; null for nothing. */
    JsonNode after() {
        return after;
    }

    Object before() {
        return before;
    }

    boolean selects() {
        return !path.selector().isEmpty();
    }

    /** Whether it is about the elements of a multi-valued complex attribute, none of which is selected. */
    boolean isList() {
        return !selects() && !path.sub().isEmpty() && (spec.multiValued() || after != null && after.isArray());
    }

    /** Whether others have values in it, too, and it can only be written as a whole: its values are no elements that could be named. */
    boolean isSharedWhole() {
        return change.shared() && !isList();
    }

    ScimForm form() {
        return forms.get(at);
    }

    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    /** Goes by its path with this operation, which makes one of the next forms the same. */
    void goesWith(String operation) {
        verbs.add(operation);
    }

    /** The provider said yes, whatever it did. */
    void accept() {
        accepted = accepted == null ? form() : accepted;
    }

    boolean wasAccepted() {
        return accepted != null;
    }

    /** The first form that the provider said yes to. */
    ScimForm accepted() {
        return accepted;
    }

    /** The first refusal is kept: it is about the standard's own form. */
    void refuse(Exception said) {
        refusal = refusal == null ? said : refusal;
    }

    Exception refusal() {
        return refusal;
    }

    /** Says it in this form first, unless another is known to work. */
    void beginWith(ScimForm form) {
        if (at == 0) {
            at = Math.max(0, forms.indexOf(form));
        }
    }

    void put() {
        at = forms.indexOf(ScimForm.PUT);
    }

    boolean isFirstForm() {
        return at == 0;
    }

    /**
     * Goes on to the next form.
     *
     * @param put whether the resource may be put back as a whole
     * @return false when there is no other
     */
    boolean advance(boolean put) {
        boolean simple = path.sub().isEmpty() && !selects();
        do {
            at++;
        } while (at < forms.size() && verbs.contains(form().name().toLowerCase(Locale.ROOT)));
        return at < forms.size() && (form() != ScimForm.PUT || put && !(wasAccepted() && simple));
    }

    /** What it shall be in this resource: of a list in which others have elements, too, these stay. */
    JsonNode afterIn(ScimSchema schema, JsonNode resource) {
        if (!change.shared()) {
            return after;
        }
        Set<String> gone = texts(change.remove());
        Set<String> there = new HashSet<>();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List<?> has = ValueComparison.elements(ScimSchema.value(spec, path.read(resource)));
        Stream.concat(has.stream().filter(one -> !gone.contains(one.toString())), change.add().stream()).filter(one -> there.add(one.toString())).forEach(one -> list.add(schema.json(spec, one)));
        return list;
    }

    private boolean isInList(JsonNode resource) {
        Set<String> has = texts(ScimSchema.value(spec, path.read(resource)));
        return has.containsAll(texts(change.add())) && Collections.disjoint(has, texts(change.remove()));
    }

    /** Whether the resource is as it shall be. A truth value that a provider does not show tells nothing, and is believed. */
    boolean isIn(JsonNode resource) {
        if (change.shared()) {
            return isInList(resource);
        }
        Object has = ScimSchema.value(spec, path.read(resource));
        return has == null && spec.type() == AttributeType.BOOLEAN || same(has, change.after());
    }

    /** Whether the resource is as it was, as if nothing had been sent. Of two values, what is not the one is the other, whatever was known before. */
    boolean isAsBefore(JsonNode resource) {
        return spec.type() == AttributeType.BOOLEAN ? !isIn(resource) : same(ScimSchema.value(spec, path.read(resource)), before);
    }

    /** Whether the resource shows the opposite of what was sent. */
    boolean isContradictedBy(JsonNode resource) {
        return spec.type() == AttributeType.BOOLEAN && !isIn(resource);
    }

    private static boolean same(Object one, Object other) {
        return texts(one).equals(texts(other));
    }

    private static Set<String> texts(Object value) {
        Set<String> texts = new HashSet<>();
        ValueComparison.elements(value).forEach(each -> texts.add(each.toString()));
        texts.remove("");
        return texts;
    }
}
