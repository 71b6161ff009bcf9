package io.caravan.operations;

import java.util.List;

/**
 * What would be done, job by job. Nothing of it has been done.
 *
 * @param jobs       sources that could not be read or whose reading is held, then the plan of every wanted outbound job
 * @param leftBehind who waits for somebody to do something, also from earlier cycles
 */
public record PlanReport(List<JobPlan> jobs, List<LeftBehind> leftBehind) {

    /** Whether it is not complete. */
    public boolean hasFailed() {
        return jobs.stream().anyMatch(job -> job.failure().isPresent());
    }

    /** Whether what a source says now is not part of this, because somebody has to look at it first. */
    public boolean holdsAReading() {
        return jobs.stream().anyMatch(job -> job.direction().equals("inbound") && !job.guard().isEmpty());
    }

    public boolean hasChanges() {
        return jobs.stream().anyMatch(job -> !job.changes().isEmpty());
    }
}
