package io.caravan.runtime;

import io.caravan.config.OwnSetting;
import io.caravan.engine.Counted;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LeaseLostException;
import io.caravan.engine.LogEntry;
import io.caravan.engine.StateStore;
import io.caravan.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is recorded when a cycle ends: what was under way, who is left behind, and how it ended. */
final class CycleEnd {

    private static final Logger LOG = LoggerFactory.getLogger(CycleEnd.class);
    private static final Duration BETWEEN_FORGETTING = Duration.ofHours(1);

    private final Caravan caravan;
    private final StateStore store;
    private final Quarantines quarantines;
    private final String actor;
    private final AtomicReference<Instant> forgotten = new AtomicReference<>(Instant.EPOCH);

    CycleEnd(Caravan caravan, Quarantines quarantines, String actor) {
        this.caravan = caravan;
        this.store = caravan.store();
        this.quarantines = quarantines;
        this.actor = actor;
    }

    /** Records what became of it. */
    void record(CycleRun run, Optional<? extends Throwable> thrown) {
        Cycle cycle = run.getCycle();
        thrown.ifPresent(broken -> broke(run, broken));
        leftOut(run).ifPresent(step -> run.getCycle().fail(neverCameTo(step)));
        finishRecording(run);
        quarantines.ended(run, caravan.now());
        cycle.count(Counted.LEFT_BEHIND, leftBehind(run));
        cycle.count(Counted.WAITING, waiting(run));
        logFailure(run);
        store.inTransaction(() -> {
            caravan.events().closes(run, cycle.status(), cycle.reason(), caravan.now());
            store.cycles().close(cycle.id(), cycle.status(), cycle.reason(), cycle.counts(), caravan.now());
        });
    }

    /** Nothing more is sent in this cycle. */
    static void broke(CycleRun run, Throwable broken) {
        CycleLog.broke(LOG, "cycle broke: job=" + run.getJob() + " cycle=" + run.getCycle().id(), broken);
        run.getCycle().stop("a route or a step broke, and nothing more was sent: " + said(broken));
    }

    /** Where it was thrown, and what. */
    static String said(Throwable broken) {
        Throwable cause = CamelRuntime.deepest(broken);
        return FailedSteps.place(broken) + cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + RouteAnswer.withoutPaths(cause.getMessage()));
    }

    /** A step without which a cycle has done nothing, so that "done" would be a lie; empty where its routes came to all of them, or had no reason to go on. */
    private static Optional<Step> leftOut(CycleRun run) {
        boolean isOver = run.getCycle().isStopped() || run.getCycle().failure().isPresent();
        return isOver ? Optional.empty() : (run.isInbound() ? Stream.of(Step.READ, Step.RESOLVE) : Stream.of(Step.EVALUATE, Step.GUARD)).filter(step -> !run.cameTo(step)).findFirst();
    }

    static String neverCameTo(Step step) {
        return "its route never came to caravan:" + step.word();
    }

    /** A step that follows the end of the cycle broke: what the cycle did stands, and that it is done does not. */
    void brokeAfterwards(CycleRun run, Throwable broken) {
        Cycle cycle = run.getCycle();
        CycleLog.broke(LOG, "a step after the end of the cycle broke: job=" + run.getJob() + " cycle=" + cycle.id(), broken);
        cycle.fail("all of it is done and recorded, and a step that follows its end broke: " + said(broken));
        logFailure(run);
        store.cycles().close(cycle.id(), cycle.status(), cycle.reason(), cycle.counts(), caravan.now());
        CycleLog.brokeAfterwards(run);
    }

    /** That a cycle failed stands in the provisioning log when it first does, and when it does for another reason. */
    private void logFailure(CycleRun run) {
        Cycle cycle = run.getCycle();
        if (run.purpose().isPlan() || cycle.status() != CycleStatus.FAILED) {
            return;
        }
        boolean said = store.cycles().recent(run.getJob(), 2).stream().filter(row -> row.id() != cycle.id()).findFirst()
                .filter(before -> before.status() == CycleStatus.FAILED && before.message().equals(cycle.reason())).isPresent();
        if (!said) {
            store.log().append(List.of(new LogEntry(caravan.now(), cycle.loggedAs(), LogEntry.About.system(cycle.job().system()), "cycle",
                    LogEntry.Result.of(LogEntry.Status.FAILURE, cycle.reason()), List.of(), List.of())));
        }
    }

    /** The rows of cycles that ended long ago; looked for when the first cycle of a process ends, and once an hour from then on. */
    void forgetOldCycles() {
        Instant now = caravan.now();
        Instant last = forgotten.get();
        if (Duration.between(last, now).abs().compareTo(BETWEEN_FORGETTING) < 0 || !forgotten.compareAndSet(last, now)) {
            return;
        }
        try {
            store.cycles().forget(now.atZone(caravan.zone()).minus(caravan.project().settings().period(OwnSetting.STORE_KEEP)).toInstant());
            caravan.project().settings().periodIfSet(OwnSetting.LOG_KEEP).ifPresent(keep -> LogRetention.keep(store, keep, now, caravan.zone(), OwnSetting.LOG_KEEP.key() + " by " + actor));
        } catch (StoreException notNow) {
            LOG.warn("what is old in the store could not be deleted; it is looked for again in an hour: {}", notNow.getMessage());
        }
    }

    /** Whoever is left behind stays so until something is done about it, also when a cycle has nothing to do. */
    private long leftBehind(CycleRun run) {
        return store.changes().deadLetterCount(run.getJob()) + (run.isInbound() ? 0 : store.rulings().rejected(run.getJob()) + store.links().problems(run.getJob()).values().stream()
                .mapToLong(Long::longValue).sum());
    }

    /** What is not there yet and comes by itself, or once somebody has looked. */
    private long waiting(CycleRun run) {
        Cycle cycle = run.getCycle();
        return run.isInbound() || run.purpose().isPlan() ? 0 : store.changes().unsettledCount(run.getJob()) + cycle.counted(Counted.FAILED_FOR_NOW)
                + cycle.counted(Counted.THROTTLED) + cycle.counted(Counted.HELD_BACK) + cycle.counted(Counted.MISSING) + cycle.counted(Counted.POSTPONED);
    }

    /** What cannot be recorded has stopped the cycle already; its end is told all the same. */
    private void finishRecording(CycleRun run) {
        try {
            if (run.recorder() != null) {
                caravan.flow().settleInFlight(run);
                run.recorder().close();
            }
            caravan.flow().settleUnsent(run);
            caravan.flow().handOver(run);
        } catch (LeaseLostException taken) {
            run.lost(taken);
        } catch (IllegalStateException notRecorded) {
            CycleLog.broke(LOG, "outcomes could not be recorded: job=" + run.getJob() + " cycle=" + run.getCycle().id(), notRecorded);
        }
    }
}
