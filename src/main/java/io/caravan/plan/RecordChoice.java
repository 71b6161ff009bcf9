package io.caravan.plan;

import io.caravan.subject.KeyText;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Preference;
import io.caravan.plan.Authority.Statement;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of several records of one person in one source counts: by the job's {@code prefer}, then by where each record stands, then
 * by its key. All that is said of the person by that source is taken from the one that counts. Pure; serves one moment.
 */
final class RecordChoice {

    private final InboundJob job;
    private final Instant now;
    private final Map<Statement, Standing> standings = new HashMap<>();
    private final Map<Statement, FormulaInput> inputs = new HashMap<>();
    private final List<Statement> inOrder;

    /** @param records at least one, all of this job, none of them absent */
    RecordChoice(InboundJob job, List<Statement> records, Instant now, ZoneId zone) {
        this.job = job;
        this.now = now;
        records.forEach(record -> standings.put(record, Standing.of(record.attributes(), now, zone)));
        List<Statement> sorted = new ArrayList<>(records);
        sorted.sort(this::compare);
        if (job.prefer().isEmpty() || job.prefer().get(0) instanceof Preference.Stands) {
            urgent(sorted).ifPresent(first -> {
                sorted.remove(first);
                sorted.add(0, first);
            });
        }
        inOrder = List.copyOf(sorted);
    }

    private Optional<Statement> urgent(List<Statement> sorted) {
        Standing first = standings.get(sorted.get(0));
        return sorted.stream().filter(record -> standings.get(record).overrules(first)).findFirst();
    }

    /** The record that counts. */
    Statement counts() {
        return inOrder.get(0);
    }

    Standing standing(Statement record) {
        return standings.get(record);
    }

    /** When time alone may change it; empty when only one record is there or nothing is ahead. */
    Optional<Instant> lookAgain() {
        return inOrder.size() < 2 ? Optional.empty() : nextChange();
    }

    /** When time alone changes where one of the records stands; at the latest in a day where the mapping compares by more than that. */
    Optional<Instant> nextChange() {
        Optional<Instant> next = standings.values().stream().flatMap(standing -> standing.nextChange().stream()).min(Comparator.naturalOrder());
        Instant tomorrow = now.plus(1, ChronoUnit.DAYS);
        return job.prefer().isEmpty() || next.filter(moment -> moment.isBefore(tomorrow)).isPresent() ? next : Optional.of(tomorrow);
    }

    /** Why a record counts, or why another does. */
    String why(Statement record) {
        if (inOrder.size() == 1) {
            return "";
        }
        String standing = standings.get(record).words();
        if (record.equals(counts())) {
            return "counts, of " + inOrder.size() + ": " + standing;
        }
        return "does not count: " + standing + "; " + counts().anchor() + " comes first by " + decidedBy(record);
    }

    private String decidedBy(Statement other) {
        for (Preference preference : job.prefer()) {
            if (compare(preference, counts(), other) != 0) {
                return "prefer: " + preference.source();
            }
        }
        return standings.get(counts()).overrules(standings.get(other)) ? "urgency"
                : standings.get(counts()).rank() != standings.get(other).rank() ? "where it stands"
                : standings.get(counts()).compareTo(standings.get(other)) != 0 ? "its start date" : "its key";
    }

    private int compare(Statement one, Statement other) {
        for (Preference preference : job.prefer()) {
            int order = compare(preference, one, other);
            if (order != 0) {
                return order;
            }
        }
        int order = standings.get(one).compareTo(standings.get(other));
        return order != 0 ? order : one.anchor().compareTo(other.anchor());
    }

    private int compare(Preference preference, Statement one, Statement other) {
        if (preference instanceof Preference.Stands) {
            return standings.get(one).rank().compareTo(standings.get(other).rank());
        }
        if (preference instanceof Preference.Holds holds) {
            return Boolean.compare(holds(holds, other), holds(holds, one));
        }
        Preference.By by = (Preference.By) preference;
        String left = value(by, one);
        String right = value(by, other);
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        int order = compareValues(left, right);
        return by.descending() ? -order : order;
    }

    private boolean holds(Preference.Holds holds, Statement record) {
        try {
            return holds.condition().test(input(record));
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private String value(Preference.By by, Statement record) {
        try {
            Object value = by.formula().evaluate(input(record));
            return value == null || value == Formula.ABSENT ? "" : KeyText.of(value.toString());
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    private static int compareValues(String left, String right) {
        try {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        } catch (NumberFormatException texts) {
            return left.compareTo(right);
        }
    }

    private FormulaInput input(Statement record) {
        return inputs.computeIfAbsent(record, said -> new MappingEvaluation(job.mapping(), said.record(), Optional.empty(), Set.of(),
                new PartialEvaluation.NothingButTime(now)));
    }
}
