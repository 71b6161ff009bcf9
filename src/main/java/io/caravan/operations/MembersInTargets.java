package io.caravan.operations;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.PostponedMember;
import io.caravan.engine.MembershipStore.Standing;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.SaidMembers;
import io.caravan.engine.SaidMembers.Said;
import io.caravan.engine.StateStore;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.GroupExplanation.InTarget;
import io.caravan.operations.GroupExplanation.Member;
import io.caravan.operations.GroupExplanation.Some;
import io.caravan.plan.Change;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** How the members of one group stand in one target, counted page by page, with the first few of each. */
final class MembersInTargets {

    private static final int PAGE = 1000;
    private static final int NAMED = 5;
    private static final int LETTERS = 1000;

    private final OpenProject open;
    private final StateStore store;
    private final OutboundJob job;
    private final Identity group;
    private final SaidMembers said;
    private final PeopleNames names;
    private final Optional<String> placeholder;
    /** By member, what somebody, or the target, has decided. */
    private final Map<Long, MemberState> decided = new HashMap<>();
    private final Map<MemberState, Long> counts = new HashMap<>();
    private final Map<MemberState, List<Member>> some = new HashMap<>();

    private MembersInTargets(OpenProject open, OutboundJob job, ObjectSpec object, Identity group) {
        this.open = open;
        this.store = open.store();
        this.job = job;
        this.group = group;
        this.said = SaidMembers.of(store, job, object, open.now());
        this.names = PeopleNames.of(open);
        this.placeholder = object.memberships().orElseThrow().placeholder();
        store.changes().deadLetters(new LetterFilter(Optional.of(job.name()), Optional.empty(), Optional.empty()), LETTERS).stream().filter(letter -> letter.group() == group.id())
                .forEach(letter -> letter.identityId().ifPresent(member -> decided.put(member, MemberState.REFUSED)));
        HeldPool.held(store, job.name()).stream().filter(change -> change.identityId() == group.id()).forEach(change -> decide(change, MemberState.HELD));
        store.rulings().rulings(job.name()).stream().filter(Ruling::isRejection).map(Ruling::change).filter(change -> change.identityId() == group.id())
                .forEach(change -> decide(change, MemberState.REJECTED));
    }

    private void decide(Change change, MemberState state) {
        change.members().forEach(member -> member.id().ifPresent(id -> decided.putIfAbsent(id, state)));
    }

    /** In the order of jobs; of those whose targets hold members. */
    static List<InTarget> of(OpenProject open, Identity group) {
        return open.project().outbound().stream().filter(job -> job.kind().equals(group.kind()) && job.members().isPresent())
                .flatMap(job -> AccountList.object(open, job).stream().map(object -> new MembersInTargets(open, job, object, group).told())).toList();
    }

    private InTarget told() {
        LinkState there = Optional.ofNullable(store.links().links(job.name(), List.of(group.id())).get(group.id())).map(Link::state).orElse(LinkState.NONE);
        said.each(group.id(), this::said);
        Stream.of(Standing.OURS, Standing.UNSEEN).forEach(standing -> listed(standing, this::notSaid));
        listed(Standing.STRANGER, page -> page.stream().filter(one -> !placeholder.equals(Optional.of(one.name()))).forEach(one -> add(MemberState.STRANGER, new Member("", DisplayName.NONE, one.name()))));
        Map<MemberState, Some> states = new LinkedHashMap<>();
        Stream.of(MemberState.values()).filter(counts::containsKey).forEach(state -> states.put(state, new Some(counts.get(state), List.copyOf(some.getOrDefault(state, List.of())))));
        return new InTarget(job.name(), job.system(), there.word(), states);
    }

    private void said(List<Said> page) {
        Map<Pair, List<Listed>> listed = store.memberships().listed(job.name(), pairs(page));
        Map<Pair, PostponedMember> waiting = store.memberships().postponedCount(job.name()) == 0 ? Map.of() : store.memberships().postponed(job.name(), pairs(page));
        each(page.stream().map(Said::member).toList(), page, (identity, one) -> {
            List<Listed> names = listed.getOrDefault(new Pair(group.id(), one.member()), List.of());
            Optional<Listed> shown = names.stream().filter(name -> name.standing() != Standing.UNSEEN).findFirst();
            MemberState state = decided.getOrDefault(one.member(), shown.isPresent() ? MemberState.MEMBER : waiting.containsKey(new Pair(group.id(), one.member())) ? MemberState.WAITS : !names.isEmpty() ? MemberState.UNSEEN : MemberState.of(one.standing()));
            add(state, identity, shown.map(Listed::name).or(one::name).orElse(""));
        });
    }

    private List<Pair> pairs(List<Said> page) {
        return page.stream().map(one -> new Pair(group.id(), one.member())).toList();
    }

    /** Whom it lists, and nobody says any more that she is in it. */
    private void notSaid(List<Listed> page) {
        List<Listed> known = page.stream().filter(one -> one.member().isPresent()).toList();
        Map<Pair, Said> stay = said.of(known.stream().map(one -> new Pair(group.id(), one.member().getAsLong())).toList());
        List<Listed> leaving = known.stream().filter(one -> !stay.containsKey(new Pair(group.id(), one.member().getAsLong()))).toList();
        each(leaving.stream().map(one -> one.member().getAsLong()).toList(), leaving, (identity, one) -> add(decided.getOrDefault(one.member().getAsLong(), MemberState.LEAVING), identity, one.name()));
    }

    private <T> void each(List<Long> members, List<T> page, BiConsumer<Optional<Identity>, T> use) {
        Map<Long, Identity> identities = store.hub().identities(members);
        for (int i = 0; i < page.size(); i++) {
            use.accept(Optional.ofNullable(identities.get(members.get(i))), page.get(i));
        }
    }

    private void listed(Standing standing, Consumer<List<Listed>> use) {
        Listed last = new Listed(group.id(), "", "", OptionalLong.empty(), standing);
        List<Listed> page = ofGroup(standing, last);
        while (!page.isEmpty()) {
            use.accept(page);
            page = ofGroup(standing, page.get(page.size() - 1));
        }
    }

    private List<Listed> ofGroup(Standing standing, Listed after) {
        return store.memberships().listed(job.name(), standing, Optional.of(after), PAGE).stream().filter(one -> one.group() == group.id()).toList();
    }

    private void add(MemberState state, Optional<Identity> identity, String name) {
        add(state, new Member(identity.map(Identity::key).orElse(""), identity.map(names::of).orElse(DisplayName.NONE), name));
    }

    private void add(MemberState state, Member member) {
        counts.merge(state, 1L, Long::sum);
        List<Member> few = some.computeIfAbsent(state, none -> new ArrayList<>());
        if (few.size() < NAMED) {
            few.add(member);
        }
    }
}
