package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.demo.CompanyOnDate;
import io.caravan.demo.DemoFolder;
import io.caravan.demo.DemoServers;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.JobRun;
import io.caravan.operations.OpenProject;
import io.caravan.operations.ProjectStatus;
import io.caravan.operations.Synchronization;
import io.caravan.subject.Kind;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
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
        Servers servers;
        try {
            if (fresh) {
                DemoFolder.delete(state);
            }
            demo = DemoFolder.open(example(), state);
            LoggerFactory.getILoggerFactory(); // here, and not by two threads at once, of which one would be told of that
            project = CompletableFuture.supplyAsync(() -> project(demo));
            LocalDate before = demo.day().orElse(LocalDate.MIN);
            company = demo.moveTo(day.or(demo::day).orElse(CompanyOnDate.LAST_DAY));
            servers = new Servers(demo);
            if (keep || !company.day().equals(before)) {
                servers.start();
            }
        } catch (IllegalArgumentException refused) {
            throw new CommandFailure(ExitCode.USAGE, refused.getMessage(), "--fresh starts again; --state DIR keeps several apart");
        }
        try (servers) {
            int exitCode = provision(demo, joined(project), company, servers, start);
            if (keep && exitCode < ExitCode.BY_SIGNAL) {
                servers.running().save();
                new CountDownLatch(1).await();
            }
            return exitCode;
        }
    }

    /** Camel starts while the servers do; where there is nothing to do they are not even started. */
    private int provision(DemoFolder demo, Project project, CompanyOnDate company, Servers servers, long start) {
        SideBySideProgress progress = new SideBySideProgress(session.progress(), session.console().errorsOnTerminal(), System::nanoTime);
        try (progress; OpenProject open = session.open(project, progress).start(); StopSignal stop = StopSignal.handledBy(session, open::stop)) {
            List<JobRun> runs = new ArrayList<>(Synchronization.run(open, project.inbound(), false));
            if (keep || project.outbound().stream().anyMatch(job -> Synchronization.hasWork(open, job))) {
                servers.running();
            }
            runs.addAll(Synchronization.run(open, project.outbound(), false));
            Map<String, Long> enabled = enabled(open, project, Kind.PERSON);
            Map<String, Long> groups = enabled(open, project, Kind.GROUP);
            return stop.exitCode(session.finish("demo", new DemoResult(company.day().toString(), company.employed(), company.left(), runs, enabled, groups,
                    keep ? servers.running().looks() : List.of(), nextSteps(demo, company), (System.nanoTime() - start) / NANOS)));
        }
    }

    /** What there is of a kind in targets, by job. */
    private static Map<String, Long> enabled(OpenProject open, Project project, Kind kind) {
        Set<String> jobs = project.outbound().stream().filter(job -> job.kind().equals(kind)).map(OutboundJob::name).collect(Collectors.toSet());
        Map<String, Long> enabled = new LinkedHashMap<>();
        ProjectStatus.of(open).jobs().stream().filter(job -> jobs.contains(job.name())).forEach(job -> enabled.put(job.name(), job.accounts().getOrDefault("enabled", 0L)));
        return enabled;
    }

    /** The three servers, started when somebody needs them. */
    private static final class Servers implements AutoCloseable {

        private final DemoFolder demo;
        private CompletableFuture<DemoServers> starting;

        private Servers(DemoFolder demo) {
            this.demo = demo;
        }

        void start() {
            if (starting == null) {
                starting = CompletableFuture.supplyAsync(() -> DemoServers.start(demo));
            }
        }

        DemoServers running() {
            start();
            return joined(starting);
        }

        @Override
        public void close() {
            if (starting != null) {
                starting.thenAccept(DemoServers::close).exceptionally(notStarted -> null).join();
            }
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
        return session.place(demo.folder()).project();
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
        return session.place().home().orElse(Path.of("")).resolve("examples/employees");
    }

    /** As the user would name it. */
    private static String shown(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        return folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
    }
}
