package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.subject.Link;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Changes of a cycle that did not end, and changes that are held: decided anew, from what is known now. A cycle that came to its end
 * has kept every answer it got, unless the store took none; what one has left that did not may have been sent, and nobody knows how those accounts stand.
 */
final class UnfinishedChanges {

    private static final int PAGE = 1000;
    /** Cycles that may have ended since without coming so far as to plan anew. */
    private static final int LAST_CYCLES = 5;
    private static final String UNKNOWN = "the process ended before the answer was kept";

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final ObjectSpec object;

    UnfinishedChanges(StateStore store, Cycle cycle, OutboundJob job, SystemPort system) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.object = system.spec().connector().objects().get(job.object());
    }

    void planAgain() {
        store.inTransaction(() -> {
            if (lastCycleBrokeOff()) {
                eachPage(this::doubt);
            }
            membershipsAgain(planned -> true);
            store.links().markDue(job.name(), store.changes().discard(job.name()));
        });
    }

    /** Putting somebody into a group twice, or taking her out twice, does no harm: each is looked at again. */
    private void membershipsAgain(Predicate<PlannedChange> which) {
        boolean brokeOff = lastCycleBrokeOff();
        List<Long> settled = new ArrayList<>();
        HeldMembers.each(store, job, planned -> {
            if (which.test(planned)) {
                store.memberships().markDue(job.name(), MembershipStore.Pair.of(planned.change()));
                if (brokeOff && !planned.held()) {
                    store.memberships().list(job.name(), MemberOutcomes.mayBeIn(MemberNames.of(object), planned.change()).toList());
                }
                settled.add(planned.id());
            }
        });
        store.changes().settle(job.name(), settled);
    }

    /**
     * The same, except for changes that are held and are none of these.
     *
     * @param heldMembers gets the {@link Change#key keys} of memberships that stay held
     * @return whose accounts' changes those are
     */
    Set<Long> planAgain(SavedChanges only, Set<String> heldMembers) {
        Set<Long> heldOnes = new HashSet<>();
        List<PlannedChange> again = new ArrayList<>();
        store.inTransaction(() -> {
            boolean doubted = lastCycleBrokeOff();
            membershipsAgain(planned -> !planned.held());
            HeldMembers.takeOut(store, cycle, job, one -> only.isFor(one.key())).forEach(one -> store.memberships().markDue(job.name(), MembershipStore.Pair.of(one)));
            heldMembers.addAll(HeldMembers.of(store, job));
            eachPage(page -> {
                List<PlannedChange> ofAccounts = page.stream().filter(planned -> !planned.change().kind().isOfMembers()).toList();
                if (doubted) {
                    doubt(ofAccounts);
                }
                ofAccounts.forEach(planned -> {
                    if (planned.held() && !only.isFor(planned.change().identityKey())) {
                        heldOnes.add(planned.change().identityId());
                    } else {
                        again.add(planned);
                    }
                });
            });
            store.changes().settle(job.name(), again.stream().map(PlannedChange::id).toList());
            store.links().markDue(job.name(), again.stream().map(planned -> planned.change().identityId()).toList());
            if (only.overrules()) {
                store.links().markDue(job.name(), store.rulings().rulings(job.name()).stream().map(Ruling::change)
                        .filter(change -> !change.kind().isOfMembers() && only.isFor(change.key())).map(Change::identityId).toList());
                store.memberships().markDue(job.name(), store.rulings().rulings(job.name()).stream().map(Ruling::change)
                        .filter(change -> only.isFor(change.key())).flatMap(change -> MembershipStore.Pair.of(change).stream()).toList());
            }
        });
        return heldOnes;
    }

    private void eachPage(Consumer<List<PlannedChange>> consumer) {
        List<PlannedChange> page = store.changes().unsettled(job.name(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            consumer.accept(page);
            page = store.changes().unsettled(job.name(), Optional.of(page.get(page.size() - 1)), PAGE);
        }
    }

    private boolean lastCycleBrokeOff() {
        return store.cycles().recent(job.name(), LAST_CYCLES).stream().filter(row -> row.id() != cycle.id()).anyMatch(UnfinishedChanges::lostAnswers);
    }

    private static boolean lostAnswers(CycleRow row) {
        return row.endedAt().isEmpty() || row.counts().getOrDefault(Counted.UNRECORDED, 0L) > 0;
    }

    private void doubt(List<PlannedChange> page) {
        Map<Long, Change> sent = page.stream().filter(planned -> !planned.held()).map(PlannedChange::change).filter(change -> !change.kind().isOfMembers()).collect(Collectors.toMap(Change::identityId, change -> change));
        Map<Long, Link> links = store.links().links(job.name(), sent.keySet());
        List<Link> doubted = new ArrayList<>();
        List<LogEntry> log = new ArrayList<>();
        sent.values().forEach(change -> {
            Link before = links.getOrDefault(change.identityId(), Link.none(change.identityId()));
            Settlement.unanswered(change, before, UNKNOWN, object).ifPresent(link -> {
                doubted.add(link);
                Recorder.recognised(cycle, job, object, change, before, link, cycle.now()).ifPresent(log::add);
            });
        });
        store.links().save(job.name(), doubted);
        store.log().append(log);
    }
}
