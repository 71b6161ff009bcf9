package io.caravan.engine;

import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.PostponedMember;
import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.MemberRules;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.MemberDecision;
import io.caravan.plan.MemberDecision.Account;
import io.caravan.plan.PlanCounts;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Membership;
import io.caravan.subject.Reason;
import io.caravan.subject.SubjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Works out who has to come into the groups of a job's target, and who has to be taken out, and stores that as changes. Looks only
 * at memberships of which something has changed: who said so, from when on or until when, or the account of the group or of the member.
 * A member without an account is left out, and comes by itself when she has one.
 */
final class MemberStep {

    /** Memberships that are decided at a time, and at most in one change. */
    static final int PAGE = 1000;

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final MemberRules rules;
    private final MemberAccounts accounts;
    private final MembershipSpec held;
    private final MemberNames names;
    private final Planned planned;
    private final MemberRulings rulings;
    /** How many were in which group already who are to be there, put there by nobody here. */
    private final Map<SubjectKey, Integer> found = new LinkedHashMap<>();
    private final Optional<InnerGroups> flattened;
    private final GroupsAsFound asFound;

    private MemberStep(StateStore store, Cycle cycle, OutboundJob job, SystemPort system, Planned planned) {
        ObjectSpec object = system.spec().connector().objects().get(job.object());
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.rules = job.members().orElseThrow();
        this.accounts = new MemberAccounts(store, rules);
        this.held = object.memberships().orElseThrow();
        this.names = MemberNames.of(object);
        this.planned = planned;
        this.flattened = held.nested() ? Optional.empty() : Optional.of(new InnerGroups(store, job, cycle.now()));
        this.asFound = new GroupsAsFound(store, cycle, job, system, object);
        this.rulings = new MemberRulings(store, job, planned.wanted().only().filter(SavedChanges::overrules));
    }

    /**
     * Where changes are counted and told.
     *
     * @param counts of the cycle so far; what is planned comes on top
     */
    record Planned(PlanCounts counts, EvaluateStep.VerdictListener listener, Wanted wanted) {
    }

    /**
     * Of what is due, what is to be planned. The rest stays due.
     *
     * @param only nothing but these
     * @param held {@link Change#key keys} of memberships whose changes are held: of them nothing more is planned
     */
    record Wanted(Optional<SavedChanges> only, Set<String> held) {

        static final Wanted ALL = new Wanted(Optional.empty(), Set.of());

        boolean has(Change membership) {
            return !held.contains(membership.key()) && only.filter(saved -> !saved.isStillDue(membership)).isEmpty();
        }
    }

    /**
     * Does nothing for a job whose target holds no members.
     *
     * @param first whether this is the first plan of its cycle: who is a stranger is looked at once
     */
    static void plan(StateStore store, Cycle cycle, OutboundJob job, SystemPort system, Planned planned, boolean first) {
        if (job.members().isPresent()) {
            new MemberStep(store, cycle, job, system, planned).plan(first);
        }
    }

    /** What has to be looked at, before anything is. */
    static void noteWhatIsDue(StateStore store, Cycle cycle, OutboundJob job, Optional<Instant> evaluatedAt) {
        job.members().ifPresent(rules -> store.inTransaction(() -> {
            MembershipStore members = store.memberships();
            members.follow(job.name(), rules.accounts().stream().map(Accounts::job).collect(Collectors.toSet()));
            if (cycle.full() || evaluatedAt.isEmpty() || cycle.now().isBefore(evaluatedAt.get())) {
                members.markAllDue(job.name());
            } else {
                members.markDueByTime(job.name(), evaluatedAt.get(), cycle.now());
            }
        }));
    }

    private void plan(boolean first) {
        flattened.ifPresent(InnerGroups::noteWhatFollows);
        if (first && store.memberships().postponedCount(job.name()) > 0) {
            store.inTransaction(() -> store.memberships().dropPostponedNotDue(job.name()));
        }
        Optional<Pair> last = Optional.empty();
        List<Pair> page = store.memberships().due(job.name(), last, PAGE);
        while (!page.isEmpty()) {
            cycle.goOn();
            List<Pair> pairs = page;
            asFound.ask(pairs.stream().map(Pair::group).collect(Collectors.toSet()));
            store.inTransaction(() -> decide(pairs));
            last = Optional.of(page.get(page.size() - 1));
            page = store.memberships().due(job.name(), last, PAGE);
        }
        tellFound();
        if (first && rules.strangersGo()) {
            takeStrangersOut();
        } else if (first) {
            store.inTransaction(() -> rulings.dueOfStrangers(List.of(), Set.of()));
        }
    }

