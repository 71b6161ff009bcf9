package io.caravan.engine;

import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.HubStore.ResolvedRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A job of which there is no mapping any more. What its source said stands, and its accounts stay as they are, until somebody decides of it. Nothing
 * is sent by that.
 */
public final class GoneJob {

    /** Why somebody is left behind by it. */
    public static final String CAUSE = "job-gone";

    private static final int PAGE = 1000;
    private static final Set<LinkState> MAY_BE_OPEN = EnumSet.of(LinkState.ENABLED, LinkState.MISSING, LinkState.IN_DOUBT);
    private static final Set<LinkState> KEPT = EnumSet.of(LinkState.ENABLED, LinkState.MISSING, LinkState.DISABLED);

    private final StateStore store;
    private final String name;
    private final Collection<String> makers;

    /** @param makers the jobs that make people: whomever one of them knows, too, does not depend on this one */
    private GoneJob(StateStore store, String name, Collection<String> makers) {
        this.store = store;
        this.name = name;
        this.makers = List.copyOf(makers);
    }

    public String name() {
        return name;
    }

    /** All on which somebody depends, of those that are called by no mapping any more. */
    public static List<GoneJob> all(StateStore store, Collection<? extends Job> there) {
        Set<String> names = there.stream().map(Job::name).collect(Collectors.toSet());
        List<String> makers = there.stream().filter(job -> job instanceof InboundJob inbound && inbound.creates()).map(Job::name).toList();
        return store.cycles().jobs().stream().filter(name -> !names.contains(name)).map(name -> new GoneJob(store, name, makers)).filter(GoneJob::matters).toList();
    }

    /** Whether anybody depends on it. */
    public boolean matters() {
        return accounts() > 0 || records() > 0;
    }

    /** How many of its accounts are open, or may be. */
    public long accounts() {
        Map<LinkState, Long> states = store.links().countByState(name);
        return MAY_BE_OPEN.stream().mapToLong(state -> states.getOrDefault(state, 0L)).sum();
    }

    /** How many its source told of when it was read last, and no other does, and who has not left since; or how many records it had, where these say who is in which group. */
    public long records() {
        if (saysWhoIsInGroups()) {
            return store.hub().presentRecords(name);
        }
        long count = 0;
        List<Long> page = store.hub().saidOnlyBy(name, makers, 0, PAGE);
        while (!page.isEmpty()) {
            count += store.hub().identities(page).values().stream().filter(identity -> !identity.attributes().has(Lifecycle.ABSENT_SINCE)).count();
            page = store.hub().saidOnlyBy(name, makers, page.get(page.size() - 1), PAGE);
        }
        return count;
    }

    /** Some of those whose accounts are open. */
    public List<Identity> some(int limit) {
        return List.copyOf(store.hub().identities(store.links().inState(name, LinkState.ENABLED, 0, limit).stream().map(Link::identityId).toList()).values());
    }

    /** Whether what its records say of memberships is known: that can only be taken back by reading it. */
    public boolean saysWhoIsInGroups() {
        return !store.claims().all(name, ClaimStore.FIRST, 1).isEmpty();
    }

    /** Its accounts are not managed any more, and stay as they are; its source has none of its records any more. */
    public void forget(Instant now, String by, String why) {
        store.inTransaction(() -> {
            forgetPlanned();
            KEPT.forEach(state -> become(state, name, link -> new Link(link.identityId(), link.anchor(), LinkState.UNMANAGED, link.shadow(), Link.Why.UNSAID, Link.Dates.NONE, Map.of()),
                    new Said(now, by, "release", why)));
            become(LinkState.IN_DOUBT, name, link -> Link.none(link.identityId()), new Said(now, by, "release", why));
            forgetRecords(now);
            store.log().append(List.of(LogEntry.ofJob(now, name, system(), "forget-job", why, by)));
        });
    }

    /** Its accounts are another job's from here on, which has none yet. */
    public void isCalled(String other, Instant now, String by) {
        String words = "the job " + name + " is called " + other + " from here on";
        store.inTransaction(() -> {
            forgetPlanned();
            store.cycles().systemMemory(other, store.cycles().systemMemory(name));
            for (LinkState state : EnumSet.complementOf(EnumSet.of(LinkState.NONE))) {
                become(state, other, UnaryOperator.identity(), new Said(now, by, LogAction.SETTLE, words));
                become(state, name, link -> Link.none(link.identityId()), new Said(now, by, "release", words));
            }
            store.log().append(List.of(LogEntry.ofJob(now, name, system(), "rename-job", words, by)));
        });
    }

    /** What the log says of each account that is open. */
    private record Said(Instant at, String by, String action, String why) {
    }

    private void become(LinkState state, String job, UnaryOperator<Link> what, Said said) {
        String system = system();
        long after = 0;
        List<Link> page = store.links().inState(name, state, after, PAGE);
        while (!page.isEmpty()) {
            store.links().save(job, page.stream().map(what).toList());
            if (MAY_BE_OPEN.contains(state)) {
                Map<Long, Identity> whose = store.hub().identities(page.stream().map(Link::identityId).toList());
                store.log().append(page.stream().map(link -> new LogEntry(said.at(), new LogEntry.By(job, 0, said.by()),
                        LogEntry.About.account(whose.get(link.identityId()).subject(), system, link.anchor()), said.action(),
                        LogEntry.Result.of(LogEntry.Status.SUCCESS, said.why()), List.of(), List.of())).toList());
            }
            after = page.get(page.size() - 1).identityId();
            page = store.links().inState(name, state, after, PAGE);
        }
    }

    private void forgetPlanned() {
        List<PlannedChange> page = store.changes().unsettled(name, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            store.changes().settle(name, page.stream().map(PlannedChange::id).toList());
            page = store.changes().unsettled(name, Optional.empty(), PAGE);
        }
    }

    /** Whoever they speak of is looked at anew, as after a reading that lacks them. */
    private void forgetRecords(Instant now) {
        store.hub().takeBack(name);
        List<String> anchors = new ArrayList<>();
        store.hub().eachRecordHash(name, (anchor, hash, staged) -> anchors.add(anchor));
        for (int from = 0; from < anchors.size(); from += PAGE) {
            store.hub().stageAbsence(name, anchors.subList(from, Math.min(anchors.size(), from + PAGE)));
        }
        List<SourceRow> page = store.hub().staged(name, PAGE);
        while (!page.isEmpty()) {
            store.hub().resolved(name, page.stream().map(row -> new ResolvedRecord(row, row.identityId(), Optional.<Attributes>empty())).toList(), now);
            Map<Long, Optional<Instant>> due = new LinkedHashMap<>();
            page.stream().map(SourceRow::identityId).filter(OptionalLong::isPresent).forEach(id -> due.put(id.getAsLong(), Optional.of(now)));
            store.hub().mergeDue(due);
            page = store.hub().staged(name, PAGE);
        }
    }

    /** Where its accounts are, as far as the log tells. */
    public String system() {
        return store.log().read(new LogStore.Filter(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), 1)).stream()
                .map(stored -> stored.entry().about().target()).findFirst().orElse("");
    }
}
