package io.caravan.operations;

import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What somebody who has looked lets through in the next reading of sources.
 *
 * @param vanish attributes that may vanish from as many people as the source says
 * @param shrink by job: so many records may be missing
 * @param others keys of new records that are somebody else's, though they are written like those of missing ones
 */
public record ReadingApprovals(Set<String> vanish, Map<String, Long> shrink, Set<String> others) {

    /** Nothing was looked at. */
    public static final ReadingApprovals NONE = new ReadingApprovals(Set.of(), Map.of(), Set.of());

    /** @param read the jobs whose sources are read */
    void give(OpenProject project, List<Job> read) {
        shrink.forEach((name, count) -> check(project.job(name), count, read));
        project.project().inbound().forEach(job -> project.engine().approveReading(job.name(), vanish, shrink.getOrDefault(job.name(), 0L), others));
    }

    private static void check(Job job, long count, List<Job> read) {
        String option = "--let-shrink " + job.name() + "=" + count;
        if (!(job instanceof InboundJob) || !read.contains(job)) {
            throw new Refusal(Refusal.Kind.USAGE, option + ": this run does not read " + job.name(), "Name the job whose reading was refused.");
        }
        if (count < 1) {
            throw new Refusal(Refusal.Kind.USAGE, option + " lets nobody be missing", "Write how many were missing from the reading that was refused.");
        }
    }
}
