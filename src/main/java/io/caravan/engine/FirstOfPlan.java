package io.caravan.engine;

import io.caravan.engine.ChangeStore.PlannedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A few changes of a plan, to see by them what becomes of the rest: those that take access away first, urgent ones before others. */
final class FirstOfPlan {

    private static final int PAGE = 1000;

    private FirstOfPlan() {
    }

    /** @param most how many */
    static List<PlannedChange> of(StateStore store, String job, int most) {
        List<PlannedChange> removals = new ArrayList<>();
        List<PlannedChange> others = new ArrayList<>();
        List<PlannedChange> page = store.changes().next(job, Optional.empty(), PAGE);
        while (!page.isEmpty() && removals.size() < most) {
            for (PlannedChange planned : page) {
                List<PlannedChange> kind = planned.change().takesAway() ? removals : others;
                if (kind.size() < most) {
                    kind.add(planned);
                }
            }
            page = store.changes().next(job, Optional.of(page.get(page.size() - 1)), PAGE);
        }
        removals.addAll(others.subList(0, Math.min(others.size(), most - removals.size())));
        return removals;
    }
}
