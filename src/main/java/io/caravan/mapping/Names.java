package io.caravan.mapping;

import java.util.Optional;
import java.util.Set;

/**
 * The names an expression may use, for checking it.
 *
 * @param attributes names that {@code ${body[…]}} may read; empty Optional when the source declares none and any name goes
 * @param hub        whether they are what people in the hub have, and not what a source's record has
 * @param values     names that {@code ${…}} may read: the mapping's defines and attributes
 * @param tables     lookup tables of the mapping
 * @param groups     what {@code ${groups[…]}} may read of the hub's groups; empty Optional when that cannot be known
 */
public record Names(Optional<Set<String>> attributes, boolean hub, Set<String> values, Set<String> tables, Optional<Set<String>> groups) {

    /** Stands for the key of a group, which every group has. */
    public static final String KEY = "key";

    /** What an example calls the groups that somebody is in: as an expression does. */
    public static String ofGroups(String attribute) {
        return "groups[" + attribute + "]";
    }

    public Names {
        groups = groups.map(Set::copyOf);
        attributes = attributes.map(Set::copyOf);
        values = Set.copyOf(values);
        tables = Set.copyOf(tables);
    }

    /** Any attribute of groups. */
    public Names(Optional<Set<String>> attributes, boolean hub, Set<String> values, Set<String> tables) {
        this(attributes, hub, values, tables, Optional.empty());
    }

    /** What a source's record has. */
    public Names(Optional<Set<String>> attributes, Set<String> values, Set<String> tables) {
        this(attributes, false, values, tables);
    }

    /** Any attribute, no defines, no tables. */
    public static Names any() {
        return new Names(Optional.empty(), Set.of(), Set.of());
    }
}