    /** Nothing follows from an account of which nobody knows whether it is there; but a group that lists her in this cycle has her, and that ends like anybody's. */
    private Account asShown(Account known, Pair pair, MemberDecision.ListedAs shown) {
        boolean isSeen = known.standing() == MemberDecision.Standing.UNSEEN && !shown.shown().isEmpty() && cycle.evidence().isKnownWhoIsIn(pair.group());
        return isSeen ? new Account(MemberDecision.Standing.RELEASED, known.name()) : known;
    }

    private void decide(List<Pair> pairs) {
        Map<Long, Subject> groups = groups(pairs.stream().map(Pair::group).collect(Collectors.toSet()));
        // whoever is in a group that is not there comes when it is: then all of it is looked at
        List<Pair> open = pairs.stream().filter(pair -> groups.containsKey(pair.group())).toList();
        Map<Pair, List<Membership>> said = flattened.map(inner -> inner.of(open)).orElseGet(() -> store.memberships().of(open));
        Map<Pair, List<Listed>> listed = store.memberships().listed(job.name(), open);
        Set<Long> memberIds = open.stream().map(Pair::member).collect(Collectors.toSet());
        Map<Long, Account> named = accounts.of(memberIds);
        Map<Long, Identity> members = store.hub().identities(memberIds);
        Map<Pair, String> letters = store.changes().deadLetteredMembers(job.name(), open);
        Map<Pair, PostponedMember> postponed = planned.wanted().only().isPresent() ? Map.of() : PostponedMembers.of(store, job, open);
        Decided decided = new Decided(groups);
        List<Pair> obsolete = new ArrayList<>();
        Set<Pair> again = new HashSet<>();
        List<Change> due = new ArrayList<>();
        for (Pair pair : open) {
            MemberDecision.ListedAs shown = listed(listed.getOrDefault(pair, List.of()));
            Optional<Account> account = Optional.ofNullable(named.get(pair.member())).map(known -> asShown(known, pair, shown));
            List<MemberDecision> wanted = MemberDecision.of(said.getOrDefault(pair, List.of()), account, shown, names::key, rules.closedOnesStay(), cycle.now());
            if (wanted.isEmpty() && letters.containsKey(pair)) {
                obsolete.add(pair);
            }
            for (MemberDecision one : wanted) {
                SubjectKey subject = Optional.ofNullable(members.get(pair.member())).map(Identity::subject).orElse(SubjectKey.NONE);
                Change membership = decided.one(pair.group(), one.kind(), new Change.Member(OptionalLong.of(pair.member()), subject, one.name(), one.because()));
                due.add(membership);
                if (membership.basis().equals(letters.get(pair))) {
                    cycle.count(Counted.DEAD_LETTERED, 1);
                    planned.listener().leftOut(membership);
                } else if (PostponedMembers.waits(postponed.get(pair), membership, cycle.now())) {
                    cycle.count(Counted.POSTPONED, 1);
                    planned.listener().leftOut(membership);
                    again.add(pair);
                } else if (!add(decided, membership)) {
                    again.add(pair);
                }
            }
        }
        adoptStrangers(decided);
        store(decided);
        rulings.due(open, due);
        store.changes().dropMemberLetters(job.name(), obsolete);
        store.memberships().clearDue(job.name(), pairs.stream().filter(pair -> !again.contains(pair)).toList());
        cycle.count(Counted.MEMBERSHIPS, pairs.size());
    }

    /** @return whether it need not be looked at again for this */
    private boolean add(Decided decided, Change membership) {
        if (rulings.isRejected(membership)) {
            cycle.count(Counted.NOT_WANTED, 1);
            planned.listener().leftOut(membership);
            return true;
        }
        if (!planned.wanted().has(membership)) {
            cycle.count(Counted.NOT_IN_PLAN, planned.wanted().held().contains(membership.key()) ? 0 : 1);
            return false;
        }
        decided.add(membership, rulings.isLeftHeld(membership));
        return true;
    }

    private static MemberDecision.ListedAs listed(List<Listed> listed) {
        return new MemberDecision.ListedAs(listed.stream().filter(one -> one.standing() != MembershipStore.Standing.UNSEEN).map(Listed::name).toList(),
                listed.stream().filter(one -> one.standing() == MembershipStore.Standing.UNSEEN).map(Listed::name).toList());
    }

    /** Those whose account is there, by id. */
    private Map<Long, Subject> groups(Collection<Long> ids) {
        Map<Long, Subject> there = new LinkedHashMap<>();
        store.links().subjects(job.name(), ids).forEach((id, subject) -> subject.link().map(Link::state)
                .filter(state -> state == LinkState.ENABLED || state == LinkState.DISABLED).ifPresent(state -> there.put(id, subject)));
        return there;
    }

    /** Members by group and by whether they come or go; those that stay held whatever becomes of the others are kept apart. */
    private static final class Decided {
        private final Map<Long, Subject> groups;
        private final Map<Long, Map<ChangeKind, List<Change.Member>>> byGroup = new TreeMap<>();
        private final Map<Long, Map<ChangeKind, List<Change.Member>>> leftHeld = new TreeMap<>();

