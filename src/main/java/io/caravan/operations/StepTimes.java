package io.caravan.operations;

import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import io.caravan.operations.JobRun.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long the steps of each job's latest cycle take, and how much each of them had to do; passes on what it hears. A step that a
 * cycle goes through several times is one step. Thread-safe.
 */
final class StepTimes implements CycleListener {

    private static final double NANOS = 1e9;

    private final JobProgress next;
    private final LongSupplier nanoClock;
    private final Map<String, CycleTimes> jobs = new HashMap<>();

    private record CycleTimes(long cycle, Map<String, Standing> steps) {
    }

    /** One step of a job so far. */
    private static final class Standing {
        private long items;
        private long nanos;
        private long began;
    }

    StepTimes(JobProgress next, LongSupplier nanoClock) {
        this.next = next;
        this.nanoClock = nanoClock;
    }

    @Override
    public void begins(Cycle cycle, String step, long expected) {
        synchronized (this) {
            standing(cycle, step).began = nanoClock.getAsLong();
        }
        next.begins(cycle.job().name(), step, expected);
    }

    @Override
    public void advances(Cycle cycle, String step, long more) {
        synchronized (this) {
            standing(cycle, step).items += more;
        }
        next.advances(cycle.job().name(), step, more);
    }

    @Override
    public void ends(Cycle cycle, String step) {
        synchronized (this) {
            Standing standing = standing(cycle, step);
            standing.nanos += nanoClock.getAsLong() - standing.began;
        }
        next.ends(cycle.job().name(), step);
    }

    /** The steps of the job's run, in the order they began; the next run begins at nothing. */
    synchronized List<Step> take(String job) {
        CycleTimes run = jobs.remove(job);
        List<Step> steps = new ArrayList<>();
        if (run != null) {
            run.steps().forEach((name, standing) -> steps.add(new Step(name, standing.items, standing.nanos / NANOS)));
        }
        return steps;
    }

    private Standing standing(Cycle cycle, String step) {
        CycleTimes times = jobs.compute(cycle.job().name(), (job, before) -> before != null && before.cycle() == cycle.id() ? before
                : new CycleTimes(cycle.id(), new LinkedHashMap<>()));
        return times.steps().computeIfAbsent(step, name -> new Standing());
    }
}
