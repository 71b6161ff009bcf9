package io.caravan.engine;

import io.caravan.mapping.FormulaException;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.GroupRule.Subjects;
import io.caravan.plan.GroupEvaluation.GroupOf;
import io.caravan.subject.Identity;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Reference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The groups that rules have made for subjects of a kind, by the values that mean those. Remembers what it has looked up: serves one run. Not thread-safe. */
public final class SubjectGroups {

    private static final int REMEMBERED = 100_000;
    private static final int NAMED = 5;

    private final StateStore store;
    private final Map<List<String>, Optional<String>> known = new HashMap<>();
    private final Set<Subjects> indexed = new HashSet<>();

    public SubjectGroups(StateStore store) {
        this.store = store;
    }

    GroupOf of(GroupRule rule) {
        rule.key().of().filter(indexed::add).ifPresent(subjects -> store.hub().indexAlso(Set.of(new KindAttribute(subjects.kind(), subjects.by()))));
        return rule.key().of().<GroupOf>map(subjects -> value -> key(rule, subjects, value)).orElse(value -> Optional.empty());
    }

    private Optional<String> key(GroupRule rule, Subjects subjects, String value) {
        List<String> asked = List.of(rule.name(), value);
        Optional<String> key = known.get(asked);
        if (key == null) {
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            key = lookUp(rule, subjects, value);
            known.put(asked, key);
        }
        return key;
    }

    private Optional<String> lookUp(GroupRule rule, Subjects subjects, String value) {
        List<Identity> meant = meant(subjects, value);
        if (meant.size() > 1) {
            throw new FormulaException(meant.size() + " of kind " + subjects.kind() + " have " + subjects.by() + " \"" + value + "\": "
                    + meant.stream().limit(NAMED).map(Identity::key).sorted().collect(Collectors.joining(", ")) + "; none of them is taken");
        }
        return meant.stream().findFirst().flatMap(subject -> store.groupRules().groupOf(rule.name(), subject.id())).map(group -> store.hub().identities(List.of(group.group())).get(group.group()).key());
    }

    /** Those that no source names any more are not meant. */
    private List<Identity> meant(Subjects subjects, String value) {
        Reference reference = new Reference(subjects.kind(), subjects.by(), value);
        List<Long> ids = store.hub().identitiesMeant(List.of(reference)).getOrDefault(reference, List.of());
        return store.hub().identities(ids).values().stream().filter(one -> !one.attributes().has(Lifecycle.ABSENT_SINCE)).toList();
    }
}
