package io.caravan.engine;

import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What records of sources say about who is in which group, one row for each that a record names, and whom that means in the hub. A record with
 * a hundred thousand members costs what changes in it: what is new in it, and what is gone, waits in rows of its own until it is resolved.
 *
 * <p>What of a job waits is not used when its reading is taken back ({@link HubStore#takeBack}, {@link HubStore#unstage}): the records whose
 * claims waited are then compared anew in the next reading.
 */
public interface ClaimStore {

    /**
     * That a record says somebody is in a group.
     *
     * @param group  as the source calls it; empty: the record itself is the group
     * @param member as the source calls it; empty: the record itself is the member
     */
    record Claim(String anchor, String group, String member) {

        public Claim {
            Objects.requireNonNull(anchor, "anchor");
            Objects.requireNonNull(group, "group");
            Objects.requireNonNull(member, "member");
        }
    }

    /**
     * A claim, and whom it means.
     *
     * @param group  empty as long as it means nobody, or several
     * @param member likewise
     */
    record Meant(Claim claim, OptionalLong group, OptionalLong member, Optional<Instant> from, Optional<Instant> until) {

        public Meant {
            Objects.requireNonNull(claim, "claim");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(until, "until");
        }

        /** That it means nobody yet. */
        public static Meant nobody(Claim claim) {
            return new Meant(claim, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
        }

        public Optional<Pair> pair() {
            return group.isPresent() && member.isPresent() ? Optional.of(new Pair(group.getAsLong(), member.getAsLong())) : Optional.empty();
        }
    }

    /** A group and a member of it. */
    record Pair(long group, long member) {

        public static Pair of(Membership one) {
            return new Pair(one.group(), one.member());
        }
    }

    /** What is to become of a claim. */
    enum Waiting {
        /** The record says it, and did not before. */
        NEW,
        /** The record does not say it any more. */
        GONE,
        /** The record says it, and it means nobody any more: nobody asks the record, or what it says is understood in another way. */
        APART
    }

    /** Where paging begins. */
    Claim FIRST = new Claim("", "", "");

    /** A claim that is known, or waits to be. */
    record Known(Meant meant, Optional<Waiting> waits) {
    }

    /** What these records say, what waits among it. By anchor; a record that says nothing has no entry. */
    Map<String, List<Known>> known(String job, Collection<String> anchors);

    /**
     * Notes what is to become of claims. What is new and known already does not wait any longer; what is gone and was not known yet is
     * forgotten; what is to be set apart and waits to go, goes.
     */
    void stage(String job, Waiting as, Collection<Claim> claims);

    /** Some of the claims that wait so, behind this one, in the order of anchors and names; with whom they mean, as far as that is known. */
    List<Meant> staged(String job, Waiting as, Claim after, int limit);

    /** Stores whom claims mean. They do not wait any longer. */
    void mean(String job, Collection<Meant> claims);

    /** Forgets claims, and that they wait. */
    void forget(String job, Collection<Claim> claims);

    /** The claims stay, mean nobody, and do not wait any longer. */
    void setApart(String job, Collection<Claim> claims);

    /** Some of a job's claims that mean nobody yet, or several, behind this one; those that wait to go are not among them. */
    List<Meant> open(String job, Claim after, int limit);

    /** How many of a job's claims mean nobody, or several; those that wait to go are not counted. */
    long openCount(String job);

    /** Some of a job's claims, behind this one. */
    List<Meant> all(String job, Claim after, int limit);

    /** The claims of a job that mean these pairs, by pair, in the order of anchors and names. */
    Map<Pair, List<Meant>> ofPairs(String job, Collection<Pair> pairs);

    /**
     * How many members a group would lose.
     *
     * @param leaving whom nothing that the job says would keep in it
     * @param members how many the job says are in it, those that are leaving among them
     */
    record Leaving(long group, long leaving, long members) {
    }

    /** The groups that would lose members if all that waits to go or to be set apart went, by group. */
    List<Leaving> leaving(String job);

    /** How many memberships a job says there are. */
    long pairCount(String job);

    /** Some pairs of which what the job says has ended, as it is stored, while something else that it says has not. */
    List<Pair> due(String job, Origin origin, Instant now, int limit);
}
