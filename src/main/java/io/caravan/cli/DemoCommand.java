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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Give 10,000 people accounts in a directory, a SCIM application and a database, all on this machine.")
final class DemoCommand implements Callable<Integer> {

    private static final double NANOS = 1e9;

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
        long start = System.nanoTime();
        DemoFolder demo;
        CompletableFuture<Project> project;
        CompanyOnDate company;
        try {
            if (fresh) {
                DemoFolder.delete(state);
            }
            demo = DemoFolder.open(example(), state);
            project = CompletableFuture.supplyAsync(() -> project(demo));
            company = demo.moveTo(day.or(demo::day).orElse(CompanyOnDate.LAST_DAY));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailure(ExitCode.USAGE, refused.getMessage(), "--fresh starts again; --state DIR keeps several apart");
        }
        CompletableFuture<DemoServers> starting = CompletableFuture.supplyAsync(() -> DemoServers.start(demo));
        try {
            DemoResult result = provision(demo, joined(project), company, starting, start);
            int exitCode = session.finish("demo", result);
            if (keep) {
                joined(starting).save();
                new CountDownLatch(1).await();
            }
            return exitCode;
        } finally {
            starting.thenAccept(DemoServers::close).exceptionally(notStarted -> null).join();
        }
    }

    /** Camel starts while the servers do. */
    private DemoResult provision(DemoFolder demo, Project project, CompanyOnDate company, CompletableFuture<DemoServers> starting, long start) {
        try (SideBySideProgress progress = new SideBySideProgress(session.progress(), session.console().errorsOnTerminal(), System::nanoTime);
             Caravan caravan = Engine.open(session, project, progress)) {
            DemoServers servers = joined(starting);
            List<SyncResult.JobRun> runs = new ArrayList<>(SyncCommand.run(caravan, project.inbound().stream().map(Job::name).toList(), false));
            List<CompletableFuture<List<SyncResult.JobRun>>> targets = project.outbound().stream().map(Job::name)
                    .map(job -> CompletableFuture.supplyAsync(() -> SyncCommand.run(caravan, List.of(job), false), task -> new Thread(task, job).start()))
                    .toList();
            targets.forEach(target -> runs.addAll(joined(target)));
            Map<String, Long> enabled = new LinkedHashMap<>();
            project.outbound().forEach(job -> enabled.put(job.name(), caravan.store().links().enabledAccounts(job.name())));
            return new DemoResult(company.day().toString(), company.employed(), company.left(), runs, enabled,
                    keep ? servers.looks() : List.of(), nextSteps(demo, company), (System.nanoTime() - start) / NANOS);
        }
    }

    /** Commands that can be typed as they stand here. */
    private List<DemoResult.NextStep> nextSteps(DemoFolder demo, CompanyOnDate company) {
        String caravan = System.getProperty("caravan.command", "caravan");
        String folder = shown(demo.folder());
        String again = caravan + " demo" + (folder.equals("demo-state") ? "" : " --state " + folder);
        List<DemoResult.NextStep> steps = new ArrayList<>();
        if (keep) {
            steps.add(new DemoResult.NextStep("end it", "Ctrl-C"));
        } else {
            steps.add(new DemoResult.NextStep("look into the three yourself", again + " --keep"));
        }
        company.someone().ifPresent(worker -> steps.add(new DemoResult.NextStep("ask why somebody has what they have",
                caravan + " --project " + folder + " explain " + worker)));
        steps.add(new DemoResult.NextStep("see how every job stands", caravan + " --project " + folder + " status"));
        if (company.day().isBefore(CompanyOnDate.LAST_DAY)) {
            LocalDate yearLater = company.day().plusYears(1).isAfter(CompanyOnDate.LAST_DAY) ? CompanyOnDate.LAST_DAY : company.day().plusYears(1);
            steps.add(new DemoResult.NextStep("let time pass", again + " --as-of " + yearLater));
        } else {
            steps.add(new DemoResult.NextStep("go back in time, to watch people join and leave", again + " --fresh --as-of 2000-01-01"));
        }
        return steps;
    }

    private Project project(DemoFolder demo) {
        ProjectReading reading = session.read(demo.folder());
        return reading.project().orElseThrow(() -> new InvalidProject(reading));
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
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
