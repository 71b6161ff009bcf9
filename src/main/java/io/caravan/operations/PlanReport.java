package io.caravan.operations;

import io.caravan.plan.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * What would be done, job by job. Nothing of it has been done.
 *
 * @param jobs       sources that could not be read or whose reading is held, then the plan of every wanted outbound job
 * @param sources    what the readings say that is new
 * @param leftBehind who waits for somebody to do something, also from earlier cycles
 * @param adoption   of jobs that meet their target for the first time: whose the accounts there are
 * @param groups     who would join and leave groups by rule
 * @param newGroups  who would come into groups that targets do not have yet
 */
public record PlanReport(List<JobPlan> jobs, List<SourcePlan> sources, List<LeftBehind> leftBehind, List<Adoption> adoption, List<GroupPlan> groups, List<NewGroup> newGroups) {

    public PlanReport(List<JobPlan> jobs, List<SourcePlan> sources, List<LeftBehind> leftBehind) {
        this(jobs, sources, leftBehind, List.of());
    }

    /** Where nobody joins or leaves a group by rule. */
    public PlanReport(List<JobPlan> jobs, List<SourcePlan> sources, List<LeftBehind> leftBehind, List<Adoption> adoption) {
        this(jobs, sources, leftBehind, adoption, List.of(), List.of());
    }

    PlanReport with(List<GroupPlan> byRule, List<LeftBehind> more) {
        return new PlanReport(jobs, sources, Stream.concat(leftBehind.stream(), more.stream()).toList(), adoption, byRule, newGroups);
    }

    PlanReport with(List<NewGroup> ofTargets) {
        return new PlanReport(jobs, sources, leftBehind, adoption, groups, ofTargets);
    }

    /** Whether it is not complete. */
    public boolean hasFailed() {
        return jobs.stream().anyMatch(job -> job.failure().isPresent());
    }

    /** Whether what a source says now is not part of this, because somebody has to look at it first. */
    public boolean holdsAReading() {
        return jobs.stream().anyMatch(job -> job.direction() == Direction.INBOUND && !job.guard().isEmpty());
    }

    /** Whether somebody has to look at a group before anybody joins or leaves it. */
    public boolean holdsAGroup() {
        return groups.stream().anyMatch(group -> !group.guard().isEmpty());
    }

    public boolean hasChanges() {
        return !groups.isEmpty() || jobs.stream().anyMatch(job -> !job.changes().isEmpty());
    }

    /** Whether a sync would leave somebody behind: one for whom nothing can be decided, a record of which nothing can be made, or one of earlier. */
    public boolean leavesSomebodyBehind() {
        return !leftBehind.isEmpty() || sources.stream().anyMatch(source -> source.failed() > 0)
                || jobs.stream().flatMap(job -> job.undecided().stream()).anyMatch(undecided -> !undecided.kind().equals(Verdict.Kind.REPORTED.word()));
    }
}
