package io.caravan.operations;

import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.StateStore;
import io.caravan.mapping.Job;
import io.caravan.runtime.Quarantines;
import io.caravan.subject.KeyText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pauses jobs or switches them off, and lets them run again. A paused job does not run, by itself or by hand, in any process that shares the store, until
 * somebody resumes it or its time is over; a cycle that is under way stops before its next batch.
 *
 * @param paused  those that are paused or switched off now
 * @param resumed those that run again
 */
public record JobPauses(List<HaltedJob> paused, List<String> resumed) {

    private static final int LONGEST_REASON = 500;

    /**
     * Pauses jobs.
     *
     * @param until when they go on by themselves
     * @throws Refusal when there is no such job, or the time is over already
     */
    public static JobPauses pause(OpenProject project, List<String> names, Optional<String> system, Optional<String> reason, Optional<Instant> until) {
        return halt(project, names, system, reason, until, false);
    }

    /**
     * Switches jobs off: as a pause without an end, and what asks for them meanwhile is not kept.
     *
     * @throws Refusal when there is no such job
     */
    public static JobPauses disable(OpenProject project, List<String> names, Optional<String> system, Optional<String> reason) {
        return halt(project, names, system, reason, Optional.empty(), true);
    }

    private static JobPauses halt(OpenProject project, List<String> names, Optional<String> system, Optional<String> reason, Optional<Instant> until, boolean off) {
        List<Job> jobs = jobs(project, names, system);
        Instant now = project.now();
        until.filter(end -> !end.isAfter(now)).ifPresent(past -> {
            throw new Refusal(Refusal.Kind.USAGE, past + " is over", "Write a moment that lies ahead, such as 2026-12-01T06:00:00Z or 12h (in twelve hours)");
        });
        String words = reason.map(KeyText::of).orElse("");
        if (words.length() > LONGEST_REASON) {
            throw new Refusal(Refusal.Kind.USAGE, "the reason has " + words.length() + " characters", "Write at most " + LONGEST_REASON);
        }
        StateStore store = project.store();
        store.inTransaction(() -> jobs.forEach(job -> {
            store.cycles().pause(new Pause(job.name(), now, project.caller().name(), words, until, off));
            store.log().append(List.of(LogEntry.ofJob(now, job.name(), job.system(), off ? LogAction.DISABLE_JOB : LogAction.PAUSE, words + (words.isEmpty() ? "" : "; ")
                    + until.map(end -> "until " + end).orElse("until somebody resumes it"), (off ? "job disable by " : "job pause by ") + project.caller().name())));
        }));
        return new JobPauses(jobs.stream().flatMap(job -> HaltedJob.of(project, job).stream()).toList(), List.of());
    }

    /**
     * Lets jobs run again.
     *
     * @throws Refusal when one of them is not paused
     */
    public static JobPauses resume(OpenProject project, List<String> names, Optional<String> system, Optional<String> reason) {
        List<Job> jobs = jobs(project, names, system);
        StateStore store = project.store();
        List<String> resumed = new ArrayList<>();
        store.inTransaction(() -> jobs.forEach(job -> {
            boolean halted = store.cycles().resume(job.name());
            if (halted) {
                resumed.add(job.name());
                Quarantines.release(store, job.name(), "somebody has resumed the job", "job resume by " + project.caller().name(), project.now());
                store.log().append(List.of(LogEntry.ofJob(project.now(), job.name(), job.system(), LogAction.RESUME, reason.map(KeyText::of).orElse(""),
                        "job resume by " + project.caller().name())));
            }
        }));
        if (resumed.isEmpty()) {
            throw new Refusal(Refusal.Kind.FAILED, jobs.size() == 1 ? "job '" + jobs.get(0).name() + "' is neither paused nor switched off" : "none of these jobs is paused or switched off",
                    "caravan status names those that are");
        }
        return new JobPauses(List.of(), resumed);
    }

    private static List<Job> jobs(OpenProject project, List<String> names, Optional<String> system) {
        if (names.isEmpty() == system.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, names.isEmpty() ? "no job is named" : "jobs are named, and a system", "Name jobs, or --system and one of "
                    + String.join(", ", project.project().jobs().map(Job::system).distinct().sorted().toList()));
        }
        Map<String, Job> jobs = new LinkedHashMap<>();
        names.forEach(name -> jobs.put(name, project.job(name)));
        system.ifPresent(name -> project.project().jobs().filter(job -> job.system().equals(name)).forEach(job -> jobs.put(job.name(), job)));
        if (jobs.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "no job has to do with a system '" + system.orElse("") + "'", "The systems of jobs are: "
                    + String.join(", ", project.project().jobs().map(Job::system).distinct().sorted().toList()));
        }
        return List.copyOf(jobs.values());
    }
}
