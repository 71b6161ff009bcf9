package io.caravan.runtime;

import io.caravan.camel.Patience;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.AnotherSystemException;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.Counted;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import io.caravan.engine.CycleStoppedException;
import io.caravan.engine.CycleStore;
import io.caravan.engine.DispatchStep;
import io.caravan.engine.EvaluateStep;
import io.caravan.engine.GuardStep;
import io.caravan.engine.HeldBack;
import io.caravan.engine.LeaseLostException;
import io.caravan.engine.LogEntry;
import io.caravan.engine.MembershipStore;
import io.caravan.engine.ReadStep;
import io.caravan.engine.Merging;
import io.caravan.engine.ReadingApproval;
import io.caravan.engine.RecordRoute;
import io.caravan.engine.Recorder;
import io.caravan.engine.ResolveStep;
import io.caravan.engine.SavedChanges;
import io.caravan.engine.StateStore;
import io.caravan.engine.SystemPort;
import io.caravan.engine.UntilStopped;
import io.caravan.mapping.InboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.PlanCounts;
import io.caravan.runtime.InFlight.Claim;
import io.caravan.subject.KindAttribute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the steps do that routes call as {@code caravan:<step>}. A target or source that fails makes the cycle fail, never the route. Thread-safe.
 */
final class Flow {

    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);
    private static final int PAGE = 1000;
    /** What an outcome has of what was handed over. */
    private static final String FILES = "files";
    private static final String INTERRUPTED = "it was interrupted; the next cycle goes on from there";

    private final List<InboundJob> inboundJobs;
    private final Set<KindAttribute> foundBy;
    private final ZoneId zone;
    private final Clock clock;
    private final Patience patience;
    private final Duration answersWithin;
    /** By job, what an operator lets through in its next reading. */
    private final Map<String, ReadingApproval> approvals = new ConcurrentHashMap<>();

    /**
     * @param foundBy  the attributes that subjects are found by
     * @param patience      shared with whoever reads from the same systems
     * @param answersWithin how long it is waited for changes of which no route has brought an outcome
     */
    Flow(List<InboundJob> inboundJobs, Set<KindAttribute> foundBy, ZoneId zone, Clock clock, Patience patience, Duration answersWithin) {
        this.inboundJobs = List.copyOf(inboundJobs);
        this.foundBy = Set.copyOf(foundBy);
        this.zone = zone;
        this.clock = clock;
        this.patience = patience;
        this.answersWithin = answersWithin;
    }

    /** For one reading of this job; one that lets nothing through is none. */
    void approve(String job, ReadingApproval approval) {
        if (approval.letsAnythingThrough()) {
            approvals.put(job, approval);
        }
    }

    /** Whether somebody has let the next reading of this job through: then it is read. */
    boolean isApproved(String job) {
        return approvals.containsKey(job);
    }

    /** {@code caravan:test}: a connector that knows no such question is not asked. */
    void test(CycleRun run) {
        run.stopWhenPaused();
        if (run.getCycle().isStopped() || !run.system().spec().connector().objects().get(run.getCycle().job().object()).can(Operation.TEST)) {
            return;
        }
        Outcome answer = run.system().test();
        if (!answer.isOk()) {
            run.getCycle().refused(answer.kind());
            run.getCycle().count(Counted.UNANSWERED, answer.kind() == OutcomeKind.UNAVAILABLE || answer.kind() == OutcomeKind.IN_DOUBT ? 1 : 0);
            run.getCycle().stop(run.getTarget() + " does not let us in, or is not there: " + answer.message() + ". Nothing was sent");
        }
    }

    /** {@code caravan:read}: stages what differs in the source. */
    void read(CycleRun run) {
        run.stopWhenPaused();
        ReadingApproval approval = approvals.getOrDefault(run.getJob(), ReadingApproval.NONE);
        unlessStopped(run, () -> new ReadStep(run.store(), approval).read(run.getCycle(), run.inboundJob(), run.system()));
    }

    /** {@code caravan:resolve}: staged records become identities. */
    void resolve(CycleRun run, Optional<RecordRoute> recordRoute) {
        run.stopWhenPaused();
        ReadingApproval approval = Optional.ofNullable(approvals.remove(run.getJob())).orElse(ReadingApproval.NONE);
        unlessStopped(run, () -> {
            run.store().hub().index(foundBy);
            new ResolveStep(run.store(), inboundJobs, zone, recordRoute, approval).resolve(run.getCycle(), run.inboundJob());
        });
    }

    /** What a step left undone is the next cycle's. */
    private static void unlessStopped(CycleRun run, Runnable step) {
        try {
            step.run();
        } catch (CycleStoppedException stopped) {
            LOG.debug("a step was stopped: job={} cycle={}", run.getJob(), run.getCycle().id());
        }
    }

    /** {@code caravan:evaluate}: differences become stored changes. */
    void evaluate(CycleRun run) {
        run.stopWhenPaused();
        unlessStopped(run, () -> plan(run));
    }

    /** A target that gave no answer last time is asked once before it is worked for: one that is down costs no more than that. */
    private void askWhereNobodyAnswered(CycleRun run) {
        boolean gaveNone = !run.purpose().isPlan() && !run.getCycle().isProbe() && run.store().cycles().recent(run.getJob(), 2).stream()
                .filter(row -> row.id() != run.getCycle().id()).limit(1).anyMatch(row -> row.counts().getOrDefault(Counted.UNANSWERED, 0L) > 0);
        if (gaveNone) {
            test(run);
        }
    }

    private void plan(CycleRun run) {
        askWhereNobodyAnswered(run);
        run.getCycle().goOn();
        run.store().hub().index(foundBy);
        new Merging(run.store(), inboundJobs, zone).due(run.getCycle());
        long accounts = run.store().links().enabledAccounts(run.getJob());
        run.planned(new PlanCounts(""), accounts);
        try {
            EvaluateStep step = new EvaluateStep(run.store(), zone, Optional.ofNullable(approvals.remove(run.getJob())).orElse(ReadingApproval.NONE));
            Optional<SavedChanges> only = run.purpose().only();
            SystemPort system = new UntilStopped(run.getCycle(), run.system());
            run.planned(only.isPresent()
                    ? step.evaluateOnly(only.get(), run.getCycle(), run.outboundJob(), system, run.verdicts())
                    : step.evaluate(run.getCycle(), run.outboundJob(), system, run.verdicts()), accounts);
        } catch (AnotherSystemException others) {
            run.getCycle().stop(others.outcome().message());
        } catch (OutcomeException failed) {
            run.getCycle().refused(failed.outcome().kind());
            run.getCycle().count(Counted.UNANSWERED, failed.outcome().kind() == OutcomeKind.UNAVAILABLE ? 1 : 0);
            run.getCycle().stop("the target " + run.getTarget() + " could not be read: " + failed.outcome().message());
        }
    }

    /** {@code caravan:guard}: holds back what is too much at once. */
    void guard(CycleRun run) {
        if (run.getCycle().isStopped()) {
            return;
        }
        GuardStep guard = new GuardStep(run.store(), run.across());
        run.guarded(guard.guard(run.getCycle(), run.outboundJob(), run.counts(), run.accountsBefore(),
                run.purpose().approvedBy()));
        if (run.purpose().only().isEmpty()) {
            guard.holdWhatOnlyTheClockSays(run.getCycle(), run.outboundJob(), run.store().cycles().recent(run.getJob(), 2).stream().filter(row -> row.id() != run.getCycle().id())
                    .map(CycleStore.CycleRow::startedAt).findFirst());
            guard.holdWhatWasLeft(run.getCycle(), run.outboundJob());
        }
    }

    /**
     * What of a saved plan was planned, and is not sent after all, is as if it had not been.
     *
     * @param wereHeld whether all of it was held before, and is held again
     */
    void takeBack(CycleRun run, boolean wereHeld) {
        StateStore store = run.store();
        SavedChanges only = run.purpose().only().orElseThrow();
        store.inTransaction(() -> {
            List<PlannedChange> page = store.changes().unsettled(run.getJob(), Optional.empty(), PAGE);
            while (!page.isEmpty()) {
                List<PlannedChange> ours = page.stream().filter(planned -> planned.change().each().stream().allMatch(one -> only.isFor(one.key()))).toList();
                if (wereHeld) {
                    store.changes().hold(run.getJob(), ours.stream().map(PlannedChange::id).toList(), true);
                } else {
                    store.changes().settle(run.getJob(), ours.stream().map(PlannedChange::id).toList());
                    store.links().markDue(run.getJob(), ours.stream().map(PlannedChange::change).filter(change -> !change.kind().isOfMembers()).map(Change::identityId).toList());
                    store.memberships().markDue(run.getJob(), ours.stream().flatMap(planned -> MembershipStore.Pair.of(planned.change()).stream()).toList());
                }
                page = store.changes().unsettled(run.getJob(), Optional.of(page.get(page.size() - 1)), PAGE);
            }
        });
    }

    /** What of a saved plan is about to be sent has been decided of, whatever stayed held before. */
    void decided(CycleRun run) {
        List<PlannedChange> page = run.store().rulings().rulings(run.getJob()).isEmpty() ? List.of() : run.store().changes().next(run.getJob(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            run.store().rulings().liftOf(run.getJob(), page.stream().map(PlannedChange::change).toList());
            page = run.store().changes().next(run.getJob(), Optional.of(page.get(page.size() - 1)), PAGE);
        }
    }

    /**
     * {@code caravan:batches}: the changes to be sent, in order.
     *
     * @param atMost how many in this cycle
     */
    Iterator<List<Map<String, Object>>> batches(CycleRun run, Optional<Integer> atMost) {
        Cycle cycle = run.getCycle();
        if (run.dispatch() == null) {
            begin(run, atMost);
            cycle.listener().begins(cycle, CycleListener.DISPATCH, run.counts().changes() - cycle.counted(Counted.HELD));
        }
        run.beginRound();
        Iterator<DispatchStep.Batch> batches = run.dispatch().batches();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    leaveAloneWhenTold(run);
                    return batches.hasNext();
                } catch (LeaseLostException taken) {
                    run.lost(taken);
                    return false;
                }
            }

            @Override
            public List<Map<String, Object>> next() {
                awaitRoom(run);
                return run.handOut(batches.next());
            }
        };
    }

    /** A pause stops what is under way, and a window that begins meanwhile counts from here on. */
    private void leaveAloneWhenTold(CycleRun run) {
        run.stopWhenPaused();
        if (run.isReadOnly()) {
            run.dispatch().readOnly();
        } else if (run.frozenUntil(clock.instant()).isPresent()) {
            run.dispatch().freeze(run.outboundJob().schedule().frozen().leaversWait());
        }
    }

    /** A queue or a topic between the steps takes whatever it is given; what lies there is not given at once. */
    private void awaitRoom(CycleRun run) {
        try {
            run.inFlight().awaitRoom(answersWithin, () -> !run.getCycle().isStopped());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            run.getCycle().stop(INTERRUPTED);
        }
    }

    /** What is collected from here on is handed over by {@link #handOver}; what an earlier cycle did not come to is handed over now. */
    private void beginCollecting(CycleRun run) {
        Outcome begun = run.system().begin(run.outboundJob().object(), whatIsHandedOver(run));
        if (!begun.isOk()) {
            run.getCycle().stop(run.getTarget() + " takes nothing: " + begun.message() + ". Nothing was sent; the next cycle plans it again");
        }
        tellHandedOver(run, begun);
    }

    private static SystemPort.HandOver whatIsHandedOver(CycleRun run) {
        return new SystemPort.HandOver(run.getJob(), run.getCycle().id(), run.getCycle().now(), List.copyOf(run.outboundJob().mapping().attributes().keySet()));
    }

    /** The cycle has ended: what the target has collected of it goes. */
    void handOver(CycleRun run) {
        if (run.dispatch() == null) {
            return;
        }
        Outcome ended = run.system().end(run.outboundJob().object(), whatIsHandedOver(run));
        if (!ended.isOk()) {
            run.getCycle().fail(run.getTarget() + ": " + ended.message());
        }
        tellHandedOver(run, ended);
    }

    private void tellHandedOver(CycleRun run, Outcome outcome) {
        if (outcome.isOk() && outcome.attributes().get(FILES) instanceof List<?> files) {
            run.store().inTransaction(() -> run.store().log().append(files.stream().map(file -> new LogEntry(clock.instant(), run.getCycle().loggedAs(),
                    LogEntry.About.system(run.getTarget()), "hand-over", LogEntry.Result.of(LogEntry.Status.SUCCESS, file.toString()), List.of(), List.of())).toList()));
        }
    }

    private void begin(CycleRun run, Optional<Integer> atMost) {
        beginCollecting(run);
        DispatchStep dispatch = new DispatchStep(run.store(), zone, run.getCycle(), run.outboundJob(), run.system());
        atMost.ifPresent(dispatch::sendAtMost);
        if (atMost.isEmpty() && run.purpose().only().isEmpty() && run.outboundJob().writeBack().isEmpty()) {
            dispatch.letRemovalsOvertake(run.counts(), run.accountsBefore(), run.across(), clock);
        }
        run.dispatchWith(dispatch, new Recorder(run.store(), run.getCycle(), run.outboundJob(), run.system(), dispatch.progress(), clock).start());
    }

    /**
     * {@code caravan:deliver}: one call to the connector, and more of them while the target asks to be left alone for a while.
     * That it asks for longer than anybody waits ends the cycle: what was not sent is planned again by the next.
     */
    void deliver(Delivery delivery) throws NotDelivered {
        CycleRun run = delivery.run();
        Cycle cycle = run.getCycle();
        Patience.Wait wait = patience.forSystem(run.getTarget());
        Optional<Duration> asked;
        do {
            if (!wait.untilFree(() -> !cycle.isStopped())) {
                stop(cycle, wait);
                return;
            }
            run.stopWhenPaused();
            if (cycle.isStopped() || !isOurs(run)) {
                return;
            }
            if (delivery.send()) {
                wait.gotThrough();
            }
            asked = delivery.throttledFor();
            asked.ifPresent(wait::pause);
        } while (asked.isPresent());
        if (delivery.hasUnavailable() && !cycle.isStopped()) {
            throw new NotDelivered(run.getTarget());
        }
    }

    private static void stop(Cycle cycle, Patience.Wait wait) {
        if (!cycle.isStopped()) {
            cycle.stop(wait.words());
        }
    }

    private static boolean isOurs(CycleRun run) {
        boolean ours = run.isOurs();
        if (!ours) {
            run.getCycle().stop("whether job " + run.getJob() + " is still this process's cannot be told; nothing more was sent");
        }
        return ours;
    }

    /**
     * What routes did not bring back: what was sent is recorded, what was not is told. A cycle that was stopped held it back itself.
     * Another route, or another program, may still have some of it, and brings it in a while.
     */
    void settleInFlight(CycleRun run) {
        Cycle cycle = run.getCycle();
        List<PlannedChange> heldBack = new ArrayList<>();
        try {
            run.inFlight().await(answersWithin, () -> !cycle.isStopped());
            for (Claim claim : run.inFlight().takeAll()) {
                if (claim.outcome().isPresent()) {
                    run.record(claim);
                    cycle.count(Counted.LOST_BY_ROUTE, 1);
                } else {
                    heldBack.add(claim.planned());
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            cycle.stop(INTERRUPTED);
        }
        if (!heldBack.isEmpty() && !cycle.isStopped()) {
            new HeldBack(run.store(), cycle, run.outboundJob()).tell(heldBack, clock.instant());
        }
    }

    /** What may go and never went: no route brought the plan as far as the target. */
    void settleUnsent(CycleRun run) {
        if (run.isInbound() || run.purpose().isPlan() || run.leavesRest() || run.getCycle().failure().isPresent()) {
            return;
        }
        Instant now = clock.instant();
        boolean leftAlone = run.isLeftAlone(now);
        List<PlannedChange> page = run.store().changes().next(run.getJob(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            Optional<PlannedChange> last = Optional.of(page.get(page.size() - 1));
            List<PlannedChange> waiting = page.stream().filter(planned -> leftAlone && run.waitsForThaw(planned.change())).toList();
            List<PlannedChange> heldBack = page.stream().filter(planned -> !waiting.contains(planned)).toList();
            run.getCycle().count(Counted.FROZEN, waiting.size());
            run.getCycle().count(Counted.LEAVERS_WAITING, waiting.stream().filter(planned -> planned.change().takesAway()).count());
            new HeldBack(run.store(), run.getCycle(), run.outboundJob()).tell(heldBack, clock.instant());
            page = run.store().changes().next(run.getJob(), last, PAGE);
        }
        if (run.getCycle().counted(Counted.FROZEN) > 0) {
            run.getCycle().waits(run.leftAloneWords(now, run.getCycle().counted(Counted.FROZEN)));
        }
    }

    /** A saved plan is carried out whole: of one into a target that is frozen or read only nothing is. */
    void refuseWhenFrozen(CycleRun run) {
        Instant now = clock.instant();
        if (!run.isLeftAlone(now) || run.getCycle().isStopped()) {
            return;
        }
        long waiting = 0;
        List<PlannedChange> page = run.store().changes().next(run.getJob(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            waiting += page.stream().filter(planned -> run.waitsForThaw(planned.change())).count();
            page = run.store().changes().next(run.getJob(), Optional.of(page.get(page.size() - 1)), PAGE);
        }
        if (waiting > 0) {
            run.getCycle().fail(run.leftAloneWords(now, waiting) + (run.isReadOnly() ? "; to let it through, remove that setting" : "; apply it then, or only those who do not wait, with --only"));
        }
    }

    /** {@code caravan:replan}: records what is left of a round, and plans what it made possible or necessary. */
    void replan(CycleRun run) {
        Cycle cycle = run.getCycle();
        if (run.dispatch() == null) { // no route has asked for what is to be sent, and none will in another round
            run.beginRound();
            return;
        }
        settleInFlight(run);
        run.recorder().flush();
        if (run.dispatch().isLimited()) {
            leaveRest(run);
        }
        if (!cycle.isStopped() && run.dispatch().hasMore() && run.hasHandedOut()) { // a route that takes nothing takes nothing in the next round either
            run.needsAnotherRound();
            return;
        }
        cycle.listener().ends(cycle, CycleListener.DISPATCH);
        boolean exactly = run.purpose().only().isPresent(); // what follows from a saved plan was not seen by whoever looked at it
        if (cycle.isStopped() || exactly || run.dispatch().isLimited() || !run.recorder().hasMoreToDo()) {
            return;
        }
        run.recorder().startsAnew();
        unlessStopped(run, () -> planOnTop(run));
    }

    /** Of a cycle that sends a few changes to see what becomes of them the rest stays planned. */
    private void leaveRest(CycleRun run) {
        long left = run.store().changes().unsettledCount(run.getJob());
        if (left > 0) {
            run.leaveRest();
            run.getCycle().waits("it sent a few changes to see what becomes of them; " + left + (left == 1 ? " more goes" : " more go") + " with the next cycle, if they went well");
        }
    }

    private void planOnTop(CycleRun run) {
        Cycle cycle = run.getCycle();
        try {
            new EvaluateStep(run.store(), zone).evaluateMarked(cycle, run.outboundJob(), new UntilStopped(cycle, run.system()), run.counts());
            guard(run);
            run.dispatch().startsAnew();
            run.needsAnotherPass();
            cycle.listener().begins(cycle, CycleListener.DISPATCH, -1);
        } catch (AnotherSystemException others) {
            cycle.stop(others.outcome().message());
        } catch (OutcomeException failed) {
            cycle.refused(failed.outcome().kind());
            cycle.stop("the target " + run.getTarget() + " could not be read: " + failed.outcome().message());
        }
    }
}
