package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.TargetView;
import io.caravan.plan.Verdict;
import io.caravan.subject.Identity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a job would do now, as far as the store alone can tell: no target is asked, and nothing is written. Tells who waits for a job that
 * does not run, and what one reading comes to in all jobs together.
 */
public final class Foresight {

    private static final int PAGE = 1000;
    /** Who is linked needs no search, and who is not is taken for somebody who has no account yet. */
    private static final TargetView UNASKED = (attribute, value) -> List.of();

    private final StateStore store;
    private final ZoneId zone;

    /** @param zone for people who have none of their own */
    public Foresight(StateStore store, ZoneId zone) {
        this.store = store;
        this.zone = zone;
    }

    /**
     * Calls for each change that would be planned now, and for each that is planned and has not been carried out, held ones among them, of whoever
     * has not changed since; once for each identity. What somebody has rejected is not among them.
     *
     * @param who of those that would be planned, which to look at
     */
    public void each(OutboundJob job, ObjectSpec object, Instant now, Predicate<Subject> who, Consumer<Change> use) {
        Set<Long> seen = new HashSet<>();
        AccountPlanner planner = new AccountPlanner(job, object, zone, Set.of());
        OutboundContext context = OutboundContext.toForesee(store, new Cycle(0, job, false, new Cycle.Start(now, "foresight", 0), Set.of(), CycleListener.NONE), object);
        Rulings rulings = new Rulings(store.rulings(), job.name(), Optional.empty());
        JobState state = store.cycles().state(job.name());
        boolean everybody = !state.fingerprint().equals(job.fingerprint());
        List<Subject> page = page(job, state, everybody, now, 0);
        while (!page.isEmpty()) {
            rulings.turnTo(page.stream().map(subject -> subject.identity().id()).toList());
            for (Subject subject : page) {
                Identity identity = subject.identity();
                if (who.test(subject) && seen.add(identity.id())) {
                    Verdict verdict = planner.plan(identity, subject.link(), UNASKED, context.of(identity.id(), identity.key()), false);
                    verdict.change().filter(change -> !rulings.isRejected(identity, verdict)).ifPresent(use);
                }
            }
            page = page(job, state, everybody, now, page.get(page.size() - 1).identity().id());
        }
        List<PlannedChange> planned = store.changes().unsettled(job.name(), Optional.empty(), PAGE); // of whom nothing has changed since
        while (!planned.isEmpty()) {
            planned.stream().map(PlannedChange::change).filter(change -> seen.add(change.identityId())).forEach(use);
            planned = store.changes().unsettled(job.name(), Optional.of(planned.get(planned.size() - 1)), PAGE);
        }
    }

    private List<Subject> page(OutboundJob job, JobState state, boolean everybody, Instant now, long after) {
        return everybody ? store.links().page(job.kind(), job.name(), after, PAGE)
                : store.links().due(job.kind(), job.name(), state.evaluatedVersion(), now, after, PAGE);
    }
}
