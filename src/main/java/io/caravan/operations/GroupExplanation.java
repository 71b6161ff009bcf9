package io.caravan.operations;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to tell of a group, or of an application, beyond what is told of everything: who is in it.
 *
 * @param rules   the files that give it members, and by which it may have been made
 * @param owner   whose it is; empty: nobody's
 * @param members who is in it, by those who say so
 * @param waits   what is held, or cannot be done yet, in words with what makes it go on
 * @param targets how its members stand in each target that has groups
 */
public record GroupExplanation(List<Rule> rules, Optional<Owner> owner, Members members, List<String> waits, List<InTarget> targets) {

    /**
     * @param rule  its name
     * @param where file and line
     * @param made  whether the rule made the group, and says what it is like
     */
    public record Rule(String rule, String where, boolean made) {
    }

    /** @param known whether the hub knows somebody of that key */
    public record Owner(String key, DisplayName display, boolean known) {
    }

    /**
     * @param now      how many are in it
     * @param groups   how many of them are groups
     * @param later    how many come in later, by a day that is ahead
     * @param byOrigin how many each says are in it now: {@code source JOB}, {@code rule NAME}, {@code operator NAME}
     */
    public record Members(long now, long groups, long later, Map<String, Long> byOrigin) {
    }

    /**
     * @param there  whether the group is there, as far as is known: a link's state
     * @param states of who is said to be in it or was put there, and of strangers; those that nobody stands in are left out
     */
    public record InTarget(String job, String system, String there, Map<MemberState, Some> states) {
    }

    /**
     * @param count how many
     * @param some  the first few
     */
    public record Some(long count, List<Member> some) {
    }

    /**
     * @param who     a key; empty text for a stranger
     * @param name    as the group lists it; empty text where it does not
     */
    public record Member(String who, DisplayName display, String name) {
    }
}
