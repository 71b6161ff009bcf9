package io.caravan.runtime;

import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Says in the service log how far a long step of one cycle is: after ten seconds, then once a minute. Thread-safe. */
final class StepLog implements CycleListener {

    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final CycleListener others;
    private final LongSupplier nanoClock;
    private final Map<String, UnderWay> steps = new ConcurrentHashMap<>();

    /** @param done so far, of {@code expected}, which is -1 where it is not known */
    private record UnderWay(long began, long expected, AtomicLong done, AtomicLong tellAt) {
    }

    /** @param others also hear of everything */
    StepLog(CycleListener others, LongSupplier nanoClock) {
        this.others = others;
        this.nanoClock = nanoClock;
    }

    @Override
    public void begins(Cycle cycle, String step, long expected) {
        long now = nanoClock.getAsLong();
        steps.put(step, new UnderWay(now, expected, new AtomicLong(), new AtomicLong(now + FIRST_NANOS)));
        others.begins(cycle, step, expected);
    }

    @Override
    public void advances(Cycle cycle, String step, long more) {
        UnderWay underWay = steps.get(step);
        if (underWay != null) {
            long done = underWay.done.addAndGet(more);
            long now = nanoClock.getAsLong();
            long due = underWay.tellAt.get();
            if (now - due >= 0 && underWay.tellAt.compareAndSet(due, now + PAUSE_NANOS)) {
                CycleLog.underWay(cycle, step, done, underWay.expected, TimeUnit.NANOSECONDS.toSeconds(now - underWay.began));
            }
        }
        others.advances(cycle, step, more);
    }

    @Override
    public void ends(Cycle cycle, String step) {
        steps.remove(step);
        others.ends(cycle, step);
    }

    @Override
    public void deadLettered(Cycle cycle, List<DeadLetter> letters) {
        others.deadLettered(cycle, letters);
    }
}
