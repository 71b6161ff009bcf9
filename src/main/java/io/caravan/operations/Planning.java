package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Caravan.PlanMoment;
import io.caravan.runtime.CycleRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a preview would do: every source was read into it, and the wanted outbound jobs were planned.
 *
 * @param sources  runs of the inbound jobs
 * @param outbound runs of the wanted outbound jobs, with their changes
 * @param leftBehind who waits for somebody to do something, in all of these jobs
 */
public record Planning(Project project, PlanMoment moment, List<CycleRun> sources, List<CycleRun> outbound,
                       List<LeftBehind> leftBehind) {

    public static Planning of(Caravan preview, List<String> wanted, PlanMoment moment) {
        Project project = preview.project();
        List<CycleRun> sources = new ArrayList<>();
        project.inbound().forEach(job -> preview.plan(job.name(), false, moment).ifPresent(sources::add));
        List<CycleRun> outbound = new ArrayList<>();
        project.outbound().stream().filter(job -> wanted.contains(job.name()))
                .forEach(job -> preview.plan(job.name(), false, moment).ifPresent(outbound::add));
        List<LeftBehind> leftBehind = Stream.concat(sources.stream(), outbound.stream())
                .flatMap(run -> LeftBehind.of(preview.store(), run.getJob()).stream()).toList();
        return new Planning(project, moment, sources, outbound, leftBehind);
    }

    /** Sources that could not be read or whose reading is held, then every outbound job's plan; of one identity only, when one is named by its key. */
    public List<JobPlan> plans(Optional<String> identity) {
        List<JobPlan> plans = new ArrayList<>();
        sources.stream().map(CycleRun::getCycle).filter(cycle -> cycle.failure().or(cycle::held).isPresent()).forEach(cycle -> plans.add(
                new JobPlan(cycle.job().name(), "inbound", cycle.job().system(), List.of(), List.of(), Map.of(), cycle.held().stream().toList(), 0,
                        cycle.failure())));
        outbound.forEach(run -> plans.add(plan(run, identity)));
        return plans;
    }

    public boolean hasFailed() {
        return sources.stream().anyMatch(run -> run.getCycle().failure().isPresent())
                || outbound.stream().anyMatch(run -> run.getCycle().failure().isPresent());
    }

    /** Whether what a source says now is not part of this, because somebody has to look at it first. */
    public boolean holdsAReading() {
        return sources.stream().anyMatch(run -> run.getCycle().held().isPresent());
    }

    public PlanView view(CycleRun run) {
        Job job = run.getCycle().job();
        return new PlanView(project.systems().get(job.system()).connector().objects().get(job.object()));
    }

    private JobPlan plan(CycleRun run, Optional<String> identity) {
        return view(run).job(run.getJob(), run.getTarget(),
                run.changes().stream().filter(change -> identity.isEmpty() || change.identityKey().equals(identity.get())).toList(),
                run.undecided().stream().filter(decided -> identity.isEmpty() || decided.identityKey().equals(identity.get()))
                        .map(decided -> PlanView.undecided(decided.identityKey(), decided.verdict())).toList(),
                run.counts(), run.breaches(), run.accountsBefore(), run.getCycle().failure());
    }
}
