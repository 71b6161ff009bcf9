package io.caravan.runtime;

import io.caravan.engine.CycleStore;
import io.caravan.engine.CycleStore.Pause;
import java.time.Clock;
import java.util.Optional;

/** Whether somebody has paused a job, for a cycle of it that is under way: the store is asked at most once a second. Thread-safe. */
final class PauseWatch {

    private static final long BELIEVED_NANOS = 1_000_000_000L;

    private final CycleStore store;
    private final String job;
    private final Clock clock;
    private Optional<Pause> known = Optional.empty();
    private long askedNanos = System.nanoTime() - BELIEVED_NANOS;

    PauseWatch(CycleStore store, String job, Clock clock) {
        this.store = store;
        this.job = job;
        this.clock = clock;
    }

    synchronized Optional<Pause> now() {
        if (System.nanoTime() - askedNanos >= BELIEVED_NANOS) {
            askedNanos = System.nanoTime();
            known = of(store, job, clock);
        }
        return known;
    }

    static Optional<Pause> of(CycleStore store, String job, Clock clock) {
        return store.pauses().stream().filter(pause -> pause.job().equals(job) && !pause.isOver(clock.instant())).findFirst();
    }

    /** For the message of a cycle whose status says that it is paused. */
    static String words(Pause pause) {
        return "by " + pause.by() + " since " + pause.since() + pause.until().map(end -> " until " + end).orElse("")
                + (pause.reason().isEmpty() ? "" : ": " + pause.reason());
    }
}
