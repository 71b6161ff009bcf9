package io.caravan.engine;

import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.RulingStore.By;
import io.caravan.engine.RulingStore.Decided;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.subject.SubjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What somebody decides of the changes that a job holds: some are approved or rejected, the others that were looked at stay held until somebody
 * decides of them, too. The log tells of each.
 */
public final class HeldByHand {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final By by;

    /** @param cycle the one that sends what is approved; or one that is only tried out, of this moment */
    public HeldByHand(StateStore store, Cycle cycle, OutboundJob job, By by) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.by = by;
    }

    /**
     * Of changes that are planned again and about to be sent: they have been approved.
     *
     * @param approved what was to be sent
     * @param rest     {@link Change#key keys} of those that stay held
     * @param refused  by key, why it is not sent after all, in words
     */
    public void approve(SavedChanges approved, Set<String> rest, Map<String, String> refused) {
        store.inTransaction(() -> {
            List<Change> sent = new ArrayList<>();
            List<Change> left = new ArrayList<>();
            each(planned -> planned.change().each().forEach(change -> {
                if (!planned.held() && approved.isFor(change.key())) {
                    sent.add(change);
                } else if (planned.held() && rest.contains(change.key())) {
                    left.add(change);
                }
            }));
            store.rulings().liftOf(job.name(), sent);
            if (!sent.isEmpty()) {
                leaveHeld(left);
            }
            List<LogEntry> log = new ArrayList<>(List.of(ofJob(LogAction.APPROVE, sent, left.size(), "")));
            sent.forEach(change -> log.add(entry(LogAction.APPROVE, LogEntry.Status.SUCCESS, change, by.why())));
            refused.forEach((key, why) -> log.add(new LogEntry(by.at(), cycle.loggedAs(), LogEntry.About.account(new SubjectKey(job.kind(), Change.keyOfAccount(key)), job.system(),
                    Change.memberOf(key)), LogAction.APPROVE, LogEntry.Result.of(LogEntry.Status.SKIPPED, "not sent: " + why), List.of(), List.of())));
            store.log().append(log);
        });
    }

    /**
     * These are not made, as long as they are the same and until their time is over.
     *
     * @param bases {@link Change#basis} by {@link Change#key}, as somebody saw them
     * @param rest  keys of those that stay held
     * @return keys of those that are not held any more, or not as they were seen: of them nothing was rejected
     */
    public Set<String> reject(Map<String, String> bases, Set<String> rest, Instant until) {
        return store.inTransaction(() -> {
            List<Change> rejected = new ArrayList<>(HeldMembers.takeOut(store, cycle, job, one -> one.basis().equals(bases.get(one.key()))));
            List<Long> dropped = new ArrayList<>();
            List<Change> left = new ArrayList<>();
            each(planned -> planned.change().each().stream().filter(one -> planned.held()).forEach(change -> {
                if (!change.kind().isOfMembers() && change.basis().equals(bases.get(change.key()))) {
                    rejected.add(change);
                    dropped.add(planned.id());
                } else if (rest.contains(change.key())) {
                    left.add(change);
                }
            }));
            store.changes().settle(job.name(), dropped);
            store.rulings().rule(job.name(), rejected.stream().map(change -> new Ruling(Decided.REJECTED, change, by, Optional.of(until))).toList());
            if (!rejected.isEmpty()) {
                leaveHeld(left);
                List<LogEntry> log = new ArrayList<>(List.of(ofJob(LogAction.REJECT, rejected, left.size(), "; until " + until)));
                rejected.forEach(change -> log.add(entry(LogAction.REJECT, LogEntry.Status.SUCCESS, change, by.why() + "; until " + until)));
                store.log().append(log);
            }
            Set<String> missed = new TreeSet<>(bases.keySet());
            rejected.forEach(change -> missed.remove(change.key()));
            return missed;
        });
    }

    private void leaveHeld(List<Change> left) {
        store.rulings().rule(job.name(), left.stream().map(change -> new Ruling(Decided.LEFT_HELD, change, by, Optional.empty())).toList());
    }

    private void each(Consumer<PlannedChange> consumer) {
        List<PlannedChange> page = store.changes().unsettled(job.name(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(consumer);
            page = store.changes().unsettled(job.name(), Optional.of(page.get(page.size() - 1)), PAGE);
        }
    }

    private LogEntry ofJob(String action, List<Change> changes, int left, String more) {
        Map<String, Long> kinds = changes.stream().collect(Collectors.groupingBy(change -> change.kind().word(), TreeMap::new, Collectors.counting()));
        String counts = kinds.isEmpty() ? "nothing" : kinds.entrySet().stream().map(kind -> kind.getValue() + " " + kind.getKey()).collect(Collectors.joining(", "));
        return new LogEntry(by.at(), cycle.loggedAs(), LogEntry.About.system(job.system()), action,
                LogEntry.Result.of(LogEntry.Status.SUCCESS, by.why() + more + "; " + counts + (left == 0 ? "" : "; " + left + " stay held")), List.of(), List.of());
    }

    private LogEntry entry(String action, LogEntry.Status status, Change change, String why) {
        return new LogEntry(by.at(), cycle.loggedAs(), MemberOutcomes.about(job, change), action, LogEntry.Result.of(status, why),
                change.kind().isOfMembers() ? MemberOutcomes.moved(change) : Change.masked(change.changes(), cycle.secrets()), List.of(action + ": " + change.kind().word()));
    }
}
