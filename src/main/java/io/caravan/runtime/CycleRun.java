package io.caravan.runtime;

import io.caravan.engine.AcrossJobs;
import io.caravan.engine.Counted;
import io.caravan.engine.Cycle;
import io.caravan.engine.DispatchStep;
import io.caravan.engine.EvaluateStep;
import io.caravan.engine.LeaseLostException;
import io.caravan.engine.LinkStore;
import io.caravan.engine.Recorder;
import io.caravan.engine.SavedChanges;
import io.caravan.engine.StateStore;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Identity;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Guard;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.TargetView;
import io.caravan.plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A cycle from {@code caravan:begin} to {@code caravan:end}. Routes know it by the number of the cycle, see {@link ControlData}. */
public final class CycleRun {

    /** After a plan has been gone through so many times, with what came on top, the rest waits for the next cycle. */
    private static final int PASSES = 8;

    /**
     * What a run is for.
     *
     * @param approvedBy who has seen the plan and lets it through the guard
     * @param only       what of a saved plan is carried out, and nothing else
     */
    record Purpose(Optional<String> approvedBy, Optional<SavedChanges> only, boolean collects) {
        static final Purpose SYNC = new Purpose(Optional.empty(), Optional.empty(), false);
        static final Purpose PLAN = new Purpose(Optional.empty(), Optional.empty(), true);

        /** Whether nothing is written. */
        boolean isPlan() {
            return collects && only.isEmpty();
        }
    }

    /**
     * What goes on around it.
     *
     * @param pauses whether somebody has paused the job since
     * @param jobs   which other jobs the guard looks at
     * @param probe  whether the job is in quarantine, and this cycle is to show whether that can end
     */
    record Around(PauseWatch pauses, AcrossJobs.Scope jobs, boolean probe) {
    }

    /**
     * Whose account is not decided, for showing a plan.
     *
     * @param accounts that match
     * @param reported what would be done if the job did more than report
     */
    public record Open(String identityKey, List<TargetView.Candidate> accounts, Optional<Change> reported) {
    }

    /**
     * The accounts of a target that was listed, for showing a plan.
     *
     * @param open   people whose account is not decided
     * @param others accounts that nobody is linked to, was recognised by or is recognised by perhaps
     * @param gap    why the list is not whole; empty when it is
     */
    public record Accounts(List<Open> open, List<LinkStore.ListedAccount> others, Optional<String> gap) {
    }

    /** One identity's verdict, for showing a plan. */
    public record Decided(String identityKey, Verdict verdict) {
    }

    private final Cycle cycle;
    private final StateStore store;
    private final SystemPort system;
    private final SystemPort.Admissions admissionsBefore;
    private final Purpose purpose;
    private final DeadLetterPublisher deadLetters;
    private final Optional<HeldJob> held;
    private final PauseWatch pauses;
    private volatile boolean leftAlone;
    private final AcrossJobs across;
    private final List<Change> changes = new ArrayList<>();
    private final List<Decided> undecided = new ArrayList<>();
    private final Map<String, Verdict> notPlanned = new HashMap<>();
    private final Set<String> planned = new HashSet<>();
    private final Set<String> givenUp = new HashSet<>();
    private final List<Open> open = new ArrayList<>();
    /** Other jobs that write to accounts of this kind. */
    private final List<String> owners;
    private Optional<Accounts> accounts = Optional.empty();
    private final InFlight inFlight = new InFlight();
    private final AtomicBoolean begun = new AtomicBoolean();
    private PlanCounts counts = new PlanCounts("");
    private List<Guard.Measure> breaches = List.of();
    private long accountsBefore;
    private volatile DispatchStep dispatch;
    private boolean asked;
    private Recorder recorder;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final long startedNanos = System.nanoTime();
    private int passes;
    private boolean more = true;
    private volatile boolean handedOut;
    private final Set<Step> taken = ConcurrentHashMap.newKeySet();
    private boolean leavesRest;
    private volatile Optional<Instant> frozenUntil = Optional.empty();

