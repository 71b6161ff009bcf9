package io.caravan.operations;

import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.Quarantine;
import io.caravan.engine.StateStore;
import io.caravan.mapping.Job;
import io.caravan.runtime.Quarantines;
import io.caravan.subject.KeyText;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Jobs that are only probed, because something is wrong with their system as a whole.
 *
 * @param jobs     those that are in quarantine now
 * @param released those that run as always again
 */
public record QuarantineList(List<Entry> jobs, List<String> released) {

    /**
     * @param cause    {@code credentials, configuration, changes} or {@code source}
     * @param reason   in the words of the last cycle that failed
     * @param setting  which settings refused credentials stand in, as they are written; empty where they are not the cause
     * @param tries    how many cycles failed running
     * @param again    when it is probed next
     * @param disabled whether it has been switched off meanwhile, so that it is not probed any more
     */
    public record Entry(String job, String system, String cause, String reason, String setting, String since, long tries, String again, boolean disabled) {
    }

    /** Those that are in quarantine. */
    public static QuarantineList of(OpenProject project) {
        List<Pause> pauses = project.store().cycles().pauses();
        return new QuarantineList(project.store().services().quarantines().stream().map(one -> entry(one, pauses.stream().anyMatch(pause -> pause.job().equals(one.job()) && pause.disabled()))).toList(),
                List.of());
    }

    private static Entry entry(Quarantine one, boolean disabled) {
        Quarantine.Probes probes = one.probes();
        return new Entry(one.job(), one.system(), one.why().cause().word(), one.why().reason(), one.why().setting(), probes.since().truncatedTo(ChronoUnit.SECONDS).toString(), probes.tries(),
                probes.again().truncatedTo(ChronoUnit.SECONDS).toString(), disabled);
    }

    /**
     * Somebody has put right what was wrong: these jobs run as always with their next cycle.
     *
     * @throws Refusal when there is no such job, none of them is in quarantine, or one has been switched off
     */
    public static QuarantineList release(OpenProject project, List<String> names, Optional<String> reason) {
        StateStore store = project.store();
        List<Job> jobs = names.stream().map(project::job).toList();
        jobs.stream().filter(job -> store.cycles().pauses().stream().anyMatch(pause -> pause.job().equals(job.name()) && pause.disabled())).findFirst().ifPresent(off -> {
            throw new Refusal(Refusal.Kind.FAILED, "job '" + off.name() + "' is switched off", "caravan job resume " + off.name() + " lets it run again, and ends its quarantine");
        });
        List<String> released = new ArrayList<>();
        String why = reason.map(KeyText::of).filter(words -> !words.isEmpty()).orElse("somebody has looked");
        jobs.forEach(job -> {
            if (Quarantines.release(store, job.name(), why, "quarantine release by " + project.caller().name(), project.now())) {
                released.add(job.name());
            }
        });
        if (released.isEmpty()) {
            throw new Refusal(Refusal.Kind.FAILED, jobs.size() == 1 ? "job '" + jobs.get(0).name() + "' is not in quarantine" : "none of these jobs is in quarantine",
                    "caravan quarantine list names those that are");
        }
        return new QuarantineList(of(project).jobs(), released);
    }
}
