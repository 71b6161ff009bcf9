package io.caravan.operations;

import io.caravan.engine.GroupApproval;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What somebody who has looked lets through in the next reading of sources, and in the next run of the rules of groups.
 *
 * @param vanish by attribute: from so many people it may vanish
 * @param shrink by job: so many records may be missing
 * @param others keys of new records that are somebody else's, though they are written like those of missing ones
 * @param join   by group: so many may join it
 * @param leave  by group: so many may leave it
 */
public record ReadingApprovals(Map<String, Long> vanish, Map<String, Long> shrink, Set<String> others, Map<String, Long> join, Map<String, Long> leave) {

    /** Nothing was looked at. */
    public static final ReadingApprovals NONE = new ReadingApprovals(Map.of(), Map.of(), Set.of(), Map.of(), Map.of());

    /** Nobody joins or leaves a group beyond its limits. */
    public ReadingApprovals(Map<String, Long> vanish, Map<String, Long> shrink, Set<String> others) {
        this(vanish, shrink, others, Map.of(), Map.of());
    }

    /** @param read the jobs whose sources are read */
    void give(OpenProject project, List<Job> read) {
        join.forEach((group, count) -> check("--let-join", group, count));
        leave.forEach((group, count) -> check("--let-leave", group, count));
        vanish.forEach((name, count) -> check("--let-vanish", name, count));
        project.approve(new GroupApproval(join, leave, project.caller().name()));
        shrink.forEach((name, count) -> check(project.job(name), count, read));
        project.project().inbound().forEach(job -> project.engine().approveReading(job.name(), vanish, shrink.getOrDefault(job.name(), 0L), others));
        if (!vanish.isEmpty()) {
            project.project().outbound().forEach(job -> project.engine().approveReading(job.name(), vanish, 0, Set.of()));
        }
    }

    private static void check(String option, String group, long count) {
        if (count < 1) {
            throw new Refusal(Refusal.Kind.USAGE, option + " " + group + "=" + count + " lets nobody through", "Write how many were held, as caravan status says.");
        }
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