    /**
     * @param held   empty for a run that only looks
     */
    CycleRun(Cycle cycle, StateStore store, SystemPort system, Purpose purpose, DeadLetterPublisher deadLetters, Optional<HeldJob> held,
             Around around) {
        this.cycle = cycle;
        this.store = store;
        this.system = system;
        this.admissionsBefore = system.admissions();
        this.purpose = purpose;
        this.deadLetters = deadLetters;
        this.held = held;
        this.pauses = around.pauses();
        if (around.probe()) {
            cycle.becomesProbe();
        }
        this.across = new AcrossJobs(store, around.jobs());
        List<OutboundJob> sharing = around.jobs().targets().stream().map(AcrossJobs.Target::job).filter(job -> job.sharesAccountsWith(cycle.job())).toList();
        this.owners = sharing.stream().map(OutboundJob::name).toList();
        cycle.sharesAccountsWith(sharing);
    }

    public Cycle getCycle() {
        return cycle;
    }

    /** The job's name. */
    public String getJob() {
        return cycle.job().name();
    }

    /** The connected system's name, by which its routes are called. */
    public String getTarget() {
        return cycle.job().system();
    }

    public boolean isInbound() {
        return cycle.job() instanceof InboundJob;
    }

    /** Whether there are changes to dispatch: once after planning, and again while dispatching makes more possible. */
    public boolean isMore() {
        return !cycle.isStopped() && more;
    }

    /** What a plan would do, in the order it was decided, secrets hidden; only collected for plans. */
    public List<Change> changes() {
        return changes;
    }

    /** Verdicts that need somebody's attention: ambiguous, failed, reported, or with attributes that could not be decided. Only collected for plans. */
    public List<Decided> undecided() {
        return undecided;
    }

    /** The accounts of the target, where all of them were listed and everybody was looked at; only collected for plans. */
    public Optional<Accounts> accounts() {
        return accounts;
    }

    public PlanCounts counts() {
        return counts;
    }

    public List<Guard.Measure> breaches() {
        return breaches;
    }

    /** Enabled accounts before this cycle. */
    public long accountsBefore() {
        return accountsBefore;
    }

    /** Whether other jobs may have something to do: identities or memberships have changed, or accounts to which others refer. */
    boolean changedForOthers() {
        return (isInbound() ? Stream.of(Counted.IDENTITIES_CREATED, Counted.IDENTITIES_CHANGED, Counted.MEMBERS_JOINED, Counted.MEMBERS_LEFT, Counted.MEMBERSHIPS_CHANGED)
                : Stream.of(Counted.APPLIED)).mapToLong(cycle::counted).sum() > 0;
    }

    StateStore store() {
        return store;
    }

    SystemPort system() {
        return system;
    }

    /** Whether the job is in quarantine, and this cycle is to show whether that can end. */
    boolean isProbe() {
        return cycle.isProbe();
    }

    /** Nothing is asked of the system, because its job is in quarantine; the cycle says nothing of whether that is right. */
    void leaveAlone(String why) {
        leftAlone = true;
        cycle.stop(why);
    }

    boolean wasLeftAlone() {
        return leftAlone;
    }

    /** How often the system had let somebody in when this began. */
    SystemPort.Admissions admissionsBefore() {
        return admissionsBefore;
    }

    /** What the same reading of a source comes to in all jobs. */
    AcrossJobs across() {
        return across;
    }

    Optional<HeldJob> held() {
        return held;
    }

    /** Whether anything may still be written in the name of the job. */
    boolean isOurs() {
        return held.map(HeldJob::isOurs).orElse(true);
    }

    /** Stops where somebody has paused the job since; what only looks goes on. */
    void stopWhenPaused() {
        if (!purpose.isPlan() && !cycle.isStopped()) {
            pauses.now().ifPresent(pause -> cycle.pause(PauseWatch.words(pause)));
        }
    }

    /** Until when the target is left alone; also a window that has ended while this cycle held something back for it. */
    Optional<Instant> frozenUntil(Instant now) {
        Optional<Instant> end = cycle.job().schedule().frozen().until(now);
        frozenUntil = end.or(() -> frozenUntil);
        return frozenUntil;
    }

