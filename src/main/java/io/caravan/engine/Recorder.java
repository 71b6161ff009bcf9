package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.subject.Sentences;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records outcomes: link, shadow, log entry, dead letter, and that the change is settled, many of them in one
 * transaction. What is not recorded when the process dies is looked at again. Thread-safe.
 *
 * <p>Whoever has lost the job to another process records nothing: its transaction fails, and what it still brings is dropped;
 * the other one finds it in the target.
 */
public final class Recorder implements AutoCloseable {

    /** So many calls in a row without an answer, and the target is taken for down. */
    private static final int UNANSWERED_IN_A_ROW = 20;
    /** So often one transaction is tried when the store goes away in the middle of it. */
    private static final int TRIES = 3;

    /** After a refusal, too, an account may be open that was not, or be hers that was nobody's. */
    private static final Set<Settlement.Follows> ENDS = EnumSet.of(Settlement.Follows.DONE, Settlement.Follows.DEAD_LETTER);
    private static final Set<OutcomeKind> UNANSWERED = EnumSet.of(OutcomeKind.UNAVAILABLE, OutcomeKind.IN_DOUBT);

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final SystemPort system;
    private final ObjectSpec object;
    private final Clock clock;
    private final DispatchProgress progress;
    private final ReadBack readBack;
    private final SharedAnchors anchors;
    private final RecordingQueue<Result> queue = new RecordingQueue<>(this::store, this::failed);
    private final Set<Long> conflicts = ConcurrentHashMap.newKeySet();
    private final Refusals refusedGrants;
    private final Refusals refusedRemovals;
    /** Dead letters of those of whom it is not known yet whether the target refuses them or everybody. Belongs to who is storing. */
    private final List<DeadLetter> open = new ArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    /** Null as long as nobody has looked. Belongs to who is storing. */
    private Boolean hasLetters;
    private final Postponing postponing;
    private volatile boolean lookAgain;

    /** The outcome of one change. */
    private record Result(PlannedChange planned, ReadBack.Settled settled, int attempts, long millis, Optional<MembersAnswer> members) {

        Outcome outcome() {
            return settled.outcome();
        }

        Change change() {
            return planned.change();
        }

        /** The name of an account that this made; empty for everything else. */
        Optional<String> made() {
            return change().kind() == ChangeKind.CREATE && outcome().isOk() ? outcome().anchor() : Optional.empty();
        }
    }

