package io.caravan.plan;

import io.caravan.mapping.OutboundJob.GuardLimits;
import io.caravan.mapping.OutboundJob.Guarded;
import io.caravan.mapping.OutboundJob.Limit;
import io.caravan.plan.PlanCounts.ListedValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a plan's counts against its job's limits, before the first write. Disables and deletes that have no limit of
 * their own are counted together: at most 500 and at most 10 % of the enabled accounts, whichever is lower, but never
 * less than 5. The same goes for memberships that end, and no group may lose more than half of its members, but 5 of them.
 */
public final class Guard {

    private static final long AT_MOST = 500;
    private static final double SHARE = 0.10;
    static final long AT_LEAST = 5;
    private static final double BLANKS_SHARE = 0.10;
    private static final double OF_A_GROUP = 0.50;
    private static final Set<ChangeKind> OF_LISTS = Collections.unmodifiableSet(EnumSet.of(ChangeKind.UPDATE, ChangeKind.ENABLE, ChangeKind.LINK));

    private Guard() {
    }

    /**
     * What a plan has of something that is counted, and how much of it may be.
     *
     * @param what     would happen to an account: {@code be created}
     * @param allowed  {@link #NO_LIMIT}: as many as there are
     * @param accounts enabled accounts the job had before this plan
     * @param kinds    the changes that are counted, and held when there are too many of them
     * @param people   whose changes those are, where people are counted in all jobs together; empty: everybody's, and it is accounts that are counted
     */
    public record Measure(String what, long planned, long allowed, long accounts, Set<ChangeKind> kinds, Set<Long> people) {

        public Measure(String what, long planned, long allowed, long accounts, Set<ChangeKind> kinds) {
            this(what, planned, allowed, accounts, kinds, Set.of());
        }

        static final long NO_LIMIT = Long.MAX_VALUE;

        public Measure {
            kinds = Set.copyOf(kinds);
            people = Set.copyOf(people);
        }

        public boolean isOver() {
            return planned > allowed;
        }

        /** In the words of a plan's last line. */
        public String text() {
            return planned + " of " + accounts + who() + what + (isLimited() ? " (limit " + allowed + ")" : " (no limit)");
        }

        private String who() {
            return kinds.stream().allMatch(ChangeKind::isOfMembers) ? " members would " : people.isEmpty() ? " accounts would " : " people would ";
        }

        /** Whether it is this change, and others like it, that are counted. */
        public boolean counts(Change change) {
            if (!people.isEmpty() && !people.contains(change.identityId())) {
                return false;
            }
            return kinds.contains(change.kind()) && !change.disablesAgain() || change.disables() && !change.disablesAgain() && kinds.contains(ChangeKind.DISABLE)
                    || change.enables() && kinds.contains(ChangeKind.ENABLE);
        }

        boolean isLimited() {
            return allowed != NO_LIMIT;
        }
    }

    /**
     * @param accounts enabled accounts the job had before this plan
     * @return the limits the plan goes over; empty: it may go ahead
     */
    public static List<Measure> check(GuardLimits limits, PlanCounts counts, long accounts) {
        return over(measure(limits, counts, accounts));
    }

    /** Those that go over their limit. */
    public static List<Measure> over(List<Measure> measures) {
        return measures.stream().filter(Measure::isOver).toList();
    }

    /**
     * What is counted of a plan's memberships.
     *
     * @param size  how many members all groups of the job have
     * @param sizes how many each group has; of those that lose any
     */
    public static List<Measure> members(GuardLimits limits, PlanCounts counts, long size, Map<Long, Long> sizes) {
        List<Measure> measures = new ArrayList<>();
        measures.add(measure("join a group", counts.of(ChangeKind.JOIN), limits.of(Guarded.JOIN), size, EnumSet.of(ChangeKind.JOIN)));
        Limit leave = isSet(limits.of(Guarded.LEAVE)) ? limits.of(Guarded.LEAVE) : Limit.of(byDefault(size));
        measures.add(measure("leave a group", counts.of(ChangeKind.LEAVE), leave, size, EnumSet.of(ChangeKind.LEAVE)));
        if (!isSet(limits.of(Guarded.LEAVE))) {
            counts.leavesByGroup().forEach((group, leaves) -> {
                long of = sizes.getOrDefault(group, 0L);
                Measure measure = new Measure("leave the group " + counts.groupKey(group), leaves, Math.max(AT_LEAST, (long) (of * OF_A_GROUP)), of,
                        EnumSet.of(ChangeKind.LEAVE), Set.of(group));
                if (measure.isOver()) {
                    measures.add(measure);
                }
            });
        }
        return measures;
    }