    /** Whether a change waits while the target is frozen. */
    boolean waitsForThaw(Change change) {
        return isReadOnly() ? change.kind() != ChangeKind.RELEASE : change.waitsForThaw(system.spec().connector().objects().get(cycle.job().object()).enabledBy(), cycle.job().schedule().frozen().leaversWait());
    }

    /** Whether its target is never written to. */
    boolean isReadOnly() {
        return !isInbound() && system.spec().readOnly();
    }

    /** Whether something of its plan may have to wait now. */
    boolean isLeftAlone(Instant now) {
        return isReadOnly() || frozenUntil(now).isPresent();
    }

    /** Why the target is left alone, and how many changes that concerns. */
    String leftAloneWords(Instant now, long changes) {
        return isReadOnly() ? getTarget() + " is read only (" + system.spec().readOnlyKey() + " = true): " + (changes == 1 ? "1 change was planned, and is not sent"
                : changes + " changes were planned, and none is sent") : frozenUntil(now).map(end -> frozenWords(end, changes)).orElse("");
    }

    private String frozenWords(Instant end, long changes) {
        return getTarget() + " is frozen until " + end + ", and " + changes + (changes == 1 ? " change waits" : " changes wait");
    }

    /** Another process has the job: this one stores and sends nothing more. */
    void lost(LeaseLostException taken) {
        held.ifPresent(HeldJob::lose);
        cycle.stop(taken.getMessage());
    }

    DeadLetterPublisher deadLetters() {
        return deadLetters;
    }

    Purpose purpose() {
        return purpose;
    }

    InboundJob inboundJob() {
        return (InboundJob) cycle.job();
    }

    OutboundJob outboundJob() {
        return (OutboundJob) cycle.job();
    }

    void planned(PlanCounts plan, long accounts) {
        counts = plan;
        accountsBefore = accounts;
    }

    void guarded(List<Guard.Measure> found) {
        if (!found.isEmpty()) {
            breaches = found;
        }
    }

    /**
     * Of the saved changes that this run is to carry out those that are not due any more, or would not be the same, by
     * {@link Change#key}, with what is decided now; empty where nothing is to be decided, and of a membership.
     */
    public Map<String, Optional<Verdict>> refused() {
        Map<String, Optional<Verdict>> refused = new TreeMap<>();
        purpose.only().ifPresent(only -> only.bases().keySet().stream().filter(key -> !planned.contains(key))
                .forEach(key -> refused.put(key, Optional.ofNullable(notPlanned.get(key)))));
        return refused;
    }

    /** Of those the {@link Change#key keys} of memberships that would be due, but for that the target refused them, or somebody rejected them. */
    public Set<String> givenUp() {
        return givenUp;
    }

    /** The same, in words. */
    Map<String, String> refusedInWords() {
        Map<String, String> words = new TreeMap<>();
        refused().forEach((key, now) -> words.put(key, Change.memberOf(key).isPresent() ? NextStep.insteadOfMembership(givenUp.contains(key)) : NextStep.instead(now)));
        return words;
    }

    /** Whether a saved plan can be carried out: each of its changes is due, and nothing is held. */
    boolean isAsSaved() {
        return refused().isEmpty() && cycle.failure().isEmpty() && cycle.held().isEmpty();
    }

    EvaluateStep.VerdictListener verdicts() {
        return new EvaluateStep.VerdictListener() {
            @Override
            public void decided(Identity identity, Verdict verdict) {
                CycleRun.this.decided(identity.key(), verdict);
            }

            @Override
            public void planned(Change ofMembers) {
                if (purpose.only().isPresent()) {
                    ofMembers.each().forEach(one -> planned.add(one.key()));
                } else if (purpose.isPlan()) {
                    changes.add(ofMembers);
                }
            }

            @Override
            public void leftOut(Change membership) {
                if (purpose.only().isPresent()) {
                    givenUp.add(membership.key());
                }
            }

            @Override
            public void leftOut(Identity identity, Verdict verdict) {
                notPlanned(identity.key(), verdict);
            }

            @Override
            public boolean wantsAccounts() {
                return purpose.isPlan();
            }

            @Override
            public void open(Identity identity, List<TargetView.Candidate> matching, Optional<Change> reported) {
                open.add(new Open(identity.key(), matching, reported.map(change -> change.masked(cycle.secrets()))));
            }

            @Override
            public void listed(Optional<String> gap, Consumer<Consumer<LinkStore.ListedAccount>> unclaimed) {
                Set<String> perhaps = open.stream().flatMap(one -> one.accounts().stream()).map(TargetView.Candidate::anchor).collect(Collectors.toSet());
                List<LinkStore.ListedAccount> others = new ArrayList<>();
                unclaimed.accept(account -> {
                    if (!perhaps.contains(account.anchor()) && owners.stream().allMatch(job -> store.links().linkedTo(job, List.of(account.anchor())).isEmpty())) {
                        others.add(account);
                    }
                });
                accounts = Optional.of(new Accounts(List.copyOf(open), others, gap));
            }
        };
    }

