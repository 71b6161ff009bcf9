package io.caravan.config;

import io.caravan.mapping.Names;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the hub may know of subjects, by their kind: the attributes that inbound mappings give them. A kind is declared by the
 * job that brings it.
 *
 * @param attributes by the kind's name, also where a mapping has errors
 * @param complete   whether there are no others
 */
record HubNames(Map<String, Set<String>> attributes, boolean complete) {

    /** @param readable whether each mapping file could be read */
    static HubNames of(List<MappingFile> mappings, boolean readable) {
        boolean clear = readable && mappings.stream().allMatch(mapping -> mapping.inbound() || mapping.outbound());
        Map<String, Set<String>> attributes = new TreeMap<>();
        mappings.stream().filter(mapping -> mapping.inbound() && !mapping.kind().isOfPairs()).forEach(mapping ->
                attributes.computeIfAbsent(mapping.kind().name(), none -> new TreeSet<>()).addAll(mapping.attributeNames()));
        attributes.computeIfPresent(Kind.PERSON.name(), (kind, names) -> with(names, Lifecycle.ATTRIBUTES));
        return new HubNames(attributes, clear);
    }

    private static Set<String> with(Set<String> names, Set<String> more) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(more);
        return all;
    }

    /** The same with what something else gives subjects of a kind. */
    HubNames with(Kind kind, Set<String> more) {
        Map<String, Set<String>> all = new TreeMap<>(attributes);
        all.merge(kind.name(), more, HubNames::with);
        return new HubNames(all, complete);
    }

    /** Empty when that cannot be known, because nothing of the kind comes in or a mapping cannot be read; any name goes then. */
    Optional<Set<String>> of(Kind kind) {
        return complete ? Optional.ofNullable(attributes.get(kind.name())) : Optional.empty();
    }

    /** What {@code ${groups[…]}} may read: none, where nothing brings groups; empty when that cannot be known. */
    Optional<Set<String>> ofGroups() {
        return of(Kind.GROUP).map(names -> with(names, Set.of(Names.KEY))).or(() -> kinds().map(kinds -> Set.of()));
    }

    /** Subjects of a kind, in the plural, as messages speak of them. */
    static String those(Kind kind) {
        return kind.equals(Kind.PERSON) ? "identities" : "a " + kind;
    }

    /** The kinds that some job brings; empty when that cannot be known. */
    Optional<Set<String>> kinds() {
        return complete && !attributes.isEmpty() ? Optional.of(attributes.keySet()) : Optional.empty();
    }
}
