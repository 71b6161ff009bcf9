package io.caravan.runtime;

import io.caravan.engine.SavedChanges;
import io.caravan.runtime.Caravan.Applied;
import io.caravan.runtime.Caravan.AppliedJob;
import io.caravan.runtime.Caravan.PlanMoment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A saved plan on its way into its targets. Every job is taken, and everything is planned once more, before the first change is
 * sent; when something stands against it in one job, all of it is taken back. Serves one plan; not thread-safe.
 */
final class Application {

    private static final double NANOS = 1e9;

    private final Caravan caravan;
    private final PlanMoment moment;
    private final Optional<String> approvedBy;
    /** How long each of them took. */
    private final Map<CycleRun, Long> runs = new LinkedHashMap<>();

    Application(Caravan caravan, PlanMoment moment, Optional<String> approvedBy) {
        this.caravan = caravan;
        this.moment = moment;
        this.approvedBy = approvedBy;
    }

    Applied rehearse(Map<String, SavedChanges> saved) {
        return finish(plan(saved), false);
    }

    Applied carryOut(Map<String, SavedChanges> saved) {
        return finish(plan(saved), true);
    }

    /** @return a job that is running elsewhere */
    private Optional<String> plan(Map<String, SavedChanges> saved) {
        for (Map.Entry<String, SavedChanges> job : saved.entrySet()) {
            CycleRun.Purpose purpose = new CycleRun.Purpose(approvedBy, Optional.of(job.getValue()), true);
            Optional<CycleRun> run = caravan.begin(job.getKey(), false, "apply", purpose, moment);
            if (run.isEmpty()) {
                return Optional.of(job.getKey());
            }
            runs.put(run.get(), 0L);
            timed(run.get(), "direct:plan");
            caravan.flow().refuseWhenFrozen(run.get());
        }
        return Optional.empty();
    }

    private Applied finish(Optional<String> busy, boolean carryOut) {
        boolean asSaved = busy.isEmpty() && runs.keySet().stream().allMatch(CycleRun::isAsSaved);
        List<AppliedJob> jobs = new ArrayList<>();
        for (CycleRun run : runs.keySet()) {
            Optional<String> failure = run.getCycle().failure();
            if (asSaved && carryOut) {
                timed(run, "direct:dispatch");
            } else {
                takeBack(run);
                run.getCycle().fail("the saved plan was not carried out: something stood against it, here or in another of its jobs");
            }
            caravan.end(run, Optional.empty());
            jobs.add(new AppliedJob(run, runs.get(run) / NANOS, failure));
        }
        return new Applied(jobs, busy, asSaved);
    }

    private void takeBack(CycleRun run) {
        try {
            caravan.flow().takeBack(run);
        } catch (RuntimeException notStored) { // whoever has the job by now plans anew what is left of a cycle
            caravan.broke(run, notStored);
        }
    }

    private void timed(CycleRun run, String route) {
        long start = System.nanoTime();
        caravan.send(route, run).ifPresent(broken -> caravan.broke(run, broken));
        runs.merge(run, System.nanoTime() - start, Long::sum);
    }
}
