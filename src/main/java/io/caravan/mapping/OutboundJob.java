package io.caravan.mapping;

import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hub → target.
 *
 * @param side  the target
 * @param guard how much one plan may do
 */
public record OutboundJob(JobFile written, JobSide side, Mapping mapping, AccountRules rules, GuardLimits guard) implements Job {

    /**
     * What becomes of accounts.
     *
     * @param creates   whether somebody who has no account is given one
     * @param writeBack whether these are no accounts but the records that people were read from; then nothing else of this counts
     */
    public record AccountRules(OnExit onExit, LifecycleRule lifecycle, OnMatch onMatch, OnMissing onMissing, boolean creates, Relations relations,
                               Optional<WriteBack> writeBack) {

        /** Accounts that nothing else has to do with. */
        public AccountRules(OnExit onExit, LifecycleRule lifecycle, OnMatch onMatch, OnMissing onMissing, boolean creates) {
            this(onExit, lifecycle, onMatch, onMissing, creates, Relations.NONE, Optional.empty());
        }

        /** Of records that are written back to. */
        public static AccountRules of(WriteBack writeBack) {
            return new AccountRules(OnExit.KEEP, LifecycleRule.DEFAULT, OnMatch.ADOPT, OnMissing.REPORT, false, Relations.NONE, Optional.of(writeBack));
        }
    }

    /**
     * What accounts of other jobs have to do with these.
     *
     * @param referredBy by which attributes of the hub other jobs refer to these accounts
     * @param members    whose accounts are members of these; empty where they are no groups, or the target cannot hold members
     */
    public record Relations(Set<String> referredBy, Optional<MemberRules> members) {

        public static final Relations NONE = new Relations(Set.of(), Optional.empty());

        public Relations {
            referredBy = Set.copyOf(referredBy);
        }
    }

    /**
     * What becomes of the members of groups.
     *
     * @param accounts       the jobs whose accounts may be members, and by which attribute of theirs they are named
     * @param strangersGo    whether members that nobody here put there are taken out
     * @param closedOnesStay whether a member whose account is disabled stays
     */
    public record MemberRules(List<AttributeRule.Source.Reference.Accounts> accounts, boolean strangersGo, boolean closedOnesStay) {

        public MemberRules {
            accounts = List.copyOf(accounts);
        }
    }

    /** The same, to whose accounts other jobs refer by these attributes of the hub. */
    public OutboundJob referredBy(Set<String> attributes) {
        return new OutboundJob(written, side, mapping, new AccountRules(rules.onExit(), rules.lifecycle(), rules.onMatch(), rules.onMissing(), rules.creates(),
                new Relations(attributes, members()), rules.writeBack()), guard);
    }

    /** The same, if it did more with an account that matches than report it. */
    public OutboundJob adopting() {
        return new OutboundJob(written, side, mapping, new AccountRules(rules.onExit(), rules.lifecycle(), OnMatch.ADOPT, rules.onMissing(), rules.creates(), rules.relations(),
                rules.writeBack()), guard);
    }

    public Set<String> referredBy() {
        return rules.relations().referredBy();
    }

    public Optional<MemberRules> members() {
        return rules.relations().members();
    }

    /** Whether another job writes to accounts of the same kind in the same system, so that one account may be of either. */
    public boolean sharesAccountsWith(Job other) {
        return !other.name().equals(name()) && isOfTheSameAccounts(other);
    }

    /** Whether it writes to accounts of this kind in this system: this job itself, or one that {@link #sharesAccountsWith shares} them. */
    public boolean isOfTheSameAccounts(Job other) {
        return other instanceof OutboundJob && other.system().equals(system()) && other.object().equals(object());
    }

    /** Whether accounts that another job makes may be members of these. */
    public boolean holdsAccountsOf(Job other) {
        return other != this && members().filter(rules -> rules.accounts().stream().anyMatch(of -> of.job().equals(other.name()))).isPresent();
    }

    /** Whether anything depends on what people are assigned to. */
    public boolean usesAssignments() {
        return side.assigned() || mapping.readsAssignments();
    }

    /** Whether anything depends on which groups people are in, or on what they are assigned to. */
    public boolean dependsOnMemberships() {
        return usesAssignments() || mapping.readsGroups();
    }

    public OnExit onExit() {
        return rules.onExit();
    }

    public LifecycleRule lifecycle() {
        return rules.lifecycle();
    }

    public OnMatch onMatch() {
        return rules.onMatch();
    }

    public OnMissing onMissing() {
        return rules.onMissing();
    }

    public boolean creates() {
        return rules.creates();
    }

    public Optional<WriteBack> writeBack() {
        return rules.writeBack();
    }

    /** What becomes of the account of somebody who leaves scope. */
    public enum OnExit { DISABLE, DELETE, KEEP }

    /** Whether an account that matches is taken over or only reported. */
    public enum OnMatch { ADOPT, REPORT }

    /** What to do about a linked account that is gone from the target. */
    public enum OnMissing { RECREATE, REPORT }

    /**
     * @param prehire         how long before the start date the account exists
     * @param prehireEnabled  whether it is enabled then
     * @param disableOnLeave  whether leave of absence disables it
     * @param onLeaver        what happens when the person has left
     * @param hold            how long after that the account is deleted; empty: never
     * @param revive          whether somebody who comes back gets the old account back; false: a new one
     */
    public record LifecycleRule(Period prehire, boolean prehireEnabled, boolean disableOnLeave, OnExit onLeaver,
                                Optional<Period> hold, boolean revive) {
        public static final LifecycleRule DEFAULT =
                new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.empty(), true);
    }

    /** A limit: a count, a share (0…1) of the job's accounts, or whichever is lower of both. */
    public record Limit(Optional<Long> count, Optional<Double> share) {
        public static final Limit NONE = new Limit(Optional.empty(), Optional.empty());

        public static Limit of(long count) {
            return new Limit(Optional.of(count), Optional.empty());
        }
    }

    /** What a plan is counted for. */
    public enum Guarded {
        CREATE,
        /** Accounts that are opened again. */
        ENABLE,
        DISABLE, DELETE, RENAME,
        /** Attributes that lose their value. */
        BLANK,
        /** Accounts that get another value of one attribute. */
        CHURN,
        /** Members who come into groups. */
        JOIN,
        /** Members who are taken out of groups. */
        LEAVE
    }

    /**
     * How much one plan may do; {@code Guard} says what counts where nothing is said.
     *
     * @param holdAll whether going over holds the whole plan instead of only what was counted
     */
    public record GuardLimits(Map<Guarded, Limit> limits, boolean holdAll) {

        public static final GuardLimits DEFAULT = new GuardLimits(Map.of(), false);

        public GuardLimits {
            limits = Map.copyOf(limits);
        }

        public Limit of(Guarded what) {
            return limits.getOrDefault(what, Limit.NONE);
        }
    }
}
