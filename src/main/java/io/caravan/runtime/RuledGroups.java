package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.diagnostic.ShellWord;
import io.caravan.engine.CycleKind;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStoppedException;
import io.caravan.engine.GroupApproval;
import io.caravan.engine.GroupRun;
import io.caravan.engine.GroupStep;
import io.caravan.engine.LeaseLostException;
import io.caravan.engine.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the groups that follow from rules up to date. One run at a time, here and in every other process that shares the store; it stands among the cycles of
 * jobs under a name of its own. Thread-safe.
 */
public final class RuledGroups {

    public static final String LET_JOIN = "--let-join ";
    public static final String LET_LEAVE = "--let-leave ";
    private static final Logger LOG = LoggerFactory.getLogger(RuledGroups.class);
    private static final double NANOS = 1e9;

    private final Project project;
    private final StateStore store;
    private final ZoneId zone;
    private final Leases leases;
    private final Clock clock;
    private final String actor;
    private volatile boolean stopped;

    RuledGroups(Project project, StateStore store, ZoneId zone, Leases leases, Clock clock, String actor) {
        this.project = project;
        this.store = store;
        this.zone = zone;
        this.leases = leases;
        this.clock = clock;
        this.actor = actor;
    }

    /**
     * What came of it.
     *
     * @param cycle   0: there was nothing to do
     * @param status  empty: it is being done elsewhere
     * @param message why it is not {@code done}
     */
    public record Ended(long cycle, Optional<CycleStatus> status, String message, Map<String, Long> counts, List<GroupRun.Moved> moved, List<GroupRun.Held> held, double seconds) {

        private static Ended nothing(Optional<CycleStatus> status, String message) {
            return new Ended(0, status, message, Map.of(), List.of(), List.of(), 0);
        }

        /** Whether anybody joined or left. */
        public boolean anybodyMoved() {
            return counts.getOrDefault(GroupRun.JOINED, 0L) + counts.getOrDefault(GroupRun.LEFT, 0L) > 0;
        }
    }

    /** Whether the project has rules, or had some of which something is left. */
    public boolean areThere() {
        return !project.groups().isEmpty() || !store.cycles().state(GroupRun.NAME).fingerprint().isEmpty() || !store.groupRules().crowds().isEmpty();
    }

    /** Runs the rules now, and tells what is held or could not be decided, also by earlier runs. */
    public Ended run(String initiatedBy, GroupApproval approval) {
        return leased(initiatedBy, approval, clock.instant());
    }

    /** What {@link #run} would do. Meant for a store that is a {@link StateStore#preview()}. */
    public Ended plan(GroupApproval approval, Instant now) {
        return run(store, "plan", approval, now);
    }

    /**
     * Runs the rules if anybody changed or is due; that something is held from earlier is no reason. What fails is told in the service log and in its cycle.
     *
     * @return whether anybody joined or left
     */
    boolean bringUpToDate(String initiatedBy) {
        try {
            return !stopped && areThere() && step(store).hasWork(clock.instant()) && leased(initiatedBy, GroupApproval.NONE, clock.instant()).anybodyMoved();
        } catch (RuntimeException failed) {
            CycleLog.broke(LOG, "the rules of groups could not be run; the next cycle tries again", failed);
            return false;
        }
    }

    /** Begins nothing more, and waits until what is under way has ended: at the end of a page of people. */
    void stop() {
        stopped = true;
        synchronized (this) {
            LOG.debug("no rule of a group is being run");
        }
    }

    private synchronized Ended leased(String initiatedBy, GroupApproval approval, Instant now) {
        Optional<HeldJob> held = stopped ? Optional.empty() : leases.take(GroupRun.NAME);
        if (held.isEmpty()) {
            return Ended.nothing(Optional.empty(), "the groups are being worked out already, here or on another machine");
        }
        try {
            return run(store.fenced(held.get().lease()), initiatedBy, approval, now);
        } finally {
            leases.release(held.get());
        }
    }

    private GroupStep step(StateStore in) {
        return new GroupStep(in, project.groups(), zone, project.secrets());
    }

    private Ended run(StateStore in, String initiatedBy, GroupApproval approval, Instant now) {
        GroupStep step = step(in);
        if (!step.hasWork(now) && !step.leavesSomethingUndone()) {
            return Ended.nothing(Optional.of(CycleStatus.DONE), "");
        }
        long start = System.nanoTime();
        long cycle = in.cycles().open(GroupRun.NAME, CycleKind.DELTA, now);
        GroupRun run = new GroupRun(now, cycle, initiatedBy + " by " + actor, approval, () -> !stopped);
        CycleStatus status;
        String message;
        try {
            step.run(run);
            status = run.status();
            message = held(run.held());
        } catch (CycleStoppedException told) {
            status = CycleStatus.INTERRUPTED;
            message = "it was stopped while it ran; the next run goes on from there";
        } catch (LeaseLostException taken) {
            return Ended.nothing(Optional.of(CycleStatus.FAILED), taken.getMessage());
        } catch (RuntimeException failed) {
            CycleLog.broke(LOG, "the rules of groups failed: cycle=" + cycle, failed);
            status = CycleStatus.FAILED;
            message = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        }
        in.cycles().close(cycle, status, message, run.counts(), clock.instant());
        double seconds = (System.nanoTime() - start) / NANOS;
        CycleLog.ended(GroupRun.NAME, cycle, status, run.counts(), message, Duration.ofNanos(System.nanoTime() - start));
        return new Ended(cycle, Optional.of(status), message, run.counts(), run.moved(), run.held(), seconds);
    }

    /** What is held, and by which options it goes. */
    public static String held(List<GroupRun.Held> held) {
        if (held.isEmpty()) {
            return "";
        }
        String what = held.stream().map(one -> one.group() + ": " + one.measure().text()).collect(Collectors.joining("; "));
        Map<String, Long> options = new LinkedHashMap<>();
        held.forEach(one -> options.merge((one.measure().joins() ? LET_JOIN : LET_LEAVE) + one.lot(), one.measure().planned(), Long::sum));
        return what + ". Nobody does until somebody has looked; if it is right: " + letThrough(options);
    }

    /**
     * The command by which as many go.
     *
     * @param held how many, by {@link #LET_JOIN} or {@link #LET_LEAVE} and {@link GroupRun.Held#lot}
     */
    public static String letThrough(Map<String, Long> held) {
        return "caravan sync " + held.entrySet().stream().map(one -> one.getKey().substring(0, one.getKey().indexOf(' ') + 1)
                + ShellWord.of(one.getKey().substring(one.getKey().indexOf(' ') + 1) + "=" + one.getValue())).collect(Collectors.joining(" "));
    }
}
