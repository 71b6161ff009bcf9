package io.caravan.cycle;

import io.caravan.cycle.ChangeStore.PlannedChange;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Guard;
import io.caravan.plan.PlanCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds a plan's counts against the job's limits before the first write, and holds back what goes over. */
public final class GuardStep {

    private static final int PAGE = 1000;

    private final StateStore store;

    public GuardStep(StateStore store) {
        this.store = store;
    }

    /**
     * @param accounts enabled accounts before this cycle
     * @param approved whether an operator has seen this plan and lets it through
     * @return the limits the plan goes over, whether or not it is held for them
     */
    public List<Guard.Breach> guard(Cycle cycle, OutboundJob job, PlanCounts counts, long accounts, boolean approved) {
        List<Guard.Breach> breaches = Guard.check(job.guard(), counts, accounts);
        if (breaches.isEmpty()) {
            return breaches;
        }
        String text = breaches.stream().map(Guard.Breach::text).collect(Collectors.joining("; "));
        store.inTransaction(() -> {
            long held = approved ? 0 : hold(job, breaches, counts.urgent());
            cycle.count(Counted.HELD, held);
            if (held == 0 && cycle.held().isPresent()) {
                return; // a later round of this cycle: it was said before
            }
            store.log().append(List.of(new LogEntry(cycle.now(), cycle.id(), job.name(), "", "", job.system(), "", "guard",
                    approved ? LogEntry.Status.SUCCESS : LogEntry.Status.HELD,
                    text + (approved ? "; approved" : "; " + held + " changes held"), List.of(), List.of("guard: " + text), 1, 0, cycle.initiatedBy())));
        });
        if (!approved) {
            cycle.hold(text);
        }
        return breaches;
    }

    /** An urgent termination waits for nobody, unless there are as many of them as only a mistake can make. */
    private long hold(OutboundJob job, List<Guard.Breach> breaches, long urgent) {
        boolean urgentGoes = breaches.stream().filter(breach -> breach.kinds().stream().anyMatch(ChangeKind::removes))
                .allMatch(breach -> urgent <= breach.allowed());
        long held = 0;
        List<PlannedChange> page = store.changes().unsettled(job.name(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            List<Long> dangerous = new ArrayList<>();
            for (PlannedChange planned : page) {
                boolean counted = job.guard().holdAll()
                        || breaches.stream().anyMatch(breach -> breach.counts(planned.change()));
                if (counted && !planned.held() && !(planned.change().urgent() && urgentGoes)) {
                    dangerous.add(planned.id());
                }
            }
            store.changes().hold(job.name(), dangerous, true);
            held += dangerous.size();
            page = store.changes().unsettled(job.name(), Optional.of(page.get(page.size() - 1)), PAGE);
        }
        return held;
    }
}