        Decided(Map<Long, Subject> groups) {
            this.groups = groups;
        }

        Change one(long group, ChangeKind kind, Change.Member member) {
            return change(group, kind, List.of(member));
        }

        void add(Change membership, boolean staysHeld) {
            (staysHeld ? leftHeld : byGroup).computeIfAbsent(membership.identityId(), none -> new EnumMap<>(ChangeKind.class))
                    .computeIfAbsent(membership.kind(), none -> new ArrayList<>()).addAll(membership.members());
        }

        List<Change> changes() {
            List<Change> changes = new ArrayList<>();
            Stream.of(byGroup, leftHeld).forEach(some -> some.forEach((group, byKind) -> byKind.forEach((kind, members) -> {
                if (!members.isEmpty()) {
                    changes.add(change(group, kind, members));
                }
            })));
            return changes;
        }

        private Change change(long group, ChangeKind kind, List<Change.Member> members) {
            Subject subject = groups.get(group);
            Link link = subject.link().orElseThrow();
            return Change.ofMembers(kind, new Change.Account(group, subject.identity().subject(), link.anchor(), link.shadow()), members);
        }
    }

    /** Whoever is to come into a group and is in it already, put there by nobody here, is ours from now on. */
    private void adoptStrangers(Decided decided) {
        Stream.of(decided.byGroup, decided.leftHeld).forEach(some -> some.forEach((group, byKind) -> {
            List<Change.Member> joining = byKind.getOrDefault(ChangeKind.JOIN, new ArrayList<>());
            Map<String, Listed> there = store.memberships().listedAs(job.name(), group, joining.stream().map(member -> names.key(member.name())).toList());
            List<Change.Member> adopted = joining.stream().filter(member -> Optional.ofNullable(there.get(names.key(member.name())))
                    .filter(one -> one.standing() == MembershipStore.Standing.STRANGER).isPresent()).toList();
            store.memberships().list(job.name(), adopted.stream().map(member -> new Listed(group, names.key(member.name()), there.get(names.key(member.name())).name(),
                    member.id(), MembershipStore.Standing.OURS)).toList());
            joining.removeAll(adopted);
            if (!adopted.isEmpty()) {
                found.merge(decided.groups.get(group).identity().subject(), adopted.size(), Integer::sum);
            }
        }));
    }

    /** That they are there is not our doing: it is told of the group, and of nobody in it. */
    private void tellFound() {
        List<LogEntry> entries = new ArrayList<>();
        found.forEach((group, members) -> {
            cycle.count(Counted.MEMBERS_FOUND, members);
            entries.add(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.account(group, job.system(), Optional.empty()), "find",
                    LogEntry.Result.of(LogEntry.Status.SUCCESS, members + (members == 1 ? " member was" : " members were") + " in it already, as the origins say"), List.of(), List.of()));
        });
        if (!entries.isEmpty()) {
            store.inTransaction(() -> store.log().append(entries));
        }
    }

    private void store(Decided decided) {
        List<Change> changes = decided.changes();
        changes.forEach(change -> {
            planned.counts().add(change);
            planned.listener().planned(change);
            cycle.count("planned-" + change.kind().word(), change.members().size());
        });
        store.changes().plan(job.name(), cycle.id(), changes);
    }

    /** Whom nobody here put there, where that is told to be taken out. */
    private void takeStrangersOut() {
        List<Change> due = new ArrayList<>();
        Set<Long> unclear = new HashSet<>();
        Optional<Listed> last = Optional.empty();
        List<Listed> page = store.memberships().listed(job.name(), MembershipStore.Standing.STRANGER, last, PAGE);
        while (!page.isEmpty()) {
            List<Listed> strangers = page;
            int seen = due.size();
            store.inTransaction(() -> {
                Map<Long, Subject> groups = groups(strangers.stream().map(Listed::group).collect(Collectors.toSet()));
                Decided decided = new Decided(groups);
                strangers.stream().map(Listed::group).filter(group -> !groups.containsKey(group)).forEach(unclear::add);
                strangers.stream().filter(stranger -> groups.containsKey(stranger.group()) && !names.isNobody(stranger.key()))
                        .forEach(stranger -> due.add(decided.one(stranger.group(), ChangeKind.LEAVE, new Change.Member(OptionalLong.empty(), SubjectKey.NONE, stranger.name(),
                                Because.of(Reason.STRANGER)))));
                due.subList(seen, due.size()).forEach(membership -> add(decided, membership));
                store(decided);
            });
            last = Optional.of(page.get(page.size() - 1));
            page = store.memberships().listed(job.name(), MembershipStore.Standing.STRANGER, last, PAGE);
        }
        store.inTransaction(() -> rulings.dueOfStrangers(due, unclear));
    }
}
