package io.caravan.engine;

import io.caravan.subject.Attributes;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What rules of groups have come to: which groups they have, who waits to join or leave, and what could not be decided. */
public interface GroupRuleStore {

    /**
     * Somebody is to join or leave a group, and has not yet: because that is being worked out, or because it is held.
     *
     * @param rule   the rule's name
     * @param group  the group's key; there may be no such group yet
     * @param joins  else leaves
     * @param urgent was terminated urgently
     */
    record Waiting(String rule, String group, long member, boolean joins, boolean urgent) {
    }

    /**
     * Something a rule cannot decide; whatever it is about stays as it was.
     *
     * @param rule   empty: it is about the person, and so about all rules
     * @param member 0: it is about the group
     * @param group  empty: it is about the person
     */
    record Problem(String rule, long member, String group, String message) {
    }

    /** From here on this is what waits, and what is a problem, for these members by these rules, and nothing else. Problems of no rule are replaced, too. */
    void decided(Collection<String> rules, Collection<Long> members, List<Waiting> waiting, List<Problem> problems);

    /**
     * How many wait.
     *
     * @param urgent of those who leave
     */
    record Crowd(String rule, String group, long joins, long leaves, long urgent) {
    }

    /** Where anybody waits, in the order of rules and groups. */
    List<Crowd> crowds();

    /** Some who wait, in the order of members, after one (0 for the first). */
    List<Waiting> waiting(String rule, String group, boolean joins, long afterMember, int limit);

    /** They wait no longer. */
    void done(Collection<Waiting> members);

    /**
     * A group that a rule has.
     *
     * @param made   the rule made it, and says what it is like
     * @param filled it has had what the rule gave it at first
     * @param subject whose group it is, of a rule that makes one for each subject of a kind
     */
    record RuleGroup(String rule, long group, boolean made, boolean filled, OptionalLong subject) {

        /** Of no subject. */
        public RuleGroup(String rule, long group, boolean made, boolean filled) {
            this(rule, group, made, filled, OptionalLong.empty());
        }

        RuleGroup with(boolean hasBeenFilled) {
            return new RuleGroup(rule, group, made, hasBeenFilled, subject);
        }

        RuleGroup of(long other) {
            return new RuleGroup(rule, group, made, filled, OptionalLong.of(other));
        }
    }

    /** The group that a rule has for a subject. */
    Optional<RuleGroup> groupOf(String rule, long subject);

    void save(RuleGroup group);

    /** The rule does not have the group any more. */
    void forget(RuleGroup group);

    /** In the order of rules and groups. */
    List<RuleGroup> groups();

    /** Forgets what a rule has not done, what its members say, and what it could not decide. */
    void forgetRule(String rule);

    /** How many members a group has, by this origin. */
    long members(long group, Origin origin);

    /** Groups that are members of one of these, by this origin; by any, when none is given. */
    Set<Long> groupsIn(Collection<Long> groups, Optional<Origin> origin);

    /** How many members groups have, whoever says so; one without any has no entry. */
    Map<Long, Long> members(Collection<Long> groups);

    /** What members say of the group. */
    void say(String rule, String group, Map<Long, Attributes> members);

    /** They say nothing of it any more. */
    void silent(String rule, String group, Collection<Long> members);

    /** What a member says of a group. */
    record Said(long member, Attributes attributes) {
    }

    /** One of the members, or two who say different things, if there are such; nobody where nobody says anything. The same two as long as nothing changes. */
    List<Said> said(String rule, String group);

    /** Of a group, in place of what was said before; empty: nothing. */
    void problem(String rule, String group, Optional<String> message);

    /** In the order of rules, members and groups. */
    List<Problem> problems(int limit);

    /** Those about groups. */
    List<Problem> problemsOfGroups();

    long problemCount();

    /** Sets when time alone may change in which groups these people are; empty: never. */
    void due(Map<Long, Optional<Instant>> moments);

    /** People whose moment has come, in the order of ids, after one (0 for the first). */
    List<Long> due(Instant now, long after, int limit);

    /**
     * When time alone may change next, after a moment, in which groups somebody is.
     *
     * @param only these people; empty: anybody
     */
    Optional<Instant> nextDue(Instant after, Optional<Set<Long>> only);
}
