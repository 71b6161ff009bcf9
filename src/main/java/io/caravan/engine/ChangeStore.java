package io.caravan.engine;

import io.caravan.connector.OutcomeKind;
import io.caravan.subject.SubjectKey;
import io.caravan.plan.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Planned changes that are not settled yet, and the dead letters: what will not be tried again by itself. */
public interface ChangeStore {

    /** A stored change. {@code id} orders changes as they were planned. */
    record PlannedChange(long id, Change change, boolean held) {
        /** {@link Change#rank}, then id. */
        public static final Comparator<PlannedChange> ORDER_OF_DISPATCH =
                Comparator.comparingInt((PlannedChange planned) -> planned.change().rank()).thenComparingLong(PlannedChange::id);
    }

    /** Stores changes of a cycle, before anything is called. Returns them as stored, in the same order. */
    List<PlannedChange> plan(String job, long cycle, List<Change> changes);

    /** Unsettled, not held changes of a job in the {@link PlannedChange#ORDER_OF_DISPATCH}, starting after one. */
    List<PlannedChange> next(String job, Optional<PlannedChange> after, int limit);

    /** @see #eachWaiting */
    @FunctionalInterface
    interface WaitingChanges {
        void accept(long changeId, long identityId);
    }

    /** Called for every unsettled, not held change of a job that {@link Change#waitsForOthers waits for others}, in the order of ids, without reading it. */
    void eachWaiting(String job, WaitingChanges consumer);

    /** Unsettled, not held changes of a job by id, in any order; those that are none any more are left out. */
    List<PlannedChange> read(String job, Collection<Long> changeIds);

    /** All unsettled changes of a job, held ones too, in the order of dispatch. */
    List<PlannedChange> unsettled(String job, Optional<PlannedChange> after, int limit);

    /** Holds (or releases) changes. */
    void hold(String job, Collection<Long> changeIds, boolean held);

    /** Removes changes: carried out, failed for good, or to be planned again. */
    void settle(String job, Collection<Long> changeIds);

    /** Removes all unsettled changes of a job and says whose they were, so that they are planned again. */
    List<Long> discard(String job);

    /** How many changes of a job are not settled, held ones too; of memberships, each. */
    long unsettledCount(String job);

    /** How many changes of each job are held; of memberships, each. */
    Map<String, Long> heldByJob();

