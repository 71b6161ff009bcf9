package io.caravan.engine;

import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.mapping.Formula;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.MatchRule;
import io.caravan.plan.MappingEvaluation;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Records that were brought to somebody by a number that was not hers, and that name another by now. A record stays with its identity whatever it says,
 * as people get other numbers; but not where others say that this one still has the number by which it was brought to her, and one other has the new one.
 */
final class CorrectedRecords {

    private final Cycle cycle;
    private final HubStore hub;
    private final InboundJob job;
    private final MatchRule rule;

    /** @param job that has a match rule */
    CorrectedRecords(Cycle cycle, HubStore hub, InboundJob job) {
        this.cycle = cycle;
        this.hub = hub;
        this.job = job;
        this.rule = job.match().get(0);
    }

    /**
     * Whose these records are by now.
     *
     * @param values of records that belong to somebody, what the first match rule compares
     * @return by key, of those that are another's
     */
    Map<String, Long> of(Map<SourceRow, String> values) {
        Map<Long, Identity> owners = values.isEmpty() ? Map.of() : hub.identities(owners(values.keySet()));
        Map<SourceRow, String> others = new LinkedHashMap<>();
        values.forEach((row, value) -> {
            if (!isSame(value, owners.get(owner(row)).attributes().text(rule.attribute()).orElse(""))) {
                others.put(row, value);
            }
        });
        if (others.isEmpty()) {
            return Map.of();
        }
        Map<Long, List<KnownRecord>> before = hub.recordsOf(owners(others.keySet()));
        Map<Long, List<Contribution>> said = hub.contributions(owners(others.keySet()));
        Map<String, List<Long>> have = new HashMap<>();
        hub.identitiesWith(job.kind(), rule.attribute(), Set.copyOf(others.values())).forEach((value, ids) -> have.put(KeyText.folded(value), ids));
        Map<String, Long> moved = new LinkedHashMap<>();
        others.forEach((row, value) -> {
            List<Long> named = have.getOrDefault(KeyText.folded(value), List.of()).stream().filter(id -> id != owner(row)).toList();
            if (named.size() == 1 && isStillSaid(row, value, before.getOrDefault(owner(row), List.of()), said.getOrDefault(owner(row), List.of()))) {
                moved.put(row.anchor(), named.get(0));
            }
        });
        return moved;
    }

    /** Whether another record says of its owner what this one named her by, and does not any more. */
    private boolean isStillSaid(SourceRow row, String now, List<KnownRecord> before, List<Contribution> said) {
        Optional<String> named = before.stream().filter(one -> one.job().equals(job.name()) && one.row().anchor().equals(row.anchor())).findFirst().flatMap(this::value);
        if (named.isEmpty() || isSame(named.get(), now)) {
            return false;
        }
        List<Contribution> still = said.stream().filter(one -> one.absentSince().isEmpty() && one.attributes().text(rule.attribute()).filter(value -> isSame(value, named.get())).isPresent()).toList();
        Set<String> waiting = waiting(still.stream().filter(one -> one.job().equals(job.name())).map(Contribution::anchor).toList());
        return still.stream().anyMatch(one -> !(one.job().equals(job.name()) && waiting.contains(one.anchor())));
    }

    /** Those of these records of which it is not known yet what they say by now, this one among them: two people may have changed their numbers. */
    private Set<String> waiting(List<String> anchors) {
        Set<String> waiting = new HashSet<>();
        hub.eachRecordHash(job.name(), anchors, (anchor, hash, staged) -> {
            if (staged) {
                waiting.add(anchor);
            }
        });
        return waiting;
    }

    private Optional<String> value(KnownRecord record) {
        try {
            Object value = rule.value().evaluate(new MappingEvaluation(job.mapping(), record.row().attributes(), Optional.empty(), Set.of(),
                    new InboundContext(cycle, record.row().anchor())));
            return value == Formula.ABSENT || value == null ? Optional.empty() : Optional.of(value.toString());
        } catch (RuntimeException unclear) { // as where it is resolved: whatever it is, nobody knows by what it was brought to her
            return Optional.empty();
        }
    }

    private static boolean isSame(String one, String other) {
        return KeyText.folded(one).equals(KeyText.folded(other));
    }

    private static Set<Long> owners(Collection<SourceRow> rows) {
        return rows.stream().map(CorrectedRecords::owner).collect(Collectors.toSet());
    }

    private static long owner(SourceRow row) {
        return row.identityId().getAsLong();
    }
}
