package io.caravan.operations;

import io.caravan.plan.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What rules and jobs would do until a moment if no source said anything new. Nothing of it has been done.
 *
 * @param asOf       the day or moment, as it was asked for
 * @param until      the last moment that counts
 * @param zone       whose days and times are meant
 * @param sources    when each source was read last, by job: that is what is known
 * @param moments    soonest first; what is due already comes first, now
 * @param next       when time alone would change something next, after that; empty text: never, as far as is known
 * @param unsaid     of which jobs nothing can be told, and why
 * @param paused     which jobs are paused, with by whom and until when: they are told of as if they ran
 * @param leftBehind who waits for somebody to do something, as things stand
 */
public record ForecastReport(String asOf, String until, String zone, Map<String, String> sources, List<Moment> moments, String next, Map<String, String> unsaid,
                             Map<String, String> paused, List<LeftBehind> leftBehind) {

    /**
     * @param at     when, at the earliest: with the first run of the job from then on
     * @param groups who would join and leave groups, and be assigned to applications or not any more: by rule, or by a day that was said
     * @param jobs   those that have something to do
     */
    public record Moment(String at, List<GroupPlan> groups, List<Planned> jobs) {
    }

    /**
     * @param plan     what one job would do
     * @param wouldBeHeld whether the guard would hold some of it until somebody has looked
     * @param frozenUntil until when the target is left alone; empty text: it is not
     * @param waiting  how many of the changes wait for that
     */
    public record Planned(JobPlan plan, boolean wouldBeHeld, String frozenUntil, long waiting) {
    }

    /** Whether it is not complete. */
    public boolean lacksJobs() {
        return !unsaid.isEmpty();
    }

    public boolean hasChanges() {
        return moments.stream().anyMatch(moment -> !moment.groups().isEmpty() || moment.jobs().stream().anyMatch(job -> !job.plan().changes().isEmpty()));
    }

    /** Whether somebody would be left behind, or is. */
    public boolean leavesSomebodyBehind() {
        return !leftBehind.isEmpty() || moments.stream().flatMap(moment -> moment.jobs().stream()).flatMap(job -> job.plan().undecided().stream())
                .anyMatch(undecided -> !undecided.kind().equals(Verdict.Kind.REPORTED.word()));
    }
}
