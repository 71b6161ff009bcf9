package io.caravan.engine;

import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.RulingStore.By;
import io.caravan.engine.RulingStore.Decided;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.subject.Reason;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Guard;
import io.caravan.plan.GuardVerdict;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.PlanCounts.ListedValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds a plan's counts against the job's limits before the first write, and holds back what goes over. */
public final class GuardStep {

    private static final int PAGE = 1000;
    /** Longer than a month in which nobody has appointed anything. */
    private static final Duration BELIEVED = Duration.ofDays(32);
    private static final String THE_CLOCK = "the clock";

    private final StateStore store;
    private final AcrossJobs across;

    /** @param across what the same reading comes to in other jobs; the same one for all of a cycle */
    public GuardStep(StateStore store, AcrossJobs across) {
        this.store = store;
        this.across = across;
    }

    /**
     * @param accounts enabled accounts before this cycle
     * @param approvedBy the operator who has seen this plan and lets it through
     * @return the limits the plan goes over, whether or not it is held for them
     */
    public List<Guard.Measure> guard(Cycle cycle, OutboundJob job, PlanCounts counts, long accounts, Optional<String> approvedBy) {
        List<Guard.Measure> measures = measure(cycle, job, counts, accounts);
        List<Guard.Measure> breaches = Guard.over(measures);
        cycle.guarded(new GuardVerdict(measures, approvedBy));
        if (breaches.isEmpty()) {
            return breaches;
        }
        String text = text(breaches);
        store.inTransaction(() -> {
            long held = approvedBy.isPresent() ? 0 : hold(job, breaches, counts.urgent());
            cycle.count(Counted.HELD, held);
            if (held == 0 && cycle.held().isPresent()) {
                return; // a later round of this cycle: it was said before
            }
            store.log().append(List.of(entry(cycle, job, approvedBy.isPresent() ? LogEntry.Status.SUCCESS : LogEntry.Status.HELD, text,
                    approvedBy.map(who -> "; approved by " + who).orElse("; " + held + " changes held"))));
        });
        if (approvedBy.isEmpty()) {
            cycle.hold(text);
        }
        return breaches;
    }

    /**
     * What is due for nothing but time that has passed, and cannot be taken back, waits until somebody has looked, where the job has not run for so long
     * that it may be the clock that is wrong. It stays held in the next cycles, too, by that clock or a right one, as long as it is due.
     *
     * @param before when the job ran last
     */
    public void holdWhatOnlyTheClockSays(Cycle cycle, OutboundJob job, Optional<Instant> before) {
        if (before.filter(last -> last.plus(BELIEVED).isBefore(cycle.now())).isEmpty()) {
            return;
        }
        By clock = new By(cycle.now(), THE_CLOCK, "their hold is over by the clock, by which the job has not run since " + before.get().truncatedTo(ChronoUnit.SECONDS)
                + ": if it is right, approve them; what is deleted does not come back");
        store.inTransaction(() -> {
            List<PlannedChange> page = store.changes().unsettled(job.name(), Optional.empty(), PAGE);
            while (!page.isEmpty()) {
                store.rulings().rule(job.name(), page.stream().map(PlannedChange::change).filter(change -> change.because().filter(why -> why.says(Reason.HOLD_OVER)).isPresent())
                        .map(change -> new Ruling(Decided.LEFT_HELD, change, clock, Optional.empty())).toList());
                page = store.changes().unsettled(job.name(), Optional.of(page.get(page.size() - 1)), PAGE);
            }
        });
    }

    /**
     * What somebody has seen held, and not decided of when others of it were approved or rejected, stays held: that few are left is no reason to let
     * them through.
     */
    public void holdWhatWasLeft(Cycle cycle, OutboundJob job) {
        Map<String, Ruling> left = store.rulings().rulings(job.name()).stream().filter(ruling -> !ruling.isRejection())
                .collect(Collectors.toMap(ruling -> ruling.change().key(), ruling -> ruling));
        if (left.isEmpty()) {
            return;
        }
        store.inTransaction(() -> {
            long held = hold(job, planned -> planned.each().stream().allMatch(one -> left.containsKey(one.key()) && left.get(one.key()).isAbout(one)));
            if (held > 0) {
                String text = held + (held == 1 ? " change stays held" : " changes stay held") + ": " + left.values().stream().map(Ruling::by).filter(by -> by.who().equals(THE_CLOCK))
                        .map(By::why).findFirst().orElse("others that were held with " + (held == 1 ? "it" : "them") + " were decided of, and " + (held == 1 ? "this one was" : "these were") + " not");
                cycle.count(Counted.HELD, held);
                cycle.hold(cycle.held().map(before -> before + "; " + text).orElse(text));
                store.log().append(List.of(entry(cycle, job, LogEntry.Status.HELD, text, "")));
            }
        });
    }

