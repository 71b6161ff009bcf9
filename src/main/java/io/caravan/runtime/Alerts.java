package io.caravan.runtime;

import io.caravan.engine.AlertStore.Alert;
import io.caravan.engine.AlertStore.Kind;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.GoneJob;
import io.caravan.engine.Quarantine;
import io.caravan.engine.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator is to be told of, held after each cycle against what is known of already: a reason is told once, and once that it is over. Where
 * no route listens at {@code direct:alert}, nothing is kept. Thread-safe.
 */
final class Alerts {

    static final String ROUTE = "direct:alert";

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final Caravan caravan;
    /** Jobs that have run and that no mapping is called by; null until somebody has looked. Which these are does not change while this project runs. */
    private List<GoneJob> gone;

    Alerts(Caravan caravan) {
        this.caravan = caravan;
    }

    boolean isWanted() {
        return CamelRuntime.listens(caravan.context(), ROUTE);
    }

    /** A cycle has ended, and is stored. What cannot be noted down now is by the next one: it is derived from what is stored. */
    void ended(CycleRun run, Instant now) {
        if (run.purpose().isPlan() || run.getCycle().status().isBrokenOff() || !isWanted()) {
            return;
        }
        try {
            hold(run.getJob(), wrong(run, now), now);
            gone().forEach(job -> hold(job.name(), left(job, now), now));
        } catch (RuntimeException notNow) {
            LOG.warn("whether somebody is to be alerted could not be stored; the next cycle looks again: job={} reason={}", run.getJob(), notNow.getMessage());
        }
    }

    private synchronized List<GoneJob> gone() {
        if (gone == null) {
            gone = GoneJob.all(caravan.store(), caravan.project().jobs().toList());
        }
        return gone;
    }

    /** What a job of which there is no mapping any more leaves behind. */
    private static Map<String, Alert> left(GoneJob left, Instant now) {
        long accounts = left.accounts();
        long records = left.records();
        if (accounts + records == 0) {
            return new LinkedHashMap<>();
        }
        Alert alert = Alert.of(Kind.LEFT_BEHIND, left.name(), GoneJob.CAUSE, "no mapping is called " + left.name() + " any more: nobody " + (accounts > 0 ? "closes its accounts" : "reads its records"),
                "caravan status says what to do", accounts + records, now);
        return new LinkedHashMap<>(Map.of(alert.reason(), alert));
    }

    private void hold(String job, Map<String, Alert> wrong, Instant now) {
        hold(known -> known.job().equals(job) && known.kind() != Kind.CREDENTIALS_EXPIRE, known -> false, wrong, now);
    }

    /**
     * All that is to be told of systems, of one kind; {@code what} of an alert and a number behind it stand for the same at different times, of which only
     * the newest is told, and that the ones before are over is not.
     */
    void holdOfSystems(Kind kind, List<Alert> wrong, Instant now) {
        if (isWanted()) {
            Map<String, Alert> byReason = new LinkedHashMap<>();
            wrong.forEach(alert -> byReason.put(alert.reason(), alert));
            Set<String> goOn = wrong.stream().map(Alert::reason).map(Alerts::withoutNumber).collect(Collectors.toSet());
            hold(known -> known.kind() == kind, known -> goOn.contains(withoutNumber(known.reason())), byReason, now);
        }
    }

    /** All that is to be told of jobs, of one kind that no cycle can tell. */
    void holdOfJobs(Kind kind, List<Alert> wrong, Instant now) {
        if (isWanted()) {
            Map<String, Alert> byReason = new LinkedHashMap<>();
            wrong.forEach(alert -> byReason.put(alert.reason(), alert));
            hold(known -> known.kind() == kind, known -> false, byReason, now);
        }
    }

    private static String withoutNumber(String reason) {
        return reason.substring(0, reason.lastIndexOf(':'));
    }

    /**
     * @param concerned those that are over unless they are among what is wrong now
     * @param replaced  those of them of which nobody need be told that
     */
    private void hold(Predicate<Alert> concerned, Predicate<Alert> replaced, Map<String, Alert> wrong, Instant now) {
        StateStore store = caravan.store();
        store.inTransaction(() -> {
            List<Alert> changed = new ArrayList<>();
            List<String> gone = new ArrayList<>();
            for (Alert known : store.alerts().alerts()) {
                Optional<Alert> still = Optional.ofNullable(wrong.remove(known.reason()));
                if (still.isPresent()) {
                    changed.add(known.now(still.get()));
                } else if (concerned.test(known)) {
                    if (known.told().isPresent() && !replaced.test(known)) {
                        changed.add(known.over(now));
                    } else {
                        gone.add(known.reason());
                    }
                }
            }
            changed.addAll(wrong.values());
            store.alerts().save(changed);
            store.alerts().remove(gone);
        });
    }

    /** What is wrong with a job, by reason. */
    private Map<String, Alert> wrong(CycleRun run, Instant now) {
        Cycle cycle = run.getCycle();
        String job = run.getJob();
        StateStore store = caravan.store();
        List<Alert> wrong = new ArrayList<>();
        Optional<Quarantine> quarantine = store.services().quarantine(job);
        quarantine.ifPresent(one -> wrong.add(alert(one, now)));
        if (cycle.status() == CycleStatus.FAILED && quarantine.filter(one -> one.why().cause() == Quarantine.Cause.CREDENTIALS).isEmpty()) {
            wrong.add(Alert.of(Kind.FAILED, job, "", cycle.reason(), next(run), 0, now));
        }
        if (cycle.held().isPresent()) {
            wrong.add(Alert.of(Kind.HELD, job, "", cycle.held().get(), NextStep.after(CycleStatus.HELD, job, run.isInbound()), 0, now));
        }
        store.changes().causes(new LetterFilter(Optional.of(job), Optional.empty(), Optional.empty())).forEach(cause -> wrong.add(Alert.of(Kind.DEAD_LETTERS, job, cause.cause(),
                cause.outcome().word() + ": " + cause.newest().reason(), "caravan dead-letters list --cause " + cause.cause(), cause.count(), now)));
        if (!run.isInbound()) {
            store.links().problems(job).forEach((reason, count) -> wrong.add(Alert.of(Kind.LEFT_BEHIND, job, reason.word(), "left behind: " + reason.word(),
                    "caravan status names them, and what to do", count, now)));
        }
        Map<String, Alert> byReason = new LinkedHashMap<>();
        wrong.forEach(alert -> byReason.put(alert.reason(), alert));
        return byReason;
    }

    private static String next(CycleRun run) {
        String next = NextStep.after(CycleStatus.FAILED, run.getJob(), run.isInbound());
        return next.isEmpty() ? "caravan status" : next;
    }

    private static Alert alert(Quarantine one, Instant now) {
        String reason = one.why().reason();
        return one.why().cause() == Quarantine.Cause.CREDENTIALS
                ? Alert.of(Kind.CREDENTIALS, one.job(), "", one.system() + " refuses the credentials: " + reason, "put them right, and then: caravan sync " + one.job() + " --now", 0, now)
                : Alert.of(Kind.QUARANTINED, one.job(), one.why().cause().word(), "only probed, more and more seldom: " + reason, "caravan quarantine list", 0, now);
    }
}
