package io.caravan.runtime;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.cycle.ChangeStore.PlannedChange;
import io.caravan.cycle.DispatchStep.Parcel;
import io.caravan.cycle.WritePermit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A parcel on its way to its target: the body of the exchanges in a dispatch route. Knows which of its requests have
 * their final outcome, so that a retry sends only the others. Belongs to one exchange until the round ends; what comes too
 * late, from a route that went its own ways, does nothing.
 */
public final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final CycleRun run;
    private final Parcel parcel;
    private final Map<Integer, Outcome> outcomes = new HashMap<>();
    private int attempts;
    private long millis;
    private boolean over;

    Delivery(CycleRun run, Parcel parcel) {
        this.run = run;
        this.parcel = parcel;
    }

    public CycleRun getRun() {
        return run;
    }

    /** How many changes travel in it. */
    public int getSize() {
        return parcel.changes().size();
    }

    /**
     * Sends what has no final outcome yet.
     *
     * @return whether any of it has one now
     */
    synchronized boolean send() {
        if (over) {
            LOG.warn("a route sends on what its round had given up; it is not sent: job={} changes={}", run.getJob(), getSize());
            return true;
        }
        List<AccountRequest> requests = parcel.toSend();
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (!outcomes.containsKey(i) || repeatable(outcomes.get(i))) {
                open.add(i);
            }
        }
        attempts++;
        long start = System.nanoTime();
        List<Outcome> answers = open.isEmpty() ? List.of() : answers(open.stream().map(requests::get).toList());
        millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        for (int i = 0; i < open.size(); i++) {
            outcomes.put(open.get(i), answers.get(i));
        }
        return answers.stream().anyMatch(answer -> !repeatable(answer));
    }

    /** A connector that breaks may have sent the requests before. */
    private List<Outcome> answers(List<AccountRequest> requests) {
        String broken;
        try {
            List<Outcome> answers = WritePermit.during(run::isOurs, () -> run.system().execute(requests));
            if (answers.size() == requests.size()) {
                return answers;
            }
            broken = "it gave " + answers.size() + " answers to " + requests.size() + " requests";
        } catch (RuntimeException thrown) {
            LOG.error("a connector broke: system={} job={}", run.getTarget(), run.getJob(), thrown);
            broken = thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        }
        return Collections.nCopies(requests.size(), Outcome.failed(OutcomeKind.IN_DOUBT, "the connector of " + run.getTarget() + " broke: " + broken));
    }

    /** Whether a request was not carried out for certain, and sending it again may help. */
    private static boolean repeatable(Outcome outcome) {
        return outcome.kind() == OutcomeKind.UNAVAILABLE || outcome.kind() == OutcomeKind.THROTTLED;
    }

    boolean hasUnavailable() {
        return outcomes.values().stream().anyMatch(outcome -> outcome.kind() == OutcomeKind.UNAVAILABLE);
    }

    /** How long the target asked to be left alone, zero when it did not say; empty when it did not ask. */
    Optional<Duration> throttledFor() {
        return outcomes.values().stream().filter(outcome -> outcome.kind() == OutcomeKind.THROTTLED)
                .map(outcome -> outcome.retryAfter().orElse(Duration.ZERO)).max(Duration::compareTo);
    }

    /** Hands every change's outcome to the recorder. What was not sent stays with the round, which tells of it. */
    synchronized void record() {
        int requests = parcel.toSend().size();
        if (over || outcomes.isEmpty() && requests > 0) {
            return;
        }
        over = true;
        run.recorded(this);
        List<Outcome> sent = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            sent.add(outcomes.getOrDefault(i, Outcome.failed(OutcomeKind.UNAVAILABLE, "it was not sent")));
        }
        List<Outcome> all = parcel.outcomes(sent);
        for (int i = 0; i < all.size(); i++) {
            run.recorder().record(parcel.changes().get(i), all.get(i), attempts, millis);
        }
    }

    /**
     * The round is over, and no route has brought it to be recorded. What was sent is recorded all the same, so that nothing is
     * made twice.
     *
     * @return whether any of it was sent
     */
    synchronized boolean giveUp() {
        boolean sent = !outcomes.isEmpty();
        record();
        over = true;
        return sent;
    }

    List<PlannedChange> changes() {
        return parcel.changes();
    }
}
