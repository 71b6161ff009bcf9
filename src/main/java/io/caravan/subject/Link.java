package io.caravan.subject;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An identity's tie to its account in one job's target, with the shadow: the account's last known state. One that
 * {@link #saysNothing} need not be kept.
 *
 * <p>Why it is so and what failed last are kept apart: a bad day (a date that cannot be read, a mapping that fails, an
 * account that is not found) sets the problem and leaves alone why the account stands as it does, since when, and what is due.
 *
 * @param anchor     the target's own name for the account; empty while there is none
 * @param shadow     the account's attributes as last written or read; empty while there is none
 * @param written what is remembered of what we wrote
 */
public record Link(long identityId, Optional<String> anchor, LinkState state, Attributes shadow, Why why, Dates dates, Written written) {

    /**
     * @param because why the account is as it is or is not there; set only by an evaluation that succeeded or a change that was
     *                carried out; empty when nothing needs saying
     * @param problem what failed last, until an evaluation succeeds; empty when nothing did
     */
    public record Why(Optional<Because> because, Optional<Because> problem) {

        public static final Why UNSAID = new Why(Optional.empty(), Optional.empty());

        public Why {
            Objects.requireNonNull(because, "because");
            Objects.requireNonNull(problem, "problem");
        }
    }

    /**
     * @param disabledAt when we disabled it, for the hold before deletion
     * @param dueAt      when time alone may change what should be there (start date, end of hold); empty when nothing is ahead
     */
    public record Dates(Optional<Instant> disabledAt, Optional<Instant> dueAt) {

        public static final Dates NONE = new Dates(Optional.empty(), Optional.empty());

        public Dates {
            Objects.requireNonNull(disabledAt, "disabledAt");
            Objects.requireNonNull(dueAt, "dueAt");
        }
    }

    /**
     * @param unconfirmed values that were written and did not read back, by attribute
     * @param given       of lists in which others have values, too: what is there by us, or may be, by attribute
     */
    public record Written(Map<String, Unconfirmed> unconfirmed, Attributes given) {

        public static final Written NOTHING = new Written(Map.of(), Attributes.empty());

        public Written {
            unconfirmed = Map.copyOf(unconfirmed);
            Objects.requireNonNull(given, "given");
        }
    }

    /** One without lists in which others have values, too. */
    public Link(long identityId, Optional<String> anchor, LinkState state, Attributes shadow, Why why, Dates dates, Map<String, Unconfirmed> unconfirmed) {
        this(identityId, anchor, state, shadow, why, dates, new Written(unconfirmed, Attributes.empty()));
    }

    public Link {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(shadow, "shadow");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(dates, "dates");
        Objects.requireNonNull(written, "written");
        if (state.exists() && anchor.isEmpty()) {
            throw new IllegalArgumentException("an account that exists has an anchor");
        }
    }

    public Optional<Because> because() {
        return why.because();
    }

    public Optional<Because> problem() {
        return why.problem();
    }

    public Map<String, Unconfirmed> unconfirmed() {
        return written.unconfirmed();
    }

    /** Of lists in which others have values, too: what is there by us, or may be, by attribute. */
    public Attributes given() {
        return written.given();
    }

    public Optional<Instant> disabledAt() {
        return dates.disabledAt();
    }

    public Optional<Instant> dueAt() {
        return dates.dueAt();
    }

    /** No account, and nothing to say of it. */
    public static Link none(long identityId) {
        return new Link(identityId, Optional.empty(), LinkState.NONE, Attributes.empty(), Why.UNSAID, Dates.NONE, Written.NOTHING);
    }

    /** No account, and why. */
    public static Link none(long identityId, Because because) {
        return none(identityId).withBecause(Optional.of(because));
    }

    /** An account that is known, with nothing to say of it. */
    public static Link of(long identityId, String anchor, LinkState state, Attributes shadow) {
        return new Link(identityId, Optional.of(anchor), state, shadow, Why.UNSAID, Dates.NONE, Written.NOTHING);
    }

    /** The same account, known to be in another state. */
    public Link with(LinkState newState, Attributes newShadow) {
        return new Link(identityId, anchor, newState, newShadow, why, dates, written);
    }

    public Link withBecause(Optional<Because> newBecause) {
        return new Link(identityId, anchor, state, shadow, new Why(newBecause, problem()), dates, written);
    }

    public Link withProblem(Optional<Because> newProblem) {
        return new Link(identityId, anchor, state, shadow, new Why(because(), newProblem), dates, written);
    }

    public Link withDisabledAt(Optional<Instant> newDisabledAt) {
        return new Link(identityId, anchor, state, shadow, why, new Dates(newDisabledAt, dueAt()), written);
    }

    public Link withDueAt(Optional<Instant> newDueAt) {
        return new Link(identityId, anchor, state, shadow, why, new Dates(disabledAt(), newDueAt), written);
    }

    public Link withUnconfirmed(Map<String, Unconfirmed> newUnconfirmed) {
        return new Link(identityId, anchor, state, shadow, why, dates, new Written(newUnconfirmed, given()));
    }

    public Link withGiven(Attributes newGiven) {
        return new Link(identityId, anchor, state, shadow, why, dates, new Written(unconfirmed(), newGiven));
    }

    /**
     * Whether the account is open was written twice, and the target shows it otherwise, or says it in a word that nobody knows: from now on that is
     * believed, so that it is written once more, as after the first time.
     */
    public Link writtenAgain() {
        Optional<String> name = problem().filter(because -> because.reason() == Reason.NOT_STORED || because.reason() == Reason.STATE_UNCLEAR).map(because -> because.argument("attribute"));
        Optional<Unconfirmed> open = name.map(unconfirmed()::get);
        if (open.isEmpty()) {
            return this;
        }
        Map<String, Unconfirmed> again = new TreeMap<>(unconfirmed());
        again.put(name.get(), new Unconfirmed(open.get().sent(), open.get().shown(), false));
        return with(Openness.mayBeOpen(open.get().shown()) ? LinkState.ENABLED : LinkState.DISABLED,
                shadow.with(Collections.singletonMap(name.get(), open.get().shown()))).withUnconfirmed(again);
    }

    /** What keeps only some attributes from being as they should: it outlasts a change of the others. */
    public Optional<Because> problemOfAttributes() {
        return problem().filter(because -> because.reason() == Reason.ATTRIBUTES_LEFT);
    }

    /** That a change may have been carried out although it failed: until the account has been asked for, nobody knows how it stands. */
    public Optional<Because> changeInDoubt() {
        return problem().filter(because -> because.reason() == Reason.CHANGE_IN_DOUBT);
    }

    /** @param enabledBy the attribute that says whether the account is open */
    public boolean isStateUnknown(Optional<String> enabledBy) {
        return enabledBy.filter(name -> shadow.get(name) == null ? changeInDoubt().isPresent() : Openness.isUnclear(shadow.get(name))).isPresent();
    }

    /** Whether the target says in a word that nobody knows whether the account is open. */
    public boolean isStateUnclear() {
        return !unconfirmed().isEmpty() && unconfirmed().values().stream().anyMatch(one -> one.settled() && one.sent() instanceof Boolean && Openness.isUnclear(one.shown()));
    }

    /** The same for whoever counts who is in: an account of which nobody knows whether it is open may be. */
    public Link asMayBeOpen(Optional<String> enabledBy) {
        return state == LinkState.DISABLED && isStateUnknown(enabledBy) ? with(LinkState.ENABLED, shadow) : this;
    }

    /** Whether this is as good as no link: there is no account, and nothing to be said of it or to be waited for. */
    public boolean saysNothing() {
        return state == LinkState.NONE && because().isEmpty() && equals(none(identityId));
    }
}