    private void notPlanned(String identityKey, Verdict verdict) {
        if (purpose.only().filter(only -> only.isFor(identityKey)).isPresent()) {
            notPlanned.put(identityKey, verdict);
        }
    }

    private void decided(String identityKey, Verdict verdict) {
        if (purpose.only().isPresent() && verdict.kind() == Verdict.Kind.CHANGE) {
            planned.add(identityKey);
        } else {
            notPlanned(identityKey, verdict);
        }
        if (purpose.isPlan()) {
            verdict.change().map(change -> change.masked(cycle.secrets())).ifPresent(changes::add);
            boolean needsAttention = verdict.isPartial() || switch (verdict.kind()) {
                case AMBIGUOUS, FAILED, MISSING, REPORTED -> true;
                default -> false;
            };
            if (needsAttention) {
                undecided.add(new Decided(identityKey, verdict));
            }
        }
    }

    /** What hands out this cycle's changes; null before the first of them goes. */
    DispatchStep dispatch() {
        return dispatch;
    }

    /** Identities have changed. A cycle that has not begun to dispatch looks when it does. Thread-safe. */
    synchronized void lookUp() {
        asked = true;
        if (dispatch != null) {
            dispatch.lookUp();
        }
    }

    Recorder recorder() {
        return recorder;
    }

    synchronized void dispatchWith(DispatchStep handsOut, Recorder outcomes) {
        if (asked) {
            handsOut.lookUp();
        }
        dispatch = handsOut;
        recorder = outcomes;
    }

    InFlight inFlight() {
        return inFlight;
    }

    /** The changes of a batch leave the store, as the messages that routes get. */
    List<Map<String, Object>> handOut(DispatchStep.Batch batch) {
        handedOut = true;
        return new ArrayList<>(inFlight.claim(batch).stream().map(claim -> ChangeMessages.of(claim, this)).toList());
    }

    void record(InFlight.Claim claim) {
        recorder.record(claim.sent(), claim.outcome().orElseThrow(), claim.attempts(), claim.millis(), claim.members());
    }

    /** Says that it goes through the routes from now on; true only once. */
    boolean begins() {
        return begun.compareAndSet(false, true);
    }

    /** How long ago it began. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Says that its end has come; true only once. */
    boolean ends() {
        return ended.compareAndSet(false, true);
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** Its routes have taken it through this step. */
    void came(Step step) {
        taken.add(step);
    }

    boolean cameTo(Step step) {
        return taken.contains(step);
    }

    /** A round of dispatching begins. */
    void beginRound() {
        more = false;
        handedOut = false;
    }

    /** Whether its routes have taken anything in this round. */
    boolean hasHandedOut() {
        return handedOut;
    }

    /** Something of the plan is left for another round. */
    void needsAnotherRound() {
        more = true;
    }

    /** Whether what is planned by now is meant for the next cycle, since this one has been through its plan often enough. */
    boolean leavesRest() {
        return leavesRest;
    }

    /** What is planned and was not sent in this cycle is meant for the next. */
    void leaveRest() {
        leavesRest = true;
        more = false;
    }

    /** The plan has been added to, and is gone through once more. */
    void needsAnotherPass() {
        more = ++passes < PASSES;
        leavesRest = !more;
    }
}
