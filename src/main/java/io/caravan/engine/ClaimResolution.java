package io.caravan.engine;

import io.caravan.engine.ClaimStore.Claim;
import io.caravan.engine.ClaimStore.Known;
import io.caravan.engine.ClaimStore.Leaving;
import io.caravan.engine.ClaimStore.Meant;
import io.caravan.engine.ClaimStore.Pair;
import io.caravan.engine.ClaimStore.Waiting;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.MembershipRule;
import io.caravan.mapping.MembershipRule.Who;
import io.caravan.plan.MappingEvaluation;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Turns what the records of a job say about memberships into memberships. Whom a claim means is found once, and stays: another name for the same
 * subject changes nothing until the source says something else. Joins go before leaves; too many leaves at once wait for an operator.
 */
final class ClaimResolution {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final MembershipRule rule;
    private final MembershipRows rows;
    private final LeaveGuard guard;
    /** Records that said something new in this cycle that means nobody: what is gone from them may be called so now. */
    private final Set<String> withStrangers = new HashSet<>();

    ClaimResolution(StateStore store, Cycle cycle, InboundJob job, ReadingApproval approval) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.rule = job.memberships().orElseThrow();
        this.rows = new MembershipRows(store, cycle, job);
        this.guard = new LeaveGuard(store, cycle, job, approval);
    }

    /** What is new in lists, as long as some waits. */
    void join() {
        List<Meant> page = store.claims().staged(job.name(), Waiting.NEW, ClaimStore.FIRST, PAGE);
        while (!page.isEmpty()) {
            cycle.goOn();
            List<Claim> claims = page.stream().map(Meant::claim).toList();
            store.inTransaction(() -> mean(claims, true));
            page = store.claims().staged(job.name(), Waiting.NEW, ClaimStore.FIRST, PAGE);
        }
    }

    /** Whether what means nobody yet means somebody by now. */
    void lookAgain() {
        List<Meant> page = store.claims().open(job.name(), ClaimStore.FIRST, PAGE);
        while (!page.isEmpty()) {
            cycle.goOn();
            List<Claim> claims = page.stream().map(Meant::claim).toList();
            store.inTransaction(() -> mean(claims, false));
            page = store.claims().open(job.name(), claims.get(claims.size() - 1), PAGE);
        }
    }

    private void mean(List<Claim> claims, boolean fresh) {
        Meaning meaning = meaning(claims, fresh);
        List<Meant> meant = claims.stream().map(meaning::of).filter(one -> fresh || one.pair().isPresent()).toList();
        store.claims().mean(job.name(), meant);
        Map<Pair, Claim> because = new LinkedHashMap<>();
        meant.forEach(one -> one.pair().ifPresentOrElse(pair -> because.put(pair, one.claim()), () -> withStrangers.add(one.claim().anchor())));
        rows.bring(because);
    }

    private Meaning meaning(List<Claim> claims, boolean tell) {
        Map<Claim, String> names = new HashMap<>();
        claims.forEach(claim -> name(claim, tell).ifPresent(name -> names.put(claim, name)));
        return new Meaning(names, MeantSubjects.of(store.hub(), rule.listed(), new HashSet<>(names.values())),
                store.hub().owners(job.name(), claims.stream().map(Claim::anchor).distinct().toList()), tell);
    }

    /** What a list calls somebody, as the mapping understands it. */
    private Optional<String> name(Claim claim, boolean tell) {
        Who who = rule.listed();
        String listed = rule.listsMembers() ? claim.member() : claim.group();
        if (who.value().isRead()) {
            return Optional.of(listed);
        }
        try {
            Object name = who.value().evaluate(new MappingEvaluation(job.mapping(), Attributes.of(Map.of(who.listed(), listed)), Optional.empty(), Set.of(),
                    new InboundContext(cycle, claim.anchor())));
            return Optional.ofNullable(name).filter(text -> text != Formula.ABSENT && !(text instanceof Collection<?>)).map(text -> KeyText.of(text.toString()))
                    .filter(text -> !text.isEmpty());
        } catch (FormulaException failed) {
            if (tell) {
                tell(claim, failed.getMessage());
            }
            return Optional.empty();
        }
    }

    private void tell(Claim claim, String reason) {
        cycle.count(Counted.AMBIGUOUS, 1);
        store.log().append(List.of(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.record(io.caravan.subject.SubjectKey.NONE, job.system(), claim.anchor()),
                MembershipEntry.JOIN, LogEntry.Result.of(LogEntry.Status.FAILURE, reason + " (" + rule.position() + ")"), List.of(), List.of("resolve: nobody"))));
    }

    /** Whom claims of a list mean. */
    private final class Meaning {
        private final Map<Claim, String> names;
        private final MeantSubjects subjects;
        private final Map<String, HubStore.RecordOwner> records;
        private final boolean tell;

        private Meaning(Map<Claim, String> names, MeantSubjects subjects, Map<String, HubStore.RecordOwner> records, boolean tell) {
            this.names = names;
            this.subjects = subjects;
            this.records = records;
            this.tell = tell;
        }

        Meant of(Claim claim) {
            OptionalLong record = Optional.ofNullable(records.get(claim.anchor())).map(HubStore.RecordOwner::identityId).orElse(OptionalLong.empty());
            Optional<String> name = Optional.ofNullable(names.get(claim));
            if (tell) {
                name.flatMap(subjects::ambiguous).ifPresent(reason -> tell(claim, reason));
            }
            OptionalLong listed = name.map(subjects::one).orElse(OptionalLong.empty());
            if (record.isPresent() && listed.equals(record)) {
                if (tell) {
                    ClaimResolution.this.tell(claim, "a group is not a member of itself");
                }
                listed = OptionalLong.empty();
            }
            return new Meant(claim, rule.listsMembers() ? record : listed, rule.listsMembers() ? listed : record, Optional.empty(), Optional.empty());
        }
    }

    /**
     * What a record that was resolved makes of its claims: one that is gone says nothing any more, one that nobody asks means nobody. Part of the
     * transaction that resolves it.
     */
    static void follow(StateStore store, InboundJob job, Collection<String> absent, Collection<String> unasked) {
        Set<String> anchors = new LinkedHashSet<>(absent);
        anchors.addAll(unasked);
        if (anchors.isEmpty()) {
            return;
        }
        Map<String, List<Known>> known = store.claims().known(job.name(), anchors);
        List<Claim> gone = new ArrayList<>();
        List<Claim> apart = new ArrayList<>();
        absent.forEach(anchor -> known.getOrDefault(anchor, List.of()).forEach(one -> gone.add(one.meant().claim())));
        unasked.forEach(anchor -> known.getOrDefault(anchor, List.of()).stream().filter(one -> one.meant().pair().isPresent()).forEach(one -> apart.add(one.meant().claim())));
        store.claims().stage(job.name(), Waiting.GONE, gone);
        store.claims().stage(job.name(), Waiting.APART, apart);
    }

    /** The mapping says in another way whom names mean: what means somebody else by that, or nobody, is set apart. Part of a transaction. */
    void understandAnew() {
        Claim after = ClaimStore.FIRST;
        List<Meant> page = store.claims().all(job.name(), after, PAGE);
        while (!page.isEmpty()) {
            List<Meant> some = page.stream().filter(one -> one.pair().isPresent()).toList();
            Meaning meaning = rule.isPair() ? null : meaning(some.stream().map(Meant::claim).toList(), false);
            store.claims().stage(job.name(), Waiting.APART, some.stream().filter(one -> meaning == null || !meaning.of(one.claim()).pair().equals(one.pair()))
                    .map(Meant::claim).toList());
            after = page.get(page.size() - 1).claim();
            page = store.claims().all(job.name(), after, PAGE);
        }
    }

    /**
     * What is gone, or set apart, unless that is too much.
     *
     * @return whether something was set apart, and may mean somebody else
     */
    boolean leave() {
        guard.judge();
        boolean apart = leave(Waiting.APART);
        leave(Waiting.GONE);
        return apart;
    }

    private boolean leave(Waiting as) {
        boolean some = false;
        List<Meant> page = store.claims().staged(job.name(), as, ClaimStore.FIRST, PAGE);
        while (!page.isEmpty()) {
            cycle.goOn();
            List<Meant> going = page.stream().filter(one -> guard.passes(one) && !mayBeCalledOtherwise(one, as)).toList();
            if (!going.isEmpty()) {
                some = true;
                store.inTransaction(() -> leave(going, as));
            }
            page = store.claims().staged(job.name(), as, page.get(page.size() - 1).claim(), PAGE);
        }
        return some;
    }

    private void leave(List<Meant> going, Waiting as) {
        List<Claim> claims = going.stream().map(Meant::claim).toList();
        if (as == Waiting.GONE) {
            store.claims().forget(job.name(), claims);
        } else {
            store.claims().setApart(job.name(), claims);
        }
        Map<Pair, Claim> because = new LinkedHashMap<>();
        going.forEach(one -> one.pair().ifPresent(pair -> because.put(pair, one.claim())));
        rows.bring(because);
    }

    /** What went while something unknown came to the same record may be the same, renamed: the next cycle knows. */
    private boolean mayBeCalledOtherwise(Meant one, Waiting as) {
        boolean may = as == Waiting.GONE && !rule.isPair() && one.pair().isPresent() && withStrangers.contains(one.claim().anchor());
        if (may) {
            cycle.count(Counted.MEMBERS_MAY_BE_RENAMED, 1);
        }
        return may;
    }

    /** How many would leave, by group. For whoever tells of it. */
    static List<Leaving> waiting(StateStore store, InboundJob job) {
        return store.claims().leaving(job.name());
    }
}
