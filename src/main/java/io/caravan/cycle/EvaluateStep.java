package io.caravan.cycle;

import io.caravan.connector.ObjectSpec;
import io.caravan.cycle.CycleStore.JobState;
import io.caravan.cycle.LinkStore.Subject;
import io.caravan.identity.Identity;
import io.caravan.identity.Link;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.Verdict;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works out, for every identity that may need it, what the job's target should have, and stores the differences as
 * changes before anything is called. Looks at identities that changed, links whose time has come and links that were
 * marked; at all of them on the first run, when the mapping changed, and in a full cycle.
 */
public final class EvaluateStep {

    private static final int PAGE = 1000;
    private static final String STEP = "evaluate";

    private final StateStore store;
    private final ZoneId zone;

    /** @param zone for people who have none of their own */
    public EvaluateStep(StateStore store, ZoneId zone) {
        this.store = store;
        this.zone = zone;
    }

    /** Hears every verdict, for commands that show them. */
    @FunctionalInterface
    public interface VerdictListener {
        void decided(Identity identity, Verdict verdict);
    }

    /**
     * The first evaluation of a cycle.
     *
     * @return the counts the guard works on
     * @throws io.caravan.connector.OutcomeException when the target could not be searched or listed
     */
    public PlanCounts evaluate(Cycle cycle, OutboundJob job, SystemPort system, VerdictListener listener) {
        planLeftOversAgain(job);
        JobState state = store.cycles().state(job.name());
        boolean everybody = cycle.full() || !state.fingerprint().equals(job.fingerprint());
        TargetMatching target = new TargetMatching(store, cycle, job, system);
        if (cycle.full() || state.fingerprint().isEmpty()) {
            target.list();
        }
        long version = store.hub().version();
        PlanCounts counts = new PlanCounts(renamedBy(job, system));
        new Evaluation(cycle, job, system, target, listener, counts).over(everybody, state.evaluatedVersion());
        store.cycles().state(job.name(), new JobState(job.fingerprint(), version, state.watermark(), state.lastFullCount(),
                cycle.full() ? Optional.of(cycle.now()) : state.lastFullAt()));
        return counts;
    }

    /**
     * Looks again at what dispatching made possible or necessary: references that can be set now, accounts that were gone.
     *
     * @param counts of the cycle so far; what is planned now comes on top
     */
    public void evaluateMarked(Cycle cycle, OutboundJob job, SystemPort system, PlanCounts counts) {
        TargetMatching target = new TargetMatching(store, cycle, job, system);
        new Evaluation(cycle, job, system, target, (identity, verdict) -> { }, counts).over(false, store.hub().version());
    }

    /** One identity, as it would be decided now, with every step told. Writes nothing. */
    public Verdict explain(Cycle cycle, OutboundJob job, SystemPort system, Subject subject) {
        ObjectSpec object = system.spec().connector().objects().get(job.object());
        TargetMatching target = new TargetMatching(store, cycle, job, system);
        Identity identity = subject.identity();
        return new AccountPlanner(job, object, zone, cycle.secrets()).plan(identity, subject.link(), target,
                new OutboundSurroundings(store, cycle, object, target, false).of(identity.id(), identity.key()), true);
    }

    private static String renamedBy(OutboundJob job, SystemPort system) {
        return system.spec().connector().objects().get(job.object()).renamedBy().orElse("");
    }

    /** Changes of a cycle that did not end, and changes that are held: decided anew, from what is known now. */
    private void planLeftOversAgain(OutboundJob job) {
        store.inTransaction(() -> store.links().markDue(job.name(), store.changes().discard(job.name())));
    }

    private final class Evaluation {
        private final Cycle cycle;
        private final OutboundJob job;
        private final AccountPlanner planner;
        private final TargetMatching target;
        private final OutboundSurroundings surroundings;
        private final VerdictListener listener;
        private final PlanCounts counts;

        private Evaluation(Cycle cycle, OutboundJob job, SystemPort system, TargetMatching target, VerdictListener listener, PlanCounts counts) {
            ObjectSpec object = system.spec().connector().objects().get(job.object());
            this.cycle = cycle;
            this.job = job;
            this.planner = new AccountPlanner(job, object, zone, cycle.secrets());
            this.target = target;
            this.surroundings = new OutboundSurroundings(store, cycle, object, target, true);
            this.listener = listener;
            this.counts = counts;
        }

