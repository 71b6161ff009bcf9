package io.caravan.runtime;

import io.caravan.engine.AlertStore.Alert;
import io.caravan.engine.AlertStore.Kind;
import io.caravan.engine.StateStore;
import io.caravan.mapping.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks in a service, every minute, whether a job is overdue. It depends on none of the routes that jobs are begun by. Only what two looks have found is told:
 * after a machine slept, or its clock was set, what is due by then is just being begun. It is over when the job has begun since, or may not run any more;
 * that a service starts anew is no sign of that. Used by one thread.
 */
final class OverdueWatch {

    private static final Logger LOG = LoggerFactory.getLogger(OverdueWatch.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final Caravan caravan;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Set<String> told = new HashSet<>();
    private Map<String, Instant> suspected = Map.of();
    private Instant began;
    private long looked;

    /** @param nanos a clock that does not jump, such as {@link System#nanoTime} */
    OverdueWatch(Caravan caravan, Clock clock, LongSupplier nanos) {
        this.caravan = caravan;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The first time the service is about to begin its jobs; then where nobody has looked for a minute. */
    void lookNowAndThen() {
        long time = nanos.getAsLong();
        if (began == null) {
            began = clock.instant();
        } else if (time - looked < BETWEEN.toNanos()) {
            return;
        }
        looked = time;
        look(clock.instant());
    }

    private void look(Instant now) {
        StateStore store = caravan.store();
        Set<String> paused = new HashSet<>();
        store.cycles().pauses().stream().filter(pause -> !pause.isOver(now)).forEach(pause -> paused.add(pause.job()));
        Map<String, Instant> due = new HashMap<>();
        List<Alert> wrong = new ArrayList<>();
        Map<String, Alert> known = new HashMap<>();
        store.alerts().alerts().stream().filter(alert -> alert.kind() == Kind.OVERDUE && alert.over().isEmpty()).forEach(alert -> known.put(alert.job(), alert));
        for (Job job : caravan.project().jobs().filter(one -> !paused.contains(one.name())).toList()) {
            Overdue.since(store, job, began, now).ifPresent(moment -> due.put(job.name(), moment));
            if (due.containsKey(job.name()) && due.get(job.name()).equals(suspected.get(job.name()))) {
                wrong.add(alert(job.name(), due.get(job.name()), now));
            } else {
                Optional.ofNullable(known.get(job.name())).filter(alert -> !hasBegunSince(store, alert)).ifPresent(wrong::add);
            }
        }
        suspected = due;
        told.retainAll(due.keySet());
        due.keySet().stream().filter(job -> wrong.stream().anyMatch(alert -> alert.job().equals(job)) && told.add(job)).sorted().forEach(job ->
                LOG.atWarn().addKeyValue("job", job).addKeyValue("due", due.get(job)).addKeyValue("next", Overdue.next(job)).log("a job is overdue: the service has not begun it"));
        if (!wrong.isEmpty() || !known.isEmpty()) {
            caravan.alerts().holdOfJobs(Kind.OVERDUE, wrong, now);
        }
    }

    private static Alert alert(String job, Instant due, Instant now) {
        return Alert.of(Kind.OVERDUE, job, "", Overdue.words(due.toString()), Overdue.next(job), 0, now);
    }

    private static boolean hasBegunSince(StateStore store, Alert alert) {
        return RunningService.holder(store, alert.job()).isPresent() || store.cycles().recent(alert.job(), 1).stream().anyMatch(row -> row.startedAt().isAfter(alert.since()));
    }
}
