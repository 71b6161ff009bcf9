package io.caravan.plan;

import io.caravan.plan.Guard.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the guard said of a plan, with its figures and limits, for the log entries of the changes that were made. Thread-safe.
 */
public final class GuardVerdict {

    /** Nothing was counted: nothing has been planned. */
    public static final GuardVerdict NONE = new GuardVerdict(List.of(), Optional.empty());

    private final List<Measure> measures;
    private final Optional<String> approvedBy;
    private final Map<Sort, String> steps = new ConcurrentHashMap<>();

    /** Changes that are counted alike: also among the same people, where those are counted. */
    private record Sort(ChangeKind kind, boolean disables, boolean enables, List<Integer> people) {
    }

    /** @param approvedBy who let the plan through although it goes over limits; empty: nobody did */
    public GuardVerdict(List<Measure> measures, Optional<String> approvedBy) {
        this.measures = List.copyOf(measures);
        this.approvedBy = Objects.requireNonNull(approvedBy, "approvedBy");
    }

    /** Why a change that was sent could go, in words: {@code passed: 3 of 120 accounts would be disabled or deleted (limit 12)}. */
    public String step(Change change) {
        return steps.computeIfAbsent(new Sort(change.kind(), change.disables(), change.enables(), people(change)), sort -> words(change));
    }

    /** Which of the measures count people, and this one's among them. */
    private List<Integer> people(Change change) {
        List<Integer> whose = List.of();
        for (int i = 0; i < measures.size(); i++) {
            if (measures.get(i).people().contains(change.identityId())) {
                whose = whose.isEmpty() ? new ArrayList<>() : whose;
                whose.add(i);
            }
        }
        return whose;
    }

    /** Only what has a limit is told, unless nothing of the kind has one. */
    private String words(Change change) {
        List<Measure> counted = measures.stream().filter(measure -> measure.counts(change)).toList();
        List<Measure> over = counted.stream().filter(Measure::isOver).toList();
        if (!over.isEmpty()) {
            return "over the limit: " + text(over.stream())
                    + approvedBy.map(who -> "; approved by " + who).orElse("; an urgent termination is not held");
        }
        List<Measure> limited = counted.stream().filter(Measure::isLimited).toList();
        return counted.isEmpty() ? "passed: changes of this kind are not counted" : "passed: " + text((limited.isEmpty() ? counted : limited).stream());
    }

    private static String text(Stream<Measure> measures) {
        return measures.map(Measure::text).collect(Collectors.joining("; "));
    }
}