    /**
     * Of changes that come on top of a plan that is being carried out, those that go over the limits together with it are
     * held. What was planned before goes on. Part of the transaction that stores them.
     *
     * @return those that may go
     */
    List<PlannedChange> guardMore(Cycle cycle, OutboundJob job, PlanCounts counts, long accounts, List<PlannedChange> more) {
        List<Guard.Measure> measures = measure(cycle, job, counts, accounts);
        List<Guard.Measure> breaches = Guard.over(measures);
        cycle.guarded(new GuardVerdict(measures, Optional.empty()));
        List<PlannedChange> held = more.stream().filter(planned -> isHeld(job, breaches, counts.urgent(), planned.change())).toList();
        if (held.isEmpty()) {
            return more;
        }
        String text = text(breaches);
        long count = held.stream().mapToLong(planned -> planned.change().count()).sum();
        store.changes().hold(job.name(), held.stream().map(PlannedChange::id).toList(), true);
        store.log().append(List.of(entry(cycle, job, LogEntry.Status.HELD, text, "; " + count + " changes held")));
        cycle.count(Counted.HELD, count);
        cycle.hold(text);
        return more.stream().filter(planned -> !held.contains(planned)).toList();
    }

    private List<Guard.Measure> measure(Cycle cycle, OutboundJob job, PlanCounts counts, long accounts) {
        List<Guard.Measure> measures = new ArrayList<>(Guard.measure(job.guard(), counts, accounts));
        if (job.members().isPresent()) {
            MembershipStore members = store.memberships();
            measures.addAll(Guard.members(job.guard(), counts, members.size(job.name()), members.sizes(job.name(), counts.leavesByGroup().keySet())));
        }
        if (!job.mapping().listsOfGroups().isEmpty()) {
            measures.addAll(Guard.lists(job.guard(), counts, accounts, sizes(job, Guard.toBeCounted(job.guard(), counts))));
        }
        measures.addAll(across.measure(job, cycle.now(), counts.disables() + counts.of(ChangeKind.DELETE) > 0));
        return measures;
    }

    private Map<ListedValue, Long> sizes(OutboundJob job, Set<ListedValue> values) {
        Map<ListedValue, Long> sizes = new HashMap<>();
        values.stream().collect(Collectors.groupingBy(ListedValue::attribute, Collectors.mapping(ListedValue::value, Collectors.toSet()))).forEach((attribute, some) -> {
            Map<String, Long> with = store.links().accountsWith(job.name(), attribute, some);
            some.forEach(value -> sizes.put(new ListedValue(attribute, value), with.getOrDefault(value, 0L)));
        });
        return sizes;
    }

    private static boolean isHeld(OutboundJob job, List<Guard.Measure> breaches, long urgent, Change change) {
        boolean counted = !breaches.isEmpty() && job.guard().holdAll() || breaches.stream().anyMatch(breach -> breach.counts(change));
        return counted && !(change.urgent() && urgentGoes(breaches, urgent));
    }

    private static boolean urgentGoes(List<Guard.Measure> breaches, long urgent) {
        return breaches.stream().filter(breach -> breach.kinds().stream().anyMatch(ChangeKind::removes))
                .allMatch(breach -> urgent <= breach.allowed());
    }

    private static String text(List<Guard.Measure> breaches) {
        return breaches.stream().map(Guard.Measure::text).collect(Collectors.joining("; "));
    }

    private static LogEntry entry(Cycle cycle, OutboundJob job, LogEntry.Status status, String text, String follows) {
        return new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.system(job.system()), LogAction.GUARD, LogEntry.Result.of(status, text + follows), List.of(),
                List.of("guard: " + text));
    }

    /** An urgent termination waits for nobody, unless there are as many of them as only a mistake can make. */
    private long hold(OutboundJob job, List<Guard.Measure> breaches, long urgent) {
        return hold(job, change -> isHeld(job, breaches, urgent, change));
    }

    private long hold(OutboundJob job, Predicate<Change> which) {
        long held = 0;
        List<PlannedChange> page = store.changes().unsettled(job.name(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            List<Long> dangerous = new ArrayList<>();
            for (PlannedChange planned : page) {
                if (!planned.held() && which.test(planned.change())) {
                    dangerous.add(planned.id());
                    held += planned.change().count();
                }
            }
            store.changes().hold(job.name(), dangerous, true);
            page = store.changes().unsettled(job.name(), Optional.of(page.get(page.size() - 1)), PAGE);
        }
        return held;
    }
}