    /** Where on its way something became a dead letter. */
    enum Stage {
        /** A source record that was rejected: each reading that meets it looks at it again. */
        READ,
        /** A source record whose mapping failed, or that several identities match. */
        RESOLVE,
        /** A change that the target refused. */
        DISPATCH;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What will not be tried again until the desired state changes, or, if it is {@link OutcomeKind#BLOCKED}, is tried in each
     * cycle until the target has what is missing.
     *
     * @param id     assigned by the store; 0 when new
     * @param change the change that failed; empty for a source record
     * @param again  whether the next cycle tries it again, because somebody asked for that
     */
    record DeadLetter(long id, String job, About about, Optional<Change> change, Failure failure, boolean again) {

        /**
         * What it is about.
         *
         * @param anchor of the source record or account, if known
         * @param where  file:line of a source record; empty otherwise
         */
        public record About(Optional<Long> identityId, SubjectKey subject, Optional<String> anchor, String where) {
        }

        /**
         * What failed.
         *
         * @param attempts how often it was tried
         */
        public record Failure(Stage stage, OutcomeKind outcome, String reason, int attempts, long cycle, Instant at) {
        }

        /** A change that the target refused. */
        public static DeadLetter refused(String job, Change change, Failure failure) {
            return new DeadLetter(0, job, new About(Optional.of(change.identityId()), change.subject(), change.anchor(), ""), Optional.of(change), failure, false);
        }

        /** A membership that the target refused: about the member, and the group whose account the change is of. */
        public static DeadLetter refusedMember(String job, Change change, Failure failure) {
            Change.Member member = change.members().get(0);
            return new DeadLetter(0, job, new About(Optional.of(member.id().getAsLong()), member.subject(), change.anchor(), ""), Optional.of(change), failure, false);
        }

        /** The id of the group, where it is about a membership; 0 otherwise. */
        public long group() {
            return change.filter(one -> one.kind().isOfMembers()).map(Change::identityId).orElse(0L);
        }

        /** A source record that was rejected, or came to nothing. */
        public static DeadLetter record(String job, SubjectKey subject, Optional<String> anchor, String where, Failure failure) {
            return new DeadLetter(0, job, new About(Optional.empty(), subject, anchor, where), Optional.empty(), failure, false);
        }

        public Optional<Long> identityId() {
            return about.identityId();
        }

        public SubjectKey subject() {
            return about.subject();
        }

        public String identityKey() {
            return about.subject().key();
        }

        public Optional<String> anchor() {
            return about.anchor();
        }

        public String where() {
            return about.where();
        }

        public Stage stage() {
            return failure.stage();
        }

        public OutcomeKind outcome() {
            return failure.outcome();
        }

        public String reason() {
            return failure.reason();
        }

        /** Which {@link LetterCause cause} it has in common with others. */
        public String cause() {
            return LetterCause.id(failure.outcome(), failure.reason(), change, Stream.concat(Stream.of(identityKey()), anchor().stream()).toList());
        }

        public DeadLetter withId(long newId) {
            return new DeadLetter(newId, job, about, change, failure, again);
        }
    }

    /** Stores dead letters; an older one of the same job and identity is replaced, or of the same record that was not {@link Stage#RESOLVE resolved}. */
    void saveDeadLetters(List<DeadLetter> letters);

    /** The basis of the change each of these identities has a dead letter for, empty text for one that is tried again; not of a blocked one. */
    Map<Long, String> deadLettered(String job, Collection<Long> identityIds);

    /** The changes themselves, as they were sent, of those of {@link #deadLettered} that are not tried again. */
    Map<Long, Change> deadLetteredChanges(String job, Collection<Long> identityIds);

    /** Removes the dead letters of these identities, but those of their memberships. */
    void dropDeadLetters(String job, Collection<Long> identityIds);

    /** The basis of the change that each of these memberships has a dead letter for, empty text for one that is tried again. */
    Map<MembershipStore.Pair, String> deadLetteredMembers(String job, Collection<MembershipStore.Pair> pairs);

    /** Removes the dead letters of these memberships. */
    void dropMemberLetters(String job, Collection<MembershipStore.Pair> pairs);

    /** Unsettled changes of memberships, held ones too, in the order of ids, starting after one (0 for the first). */
    List<PlannedChange> ofMembers(String job, long afterId, int limit);

    /**
     * Replaces the rejected source records of a job by those of its newest complete reading; returns the ones that
     * were not there before (same anchor, place and reason), which are the ones worth a log entry.
     */
    List<DeadLetter> replaceRejections(String job, List<DeadLetter> rejections);

    /** Removes the dead letters of these records that could not be resolved: they have been. */
    void resolved(String job, Collection<String> anchors);

    /** The newest first. */
    default List<DeadLetter> deadLetters(Optional<String> job, int limit) {
        return deadLetters(new LetterFilter(job, Optional.empty(), Optional.empty()), limit);
    }

    /**
     * Which dead letters; everything empty: all.
     *
     * @param who   identity key, or anchor of a source record or account
     * @param cause the {@link LetterCause id of a cause}, an {@link OutcomeKind#word outcome's word}, or a part of the reason in any case
     * @param outcome what came back
     * @param since   only those that became dead letters from then on
     */
    record LetterFilter(Optional<String> job, Optional<String> who, Optional<String> cause, Optional<OutcomeKind> outcome, Optional<Instant> since) {

        /** Whatever came back, and whenever. */
        public LetterFilter(Optional<String> job, Optional<String> who, Optional<String> cause) {
            this(job, who, cause, Optional.empty(), Optional.empty());
        }

        /** Whether a letter is among them. */
        public boolean passes(DeadLetter letter) {
            return job.map(letter.job()::equals).orElse(true) && who.map(one -> letter.identityKey().equals(one) || letter.anchor().equals(Optional.of(one))).orElse(true)
                    && outcome.map(letter.outcome()::equals).orElse(true) && since.map(from -> !letter.failure().at().isBefore(from)).orElse(true)
                    && cause.map(text -> LetterCause.isId(text) ? letter.cause().equals(text) : OutcomeKind.ofWord(text).map(letter.outcome()::equals)
                    .orElseGet(() -> letter.reason().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))).orElse(true);
        }
    }

    /**
     * Dead letters of one job that have a cause in common.
     *
     * @param cause  its {@link LetterCause id}
     * @param since  when the first of them became one
     * @param last   when the newest did
     * @param newest the newest of them, for its words
     */
    record CauseCount(String cause, String job, OutcomeKind outcome, long count, Instant since, Instant last, DeadLetter newest) {
    }

    /** By cause and job, the most frequent first. */
    List<CauseCount> causes(LetterFilter filter);

    /** Forgets dead letters; nothing else is said of what they are about. */
    void forgetLetters(Collection<Long> letterIds);

    /** The newest first. */
    List<DeadLetter> deadLetters(LetterFilter filter, int limit);

    /** Those of these that are changes are tried again by the next cycle, whatever is the same. They stay dead letters until then. */
    void tryAgain(Collection<Long> letterIds);

    /**
     * A change that its target did not take in all the tries of a cycle, and that waits for a later one.
     *
     * @param basis which change it is; another one does not wait
     * @param tries how many cycles tried it
     * @param since when it was tried first
     * @param last  when it was tried last
     * @param again not before then
     */
    record Postponed(long identityId, String basis, long tries, Instant since, Instant last, Instant again, String reason) {
    }

    /** These wait, in place of what was known of the same identities. */
    void postpone(String job, Collection<Postponed> changes);

    /** Those that wait, of these identities. */
    Map<Long, Postponed> postponed(String job, Collection<Long> identityIds);

    /** All that wait, the one that goes first at the beginning. */
    List<Postponed> postponed(String job, int limit);

    long postponedCount(String job);

    /** These do not wait any more. */
    void dropPostponed(String job, Collection<Long> identityIds);

    /** None of the job waits any more. */
    void dropPostponed(String job);

    /** How many dead letters of one kind there are. */
    record LetterCount(Stage stage, OutcomeKind outcome, long count) {
    }

    /** By stage and outcome, in their order. */
    List<LetterCount> deadLetterCounts(String job);

    long deadLetterCount(String job);
}
