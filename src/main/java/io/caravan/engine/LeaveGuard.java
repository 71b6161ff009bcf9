package io.caravan.engine;

import io.caravan.diagnostic.ShellWord;
import io.caravan.engine.ClaimStore.Leaving;
import io.caravan.engine.ClaimStore.Meant;
import io.caravan.mapping.InboundJob;
import io.caravan.subject.Identity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds memberships back that would end, where a source takes a whole group away, or many at once: that is a mistake of the source until somebody
 * says otherwise. What is held waits, and is looked at again in each cycle; what comes, and what ends elsewhere, goes on. For one cycle.
 */
final class LeaveGuard {

    /** So many may leave whatever their share is. */
    private static final long ALWAYS = 5;
    /** A group that had so many and would have none has lost them by mistake. */
    private static final long LAST_ONES = 3;
    private static final int NAMED = 20;

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final ReadingApproval approval;
    private final Set<Long> held = new HashSet<>();
    private boolean all;

    LeaveGuard(StateStore store, Cycle cycle, InboundJob job, ReadingApproval approval) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.approval = approval;
    }

    /** Looks at all that waits to go. */
    void judge() {
        List<Leaving> groups = store.claims().leaving(job.name());
        long leaving = groups.stream().mapToLong(Leaving::leaving).sum();
        double share = job.completeness().maxVanish();
        if (leaving == 0 || share >= 1) {
            return;
        }
        List<Leaving> emptied = groups.stream().filter(group -> group.leaving() == group.members() && group.leaving() >= LAST_ONES).toList();
        Map<Long, Identity> subjects = emptied.isEmpty() ? Map.of() : store.hub().identities(emptied.stream().map(Leaving::group).toList());
        List<String> texts = new ArrayList<>();
        List<String> letThrough = new ArrayList<>();
        List<String> next = new ArrayList<>();
        long pairs = leaving > ALWAYS ? store.claims().pairCount(job.name()) : 0;
        if (leaving > Math.max(ALWAYS, pairs * share)) {
            String text = leaving + " of " + pairs + " memberships would end at once, in " + groups.size() + (groups.size() == 1 ? " group" : " groups");
            all = leaving > approval.missing();
            (all ? texts : letThrough).add(text);
            if (all) {
                next.add("--let-shrink " + job.name() + "=" + leaving);
                cycle.count(Counted.LET_SHRINK, leaving);
            }
        }
        List<Leaving> refused = emptied.stream().filter(group -> approval.vanish().getOrDefault(subjects.get(group.group()).key(), 0L) < group.leaving()).toList();
        emptied.stream().filter(group -> !refused.contains(group)).forEach(group -> letThrough.add(emptied(group, subjects)));
        if (!refused.isEmpty()) {
            refused.forEach(group -> {
                held.add(group.group());
                cycle.count(Counted.LET_VANISH + subjects.get(group.group()).key(), group.leaving());
            });
            texts.add(refused.stream().limit(NAMED).map(group -> emptied(group, subjects)).collect(Collectors.joining("; "))
                    + (refused.size() > NAMED ? "; and " + (refused.size() - NAMED) + " more groups" : ""));
            next.add("--let-vanish " + ShellWord.of(refused.stream().limit(NAMED).map(group -> subjects.get(group.group()).key() + "=" + group.leaving()).collect(Collectors.joining(","))));
        }
        tell(texts, letThrough, next);
    }

    private void tell(List<String> texts, List<String> letThrough, List<String> next) {
        if (!texts.isEmpty()) {
            String text = String.join("; ", texts) + " (completeness.maxVanish, " + job.file() + "). " + (all ? "Nobody leaves a group; who is new joins" : "Nobody leaves these groups")
                    + ". If it is right: caravan sync " + job.name() + " " + String.join(" ", next);
            cycle.hold(text);
            log(LogEntry.Status.HELD, text);
        }
        letThrough.forEach(text -> log(LogEntry.Status.SUCCESS, text + "; let through by " + approval.by()));
    }

    private static String emptied(Leaving group, Map<Long, Identity> subjects) {
        return "all " + group.leaving() + " members of \"" + subjects.get(group.group()).key() + "\" would leave it";
    }

    private void log(LogEntry.Status status, String text) {
        store.log().append(List.of(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.system(job.system()), LogAction.GUARD, LogEntry.Result.of(status, text),
                List.of(), List.of(status == LogEntry.Status.HELD ? "memberships: held" : "memberships: let through"))));
    }

    boolean passes(Meant one) {
        return one.pair().isEmpty() || !all && !held.contains(one.pair().get().group());
    }
}
