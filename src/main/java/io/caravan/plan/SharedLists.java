package io.caravan.plan;

import io.caravan.connector.AttributeSpec;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.Mapping;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of one account in which others have values, too. What they have put there stays; what the mapping gives is added, and what it gave before
 * and gives no more is taken out. So it is remembered what is there by us, or may be: from the moment it is wanted, whatever becomes of the change,
 * until the target has taken it out. For one decision; not thread-safe.
 */
final class SharedLists {

    private final Mapping mapping;
    private final Map<String, Object> given;

    /** @param given what is there by us, or may be, as far as is known */
    SharedLists(Mapping mapping, Attributes given) {
        this.mapping = mapping;
        this.given = new LinkedHashMap<>(given.asMap());
    }

    /** Whether what is in the attribute is for us and others. A value that is one text, as one joined from a list, is nothing that others could add to; unless it is said that they do. */
    boolean isShared(AttributeRule rule, Object wanted) {
        return mapping.strangersStay(rule) && (wanted == null || wanted instanceof List<?> || rule.strangersStay().isPresent());
    }

    /**
     * What the account's list is to be; of what is no shared list, what the mapping gives. What it gives is ours from now on.
     *
     * @param has    what the account has, as far as is known; null: nothing
     * @param wanted what the mapping gives; null: nothing
     */
    Object wanted(AttributeRule rule, AttributeSpec spec, Object has, Object wanted) {
        if (!isShared(rule, wanted)) {
            return wanted;
        }
        Object ours = given.get(rule.name());
        List<Object> list = new ArrayList<>(ValueComparison.missing(spec, has, ValueComparison.missing(spec, ours, wanted)));
        list.addAll(ValueComparison.missing(spec, wanted, list));
        List<Object> all = new ArrayList<>(ValueComparison.elements(ours));
        all.addAll(ValueComparison.missing(spec, wanted, ours));
        if (!all.isEmpty()) {
            given.put(rule.name(), all);
        }
        return list.isEmpty() ? null : list;
    }

    /** What is there by us from now on, or may be. */
    Attributes given() {
        return Attributes.of(given);
    }
}
