package io.caravan.engine;

import io.caravan.engine.ClaimStore.Claim;
import io.caravan.engine.ClaimStore.Meant;
import io.caravan.engine.ClaimStore.Pair;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.MappingMeaning;
import io.caravan.mapping.MembershipRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What resolving does for a job whose records say who is in which group, around the records themselves. For one cycle. */
final class ResolvingMemberships {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final ClaimResolution claims;

    ResolvingMemberships(StateStore store, Cycle cycle, InboundJob job, ReadingApproval approval) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.claims = new ClaimResolution(store, cycle, job, approval);
    }

    /** Part of the transaction that stages all records anew: whom names mean is asked again only where the mapping says that in another way. */
    void mappingChanged(String before, String after) {
        Map<String, String> old = MappingMeaning.of(before).rules();
        Map<String, String> now = MappingMeaning.of(after).rules();
        Set<String> rules = job.isOfPairs() ? Set.of(MembershipRule.GROUP, MembershipRule.MEMBER, MembershipRule.APPLICATION, MembershipRule.ROLE) : Set.of(MappingMeaning.MEMBERSHIPS);
        if (rules.stream().anyMatch(rule -> !Objects.equals(old.get(rule), now.get(rule)))) {
            claims.understandAnew();
        }
    }

    /** Part of a transaction: records of pairs that mean nobody may mean somebody by now. */
    void subjectsChanged() {
        if (!job.isOfPairs()) {
            return;
        }
        List<Meant> page = store.claims().open(job.name(), ClaimStore.FIRST, PAGE);
        while (!page.isEmpty()) {
            store.hub().restage(job.name(), page.stream().map(one -> one.claim().anchor()).toList());
            page = store.claims().open(job.name(), page.get(page.size() - 1).claim(), PAGE);
        }
    }

    /**
     * Once the records are resolved.
     *
     * @return whether there are records to be resolved again, because what they say means nobody any more
     */
    boolean resolve() {
        long version = store.hub().version();
        boolean again = false;
        if (job.isOfPairs()) {
            if (claims.leave()) {
                store.inTransaction(this::subjectsChanged);
                again = true;
            }
        } else {
            claims.join();
            claims.lookAgain();
            if (claims.leave()) {
                claims.lookAgain();
            }
            JobState state = store.cycles().state(job.name());
            store.cycles().state(job.name(), state.evaluated(state.fingerprint(), version, state.evaluatedAt()));
        }
        if (!again) {
            cycle.count(Counted.MEMBERS_UNKNOWN, store.claims().openCount(job.name()));
            tellOfRenamed();
        }
        return again;
    }

    private void tellOfRenamed() {
        long renamed = cycle.counted(Counted.MEMBERS_MAY_BE_RENAMED);
        if (renamed > 0) {
            cycle.waits(renamed + (renamed == 1 ? " membership ends" : " memberships end") + " with the next cycle of this job: what came in the same record in "
                    + (renamed == 1 ? "its place" : "their place") + " means nobody yet, and may be the same, renamed");
        }
    }

    /** Of memberships that a record says have ended, while another says they begin again. */
    static void whatFollowsBegins(StateStore store, Cycle cycle, InboundJob job) {
        List<Pair> due = store.claims().due(job.name(), MembershipRows.origin(job), cycle.now(), PAGE);
        while (!due.isEmpty()) {
            cycle.goOn();
            List<Pair> page = due;
            store.inTransaction(() -> {
                Map<Pair, Claim> because = new LinkedHashMap<>();
                store.claims().ofPairs(job.name(), page).forEach((pair, said) -> because.put(pair, said.get(said.size() - 1).claim()));
                new MembershipRows(store, cycle, job).bring(because);
            });
            due = store.claims().due(job.name(), MembershipRows.origin(job), cycle.now(), PAGE);
        }
    }
}
