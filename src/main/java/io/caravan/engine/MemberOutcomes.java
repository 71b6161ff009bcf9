package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.Standing;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.function.ObjLongConsumer;

/** Records what became of members: what the target lists, a log entry for each, dead letters for those whom it refused. Part of the transaction of who calls. */
final class MemberOutcomes {

    /** The group that an entry of the log is about, among its changes. */
    static final String GROUP = "group";

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final ObjectSpec object;
    private final ObjLongConsumer<String> count;
    private final List<Listed> listed = new ArrayList<>();
    private final List<Listed> unlisted = new ArrayList<>();
    private final List<Pair> settled = new ArrayList<>();
    private final List<Pair> again = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<LogEntry> log = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final PostponedMembers postponed;

    /** @param count gets what is to be counted once it is stored */
    MemberOutcomes(StateStore store, Cycle cycle, OutboundJob job, ObjectSpec object, ObjLongConsumer<String> count) {
        this.count = count;
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.object = object;
        this.postponed = new PostponedMembers(store, cycle, job);
    }

    /** @param attempts how often it was tried, the last time for so many {@code millis} */
    void add(PlannedChange planned, MembersAnswer answer, int attempts, long millis, Instant now) {
        Change change = planned.change();
        String word = change.kind().word();
        MemberNames names = MemberNames.of(object);
        for (Change.Member member : change.members()) {
            Optional<Pair> pair = member.id().isPresent() ? Optional.of(new Pair(change.identityId(), member.id().getAsLong())) : Optional.empty();
            Outcome refused = answer.refused().get(member.name());
            if (answer.has(member.name())) {
                pair.ifPresent(postponed::settled);
            } else {
                pair.ifPresent(known -> postponed.unanswered(known, change.of(List.of(member)), answer.outcome()));
            }
            if (answer.done().contains(member.name())) {
                Listed one = new Listed(change.identityId(), names.key(member.name()), member.name(), member.id(), Standing.OURS);
                (change.kind() == ChangeKind.JOIN ? listed : unlisted).add(one);
                pair.ifPresent(settled::add);
                count.accept("applied-" + word, 1);
                count.accept(Counted.APPLIED, 1);
                if (cycle.isTold() && member.id().isPresent()) {
                    events.add(AccessEvents.ofMember(job, change, member, now));
                }
                log.add(entry(change, member, new LogEntry.Result(LogEntry.Status.SUCCESS, Sentences.of(member.because()), attempts, millis), now));
            } else if (refused != null) {
                if (refused.kind() == OutcomeKind.IN_DOUBT || refused.begun()) {
                    mayBeInIt(change, member);
                }
                count.accept(Counted.FAILED, 1);
                pair.ifPresent(known -> letters.add(DeadLetter.refusedMember(job.name(), change.of(List.of(member)),
                        new DeadLetter.Failure(ChangeStore.Stage.DISPATCH, refused.kind(), refused.message(), attempts, cycle.id(), now))));
                log.add(entry(change, member, new LogEntry.Result(LogEntry.Status.FAILURE, refused.message(), attempts, millis), now));
            } else {
                pair.ifPresent(again::add);
                mayBeInIt(change, member);
                if (answer.outcome().kind() == OutcomeKind.THROTTLED) {
                    count.accept(Counted.THROTTLED, 1);
                } else {
                    count.accept(Counted.FAILED, 1);
                    count.accept(Counted.FAILED_FOR_NOW, 1);
                }
            }
        }
        if (!answer.outcome().isOk()) {
            long left = change.members().stream().filter(member -> !answer.has(member.name())).count();
            log.add(new LogEntry(now, cycle.loggedAs(), LogEntry.About.account(change.subject(), job.system(), change.anchor()), word,
                    new LogEntry.Result(LogEntry.Status.FAILURE, left + (left == 1 ? " member" : " members") + " left for a later cycle: " + answer.outcome().message(),
                            attempts, millis), List.of(), steps(answer.outcome())));
        }
    }

    /** Whoever may have come in without a clear answer is taken out when she is not to be in it any more: to take out nobody does no harm. */
    private void mayBeInIt(Change change, Change.Member member) {
        if (change.kind() == ChangeKind.JOIN) {
            listed.add(unseen(MemberNames.of(object), change, member));
        }
    }

    private static Listed unseen(MemberNames names, Change change, Change.Member member) {
        return new Listed(change.identityId(), names.key(member.name()), member.name(), member.id(), Standing.UNSEEN);
    }

    /** The same of a whole change, of which nobody knows whether it was sent. */
    static Stream<Listed> mayBeIn(MemberNames names, Change change) {
        return change.kind() == ChangeKind.JOIN ? change.members().stream().map(member -> unseen(names, change, member)) : Stream.empty();
    }

    private LogEntry entry(Change change, Change.Member member, LogEntry.Result result, Instant now) {
        Change one = change.of(List.of(member));
        return new LogEntry(now, cycle.loggedAs(), about(job, one), change.kind().word(), result, moved(one), List.of("guard: " + cycle.guard().step(change)));
    }

    /** Whom an entry of the log is about: of one {@link Change#each membership} the member. */
    static LogEntry.About about(OutboundJob job, Change change) {
        return change.members().stream().findFirst().map(member -> LogEntry.About.account(member.subject(), job.system(), Optional.of(member.name())))
                .orElseGet(() -> LogEntry.About.account(change.subject(), job.system(), change.anchor()));
    }

    /** Of one membership the group that is joined or left; nothing of an account. */
    static List<AttributeChange> moved(Change change) {
        boolean joins = change.kind() == ChangeKind.JOIN;
        String group = change.identityKey();
        return change.members().isEmpty() ? List.of() : List.of(AttributeChange.of(GROUP, joins ? null : group, joins ? group : null));
    }

    private static List<String> steps(Outcome outcome) {
        return List.of("dispatch: " + outcome.kind().word());
    }

    /** Stores all that was added; gives the dead letters among it. */
    List<DeadLetter> store() {
        MembershipStore members = store.memberships();
        if (!events.isEmpty()) {
            store.outbox().add(events, cycle.now());
        }
        members.list(job.name(), listed);
        members.unlist(job.name(), unlisted);
        members.markDue(job.name(), again);
        postponed.store();
        store.changes().dropMemberLetters(job.name(), settled);
        store.log().append(log);
        return letters;
    }

    boolean isEmpty() {
        return log.isEmpty();
    }
}
