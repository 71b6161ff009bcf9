package io.caravan.operations;

import io.caravan.engine.StateStore;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.Job;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What people are called beside their key, as the project's {@code caravan.display} says and as the hub knows them now. Nobody is where it says nothing, or
 * where it is not known what may be shown.
 */
final class PeopleNames {

    private static final int PAGE = 1000;

    private final OpenProject open;
    private final Optional<Formula> naming;

    private PeopleNames(OpenProject open, Optional<Formula> naming) {
        this.open = open;
        this.naming = naming;
    }

    static PeopleNames of(OpenProject open) {
        return new PeopleNames(open, open.mayShowValues() ? open.project().display() : Optional.empty());
    }

    /** By key, those who are people, are known to the hub and have a name there. */
    Map<String, DisplayName> byKey(Collection<String> keys) {
        if (naming.isEmpty()) {
            return Map.of();
        }
        Map<String, DisplayName> names = new HashMap<>();
        List<String> asked = keys.stream().filter(key -> !key.isEmpty()).distinct().toList();
        StateStore store = open.store();
        for (int from = 0; from < asked.size(); from += PAGE) {
            store.hub().identitiesByKey(Kind.PERSON, asked.subList(from, Math.min(asked.size(), from + PAGE)))
                    .forEach((key, identity) -> names.put(key, of(identity)));
        }
        return names;
    }

    /** The same of a job; of one whose subjects are no people, of nobody. */
    Map<String, DisplayName> byKey(String job, Collection<String> keys) {
        return isOfPeople(job) ? byKey(keys) : Map.of();
    }

    boolean isOfPeople(String job) {
        return open.project().job(job).map(Job::kind).orElse(Kind.PERSON).equals(Kind.PERSON);
    }

    /** What cannot be computed of somebody is no reason to stop: the key is enough. */
    DisplayName of(Identity identity) {
        if (naming.isEmpty() || !identity.kind().equals(Kind.PERSON)) {
            return DisplayName.NONE;
        }
        try {
            DisplayName name = DisplayName.of(text(naming.get().evaluate(new Person(identity.attributes(), open.now()))));
            return name.text().equals(identity.key()) ? DisplayName.NONE : name;
        } catch (RuntimeException cannotBeComputed) {
            return DisplayName.NONE;
        }
    }

    private static String text(Object value) {
        if (value == null || value == Formula.ABSENT) {
            return "";
        }
        return value instanceof Collection<?> several ? several.stream().filter(Objects::nonNull).map(Object::toString).collect(Collectors.joining(", ")) : value.toString();
    }

    /** What the expression sees of somebody: the attributes, and nothing that would be another each time. */
    private record Person(Attributes attributes, Instant now) implements FormulaInput {

        @Override
        public Object attribute(String name) {
            return attributes.has(name) ? attributes.get(name) : Formula.ABSENT;
        }

        @Override
        public Object named(String name) {
            return Formula.ABSENT;
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(0);
        }

        @Override
        public Optional<Object> lookup(String table, String key) {
            return Optional.empty();
        }

        @Override
        public String uniqueName(String namespace, Iterable<Supplier<Object>> candidates) {
            throw new IllegalStateException("refused when the project was read");
        }
    }
}
