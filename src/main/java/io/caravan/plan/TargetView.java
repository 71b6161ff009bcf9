package io.caravan.plan;

import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Attributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of accounts in the target that nobody is linked to yet, for matching. */
public interface TargetView {

    /**
     * An account in the target.
     *
     * @param linkedTo the identity it belongs to already
     */
    record Candidate(String anchor, Attributes attributes, OptionalLong linkedTo) {
    }

    /**
     * A record that a person was read from.
     *
     * @param read as its source showed it last
     */
    record SourceRecord(String anchor, Attributes read) {
    }

    /** For a job that writes back: whether it is known whose the source records are. Where it is not, a record that was written to before is taken for the right one. */
    default boolean knowsRecords() {
        return false;
    }

    /** The source record that counts for a person, if there is one; asked only where that {@link #knowsRecords is known}. */
    default Optional<SourceRecord> recordOf(long identityId) {
        return Optional.empty();
    }

    /**
     * Accounts whose attribute has this value, by the attribute's rule of case.
     *
     * @throws LookUpFailed when nobody can say
     */
    List<Candidate> accountsWith(String attribute, Object value);

    /**
     * The account with an anchor that the target itself has told, or that was sent to be it. A list that lacks it may be older than the account: nobody
     * is taken for not there before the target was asked for it, where it can be.
     *
     * @param attribute the attribute that is the anchor
     * @throws LookUpFailed when nobody can say
     */
    default List<Candidate> accountNamed(String attribute, Object anchor) {
        return accountsWith(attribute, anchor);
    }

    /** Whether all accounts were read in this cycle, and none was left out, so that to look for one costs no request. */
    default boolean isListed() {
        return false;
    }

    /** Whether somebody has decided that this account is not this identity's, though it matches. */
    default boolean isNotOf(long identityId, String anchor) {
        return false;
    }

    /** The keys of others, who have not left, that have this value of an attribute of the hub, too. */
    default List<String> othersWith(long identityId, String attribute, String value) {
        return List.of();
    }

    /** Whether another job has this account, open, for the same identity: she has come into its scope, and to close the account is not for this one any more. */
    default boolean isOfAnotherJob(long identityId, String anchor) {
        return false;
    }

    /**
     * The attributes by which an account is another person's than the one it would be taken for; none: it may be hers.
     *
     * @param hers what the mapping gives her, without what accounts are recognised by
     */
    default List<String> othersBy(Attributes hers, Candidate account) {
        return List.of();
    }

    /** Other jobs that have accounts of the same kind in the same system, and for this identity none but this one, but for those to which nobody has assigned her. */
    default List<OutboundJob> othersWithout(long identityId, String anchor) {
        return List.of();
    }

    /** Whether somebody has decided that no account is made for this identity. */
    default boolean wantsNone(long identityId) {
        return false;
    }

    /** The account was recognised as this identity's: from here on it is nobody else's, though the link is not stored yet. */
    default void claim(String anchor, long identityId) {
    }

    /**
     * Whether a create that is in doubt may be repeated when a look-up finds no account: not at once, for what was made may not show yet; and
     * what was made closed shows only where closed accounts are shown.
     *
     * @param madeClosed whether the account was to be closed from the beginning
     */
    default boolean mayRepeatCreateOf(long identityId, boolean madeClosed) {
        return true;
    }
}