    /** Values of which so many would go that it has to be known how many have them. */
    public static Set<ListedValue> toBeCounted(GuardLimits limits, PlanCounts counts) {
        return isSet(limits.of(Guarded.LEAVE)) ? Set.of()
                : counts.losing().entrySet().stream().filter(one -> one.getValue().size() > AT_LEAST).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    /**
     * What is counted of lists of accounts that say in which groups people are: as of memberships, with a value in the place of a group.
     *
     * @param accounts enabled accounts the job had before this plan
     * @param sizes    how many accounts have each of the values {@link #toBeCounted}
     */
    public static List<Measure> lists(GuardLimits limits, PlanCounts counts, long accounts, Map<ListedValue, Long> sizes) {
        List<Measure> measures = new ArrayList<>();
        if (counts.gains() > 0) {
            measures.add(measure("get a value of a list of groups", counts.gains(), limits.of(Guarded.JOIN), accounts, OF_LISTS));
        }
        Set<Long> whose = new HashSet<>();
        counts.losing().values().forEach(whose::addAll);
        if (!whose.isEmpty()) {
            long losses = counts.losing().values().stream().mapToLong(Set::size).sum();
            Limit limit = isSet(limits.of(Guarded.LEAVE)) ? limits.of(Guarded.LEAVE) : Limit.of(byDefault(accounts));
            measures.add(new Measure("lose a value of a list of groups", losses, allowed(limit, accounts), accounts, OF_LISTS, whose));
        }
        sizes.forEach((value, of) -> {
            Set<Long> losing = counts.losing().getOrDefault(value, Set.of());
            Measure measure = new Measure("lose \"" + value.value() + "\" of " + value.attribute(), losing.size(), Math.max(AT_LEAST, (long) (of * OF_A_GROUP)), of, OF_LISTS, losing);
            if (measure.isOver()) {
                measures.add(measure);
            }
        });
        return measures;
    }

    /** Everything that is counted of a plan, held against its limit. */
    public static List<Measure> measure(GuardLimits limits, PlanCounts counts, long accounts) {
        List<Measure> measures = new ArrayList<>();
        removals(limits, counts, accounts, measures);
        measures.add(measure("be enabled", counts.enables(), isSet(limits.of(Guarded.ENABLE)) ? limits.of(Guarded.ENABLE) : Limit.of(byDefault(accounts)), accounts,
                EnumSet.of(ChangeKind.ENABLE)));
        measures.add(measure("be created", counts.of(ChangeKind.CREATE), limits.of(Guarded.CREATE), accounts, EnumSet.of(ChangeKind.CREATE)));
        measures.add(measure("be renamed", counts.renames(), limits.of(Guarded.RENAME), accounts, EnumSet.of(ChangeKind.UPDATE)));
        Limit blank = isSet(limits.of(Guarded.BLANK)) ? limits.of(Guarded.BLANK)
                : Limit.of(Math.max(AT_LEAST, (long) (accounts * BLANKS_SHARE)));
        measures.add(measure("lose an attribute's value", counts.blanks(), blank, accounts,
                EnumSet.of(ChangeKind.UPDATE, ChangeKind.ENABLE, ChangeKind.LINK)));
        measures.add(measure("get another " + counts.mostChangedAttribute(), counts.churn(), limits.of(Guarded.CHURN), accounts,
                EnumSet.of(ChangeKind.UPDATE, ChangeKind.ENABLE, ChangeKind.LINK)));
        return measures;
    }

    /**
     * People who lose access in several jobs at once, each counted once.
     *
     * @param withAccounts how many people have an account that is enabled, in any job
     * @param limit        what somebody has set; empty: as for accounts, or what the jobs' own limits allow, if that is more
     * @param ofJobs       the most that a limit allows which somebody has set for one of the jobs; 0: nobody has
     */
    public static Measure people(String what, Set<Long> people, long withAccounts, Optional<Limit> limit, long ofJobs) {
        long allowed = limit.map(set -> allowed(set, withAccounts)).orElseGet(() -> Math.max(byDefault(withAccounts), ofJobs));
        return new Measure(what, people.size(), allowed, withAccounts, EnumSet.of(ChangeKind.DISABLE, ChangeKind.DELETE), people);
    }

    /** The most that one of these limits allows; 0 when none is set. */
    public static long mostOf(List<Limit> limits, long accounts) {
        return limits.stream().filter(Guard::isSet).mapToLong(limit -> allowed(limit, accounts)).max().orElse(0);
    }

    static long allowed(Limit limit, long accounts) {
        return Math.min(limit.count().orElse(Measure.NO_LIMIT), limit.share().map(share -> (long) Math.floor(share * accounts)).orElse(Measure.NO_LIMIT));
    }

    private static void removals(GuardLimits limits, PlanCounts counts, long accounts, List<Measure> measures) {
        EnumSet<ChangeKind> shared = EnumSet.noneOf(ChangeKind.class);
        for (ChangeKind kind : List.of(ChangeKind.DISABLE, ChangeKind.DELETE)) {
            Limit own = limits.of(kind == ChangeKind.DISABLE ? Guarded.DISABLE : Guarded.DELETE);
            if (isSet(own)) {
                measures.add(measure("be " + kind.word() + "d", removed(counts, kind), own, accounts, EnumSet.of(kind)));
            } else {
                shared.add(kind);
            }
        }
        long planned = shared.stream().mapToLong(kind -> removed(counts, kind)).sum();
        if (!shared.isEmpty()) {
            measures.add(new Measure("be disabled or deleted", planned, byDefault(accounts), accounts, shared));
        }
    }

    static long byDefault(long accounts) {
        return Math.max(AT_LEAST, Math.min(AT_MOST, (long) (accounts * SHARE)));
    }

    private static long removed(PlanCounts counts, ChangeKind kind) {
        return kind == ChangeKind.DISABLE ? counts.disables() : counts.of(kind);
    }

    private static Measure measure(String what, long planned, Limit limit, long accounts, Set<ChangeKind> kinds) {
        return new Measure(what, planned, allowed(limit, accounts), accounts, kinds);
    }

    static boolean isSet(Limit limit) {
        return limit.count().isPresent() || limit.share().isPresent();
    }
}
