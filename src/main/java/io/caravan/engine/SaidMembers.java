package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.Forecast.Target;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.MemberRules;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.MemberDecision;
import io.caravan.subject.Attributes;
import io.caravan.subject.Link;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Whoever is said to be in a group of a target, page by page, and whether her account lets her: a group of a hundred thousand is never in memory as a whole.
 * Looks, and changes nothing.
 */
public final class SaidMembers {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final MemberRules rules;
    private final MemberAccounts accounts;
    private final Optional<InnerGroups> flattened;
    private final Instant now;

    /** What of somebody's accounts counts in a target. */
    public enum Standing {
        /** She can be a member. */
        CAN,
        /** The account is closed, and members must have one that is open. */
        CLOSED,
        /** Nobody can say how the account stands, or it is not managed any more. */
        UNCLEAR,
        /** There is none. */
        NONE
    }

    /**
     * Somebody who is said to be in it, whoever says so.
     *
     * @param name as the group would list her; empty where she has none
     */
    public record Said(long member, Standing standing, Optional<String> name) {
    }

    private SaidMembers(StateStore store, OutboundJob job, ObjectSpec object, Instant now, Map<String, Map<Long, Link>> instead) {
        this.store = store;
        this.rules = job.members().orElseThrow();
        this.accounts = new MemberAccounts(store, rules, instead);
        this.flattened = object.memberships().orElseThrow().nested() ? Optional.empty() : Optional.of(new InnerGroups(store, job, now));
        this.now = now;
    }

    /** As accounts stand. Of a job whose target holds members. */
    public static SaidMembers of(StateStore store, OutboundJob job, ObjectSpec object, Instant now) {
        return new SaidMembers(store, job, object, now, Map.of());
    }

    /**
     * As accounts will stand once all that is planned and not held has been carried out.
     *
     * @param others the jobs that make the members' accounts, among others
     */
    public static SaidMembers onceAllIsDone(StateStore store, OutboundJob job, ObjectSpec object, Instant now, Collection<Target> others) {
        Map<String, Map<Long, Link>> then = new HashMap<>();
        Set<String> jobs = new HashSet<>(job.members().orElseThrow().accounts().stream().map(of -> of.job()).toList());
        others.stream().filter(other -> jobs.contains(other.job().name())).forEach(other -> then.put(other.job().name(), planned(store, other, now)));
        return new SaidMembers(store, job, object, now, then);
    }

    private static Map<Long, Link> planned(StateStore store, Target target, Instant now) {
        Map<Long, Link> then = new HashMap<>();
        String job = target.job().name();
        List<PlannedChange> page = store.changes().unsettled(job, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            List<Change> changes = page.stream().filter(planned -> !planned.held()).map(PlannedChange::change).filter(change -> change.members().isEmpty()).toList();
            Map<Long, Link> links = store.links().links(job, changes.stream().map(Change::identityId).toList());
            changes.forEach(change -> then.put(change.identityId(), Settlement.of(change, Optional.ofNullable(links.get(change.identityId())).orElseGet(() -> Link.none(change.identityId())),
                    change.kind() == ChangeKind.CREATE ? Outcome.ok("new", Attributes.empty()) : Outcome.ok(), false, target.job(), target.object(), now).link()));
            page = store.changes().unsettled(job, Optional.of(page.get(page.size() - 1)), PAGE);
        }
        return then;
    }

    /** Everybody who is said to be in the group now; where the target has no groups in groups, whoever is in those within it. */
    public void each(long group, Consumer<List<Said>> use) {
        if (flattened.isPresent()) {
            Set<Long> told = new HashSet<>();
            flattened.get().withinNow(group, page -> use.accept(said(page.stream().filter(told::add).toList())));
            return;
        }
        long last = 0;
        List<Membership> page = store.memberships().ofGroup(group, last, PAGE);
        while (!page.isEmpty()) {
            use.accept(said(page.stream().filter(one -> one.isAt(now)).map(Membership::member).distinct().toList()));
            last = page.get(page.size() - 1).member();
            page = store.memberships().ofGroup(group, last, PAGE);
        }
    }

    /** Of these pairs those of whom it is said now. */
    public Map<Pair, Said> of(Collection<Pair> pairs) {
        Map<Pair, List<Membership>> said = flattened.map(inner -> inner.of(pairs)).orElseGet(() -> store.memberships().of(pairs));
        List<Pair> now = said.entrySet().stream().filter(one -> one.getValue().stream().anyMatch(membership -> membership.isAt(this.now))).map(Map.Entry::getKey).toList();
        Map<Long, Said> members = said(now.stream().map(Pair::member).distinct().toList()).stream().collect(Collectors.toMap(Said::member, one -> one));
        Map<Pair, Said> found = new LinkedHashMap<>();
        now.forEach(pair -> found.put(pair, members.get(pair.member())));
        return found;
    }

    private List<Said> said(List<Long> members) {
        Map<Long, MemberDecision.Account> known = accounts.of(members);
        List<Said> said = new ArrayList<>();
        members.forEach(member -> {
            Optional<MemberDecision.Account> account = Optional.ofNullable(known.get(member));
            said.add(new Said(member, standing(account.map(MemberDecision.Account::standing)), account.flatMap(MemberDecision.Account::name)));
        });
        return said;
    }

    private Standing standing(Optional<MemberDecision.Standing> account) {
        return account.map(one -> switch (one) {
            case OPEN -> Standing.CAN;
            case CLOSED -> rules.closedOnesStay() ? Standing.CAN : Standing.CLOSED;
            case RELEASED, UNSEEN, UNCLEAR -> Standing.UNCLEAR;
        }).orElse(Standing.NONE);
    }
}
