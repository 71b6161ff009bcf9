package io.caravan.engine;

import io.caravan.engine.RulingStore.Ruling;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.Verdict;
import io.caravan.subject.Identity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was decided about held changes, as an evaluation heeds it. Used by one thread. */
final class Rulings {

    private final RulingStore store;
    private final String job;
    private final Optional<SavedChanges> overruledBy;
    private Map<Long, Ruling> page = Map.of();

    /** @param overruledBy what goes although it was rejected */
    Rulings(RulingStore store, String job, Optional<SavedChanges> overruledBy) {
        this.store = store;
        this.job = job;
        this.overruledBy = overruledBy;
    }

    /** Whoever is waited for no longer is looked at again, and the log says so. */
    static void endThoseThatAreOver(StateStore store, Cycle cycle, OutboundJob job) {
        List<Ruling> over = store.rulings().rulings(job.name()).stream().filter(ruling -> ruling.isOver(cycle.now())).toList();
        if (!over.isEmpty()) {
            store.inTransaction(() -> {
                List<Change> changes = over.stream().map(Ruling::change).toList();
                store.rulings().liftOf(job.name(), changes);
                store.links().markDue(job.name(), changes.stream().filter(change -> !change.kind().isOfMembers()).map(Change::identityId).toList());
                store.memberships().markDue(job.name(), changes.stream().flatMap(change -> MembershipStore.Pair.of(change).stream()).toList());
                store.log().append(over.stream().map(ruling -> new LogEntry(cycle.now(), cycle.loggedAs(), MemberOutcomes.about(job, ruling.change()), LogAction.REJECT,
                        LogEntry.Result.of(LogEntry.Status.SKIPPED, "over: " + ruling.change().kind().word() + " was rejected by " + ruling.by().who() + " until "
                                + ruling.until().orElseThrow() + ", and is decided anew"), MemberOutcomes.moved(ruling.change()), List.of())).toList());
            });
        }
    }

    /** These identities are looked at next. */
    void turnTo(Collection<Long> identityIds) {
        page = store.rulings(job, identityIds);
    }

    /** Whether somebody has rejected just this. */
    boolean isRejected(Identity identity, Verdict verdict) {
        return about(identity, verdict).filter(Ruling::isRejection).isPresent() && overruledBy.filter(only -> only.isFor(identity.key())).isEmpty();
    }

    /** Whether there is a ruling, and what follows now is something else. What cannot be decided now changes nothing. */
    boolean isObsolete(Identity identity, Verdict verdict, boolean wantsNothing) {
        return page.containsKey(identity.id()) && (wantsNothing || verdict.change().isPresent() && about(identity, verdict).isEmpty());
    }

    private Optional<Ruling> about(Identity identity, Verdict verdict) {
        return Optional.ofNullable(page.get(identity.id())).filter(ruling -> verdict.change().filter(ruling::isAbout).isPresent());
    }
}
