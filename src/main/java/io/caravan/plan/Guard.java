package io.caravan.plan;

import io.caravan.mapping.OutboundJob.GuardLimits;
import io.caravan.mapping.OutboundJob.Limit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a plan's counts against its job's limits, before the first write. Disables and deletes that have no limit of
 * their own are counted together: at most 500 and at most 10 % of the enabled accounts, whichever is lower, but never
 * less than 5.
 */
public final class Guard {

    private static final long AT_MOST = 500;
    private static final double SHARE = 0.10;
    private static final long AT_LEAST = 5;
    private static final double BLANKS_SHARE = 0.10;

    private Guard() {
    }

    /** One limit that a plan goes over. {@code kinds}: the changes that are held because of it. */
    public record Breach(String what, long planned, long allowed, long accounts, Set<ChangeKind> kinds) {
        /** In the words of a plan's last line. */
        public String text() {
            return planned + " of " + accounts + " accounts would " + what + " (limit " + allowed + ")";
        }

        /** Whether it is this change, and others like it, that the plan has too many of. */
        public boolean counts(Change change) {
            return kinds.contains(change.kind()) || change.disables() && kinds.contains(ChangeKind.DISABLE)
                    || change.enables() && kinds.contains(ChangeKind.ENABLE);
        }
    }

    /**
     * @param accounts enabled accounts the job had before this plan
     * @return the limits the plan goes over; empty: it may go ahead
     */
    public static List<Breach> check(GuardLimits limits, PlanCounts counts, long accounts) {
        List<Breach> breaches = new ArrayList<>();
        removals(limits, counts, accounts, breaches);
        limit("be enabled", counts.enables(), isSet(limits.enable()) ? limits.enable() : Limit.of(byDefault(accounts)), accounts,
                EnumSet.of(ChangeKind.ENABLE), breaches);
        limit("be created", counts.of(ChangeKind.CREATE), limits.create(), accounts, EnumSet.of(ChangeKind.CREATE), breaches);
        limit("be renamed", counts.renames(), limits.rename(), accounts, EnumSet.of(ChangeKind.UPDATE), breaches);
        Limit blank = isSet(limits.blank()) ? limits.blank()
                : Limit.of(Math.max(AT_LEAST, (long) (accounts * BLANKS_SHARE)));
        limit("lose an attribute's value", counts.blanks(), blank, accounts,
                EnumSet.of(ChangeKind.UPDATE, ChangeKind.ENABLE, ChangeKind.LINK), breaches);
        limit("get another " + counts.mostChangedAttribute(), counts.churn(), limits.churn(), accounts,
                EnumSet.of(ChangeKind.UPDATE, ChangeKind.ENABLE, ChangeKind.LINK), breaches);
        return breaches;
    }

    private static void removals(GuardLimits limits, PlanCounts counts, long accounts, List<Breach> breaches) {
        EnumSet<ChangeKind> shared = EnumSet.noneOf(ChangeKind.class);
        for (ChangeKind kind : List.of(ChangeKind.DISABLE, ChangeKind.DELETE)) {
            Limit own = kind == ChangeKind.DISABLE ? limits.disable() : limits.delete();
            if (isSet(own)) {
                limit("be " + kind.word() + "d", removed(counts, kind), own, accounts, EnumSet.of(kind), breaches);
            } else {
                shared.add(kind);
            }
        }
        long planned = shared.stream().mapToLong(kind -> removed(counts, kind)).sum();
        long allowed = byDefault(accounts);
        if (planned > allowed) {
            breaches.add(new Breach("be disabled or deleted", planned, allowed, accounts, shared));
        }
    }

    private static long byDefault(long accounts) {
        return Math.max(AT_LEAST, Math.min(AT_MOST, (long) (accounts * SHARE)));
    }

    private static long removed(PlanCounts counts, ChangeKind kind) {
        return kind == ChangeKind.DISABLE ? counts.disables() : counts.of(kind);
    }

    private static void limit(String what, long planned, Limit limit, long accounts, Set<ChangeKind> kinds, List<Breach> breaches) {
        if (!isSet(limit)) {
            return;
        }
        long allowed = Math.min(limit.count().orElse(Long.MAX_VALUE),
                limit.share().map(share -> (long) Math.floor(share * accounts)).orElse(Long.MAX_VALUE));
        if (planned > allowed) {
            breaches.add(new Breach(what, planned, allowed, accounts, kinds));
        }
    }

    private static boolean isSet(Limit limit) {
        return limit.count().isPresent() || limit.share().isPresent();
    }
}
