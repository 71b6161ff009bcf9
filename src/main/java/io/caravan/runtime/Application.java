package io.caravan.runtime;

import io.caravan.engine.HeldByHand;
import io.caravan.engine.RulingStore.By;
import io.caravan.engine.SavedChanges;
import io.caravan.runtime.Caravan.Applied;
import io.caravan.runtime.Caravan.AppliedJob;
import io.caravan.runtime.Caravan.Approval;
import io.caravan.runtime.Caravan.PlanMoment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A saved plan on its way into its targets. Every job is taken, and everything is planned once more, before the first change is
 * sent; when something stands against it in one job, all of it is taken back. Serves one plan; not thread-safe.
 */
final class Application {

    private static final double NANOS = 1e9;

    private final Caravan caravan;
    private final PlanMoment moment;
    private final Optional<String> approvedBy;
    /** Whether what is to be sent is held until it is. */
    private boolean areHeld;
    /** How long each of them took. */
    private final Map<CycleRun, Long> runs = new LinkedHashMap<>();

    Application(Caravan caravan, PlanMoment moment, Optional<String> approvedBy) {
        this.caravan = caravan;
        this.moment = moment;
        this.approvedBy = approvedBy;
    }

    Applied rehearse(Map<String, SavedChanges> saved) {
        return finish(plan(saved, "apply"), CycleRun::isAsSaved, false);
    }

    Applied carryOut(Map<String, SavedChanges> saved) {
        return finish(plan(saved, "apply"), CycleRun::isAsSaved, true);
    }

    /** What is not as it was seen is left out, and the others go. */
    Applied approve(Map<String, Approval> approvals, By by) {
        areHeld = approvals.values().stream().noneMatch(approval -> approval.changes().overrules());
        Map<String, SavedChanges> changes = new LinkedHashMap<>();
        approvals.forEach((job, approval) -> changes.put(job, approval.changes()));
        Optional<String> busy = plan(changes, "approve");
        if (busy.isEmpty() && runs.keySet().stream().allMatch(Application::isPossible)) {
            runs.keySet().forEach(run -> told(run, () -> new HeldByHand(run.store(), run.getCycle(), run.outboundJob(), by)
                    .approve(approvals.get(run.getJob()).changes(), approvals.get(run.getJob()).rest(), run.refusedInWords())));
        }
        return finish(busy, Application::isPossible, true);
    }

    private static boolean isPossible(CycleRun run) {
        return run.getCycle().failure().isEmpty() && run.getCycle().held().isEmpty();
    }

    /** What is not in the log is not sent. */
    private void told(CycleRun run, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException notStored) {
            CycleEnd.broke(run, notStored);
        }
    }

    /** @return a job that is running elsewhere */
    private Optional<String> plan(Map<String, SavedChanges> saved, String initiatedBy) {
        for (Map.Entry<String, SavedChanges> job : saved.entrySet()) {
            CycleRun.Purpose purpose = new CycleRun.Purpose(approvedBy, Optional.of(job.getValue()), true);
            Optional<CycleRun> run = caravan.begin(job.getKey(), false, initiatedBy, purpose, moment);
            if (run.isEmpty()) {
                return Optional.of(job.getKey());
            }
            runs.put(run.get(), 0L);
            timed(run.get(), "direct:plan");
            caravan.flow().refuseWhenFrozen(run.get());
        }
        return Optional.empty();
    }

    private Applied finish(Optional<String> busy, Predicate<CycleRun> mayGo, boolean carryOut) {
        boolean asSaved = busy.isEmpty() && runs.keySet().stream().allMatch(mayGo);
        List<AppliedJob> jobs = new ArrayList<>();
        for (CycleRun run : runs.keySet()) {
            Optional<String> failure = run.getCycle().failure();
            if (asSaved && carryOut) {
                told(run, () -> caravan.flow().decided(run));
                timed(run, "direct:dispatch");
            } else {
                takeBack(run);
                run.getCycle().fail("what was to be sent was not: something stood against it, here or in another of its jobs");
            }
            caravan.end(run, Optional.empty());
            jobs.add(new AppliedJob(run, runs.get(run) / NANOS, failure));
        }
        return new Applied(jobs, busy, asSaved);
    }

    private void takeBack(CycleRun run) {
        try {
            caravan.flow().takeBack(run, areHeld);
        } catch (RuntimeException notStored) { // whoever has the job by now plans anew what is left of a cycle
            CycleEnd.broke(run, notStored);
        }
    }

    private void timed(CycleRun run, String route) {
        long start = System.nanoTime();
        caravan.send(route, run).ifPresent(broken -> CycleEnd.broke(run, broken));
        runs.merge(run, System.nanoTime() - start, Long::sum);
    }
}
