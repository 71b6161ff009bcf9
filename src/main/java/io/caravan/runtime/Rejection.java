package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import io.caravan.engine.HeldByHand;
import io.caravan.engine.RulingStore.By;
import io.caravan.engine.StateStore;
import io.caravan.mapping.OutboundJob;
import io.caravan.runtime.Caravan.Approval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Somebody rejects what jobs hold. All of these jobs are taken first: none of them is planning meanwhile. Nothing is sent. */
final class Rejection {

    private final Project project;
    private final StateStore store;
    private final Leases leases;
    private final By by;

    Rejection(Project project, StateStore store, Leases leases, By by) {
        this.project = project;
        this.store = store;
        this.leases = leases;
        this.by = by;
    }

    /** @return as {@link Caravan#reject} */
    Optional<Map<String, Set<String>>> reject(Map<String, Approval> rejected, Instant until) {
        Map<String, HeldJob> taken = new LinkedHashMap<>();
        try {
            for (String job : rejected.keySet()) {
                Optional<HeldJob> held = leases.take(job);
                if (held.isEmpty()) {
                    return Optional.empty();
                }
                taken.put(job, held.get());
            }
            Map<String, Set<String>> missed = new LinkedHashMap<>();
            rejected.forEach((job, seen) -> missed.put(job, reject(taken.get(job), (OutboundJob) project.job(job).orElseThrow(), seen, until)));
            return Optional.of(missed);
        } finally {
            taken.values().forEach(leases::release);
        }
    }

    private Set<String> reject(HeldJob held, OutboundJob job, Approval seen, Instant until) {
        Cycle cycle = new Cycle(0, job, false, new Cycle.Start(by.at(), "reject by " + by.who(), 0), project.secrets(job), CycleListener.NONE);
        return new HeldByHand(store.fenced(held.lease()), cycle, job, by).reject(seen.changes().bases(), seen.rest(), until);
    }
}
