package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What somebody who has looked lets through in the readings of one run. */
final class LetThrough {

    @Option(names = "--let-vanish", paramLabel = "ATTRIBUTE", split = ",",
            description = "Let these attributes of a source vanish from as many people as it says: you have looked, and it is right.")
    private Set<String> vanish = Set.of();

    @Option(names = "--let-shrink", paramLabel = "JOB=COUNT", split = ",",
            description = "Let so many records be missing from what this job reads, in this run alone: you have looked, and it is right.")
    private Map<String, Long> shrink = Map.of();

    @Option(names = "--let-new", paramLabel = "KEY", split = ",",
            description = "These new records are somebody else's, though their keys are written like those of missing ones: you have looked, and it is right.")
    private Set<String> others = Set.of();

    /** @param read names of the jobs whose sources are read */
    void approve(Caravan caravan, Session session, List<String> read) {
        Project project = caravan.project();
        shrink.forEach((name, count) -> check(session.job(project, name), count, read));
        project.inbound().forEach(job -> caravan.approveReading(job.name(), vanish, shrink.getOrDefault(job.name(), 0L), others));
    }

    private static void check(Job job, long count, List<String> read) {
        String option = "--let-shrink " + job.name() + "=" + count;
        if (!(job instanceof InboundJob) || !read.contains(job.name())) {
            throw new CommandFailure(ExitCode.USAGE, option + ": this run does not read " + job.name(), "Name the job whose reading was refused.");
        }
        if (count < 1) {
            throw new CommandFailure(ExitCode.USAGE, option + " lets nobody be missing", "Write how many were missing from the reading that was refused.");
        }
    }
}
