package io.caravan.operations;

import io.caravan.engine.AcrossJobs;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.RulingStore.By;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.StateStore;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may decide of: what a job holds or has had rejected, and what belongs to it in other jobs. */
final class HeldPool {

    private static final int PAGE = 1000;

    private HeldPool() {
    }

    /** All that the job holds, and what other jobs hold of the same readings of a source: one file that went wrong is decided of once. */
    static Map<OutboundJob, List<Change>> held(OpenProject open, OutboundJob job) {
        StateStore store = open.store();
        Map<OutboundJob, List<Change>> pool = new LinkedHashMap<>();
        List<Change> own = held(store, job.name());
        if (own.isEmpty()) {
            return pool;
        }
        pool.put(job, own);
        Set<Long> readings = new HashSet<>(store.hub().changedIn(counted(own)).values());
        Map<String, Long> held = store.changes().heldByJob();
        for (OutboundJob other : open.project().outbound()) {
            if (!other.name().equals(job.name()) && held.getOrDefault(other.name(), 0L) > 0) {
                List<Change> theirs = held(store, other.name());
                Map<Long, Long> changedIn = store.hub().changedIn(counted(theirs));
                List<Change> same = theirs.stream().filter(change -> AcrossJobs.isCounted(change)
                        && Optional.ofNullable(changedIn.get(change.identityId())).filter(readings::contains).isPresent()).toList();
                if (!same.isEmpty()) {
                    pool.put(other, same);
                }
            }
        }
        return pool;
    }

    private static Set<Long> counted(Collection<Change> changes) {
        return changes.stream().filter(AcrossJobs::isCounted).map(Change::identityId).collect(Collectors.toSet());
    }

    /** What a job holds; of memberships, each. */
    static List<Change> held(StateStore store, String job) {
        List<Change> held = new ArrayList<>();
        List<PlannedChange> page = store.changes().unsettled(job, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(PlannedChange::held).map(PlannedChange::change).forEach(change -> held.addAll(change.each()));
            page = store.changes().unsettled(job, Optional.of(page.get(page.size() - 1)), PAGE);
        }
        return held;
    }

    /** All that was rejected in the job, and what was rejected with it in other jobs. */
    static Map<OutboundJob, List<Change>> rejected(OpenProject open, OutboundJob job) {
        Map<OutboundJob, List<Change>> pool = new LinkedHashMap<>();
        List<Ruling> own = rejections(open.store(), job.name());
        Set<By> with = own.stream().map(Ruling::by).collect(Collectors.toSet());
        if (!own.isEmpty()) {
            pool.put(job, own.stream().map(Ruling::change).toList());
        }
        for (OutboundJob other : open.project().outbound()) {
            List<Change> same = other.name().equals(job.name()) ? List.of()
                    : rejections(open.store(), other.name()).stream().filter(ruling -> with.contains(ruling.by())).map(Ruling::change).toList();
            if (!same.isEmpty()) {
                pool.put(other, same);
            }
        }
        return pool;
    }

    static List<Ruling> rejections(StateStore store, String job) {
        return store.rulings().rulings(job).stream().filter(Ruling::isRejection).toList();
    }
}