        void over(boolean everybody, long sinceVersion) {
            cycle.listener().begins(cycle, STEP, everybody ? store.hub().identityCount() : -1);
            long after = 0;
            List<Subject> page = page(everybody, sinceVersion, after);
            while (!page.isEmpty()) {
                List<Subject> subjects = page;
                store.inTransaction(() -> decide(subjects));
                after = page.get(page.size() - 1).identity().id();
                cycle.count(Counted.EVALUATED, page.size());
                cycle.listener().advances(cycle, STEP, page.size());
                page = page(everybody, sinceVersion, after);
            }
            cycle.listener().ends(cycle, STEP);
        }

        private List<Subject> page(boolean everybody, long sinceVersion, long after) {
            return everybody ? store.links().page(job.name(), after, PAGE)
                    : store.links().due(job.name(), sinceVersion, cycle.now(), after, PAGE);
        }

        private void decide(List<Subject> subjects) {
            Map<Long, String> buried = store.changes().buried(job.name(), subjects.stream().map(subject -> subject.identity().id()).toList());
            List<Change> changes = new ArrayList<>();
            List<Link> links = new ArrayList<>();
            List<LogEntry> log = new ArrayList<>();
            for (Subject subject : subjects) {
                Verdict verdict = decide(subject);
                boolean alreadyFailed = verdict.change().map(change -> change.basis().equals(buried.get(change.identityId()))).orElse(false);
                if (alreadyFailed) {
                    cycle.count(Counted.BURIED, 1);
                } else {
                    counts.add(verdict);
                    verdict.change().ifPresent(changes::add);
                    count(verdict);
                    firstTime(subject, verdict).ifPresent(log::add);
                    listener.decided(subject.identity(), verdict);
                }
                if (subject.link().isEmpty() || !subject.link().get().equals(verdict.link()) || !verdict.references().isEmpty()) {
                    store.links().references(job.name(), subject.identity().id(), verdict.references());
                }
                links.add(verdict.link());
            }
            store.links().save(job.name(), links);
            store.changes().plan(job.name(), cycle.id(), changes);
            store.log().append(log);
        }

        private Verdict decide(Subject subject) {
            Identity identity = subject.identity();
            return planner.plan(identity, subject.link(), target, surroundings.of(identity.id(), identity.key()), false);
        }

        private void count(Verdict verdict) {
            switch (verdict.kind()) {
                case UNCHANGED -> cycle.count(Counted.UNCHANGED, 1);
                case SKIPPED -> cycle.count(Counted.SKIPPED, 1);
                case AMBIGUOUS -> cycle.count(Counted.AMBIGUOUS, 1);
                case REPORTED -> cycle.count(Counted.REPORTED, 1);
                case FAILED -> cycle.count(Counted.FAILED, 1);
                case CHANGE -> cycle.count("planned-" + verdict.change().orElseThrow().kind().word(), 1);
            }
        }

        /** Something deliberately not done is logged when it is first decided, and when its reason changes. */
        private Optional<LogEntry> firstTime(Subject subject, Verdict verdict) {
            String before = subject.link().map(Link::reason).orElse("");
            boolean said = verdict.kind() == Verdict.Kind.CHANGE || verdict.kind() == Verdict.Kind.UNCHANGED || before.equals(verdict.reason());
            if (said) {
                return Optional.empty();
            }
            LogEntry.Status status = switch (verdict.kind()) {
                case FAILED, AMBIGUOUS -> LogEntry.Status.FAILURE;
                default -> LogEntry.Status.SKIPPED;
            };
            String action = switch (verdict.kind()) {
                case FAILED -> "evaluate";
                case AMBIGUOUS -> "match";
                case REPORTED -> "report";
                default -> "skip";
            };
            return Optional.of(new LogEntry(cycle.now(), cycle.id(), job.name(), subject.identity().key(), "", job.system(),
                    verdict.link().anchor().orElse(""), action, status, verdict.reason(), List.of(),
                    verdict.steps().stream().map(Verdict.Step::toString).toList(), 1, 0, cycle.initiatedBy()));
        }
    }
}
