package io.caravan.operations;

import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.InnerGroups;
import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.Standing;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.StateStore;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.Explanation.InTarget;
import io.caravan.plan.Change;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Membership;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether somebody is in the groups of targets, as far as is known, and why not. For one person in one job of groups. */
final class GroupsInTargets {

    private static final int LETTERS = 1000;
    private static final Set<LinkState> THERE = EnumSet.of(LinkState.ENABLED, LinkState.DISABLED);
    private static final Set<LinkState> UNCLEAR = EnumSet.of(LinkState.UNMANAGED, LinkState.MISSING, LinkState.IN_DOUBT);

    private final StateStore store;
    private final OutboundJob job;
    private final Set<Long> said;
    private final Map<Long, List<Listed>> listed;
    private final Map<Long, String> decided = new HashMap<>();
    private final Map<Long, MemberState> states = new HashMap<>();
    private final Set<LinkState> accounts = new HashSet<>();

    private GroupsInTargets(OpenProject open, OutboundJob job, Identity member) {
        this.store = open.store();
        this.job = job;
        this.said = HeldChoice.object(open, job).memberships().orElseThrow().nested() ? store.memberships().ofMembers(List.of(member.id())).getOrDefault(member.id(), List.of()).stream()
                .filter(one -> one.isAt(open.now())).map(Membership::group).collect(Collectors.toSet()) : new InnerGroups(store, job, open.now()).around(member);
        this.listed = store.memberships().listedOf(job.name(), member.id()).stream().collect(Collectors.groupingBy(Listed::group));
        store.changes().deadLetters(new LetterFilter(Optional.of(job.name()), Optional.of(member.key()), Optional.empty()), LETTERS).stream().filter(letter -> letter.group() != 0)
                .forEach(letter -> decide(letter.group(), MemberState.REFUSED, refused(letter)));
        HeldPool.held(store, job.name()).stream().filter(change -> isOf(change, member)).forEach(change -> decide(change.identityId(), MemberState.HELD,
                change.kind().word() + " is held until somebody decides: caravan approve " + job.name()));
        store.rulings().rulings(job.name()).stream().filter(Ruling::isRejection).filter(ruling -> isOf(ruling.change(), member)).forEach(ruling -> decide(ruling.change().identityId(),
                MemberState.REJECTED, ruling.change().kind().word() + " was " + HeldDecision.words(ruling)));
        store.memberships().postponed(job.name(), said.stream().map(group -> new Pair(group, member.id())).toList()).forEach((pair, waiting) -> decide(pair.group(), MemberState.WAITS,
                "the target did not take it in " + Quantity.of(waiting.tries(), "cycle") + " (" + waiting.reason() + "), and it is tried again at " + waiting.again().truncatedTo(ChronoUnit.SECONDS)
                        + "; at once: caravan sync " + job.name() + " --now"));
        job.members().orElseThrow().accounts().forEach(of -> Optional.ofNullable(store.links().links(of.job(), List.of(member.id())).get(member.id())).map(Link::state).ifPresent(accounts::add));
    }

    /** In the order of jobs and groups; of jobs of groups whose targets hold members. */
    static List<InTarget> of(OpenProject open, Identity member) {
        return open.project().outbound().stream().filter(job -> job.members().isPresent()).flatMap(job -> new GroupsInTargets(open, job, member).all()).toList();
    }

    private static boolean isOf(Change change, Identity member) {
        return change.members().stream().anyMatch(one -> one.id().isPresent() && one.id().getAsLong() == member.id());
    }

    private static String refused(DeadLetter letter) {
        return letter.change().map(change -> change.kind().word()).orElse("it") + " was refused by the target: " + letter.reason();
    }

    private void decide(long group, MemberState state, String words) {
        states.putIfAbsent(group, state);
        decided.putIfAbsent(group, words);
    }

    private Stream<InTarget> all() {
        Set<Long> ids = Stream.of(said, listed.keySet(), decided.keySet()).flatMap(Set::stream).collect(Collectors.toSet());
        Map<Long, Link> links = store.links().links(job.name(), ids);
        List<Identity> groups = store.hub().identities(ids).values().stream().filter(group -> group.kind().equals(job.kind())).toList();
        List<InTarget> all = new ArrayList<>();
        groups.forEach(group -> all.add(inTarget(group, Optional.ofNullable(links.get(group.id())).map(Link::state).orElse(LinkState.NONE))));
        return all.stream().sorted(Comparator.comparing(InTarget::group));
    }

    private InTarget inTarget(Identity group, LinkState there) {
        List<Listed> names = listed.getOrDefault(group.id(), List.of());
        Optional<Listed> shown = names.stream().filter(one -> one.standing() != Standing.UNSEEN).findFirst();
        boolean isSaid = said.contains(group.id());
        if (!THERE.contains(there)) {
            return of(group, MemberState.GROUP_MISSING, UNCLEAR.contains(there) ? "whether the group is there is not known" : "the group is not there");
        }
        if (decided.containsKey(group.id())) {
            return of(group, states.get(group.id()), shown.map(one -> "in it as " + one.name() + "; ").orElse("not in it; ") + decided.get(group.id()));
        }
        if (shown.isPresent()) {
            return of(group, MemberState.MEMBER, "in it as " + shown.get().name() + (isSaid ? "" : "; leaves it with the next run"));
        }
        if (!names.isEmpty()) {
            return of(group, MemberState.UNSEEN, "was put into it, and the target does not show it" + (isSaid ? "; is put there again with the next full run" : "; is taken out with the next run"));
        }
        return account(group);
    }

    private InTarget account(Identity group) {
        if (accounts.contains(LinkState.ENABLED) || accounts.contains(LinkState.DISABLED) && job.members().orElseThrow().closedOnesStay()) {
            return of(group, MemberState.DUE, "not in it yet; comes into it with the next run");
        }
        if (accounts.contains(LinkState.DISABLED)) {
            return of(group, MemberState.ACCOUNT_CLOSED, "not in it: the account is closed");
        }
        return accounts.stream().anyMatch(UNCLEAR::contains) ? of(group, MemberState.ACCOUNT_UNCLEAR, "not in it: how the account stands is not known")
                : of(group, MemberState.NO_ACCOUNT, "not in it: there is no account");
    }

    private InTarget of(Identity group, MemberState state, String text) {
        return new InTarget(group.key(), job.name(), job.system(), state, text);
    }
}
