package io.caravan.engine;

import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Memberships whose changes are held: many of one group in one change, of which some may be decided of and the others not. */
final class HeldMembers {

    private static final int PAGE = 1000;

    private HeldMembers() {
    }

    /** The {@link Change#key keys} of all that the job holds. */
    static Set<String> of(StateStore store, OutboundJob job) {
        Set<String> keys = new HashSet<>();
        each(store, job, planned -> {
            if (planned.held()) {
                planned.change().each().forEach(one -> keys.add(one.key()));
            }
        });
        return keys;
    }

    /** All changes of members, held or not. Does nothing for a job whose target holds no members. */
    static void each(StateStore store, OutboundJob job, Consumer<PlannedChange> use) {
        List<PlannedChange> page = job.members().isEmpty() ? List.of() : store.changes().ofMembers(job.name(), 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(use);
            page = store.changes().ofMembers(job.name(), page.get(page.size() - 1).id(), PAGE);
        }
    }

    /**
     * Takes memberships out of what is held; the others of the same changes stay held. Part of the transaction of who calls.
     *
     * @param which of {@link Change#each}
     * @return those that were taken out
     */
    static List<Change> takeOut(StateStore store, Cycle cycle, OutboundJob job, Predicate<Change> which) {
        List<Change> out = new ArrayList<>();
        List<Long> torn = new ArrayList<>();
        List<Change> rest = new ArrayList<>();
        each(store, job, planned -> {
            Map<Boolean, List<Change>> parts = planned.held() ? planned.change().each().stream().collect(Collectors.partitioningBy(which)) : Map.of(true, List.of(), false, List.of());
            if (!parts.get(true).isEmpty()) {
                out.addAll(parts.get(true));
                torn.add(planned.id());
                if (!parts.get(false).isEmpty()) {
                    rest.add(planned.change().of(parts.get(false).stream().flatMap(one -> one.members().stream()).toList()));
                }
            }
        });
        store.changes().settle(job.name(), torn);
        store.changes().hold(job.name(), store.changes().plan(job.name(), cycle.id(), rest).stream().map(PlannedChange::id).toList(), true);
        return out;
    }
}
