package io.caravan.runtime;

import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.StateStore;
import io.caravan.mapping.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Which jobs the service does not begin when it should: a route of the schedule may have broken, which no cycle can tell. */
public final class Overdue {

    /** So long after its time a job has begun, however much else there is to do. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private Overdue() {
    }

    /**
     * When a job should have begun that has not since. Whether it may run is not asked: of a paused one it says nothing, and one in quarantine is to be probed.
     *
     * @param began when the service that runs it began
     * @return empty when it is in time, is under way, or has no appointed times
     */
    public static Optional<Instant> since(StateStore store, Job job, Instant began, Instant now) {
        if (RunningService.holder(store, job.name()).isPresent()) {
            return Optional.empty();
        }
        Instant last = store.cycles().recent(job.name(), 1).stream().map((CycleRow row) -> row.endedAt().orElse(row.startedAt())).filter(began::isBefore).findFirst().orElse(began);
        Instant free = store.services().quarantine(job.name()).map(one -> one.probes().again()).filter(last::isBefore).orElse(last);
        return Schedules.next(job, began, free).filter(due -> due.plus(LATE).isBefore(now)).map(due -> due.truncatedTo(ChronoUnit.SECONDS));
    }

    /** What is wrong, in words. */
    public static String words(String due) {
        return "should have run at " + due + ", and the service has not begun it";
    }

    /** What to do about it. */
    public static String next(String job) {
        return "see in the log of the service what became of it; now: caravan sync " + job;
    }
}
