package io.caravan.engine;

import io.caravan.plan.Change;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who is in which group, and who said so; and what targets have of that. Rows, not values: a group of a hundred thousand costs
 * what changes in it. Whatever changes about a membership, or about the account of a member, is noted as due for each
 * job that {@link #follow follows} it.
 */
public interface MembershipStore {

    /** A subject and a group that it may be in, by their ids. In the order of groups, then members. */
    record Pair(long group, long member) implements Comparable<Pair> {

        public static Pair of(Membership membership) {
            return new Pair(membership.group(), membership.member());
        }

        /** Whose memberships a change is about; strangers are nobody's. */
        public static List<Pair> of(Change change) {
            return change.members().stream().filter(member -> member.id().isPresent()).map(member -> new Pair(change.identityId(), member.id().getAsLong())).toList();
        }

        @Override
        public int compareTo(Pair other) {
            return group != other.group ? Long.compare(group, other.group) : Long.compare(member, other.member);
        }
    }

    // --- the hub: who is to be in which group

    /** Stores memberships; one of the same group, member and origin is replaced. */
    void save(Collection<Membership> memberships);

    /** Removes memberships, whatever their moments; unknown ones are passed over. */
    void remove(Collection<Membership> memberships);

    /** Some of a group's memberships, in the order of members and origins, of members after one (0 for the first). A member's are never torn apart. */
    List<Membership> ofGroup(long group, long afterMember, int members);

    /** The memberships of these members, by member; who is in no group has no entry. */
    Map<Long, List<Membership>> ofMembers(Collection<Long> members);

    /** The memberships of these; who is not said to be in the group has no entry. */
    Map<Pair, List<Membership>> of(Collection<Pair> pairs);

    // --- what has to be looked at

    /** From here on this job of groups has to look at whatever changes about memberships, and about the accounts of these jobs. */
    void follow(String job, Set<String> membersJobs);

    /** What has to be looked at, in their order, after one. */
    List<Pair> due(String job, Optional<Pair> after, int limit);

    void markDue(String job, Collection<Pair> pairs);

    /** Everybody who is said to be in one of these groups, or is known to be in it in the target. */
    void markDueInGroups(String job, Collection<Long> groups);

    /** Everybody who is said to be in any group, or is known to be in it in the target. */
    void markAllDue(String job);

    /** Those whose membership begins or ends after the one moment and not after the other. */
    void markDueByTime(String job, Instant after, Instant until);

    /** Memberships that end after a moment and until another, in the order of their ends. */
    List<Membership> endingBetween(Instant after, Instant until);

    /** Memberships that begin or end after the one moment and not after the other, in the order of groups, members and origins. */
    List<Membership> turningBetween(Instant after, Instant until);

    /** When a membership begins or ends next, after a moment. */
    Optional<Instant> nextTurn(Instant after);

    /** Whether a membership begins or ends after the one moment and not after the other. */
    boolean changesBetween(Instant after, Instant until);

    void clearDue(String job, Collection<Pair> pairs);

    /**
     * Somebody whom a target did not take into a group, and who waits for a later cycle. She stays due.
     *
     * @param basis of the change that puts her there, alone
     * @param tries in how many cycles that was not answered
     * @param since the first of them
     * @param last  the last of them
     * @param again before that it is not tried
     * @param reason in the target's words
     */
    record PostponedMember(Pair pair, String basis, long tries, Instant since, Instant last, Instant again, String reason) {
    }

    /** These wait, in place of what was known of the same. */
    void postpone(String job, Collection<PostponedMember> members);

    /** Those that wait, of these. */
    Map<Pair, PostponedMember> postponed(String job, Collection<Pair> pairs);

    /** All that wait, the one that goes first at the beginning. */
    List<PostponedMember> postponed(String job, int limit);

    long postponedCount(String job);

    /** These do not wait any more. */
    void dropPostponed(String job, Collection<Pair> pairs);

    /** Nor does anybody else of the job. */
    void dropPostponed(String job);

    /** Whoever has not to be looked at does not wait any more. */
    void dropPostponedNotDue(String job);

    /** Nothing has to be looked at any more. */
    void clearAllDue(String job);

    // --- what targets have

    /** What is known of a member that a group in a target has. */
    enum Standing {
        /** We put it there, or it is there as its origins say. */
        OURS,
        /** We put it there, and the target has not shown it since. Half a list hides members: it is not forgotten. */
        UNSEEN,
        /** Nobody here put it there. */
        STRANGER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A member that a group in a target has.
     *
     * @param key    the name as names are compared in that target
     * @param name   as the group lists it
     * @param member empty for a stranger
     */
    record Listed(long group, String key, String name, OptionalLong member, Standing standing) {
    }

    /** As what these are listed in the target; who is not has no entry. */
    Map<Pair, List<Listed>> listed(String job, Collection<Pair> pairs);

    /** The groups of a target that are known to list a subject, in the order of groups and keys. */
    List<Listed> listedOf(String job, long member);

    /** All that is known of some groups of a target, by group and key. */
    Map<Long, Map<String, Listed>> listedIn(String job, Collection<Long> groups);

    /** What is known of these keys in one group of a target, by key; unknown ones have no entry. */
    Map<String, Listed> listedAs(String job, long group, Collection<String> keys);

    /** Some members that stand so, in the order of groups and keys, after one. */
    List<Listed> listed(String job, Standing standing, Optional<Listed> after, int limit);

    /** Stores what a target lists; the same key in the same group is replaced. */
    void list(String job, Collection<Listed> listed);

    /** A target does not list these any more. */
    void unlist(String job, Collection<Listed> listed);

    /** Nothing is known of what is in these groups of a target. */
    void unlistGroups(String job, Collection<Long> groups);

    /** How many members each of these groups has in the target, as far as known; one without has no entry. */
    Map<Long, Long> sizes(String job, Collection<Long> groups);

    /** How many members all groups of a job have in the target, as far as known. */
    long size(String job);
}
