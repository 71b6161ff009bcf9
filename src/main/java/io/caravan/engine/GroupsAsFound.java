package io.caravan.engine;

import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks a linked group of which no member is known what it lists, once in a cycle and before anybody is put into it: it may have been there before, and have been
 * found by a search, by hand, or by a cycle that was cut off. What it shows is believed; whoever it does not show is sent. For one plan; not thread-safe.
 */
final class GroupsAsFound {

    private static final Set<OutcomeKind> NO_ANSWER = EnumSet.of(OutcomeKind.UNAVAILABLE, OutcomeKind.THROTTLED, OutcomeKind.IN_DOUBT);

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final ObjectSpec object;
    private final Presence presence;
    private final Optional<ShownMembers> shown;
    /** Whether the target does not answer: nobody is asked any more. */
    private boolean silent;

    GroupsAsFound(StateStore store, Cycle cycle, OutboundJob job, SystemPort system, ObjectSpec object) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.object = object;
        this.presence = new Presence(store, cycle, system, object);
        this.shown = ShownMembers.of(store, job, object);
        this.silent = !presence.canAsk();
    }

    /** @param groups in which somebody is to be looked at; not inside a transaction */
    void ask(Set<Long> groups) {
        Set<Long> open = groups.stream().filter(group -> !cycle.evidence().isKnownWhoIsIn(group)).collect(Collectors.toSet());
        if (open.isEmpty() || silent) {
            return;
        }
        Map<Long, Long> sizes = store.memberships().sizes(job.name(), open);
        open.removeAll(sizes.keySet());
        store.links().subjects(job.name(), open).forEach((group, subject) -> anchor(subject).filter(anchor -> !silent).ifPresent(anchor -> ask(group, anchor)));
    }

    private static Optional<String> anchor(Subject subject) {
        return subject.link().filter(link -> link.state() == LinkState.ENABLED || link.state() == LinkState.DISABLED).flatMap(Link::anchor);
    }

    private void ask(long group, String anchor) {
        cycle.goOn();
        Outcome read = presence.read(anchor);
        silent = read.kind().stopsAll() || NO_ANSWER.contains(read.kind());
        if (!silent) {
            cycle.evidence().knowsMembersOf(group);
        }
        object.memberships().map(MembershipSpec::attribute).filter(list -> read.isOk()).map(list -> read.attributes().get(list))
                .ifPresent(members -> store.inTransaction(() -> shown.orElseThrow().shown(Map.of(group, members))));
    }
}
