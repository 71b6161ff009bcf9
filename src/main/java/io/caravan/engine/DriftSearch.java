package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.LinkStore.ListedAccount;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountDrift;
import io.caravan.plan.AccountDrift.Compared;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Drift;
import io.caravan.plan.Drift.Follows;
import io.caravan.plan.Drift.Kind;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reference;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists a target and tells in what it differs from what is known of it. Meant for a store that is a {@link StateStore#preview()}: what is found out
 * is written there, by the same rules of evidence as in a full cycle, and forgotten. Nothing is sent. Serves one search; not thread-safe.
 */
public final class DriftSearch {

    private static final int PAGE = 1000;
    private static final String STEP = "compare";

    private final StateStore store;
    private final ZoneId zone;
    private final Cycle cycle;
    private final OutboundJob job;
    private final ObjectSpec object;
    private final TargetMatching target;
    /** As they were known, of those that the target shows otherwise. */
    private final Map<Long, Link> known = new HashMap<>();
    /** By group whose members the target shows, whether it shows all. */
    private final Map<Long, Boolean> shown = new HashMap<>();
    private final List<Drift> found = new ArrayList<>();
    /** Listed accounts that something is told of. */
    private final Set<String> told = new HashSet<>();
    /** Attributes that are known of somebody and that the list shows of nobody. */
    private final Set<String> leftOut = new HashSet<>();
    private long changedMeanwhile;

    public DriftSearch(StateStore store, ZoneId zone, OutboundJob job, SystemPort system, Asked asked) {
        this.store = store;
        this.zone = zone;
        this.job = job;
        this.cycle = new Cycle(0, job, true, asked.start(), asked.secrets(), new Witness(asked.listener()));
        this.object = system.spec().connector().objects().get(job.object());
        this.target = new TargetMatching(store, cycle, job, system);
    }

    /**
     * Who asks.
     *
     * @param start    of which moment
     * @param secrets  attributes whose values are not shown
     * @param listener hears how it gets on
     */
    public record Asked(Cycle.Start start, Set<String> secrets, CycleListener listener) {
    }

    /**
     * What was found.
     *
     * @param drift            the most urgent first, then in the order of identities and accounts
     * @param groups           those whose members are others, by kind and key
     * @param accounts         how many the target has listed
     * @param incomplete       why nothing is concluded from what the list lacks; empty when it is whole
     * @param never            attributes that are known of somebody and that the list shows of nobody: they are not compared
     * @param changedMeanwhile accounts, and members of groups, that a cycle has changed while this looked: nothing is told of them
     */
    public record Result(List<Drift> drift, List<GroupDrift> groups, long accounts, Optional<String> incomplete, Set<String> never, long changedMeanwhile) {

        public Result {
            drift = List.copyOf(drift);
            groups = List.copyOf(groups);
            never = Set.copyOf(never);
        }

        /** How many differences there are, by kind. */
        public Map<Kind, Long> found() {
            return Stream.concat(drift.stream().map(Drift::kind), groups.stream().map(GroupDrift::kind))
                    .collect(Collectors.groupingBy(kind -> kind, () -> new EnumMap<>(Kind.class), Collectors.counting()));
        }
    }

    /**
     * @param original what the store is a copy of: what has changed there since is not told
     * @param owners   every job that writes to such accounts, this one among them
     * @throws io.caravan.connector.OutcomeException when the target cannot be listed
     */
    public Result search(StateStore original, List<String> owners) {
        target.list();
        Compared compared = new Compared(neverShown(), store.cycles().state(job.name()).fingerprint().equals(job.fingerprint()));
        people(compared);
        unowned(owners);
        found.removeIf(drift -> hasChangedSince(original, drift));
        found.sort(Comparator.comparing(Drift::kind));
        List<GroupDrift> groups = members(original);
        Result result = new Result(found, groups, store.links().listingSize(job.name()), target.gap(), leftOut, changedMeanwhile);
        target.close();
        return result;
    }

    private List<GroupDrift> members(StateStore original) {
        if (job.members().isEmpty()) {
            return List.of();
        }
        MemberDriftSearch members = new MemberDriftSearch(store, original, cycle, job, object);
        List<GroupDrift> groups = members.search(target.gap().isPresent() ? shownInPart() : shown);
        changedMeanwhile += members.changedMeanwhile();
        return groups;
    }

    /** Of a list that is not whole, nothing is concluded from what any group in it lacks. */
    private Map<Long, Boolean> shownInPart() {
        Map<Long, Boolean> inPart = new HashMap<>();
        shown.keySet().forEach(group -> inPart.put(group, false));
        return inPart;
    }

    /** Attributes that no account in the list has: it may leave them out. */
    private Set<String> neverShown() {
        Set<String> never = new HashSet<>(job.mapping().attributes().keySet());
        List<ListedAccount> page = store.links().listing(job.name(), "", PAGE);
        while (!page.isEmpty() && !never.isEmpty()) {
            page.forEach(account -> never.removeAll(account.attributes().names()));
            page = store.links().listing(job.name(), page.get(page.size() - 1).anchor(), PAGE);
        }
        return never;
    }

    private void people(Compared compared) {
        AccountPlanner planner = new AccountPlanner(job, object, zone, cycle.secrets());
        OutboundContext context = OutboundContext.toForesee(store, cycle, object);
        cycle.listener().begins(cycle, STEP, store.hub().identityCount());
        List<Subject> page = store.links().page(job.kind(), job.name(), 0, PAGE);
        while (!page.isEmpty()) {
            cycle.goOn();
            context.turnTo(page.stream().map(subject -> subject.identity().id()).toList());
            Set<Reference> references = new HashSet<>();
            page.forEach(subject -> references.addAll(planner.foreseeableReferences(subject.identity(), context.of(subject.identity().id(), subject.identity().key()))));
            context.remember(references);
            page.forEach(subject -> person(subject, new AccountDrift(planner, subject.identity(), target.asListed(),
                    context.of(subject.identity().id(), subject.identity().key())), compared));
            cycle.listener().advances(cycle, STEP, page.size());
            page = store.links().page(job.kind(), job.name(), page.get(page.size() - 1).identity().id(), PAGE);
        }
        cycle.listener().ends(cycle, STEP);
    }

    private void person(Subject subject, AccountDrift accounts, Compared compared) {
        Optional<Link> now = subject.link();
        Optional<Link> before = Optional.ofNullable(known.get(subject.identity().id())).or(() -> now);
        boolean wasLinked = before.filter(link -> link.state().exists()).isPresent();
        before.filter(link -> wasLinked).ifPresent(link -> compared.never().stream().filter(link.shadow()::has).forEach(leftOut::add));
        List<Drift> drift = wasLinked ? accounts.linked(before.get(), now.orElseThrow(), compared) : accounts.unlinked(before);
        drift.stream().filter(one -> wasLinked && isOfLink(one, before.get()) || told.add(one.anchor())).forEach(found::add);
    }

    private static boolean isOfLink(Drift drift, Link link) {
        return link.anchor().equals(Optional.of(drift.anchor()));
    }

    private void unowned(List<String> owners) {
        List<ListedAccount> page = store.links().listing(job.name(), "", PAGE);
        while (!page.isEmpty()) {
            Map<String, Attributes> accounts = page.stream().collect(Collectors.toMap(ListedAccount::anchor, ListedAccount::attributes));
            Set<String> nobodys = new LinkedHashSet<>(page.stream().map(ListedAccount::anchor).toList());
            owners.forEach(owner -> nobodys.removeAll(store.links().linkedTo(owner, accounts.keySet()).keySet()));
            nobodys.removeAll(told);
            nobodys.forEach(anchor -> found.add(new Drift(Kind.UNOWNED, Optional.empty(), anchor, accounts.get(anchor), Optional.empty(), Follows.REPORT, Optional.empty())));
            page = store.links().listing(job.name(), page.get(page.size() - 1).anchor(), PAGE);
        }
    }

    /** A cycle may write while the target is listed: what was read then is neither old nor new. */
    private boolean hasChangedSince(StateStore original, Drift drift) {
        Collection<Long> identity = drift.whose().map(Identity::id).stream().toList();
        if (identity.isEmpty()) {
            boolean linkedNow = !original.links().linkedTo(job.name(), List.of(drift.anchor())).isEmpty();
            changedMeanwhile += linkedNow ? 1 : 0;
            return linkedNow;
        }
        Long id = identity.iterator().next();
        Optional<Link> copied = Optional.ofNullable(known.get(id)).or(() -> Optional.ofNullable(store.links().links(job.name(), identity).get(id)));
        Optional<Link> now = Optional.ofNullable(original.links().links(job.name(), identity).get(id));
        boolean changed = !account(copied).equals(account(now));
        changedMeanwhile += changed ? 1 : 0;
        return changed;
    }

    private static List<Object> account(Optional<Link> link) {
        return link.filter(one -> one.state() != LinkState.NONE).<List<Object>>map(one -> List.of(one.anchor(), one.state(), one.shadow(), Objects.hash(one.unconfirmed())))
                .orElse(List.of());
    }

    /** Remembers links as they were known. */
    private final class Witness implements CycleListener {

        private final CycleListener others;

        private Witness(CycleListener others) {
            this.others = others;
        }

        @Override
        public void begins(Cycle of, String step, long expected) {
            others.begins(of, step, expected);
        }

        @Override
        public void advances(Cycle of, String step, long more) {
            others.advances(of, step, more);
        }

        @Override
        public void ends(Cycle of, String step) {
            others.ends(of, step);
        }

        @Override
        public void membersShown(Cycle of, Map<Long, Boolean> whole) {
            shown.putAll(whole);
        }

        @Override
        public void shown(Cycle of, Link before, Link now) {
            known.putIfAbsent(before.identityId(), before);
        }
    }
}
