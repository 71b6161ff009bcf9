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

    /** How many changes of each job are held. */
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
     * @param id       assigned by the store; 0 when new
     * @param change   the change that failed; empty for a source record
     * @param anchor   of the source record or account, if known
     * @param where    file:line of a source record; empty otherwise
     * @param attempts how often it was tried
     * @param again    whether the next cycle tries it again, because somebody asked for that
     */
    record DeadLetter(long id, String job, long cycle, Optional<Long> identityId, SubjectKey subject, Optional<String> anchor,
                      Optional<Change> change, OutcomeKind outcome, String reason, String where, int attempts, Instant at, Stage stage, boolean again) {

        /** A new one: a change that was refused, or a source record that was rejected. */
        public DeadLetter(long id, String job, long cycle, Optional<Long> identityId, SubjectKey subject, Optional<String> anchor,
                          Optional<Change> change, OutcomeKind outcome, String reason, String where, int attempts, Instant at) {
            this(id, job, cycle, identityId, subject, anchor, change, outcome, reason, where, attempts, at,
                    change.isPresent() ? Stage.DISPATCH : Stage.READ, false);
        }

        /** A new one: a source record that was read and came to nothing. */
        public static DeadLetter unresolved(String job, long cycle, SubjectKey subject, String anchor, OutcomeKind outcome, String reason, String where,
                                            Instant at) {
            return new DeadLetter(0, job, cycle, Optional.empty(), subject, Optional.of(anchor), Optional.empty(), outcome, reason, where, 1, at,
                    Stage.RESOLVE, false);
        }

        public String identityKey() {
            return subject.key();
        }

        public DeadLetter withId(long newId) {
            return new DeadLetter(newId, job, cycle, identityId, subject, anchor, change, outcome, reason, where, attempts, at, stage, again);
        }
    }

    /** Stores dead letters; an older one of the same job and identity is replaced, or of the same record that was not {@link Stage#RESOLVE resolved}. */
    void saveDeadLetters(List<DeadLetter> letters);

    /** The basis of the change each of these identities has a dead letter for, empty text for one that is tried again; not of a blocked one. */
    Map<Long, String> deadLettered(String job, Collection<Long> identityIds);

    /** Removes the dead letters of these identities. */
    void dropDeadLetters(String job, Collection<Long> identityIds);

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
     * @param cause an {@link OutcomeKind#word outcome's word}, or a part of the reason in any case
     */
    record LetterFilter(Optional<String> job, Optional<String> who, Optional<String> cause) {
    }

    /** The newest first. */
    List<DeadLetter> deadLetters(LetterFilter filter, int limit);

    /** Those of these that are changes are tried again by the next cycle, whatever is the same. They stay dead letters until then. */
    void tryAgain(Collection<Long> letterIds);

    /** How many dead letters of one kind there are. */
    record LetterCount(Stage stage, OutcomeKind outcome, long count) {
    }

    /** By stage and outcome, in their order. */
    List<LetterCount> deadLetterCounts(String job);

    long deadLetterCount(String job);
}
