package io.caravan.operations;

import io.caravan.engine.CycleStore;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.CycleStore.Lease;
import io.caravan.engine.LogEntry;
import io.caravan.engine.StateStore;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.InboundJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where the next delta read of each source starts. */
public record Watermarks(List<Mark> watermarks) {

    private static final Duration A_MOMENT = Duration.ofMinutes(1);

    /** @param watermark in the source's own words; empty: the next read is a full one */
    public record Mark(String job, Optional<String> watermark, Optional<String> lastFullRead) {

        private static Mark of(CycleStore cycles, InboundJob job) {
            JobState state = cycles.state(job.name());
            return new Mark(job.name(), state.watermark(), state.lastFullAt().map(Instant::toString));
        }
    }

    /** @param job only this job's */
    public static Watermarks of(OpenProject project, Optional<String> job) {
        List<InboundJob> jobs = job.map(name -> List.of(inbound(project, name))).orElse(project.project().inbound());
        return new Watermarks(jobs.stream().map(each -> Mark.of(project.store().cycles(), each)).toList());
    }

    /**
     * Forgets where the next delta read of a source starts: it reads everything. Identities, links and accounts stay as they are.
     *
     * @throws Refusal when the job reads no source, or is running
     */
    public static Watermarks reset(OpenProject project, String name) {
        InboundJob job = inbound(project, name);
        CycleStore cycles = project.store().cycles();
        Lease lease = cycles.take(job.name(), "watermark reset/" + UUID.randomUUID(), Instant.now(), A_MOMENT).orElseThrow(() ->
                new Refusal(Refusal.Kind.FAILED, "job '" + name + "' is running, and would put its own watermark in place when it ends",
                        "Wait until it has ended; caravan status shows when"));
        try {
            project.store().inTransaction(() -> reset(project, job));
            return new Watermarks(List.of(Mark.of(cycles, job)));
        } finally {
            cycles.release(lease);
        }
    }

    private static void reset(OpenProject project, InboundJob job) {
        StateStore store = project.store();
        JobState state = store.cycles().state(job.name());
        store.cycles().state(job.name(), state.read(Optional.empty(), state.lastFullCount(), state.lastFullAt()));
        store.log().append(List.of(new LogEntry(project.now(), new LogEntry.By(job.name(), 0, "watermark reset by " + project.caller().name()),
                LogEntry.About.system(job.system()), "watermark-reset", LogEntry.Result.of(LogEntry.Status.SUCCESS, "the next read reads everything"),
                List.of(), List.of())));
    }

    private static InboundJob inbound(OpenProject project, String name) {
        if (project.job(name) instanceof InboundJob job) {
            return job;
        }
        throw new Refusal(Refusal.Kind.USAGE, "job '" + name + "' writes to a target and has no watermark; only jobs that read a source have one",
                "caravan sync " + name + " --full looks at every identity and every account");
    }
}
