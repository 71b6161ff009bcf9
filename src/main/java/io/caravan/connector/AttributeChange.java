package io.caravan.connector;

import java.util.List;

/**
 * One attribute of a request.
 *
 * @param before the value last known in the system; null when none
 * @param after  the value it shall have; null to empty it
 * @param add    for multi-valued attributes: the elements of {@code after} that are new; else empty
 * @param remove for multi-valued attributes: the elements that go; else empty
 * @param shared whether others put elements there, too, so that only {@code add} and {@code remove} are asked for; {@code after} is then what the
 *               attribute will have as far as is known
 */
public record AttributeChange(String name, Object before, Object after, List<Object> add, List<Object> remove, boolean shared) {

    /** Of an attribute that nobody else writes. */
    public AttributeChange(String name, Object before, Object after, List<Object> add, List<Object> remove) {
        this(name, before, after, add, remove, false);
    }

    public AttributeChange {
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    /** The same of a list in which others have elements, too. */
    public AttributeChange asShared() {
        return new AttributeChange(name, before, after, add, remove, true);
    }

    public static AttributeChange of(String name, Object before, Object after) {
        return new AttributeChange(name, before, after, List.of(), List.of());
    }
}
