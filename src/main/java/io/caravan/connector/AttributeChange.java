package io.caravan.connector;

import java.util.List;

/**
 * One attribute of a request.
 *
 * @param before the value last known in the system; null when none
 * @param after  the value it shall have; null to empty it
 * @param add    for multi-valued attributes: the elements of {@code after} that are new; else empty
 * @param remove for multi-valued attributes: the elements that go; else empty
 */
public record AttributeChange(String name, Object before, Object after, List<Object> add, List<Object> remove) {

    public AttributeChange {
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    public static AttributeChange of(String name, Object before, Object after) {
        return new AttributeChange(name, before, after, List.of(), List.of());
    }
}
