package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.config.ProjectReading;
import io.caravan.demo.CompanyOnDate;
import io.caravan.demo.DemoFolder;
import io.caravan.demo.DemoServers;
import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Give 10,000 people accounts in a directory, a SCIM application and a database, all on this machine.")
final class DemoCommand implements Callable<Integer> {

    private static final int SHOWN = 3;

    private final Session session;

    @Option(names = "--as-of", paramLabel = "DATE",
            description = "Which day it is in the company, from 1985-02-02 to 2002-08-01 (default: where it was left, else 2002-08-01). Time only moves forward.")
    private Optional<LocalDate> day = Optional.empty();

    @Option(names = "--keep", description = "Leave the servers running until Ctrl-C, to look at them with tools of your own.")
    private boolean keep;

    @Option(names = "--fresh", description = "Forget everything and start again.")
    private boolean fresh;

    @Option(names = "--state", paramLabel = "DIR", defaultValue = "demo-state",
            description = "Where the demonstration lives: a project of its own (default: demo-state).")
    private Path state;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        DemoFolder demo;
        CompanyOnDate company;
        try {
            if (fresh) {
                DemoFolder.delete(state);
            }
            demo = DemoFolder.open(example(), state);
            company = demo.moveTo(day.or(demo::day).orElse(CompanyOnDate.LAST_DAY));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailure(ExitCode.USAGE, refused.getMessage(), "--fresh starts again; --state DIR keeps several apart");
        }
        try (DemoServers servers = DemoServers.start(demo)) {
            Project project = project(demo);
            plan(project);
            int exitCode = session.finish("demo", provision(project, company, servers, demo));
            if (keep) {
                servers.save();
                new CountDownLatch(1).await();
            }
            return exitCode;
        }
    }

    private void plan(Project project) {
        try (ProgressView progress = session.progressView();
             Caravan preview = Engine.preview(session, project, new CycleProgress(progress))) {
            List<PlanResult.JobPlan> plans = Planning.of(preview, project.outbound().stream().map(Job::name).toList(), preview.thisMoment()).plans(Optional.empty());
            progress.end();
            session.progress().line();
            new PlanResult(plans, SHOWN, ExitCode.DONE).print(session.progress());
        }
    }

    private DemoResult provision(Project project, CompanyOnDate company, DemoServers servers, DemoFolder demo) {
        try (ProgressView progress = session.progressView();
             Caravan caravan = Engine.open(session, project, new CycleProgress(progress))) {
            List<SyncResult.JobRun> runs = SyncCommand.run(caravan, project.jobs().map(Job::name).toList(), false);
            progress.end();
            Map<String, Long> enabled = new LinkedHashMap<>();
            project.outbound().forEach(job -> enabled.put(job.name(), caravan.store().links().enabledAccounts(job.name())));
            return new DemoResult(company.day().toString(), company.employed(), company.left(), runs, enabled, servers.looks(),
                    shown(demo.folder()), keep);
        }
    }

    private Project project(DemoFolder demo) {
        ProjectReading reading = session.read(demo.folder());
        return reading.project().orElseThrow(() -> new InvalidProject(reading));
    }

    private Path example() {
        return session.home().orElse(Path.of("")).resolve("examples/employees");
    }

    /** As the user would name it. */
    private static String shown(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        return folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
    }
}
