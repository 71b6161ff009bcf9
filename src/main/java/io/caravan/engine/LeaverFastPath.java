package io.caravan.engine;

import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.TargetView;
import io.caravan.plan.Verdict;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Looks up, between two batches, whether identities changed since the plan was made, and plans for them what takes access
 * away: so that who leaves does not wait for a bulk load to end. Everything else about them is left to the next cycle,
 * which looks at all of them again; so nothing is lost when a look is not taken. The target is not asked.
 *
 * <p>{@link #ask} by any thread, the rest by one thread at a time.
 */
final class LeaverFastPath {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final AccountPlanner planner;
    private final OutboundContext context;
    private final UnderWay plan;
    private final DispatchProgress progress;
    private final LongOpenHashSet laterOn = new LongOpenHashSet();
    private volatile boolean asked;
    private boolean looking;
    private long sinceVersion;
    private long untilVersion;
    private long afterIdentity;
    private long laterSince = -1;

    /**
     * The plan under way; what overtakes comes on top.
     *
     * @param accounts enabled accounts before the cycle
     * @param across   what the same reading comes to in other jobs
     */
    record UnderWay(PlanCounts counts, long accounts, AcrossJobs across) {
    }

    LeaverFastPath(StateStore store, Cycle cycle, OutboundJob job, AccountPlanner planner, OutboundContext context, UnderWay plan,
                   DispatchProgress progress) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.planner = planner;
        this.context = context;
        this.plan = plan;
        this.progress = progress;
        this.sinceVersion = store.cycles().state(job.name()).evaluatedVersion();
    }

    /** Somebody has changed. */
    void ask() {
        asked = true;
    }

    /** Looks at some of those who changed; quick when nobody did. What is to go at once, and what is not to go any more, is told to these. */
    void look(DispatchOrder order) {
        if (!laterOn.isEmpty() && laterSince != progress.recordings()) {
            laterSince = progress.recordings();
            List<Long> free = laterOn.longStream().filter(identity -> !progress.isHandedOut(identity)).boxed().toList();
            laterOn.removeAll(free);
            decide(store.links().subjects(job.name(), free).values(), order);
        }
        if (!looking && asked) {
            asked = false;
            looking = true;
            untilVersion = store.hub().version();
            afterIdentity = 0;
        }
        if (looking) {
            List<Subject> page = store.links().changed(job.kind(), job.name(), sinceVersion, afterIdentity, PAGE);
            decide(page, order);
            looking = !page.isEmpty();
            afterIdentity = looking ? page.get(page.size() - 1).identity().id() : 0;
            sinceVersion = looking ? sinceVersion : untilVersion;
        }
    }

    private void decide(Collection<Subject> subjects, DispatchOrder order) {
        List<Change> removals = new ArrayList<>();
        for (Subject subject : subjects) {
            long identity = subject.identity().id();
            if (progress.isHandedOut(identity)) {
                laterOn.add(identity);
            } else if (!order.isOvertaking(identity)) {
                Verdict verdict = planner.plan(subject.identity(), subject.link(), NOBODY, context.of(identity, subject.identity().key()), false);
                boolean exists = subject.link().filter(link -> link.state().exists()).isPresent();
                verdict.change().filter(change -> exists && (change.kind().removes() || change.urgent())).ifPresent(removals::add);
                if (!exists && verdict.kind() != Verdict.Kind.CHANGE) {
                    order.drop(identity);
                }
            }
        }
        removals.removeAll(deadLettered(removals));
        removals.removeAll(ruledOn(removals));
        if (!removals.isEmpty()) {
            overtake(removals, order);
        }
    }

    /** What failed for good is not tried again as long as it is the same. */
    private List<Change> deadLettered(List<Change> removals) {
        FailedForGood failed = new FailedForGood(store.changes(), job.name(), removals.stream().map(Change::identityId).toList());
        return removals.stream().filter(failed::has).toList();
    }

    /** What somebody has rejected, or left held, is no business of this cycle's. */
    private List<Change> ruledOn(List<Change> removals) {
        Map<Long, Ruling> rulings = store.rulings().rulings(job.name(), removals.stream().map(Change::identityId).toList());
        return removals.stream().filter(change -> rulings.containsKey(change.identityId()) && rulings.get(change.identityId()).isAbout(change)).toList();
    }

    private void overtake(List<Change> removals, DispatchOrder order) {
        removals.forEach(change -> {
            order.drop(change.identityId());
            plan.counts().add(change);
            cycle.count("planned-" + change.kind().word(), 1);
        });
        List<PlannedChange> free = store.inTransaction(() -> {
            List<PlannedChange> planned = store.changes().plan(job.name(), cycle.id(), removals);
            return new GuardStep(store, plan.across()).guardMore(cycle, job, plan.counts(), plan.accounts() + cycle.counted("applied-create"), planned);
        });
        order.overtake(free);
    }

    /** Whoever is linked needs no search, and whoever is not shall not be searched for now. */
    private static final TargetView NOBODY = (attribute, value) -> List.of();
}
