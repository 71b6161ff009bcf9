package io.caravan.cli;

import io.caravan.cli.PlanResult.JobPlan;
import io.caravan.config.Project;
import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Caravan.PlanMoment;
import io.caravan.runtime.CycleRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan plan [JOB…]}. */
@Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Show what a sync would do, without doing it: sources are read, no target is written.")
final class PlanCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Which outbound jobs (default: all). Sources are always read first.")
    private List<String> jobs = List.of();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
            description = "Print at most N changes of each job; 0 prints all (default: 50). --json always has all.")
    private int limit;

    @Option(names = "--exit-code", description = "Exit with 10 when there are changes to make.")
    private boolean exitCode;

    PlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Project project = session.validProject();
        List<String> wanted = session.jobs(project, jobs);
        try (ProgressView progress = session.progressView();
             Caravan caravan = Engine.preview(session, project, new CycleProgress(progress))) {
            List<JobPlan> plans = plans(caravan, wanted);
            boolean pending = plans.stream().anyMatch(plan -> !plan.changes().isEmpty());
            boolean failed = plans.stream().anyMatch(plan -> plan.failure().isPresent());
            return session.finish("plan", new PlanResult(plans, limit,
                    failed ? ExitCode.FAILED : pending && exitCode ? ExitCode.CHANGES_PENDING : ExitCode.DONE));
        }
    }

    /** Reads every source into the preview, then plans the outbound jobs that are wanted. */
    static List<JobPlan> plans(Caravan preview, List<String> wanted) {
        Project project = preview.project();
        PlanMoment moment = preview.thisMoment();
        List<JobPlan> plans = new ArrayList<>();
        project.inbound().forEach(job -> preview.plan(job.name(), false, moment).filter(run -> run.getCycle().failure().isPresent())
                .ifPresent(run -> plans.add(new JobPlan(job.name(), "inbound", job.system(), List.of(), List.of(), Map.of(), List.of(), 0,
                        run.getCycle().failure()))));
        project.outbound().stream().filter(job -> wanted.contains(job.name()))
                .forEach(job -> preview.plan(job.name(), false, moment).ifPresent(run -> plans.add(plan(project, job, run))));
        return plans;
    }

    private static JobPlan plan(Project project, Job job, CycleRun run) {
        PlanView view = new PlanView(project.systems().get(job.system()).connector().objects().get(job.object()));
        return view.job(job.name(), job.system(), run.changes(),
                run.undecided().stream().map(decided -> PlanView.undecided(decided.identityKey(), decided.verdict())).toList(),
                run.counts(), run.breaches(), run.accountsBefore(), run.getCycle().failure());
    }
}