    /**
     * Records when it is told to, and when too much waits; see {@link #start}.
     *
     * @param progress of the step that hands the changes out
     */
    public Recorder(StateStore store, Cycle cycle, OutboundJob job, SystemPort system, DispatchProgress progress, Clock clock) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.system = system;
        this.object = system.spec().connector().objects().get(job.object());
        this.clock = clock;
        this.progress = progress;
        this.readBack = new ReadBack(store, cycle, system, object);
        this.anchors = new SharedAnchors(store, job.name());
        this.postponing = new Postponing(store, cycle, job);
        this.refusedGrants = new Refusals(cycle.isProbe());
        this.refusedRemovals = new Refusals(cycle.isProbe());
    }

    /** From here on, until {@link #close}, outcomes are recorded by a thread of their own, soon after they are known. */
    public Recorder start() {
        queue.start("record-" + job.name());
        return this;
    }

    /**
     * Takes one outcome.
     *
     * @param attempts how often it was tried
     * @param millis   how long the last try took
     * @throws IllegalStateException when outcomes cannot be stored any more
     */
    public void record(PlannedChange planned, Outcome outcome, int attempts, long millis) {
        record(planned, outcome, attempts, millis, Optional.empty());
    }

    /**
     * The same of a change of members.
     *
     * @param members what became of each; empty where nothing was sent
     */
    public void record(PlannedChange planned, Outcome outcome, int attempts, long millis, Optional<MembersAnswer> members) {
        if (queue.isDropped()) {
            return;
        }
        ReadBack.Settled settled = readBack.settle(planned.change(), outcome);
        watch(settled.outcome());
        if (!planned.change().kind().isOfMembers()) {
            watchRefusals(planned.change(), settled);
        }
        queue.add(new Result(planned, settled, attempts, millis, members));
    }

    /** Whether something was found that this cycle can still put right. */
    public boolean hasMoreToDo() {
        return lookAgain && !cycle.isStopped();
    }

    /** A new round begins: what was found so far is being looked at. */
    public void startsAnew() {
        lookAgain = false;
    }

    private void watch(Outcome outcome) {
        int inARow = unanswered.updateAndGet(before -> UNANSWERED.contains(outcome.kind()) ? before + 1 : 0);
        if (outcome.kind().stopsAll()) {
            cycle.refused(outcome.kind());
            cycle.stop(system.spec().name() + " cannot be used with these settings: " + outcome.message()
                    + ". Nothing more was sent; see caravan.systems." + system.spec().name() + ".* in application.properties");
        } else if (inARow >= UNANSWERED_IN_A_ROW) {
            cycle.stop(system.spec().name() + " does not answer: " + outcome.message() + ". What was not sent is planned again by the next cycle");
        }
    }

    private Refusals refusals(Change change) {
        return change.takesAway() ? refusedRemovals : refusedGrants;
    }

    /** More than {@value Refusals#MOST_IN_A_ROW} in a row that are refused for one cause are not to blame for it. */
    private void watchRefusals(Change change, ReadBack.Settled settled) {
        OutcomeKind kind = settled.outcome().kind();
        if (kind == OutcomeKind.OK && DispatchStep.isSent(change)) {
            refusals(change).passed();
        }
        boolean looksAgain = settled.gone() || kind == OutcomeKind.CONFLICT && change.kind() == ChangeKind.CREATE && !job.match().isEmpty()
                && !conflicts.contains(change.identityId());
        if (!Refusals.KINDS.contains(kind) || looksAgain) {
            return;
        }
        refusals(change).refused(change, settled.outcome());
        refusals(change).causeOfAll().ifPresent(cause -> {
            String why = system.spec().name() + " refuses everybody: " + cause + ", more than " + Refusals.MOST_IN_A_ROW
                    + " times in a row. That is not about each person: nobody's change is given up, and all are tried again. Mend the cause, then caravan sync "
                    + job.name();
            if (change.takesAway()) {
                cycle.stop(why);
            } else if (progress.stopGrants()) {
                cycle.fail(why);
            }
        });
    }

    /**
     * Records everything taken so far.
     *
     * @throws IllegalStateException when that is not possible
     */
    public void flush() {
        queue.flush();
    }

    /** Records what is left, and takes no more. */
    @Override
    public void close() {
        try {
            flush();
            if (!queue.isDropped()) {
                queue.alone(this::closeOpen);
            }
        } catch (LeaseLostException taken) {
            lose(taken);
        } finally {
            queue.close();
        }
    }

    /** What was brought and is not stored yet is dropped: whoever has the job now finds it in the target. */
    private void lose(LeaseLostException taken) {
        queue.drop();
        cycle.stop(taken.getMessage());
    }

    /** The cycle is over: what may concern everybody is tried again, what concerns one person is given up. */
    private void closeOpen() {
        List<DeadLetter> letters = believed(true);
        store.inTransaction(() -> store.changes().saveDeadLetters(letters));
        cycle.listener().deadLettered(cycle, letters);
        open.stream().filter(letter -> refusals(letter.change().orElseThrow()).isTheCallers(letter.outcome())).findFirst().ifPresent(letter ->
                cycle.fail(system.spec().name() + " refuses what it is asked, and nobody got through: " + letter.outcome().word() + ": " + letter.reason()
                        + ". It may be the rights of the account that Caravan uses: nobody's change is given up, all are tried again in the next cycle"));
        open.clear();
    }

    /** Those of the open ones that are known by now to concern one person each. */
    private List<DeadLetter> believed(boolean atTheEnd) {
        List<DeadLetter> believed = open.stream().filter(letter -> {
            Refusals row = refusals(letter.change().orElseThrow());
            return row.causeOfAll().isEmpty() && (atTheEnd ? !row.isTheCallers(letter.outcome()) : !row.isOpen(letter.outcome()));
        }).toList();
        open.removeAll(believed);
        return believed;
    }

    private void store(List<Result> results) {
        try {
            List<DeadLetter> letters = new ArrayList<>();
            List<Long> toCome = new ArrayList<>();
            store(results, letters, toCome);
            progress.recorded(results.stream().map(result -> result.planned().change().identityId()).toList());
            lookAgainAt(toCome.stream().filter(identity -> !progress.isToCome(identity)).toList());
            cycle.listener().deadLettered(cycle, letters);
            cycle.listener().advances(cycle, CycleListener.DISPATCH, results.size());
        } catch (LeaseLostException taken) {
            lose(taken);
        }
    }

    /** Nothing is sent any more when it could not be stored. */
    private void failed(Throwable why) {
        cycle.count(Counted.UNRECORDED, 1);
        cycle.stop("outcomes could not be recorded: " + why.getMessage());
    }

    /** A store that went away in the middle is asked, once it is there again, whether it has it all the same; if not, it is stored once more. */
    private void store(List<Result> results, List<DeadLetter> letters, List<Long> toCome) {
        List<DeadLetter> openBefore = List.copyOf(open);
        for (int tries = 1;; tries++) {
            Map<String, Long> counts = new HashMap<>();
            try {
                store.inTransaction(() -> write(results, letters, toCome, (what, more) -> counts.merge(what, more, Long::sum)));
                counts.forEach(cycle::count);
                return;
            } catch (RuntimeException away) {
                if (!store.isPassing(away) || tries == TRIES) {
                    throw away;
                }
                if (isStored(results)) {
                    counts.forEach(cycle::count);
                    return;
                }
                letters.clear();
                toCome.clear();
                open.clear();
                open.addAll(openBefore);
            }
        }
    }

    /** Changes that are recorded are not planned any more. */
    private boolean isStored(List<Result> results) {
        return store.changes().read(job.name(), results.stream().map(result -> result.planned().id()).toList()).isEmpty();
    }

    /** @param toCome gets those who refer to recorded accounts and are still to come */
    private void write(List<Result> results, List<DeadLetter> letters, List<Long> toCome, ObjLongConsumer<String> count) {
        Instant now = clock.instant();
        Map<Long, Link> known = store.links().links(job.name(),
                results.stream().map(result -> result.planned().change().identityId()).toList());
        List<Link> links = new ArrayList<>();
        List<LogEntry> log = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        Set<Long> again = new HashSet<>();
        Set<Long> done = new HashSet<>();
        List<Long> whoseNames = new ArrayList<>();
        Set<Long> shared = shared(results);
        MemberOutcomes ofMembers = new MemberOutcomes(store, cycle, job, object, count);
        for (Result result : results) {
            Change change = result.change();
            if (change.kind().isOfMembers()) {
                cycle.attempts().one(result.outcome().kind(), !result.outcome().isOk());
                ofMembers.add(result.planned(), result.members().orElseGet(() -> new MembersAnswer(result.outcome(), Set.of(), Map.of())), result.attempts(), result.millis(), now);
                groupNotFound(result, known.get(change.identityId())).ifPresent(link -> {
                    links.add(link);
                    again.add(link.identityId());
                    lookAgain = true;
                });
                continue;
            }
            Link before = Optional.ofNullable(known.get(change.identityId())).orElseGet(() -> Link.none(change.identityId()));
            Settlement settled = shared.remove(change.identityId()) ? sharing(change, before, result.outcome()) : settle(result, before);
            links.add(settled.link());
            attempted(result, settled);
            postponing.add(change, result.outcome(), settled);
            log.add(entry(result, settled, now));
            if (settled.follows() != Settlement.Follows.DONE) {
                recognised(cycle, job, object, change, before, settled.link(), now).ifPresent(log::add);
            }
            StoredAsSent.foundOut(before, settled.link(), object.enabledBy(), cycle.secrets()).forEach(because -> log.add(ShownAccounts.entry(cycle, job, change.subject(),
                    settled.link().anchor().orElse(""), because, object)));
            if (cycle.isTold() && ENDS.contains(settled.follows())) {
                AccessEvents.ofAccount(job, change, before, settled.link(), now).ifPresent(events::add);
            }
            switch (settled.follows()) {
                case DONE -> {
                    done.add(change.identityId());
                    count.accept(Counted.APPLIED, 1);
                    count.accept("applied-" + change.kind().word(), 1);
                    if (changesItsName(change)) {
                        whoseNames.add(change.identityId());
                    }
                    if (somethingFollows(result, settled.link())) {
                        again.add(change.identityId());
                        lookAgain = true;
                    }
                }
                case LOOK_AGAIN -> {
                    if (settled.link().state() == LinkState.IN_DOUBT) {
                        cycle.evidence().inDoubt(change.identityId());
                    }
                    again.add(change.identityId());
                    lookAgain = true;
                }
                case DEAD_LETTER -> {
                    count.accept(Counted.FAILED, 1);
                    boolean everybodys = Refusals.KINDS.contains(result.outcome().kind())
                            && (refusals(change).causeOfAll().isPresent() || refusals(change).isOpen(result.outcome().kind()));
                    boolean mayBeOpen = before.state() != LinkState.ENABLED && settled.link().state() == LinkState.ENABLED || settled.link().changeInDoubt().isPresent() && Presence.canAsk(object);
                    if (everybodys || mayBeOpen || result.outcome().kind() == OutcomeKind.BLOCKED) {
                        again.add(change.identityId());
                    }
                    (everybodys ? open : letters).add(DeadLetter.refused(job.name(), change, new DeadLetter.Failure(ChangeStore.Stage.DISPATCH, result.outcome().kind(),
                            settled.reason(), result.attempts(), cycle.id(), now)));
                    if (everybodys || result.outcome().kind() == OutcomeKind.BLOCKED) {
                        cycle.evidence().notAgain(change.identityId());
                    }
                }
                case LATER, STOP -> {
                    again.add(change.identityId());
                    if (result.outcome().kind() == OutcomeKind.THROTTLED) {
                        count.accept(Counted.THROTTLED, 1);
                    } else {
                        count.accept(Counted.FAILED, 1);
                        count.accept(Counted.FAILED_FOR_NOW, 1);
                    }
                }
            }
        }
        doubtOthers(shared, links, again, log, now);
        letters.addAll(ofMembers.store());
        lookAtMembers(results);
        store.links().save(job.name(), links);
        store.links().markDue(job.name(), again);
        store.changes().settle(job.name(), results.stream().map(result -> result.planned().id()).toList());
        postponing.store();
        dropDeadLetters(done);
        letters.addAll(believed(false));
        store.changes().saveDeadLetters(letters);
        hasLetters |= !letters.isEmpty();
        lookAtReferrers(whoseNames, toCome);
        store.log().append(log);
        if (!events.isEmpty()) {
            store.outbox().add(events, now);
        }
    }

    /** What was made open is to be closed; and who was closed is brought up to date, if she was not as she should be. */
    private boolean somethingFollows(Result result, Link now) {
        return Settlement.isMadeOpen(result.change(), result.outcome(), object)
                || result.change().disables() && now.dueAt().filter(due -> !due.isAfter(cycle.now())).isPresent();
    }

    /** That what was found has to be looked at again is no failure, unless nobody knows what became of it. */
    private void attempted(Result result, Settlement settled) {
        if (UNANSWERED.contains(result.outcome().kind())) {
            cycle.count(Counted.UNANSWERED, 1);
        }
        if (DispatchStep.isSent(result.change())) {
            boolean open = settled.follows() == Settlement.Follows.LOOK_AGAIN && result.outcome().kind() != OutcomeKind.IN_DOUBT;
            cycle.attempts().one(result.outcome().kind(), settled.follows() != Settlement.Follows.DONE && !open);
        }
    }

    /** That members were refused because the group is not there says something of the group. */
    private Optional<Link> groupNotFound(Result result, Link before) {
        return before == null || result.outcome().kind() != OutcomeKind.NOT_FOUND ? Optional.empty()
                : Optional.of(Settlement.of(result.change(), before, result.outcome(), result.settled().gone(), job, object, cycle.now()).link());
    }

    /** A group that is there from now on gets its members, and nothing is known of what was in one that is gone. */
    private void lookAtMembers(List<Result> results) {
        if (job.members().isEmpty()) {
            return;
        }
        List<Long> there = new ArrayList<>(groups(results, ChangeKind.CREATE, ChangeKind.LINK));
        results.stream().filter(result -> result.change().kind() == ChangeKind.LINK && ReadBack.REFUSED.contains(result.outcome().kind())).forEach(result -> there.add(result.change().identityId()));
        List<Long> gone = groups(results, ChangeKind.DELETE, ChangeKind.CREATE);
        store.memberships().unlistGroups(job.name(), gone);
        store.memberships().markDueInGroups(job.name(), there);
        groups(results, ChangeKind.CREATE, ChangeKind.CREATE).forEach(cycle.evidence()::knowsMembersOf);
        lookAgain |= !there.isEmpty();
    }

    private static List<Long> groups(List<Result> results, ChangeKind one, ChangeKind other) {
        return results.stream().filter(result -> result.outcome().isOk() && (result.change().kind() == one || result.change().kind() == other))
                .map(result -> result.change().identityId()).toList();
    }

    /** Most jobs have no dead letters at all; only cycles of this job make them. */
    private void dropDeadLetters(Set<Long> done) {
        if (hasLetters == null) {
            hasLetters = store.changes().deadLetterCount(job.name()) > 0;
        }
        if (hasLetters) {
            store.changes().dropDeadLetters(job.name(), done);
        }
    }

    private Settlement settle(Result result, Link before) {
        Change change = result.change();
        Outcome outcome = result.outcome();
        if (adoptable(change, outcome)) {
            Link met = before.state() == LinkState.IN_DOUBT ? before.withProblem(Optional.of(Because.of(Reason.CREATE_IN_DOUBT, outcome.message()))) : before;
            return new Settlement(met, Settlement.Follows.LOOK_AGAIN, outcome.message());
        }
        if (change.kind() == ChangeKind.CREATE && outcome.kind() == OutcomeKind.IN_DOUBT && !canBeLookedFor(change)) {
            return new Settlement(before, Settlement.Follows.DEAD_LETTER, outcome.message() + "; whether the account exists now cannot be told,"
                    + " because " + job.file() + " has no match rule. Look into " + job.system() + ", and add a match rule");
        }
        Settlement settlement = Settlement.of(change, before, outcome, result.settled().gone(), job, object, cycle.now());
        return result.settled().after().filter(seen -> settlement.link().state().exists()).map(seen -> settlement.seen(change, seen, object)).orElse(settlement);
    }

    private boolean canBeLookedFor(Change change) {
        return !job.match().isEmpty() || change.changes().stream().map(AttributeChange::name).anyMatch(name ->
                name.equals(object.anchor()) || object.attribute(name).unique() && object.find().contains(name));
    }

    /** Whose creates were answered with an id that another account has, and who has that account; each has to be looked for. */
    private Set<Long> shared(List<Result> results) {
        anchors.turnTo(results.stream().flatMap(result -> result.made().stream()).toList());
        Set<Long> shared = new HashSet<>();
        for (Result result : results) {
            result.made().ifPresent(anchor -> anchors.alsoOf(anchor, result.change().identityId()).ifPresent(other -> {
                shared.add(result.change().identityId());
                shared.add(other);
            }));
        }
        return shared;
    }

    private Settlement sharing(Change change, Link before, Outcome outcome) {
        Because shares = Because.of(Reason.ANCHOR_SHARED, outcome.anchor().orElse(""));
        return new Settlement(Settlement.inDoubt(change, before, shares, object), Settlement.Follows.LOOK_AGAIN, Sentences.of(shares));
    }

    /** Those who share an id and were recorded before. */
    private void doubtOthers(Set<Long> others, List<Link> links, Set<Long> again, List<LogEntry> log, Instant now) {
        anchors.subjects(others).values().forEach(subject -> subject.link().filter(link -> link.anchor().isPresent()).ifPresent(link -> {
            Because shares = Because.of(Reason.ANCHOR_SHARED, link.anchor().get());
            links.add(new Link(link.identityId(), Optional.empty(), LinkState.IN_DOUBT, link.shadow(), new Link.Why(link.because(), Optional.of(shares)),
                    new Link.Dates(link.disabledAt(), link.dueAt()), new Link.Written(Map.of(), link.given())));
            cycle.evidence().inDoubt(link.identityId());
            again.add(link.identityId());
            lookAgain = true;
            log.add(new LogEntry(now, cycle.loggedAs(), LogEntry.About.account(subject.identity().subject(), job.system(), link.anchor()),
                    "link", LogEntry.Result.of(LogEntry.Status.FAILURE, Sentences.of(shares)), List.of(), List.of()));
        }));
    }

    /** A create that met an existing account is matched again, once: it is adopted if a match rule hits. */
    private boolean adoptable(Change change, Outcome outcome) {
        return change.kind() == ChangeKind.CREATE && outcome.kind() == OutcomeKind.CONFLICT && !job.match().isEmpty()
                && conflicts.add(change.identityId());
    }

    private boolean changesItsName(Change change) {
        return change.kind() == ChangeKind.CREATE || change.kind() == ChangeKind.LINK
                || change.changes().stream().anyMatch(one -> one.name().equals(object.referenceAttribute()));
    }

    /**
     * Accounts that refer to one that now exists, or is now called something else, are looked at again. Not those whose
     * change is still to come: it finds what is recorded. Who comes while this is being recorded, and may have looked too
     * early, is marked when it is; nothing of theirs can be recorded before that.
     */
    private void lookAtReferrers(List<Long> whoseNames, List<Long> toCome) {
        if (!whoseNames.isEmpty() && !job.referredBy().isEmpty()) {
            store.links().markReferring(store.hub().referencesTo(whoseNames, job.referredBy()));
        }
        Set<String> by = job.mapping().referencesBy(Optional.empty());
        if (whoseNames.isEmpty() || by.isEmpty()) {
            return;
        }
        Map<Boolean, List<Long>> referring = store.links().referringTo(job.name(), store.hub().referencesTo(whoseNames, by)).stream().collect(Collectors.partitioningBy(progress::isToCome));
        toCome.addAll(referring.get(true));
        lookAgainAt(referring.get(false));
    }

    private void lookAgainAt(List<Long> identities) {
        if (!identities.isEmpty()) {
            store.links().markDue(job.name(), identities);
            lookAgain = true;
        }
    }

    /** Whose account was found has it, also where nothing more got through: whoever asks who has access is told by this. */
    static Optional<LogEntry> recognised(Cycle cycle, OutboundJob job, ObjectSpec object, Change change, Link before, Link link, Instant now) {
        if (change.kind() != ChangeKind.LINK || !link.state().exists() || before.state().exists() && before.anchor().equals(link.anchor())) {
            return Optional.empty();
        }
        boolean closed = link.state() == LinkState.DISABLED && !link.isStateUnknown(object.enabledBy());
        return Optional.of(new LogEntry(now, cycle.loggedAs(), LogEntry.About.account(change.subject(), job.system(), link.anchor()), change.kind().word(),
                LogEntry.Result.of(LogEntry.Status.SUCCESS, Sentences.of(change.because())), closed ? object.enabledBy().map(name -> AttributeChange.of(name, null, false)).stream().toList() : List.of(), List.of()));
    }

    private LogEntry entry(Result result, Settlement settled, Instant now) {
        Change change = result.planned().change();
        boolean done = settled.follows() == Settlement.Follows.DONE;
        List<String> steps = new ArrayList<>(change.steps());
        steps.add("guard: " + cycle.guard().step(change));
        steps.add("dispatch: " + result.outcome().kind().word());
        List<AttributeChange> changes = Change.masked(change.changes(), cycle.secrets());
        boolean madeClosed = (change.kind() == ChangeKind.CREATE || change.kind() == ChangeKind.LINK) && settled.link().state() == LinkState.DISABLED;
        if (done && madeClosed && object.enabledBy().isPresent()) {
            changes = Stream.concat(changes.stream(), Stream.of(AttributeChange.of(object.enabledBy().get(), null, false))).toList();
        }
        LogEntry.Result ended = new LogEntry.Result(done ? LogEntry.Status.SUCCESS : LogEntry.Status.FAILURE,
                done ? Sentences.of(change.because()) : settled.reason(), result.attempts(), result.millis());
        return new LogEntry(now, cycle.loggedAs(), LogEntry.About.account(change.subject(), job.system(), settled.link().anchor().or(change::anchor)),
                change.kind().word(), ended, changes, steps);
    }
}
