package io.caravan.engine;

import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.Sentences;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes that a route did not bring to their target: not sent, told of, and planned again by the next cycle. */
public final class HeldBack {

    private static final int PAGE = 1000;
    private static final Because BY_A_ROUTE = Because.of(Reason.HELD_BACK_BY_ROUTE);

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;

    public HeldBack(StateStore store, Cycle cycle, OutboundJob job) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
    }

    public void tell(List<PlannedChange> changes, Instant now) {
        for (int from = 0; from < changes.size(); from += PAGE) {
            List<PlannedChange> page = changes.subList(from, Math.min(changes.size(), from + PAGE));
            store.inTransaction(() -> settle(page, now));
        }
        cycle.count(Counted.HELD_BACK, changes.size());
    }

    private void settle(List<PlannedChange> changes, Instant now) {
        List<Long> identities = changes.stream().map(planned -> planned.change().identityId()).toList();
        Map<Long, Link> known = store.links().links(job.name(), identities);
        List<Link> links = new ArrayList<>();
        List<LogEntry> log = new ArrayList<>();
        for (PlannedChange planned : changes) {
            Change change = planned.change();
            Link link = Optional.ofNullable(known.get(change.identityId())).orElseGet(() -> Link.none(change.identityId()));
            links.add(link.withProblem(Optional.of(BY_A_ROUTE)));
            List<String> steps = new ArrayList<>(change.steps());
            steps.add("guard: " + cycle.guard().step(change));
            steps.add("dispatch: held back");
            log.add(new LogEntry(now, cycle.loggedAs(), LogEntry.About.account(change.subject(), job.system(), change.anchor()), change.kind().word(),
                    new LogEntry.Result(LogEntry.Status.HELD, Sentences.of(BY_A_ROUTE), 0, 0), Change.masked(change.changes(), cycle.secrets()), steps));
        }
        store.links().save(job.name(), links);
        store.links().markDue(job.name(), identities);
        store.memberships().markDue(job.name(), changes.stream().flatMap(planned -> MembershipStore.Pair.of(planned.change()).stream()).toList());
        store.changes().settle(job.name(), changes.stream().map(PlannedChange::id).toList());
        store.log().append(log);
    }
}
