package io.caravan.cli;

import io.caravan.mapping.Job;
import io.caravan.operations.Caller;
import io.caravan.operations.JobRun;
import io.caravan.operations.OpenProject;
import io.caravan.operations.RunStatus;
import io.caravan.operations.SyncReport;
import io.caravan.operations.Synchronization;
import io.caravan.runtime.Caravan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What an operator types, and what she is told. */
public final class OperatorDesk {

    private static final String HOME = "caravan.home";

    private OperatorDesk() {
    }

    /**
     * What a command said.
     *
     * @param statuses of each job that ran, by its name; only of a sync
     * @param told     of each job that was not done its name, its word and a line of what was said of it; only of a sync
     */
    public record Said(String command, int exitCode, String text, Map<String, String> statuses, List<String> told) {

        @Override
        public String toString() {
            return "caravan " + command + " → exit " + exitCode + "\n" + text.indent(4).stripTrailing();
        }
    }

    /** {@code caravan sync}, as the command does it, but for the engine, which is open and stays so; one job after the other. */
    public static Said sync(Caravan caravan, boolean full) {
        OpenProject project = OpenProject.around(caravan, Caller.of(Optional.empty(), Clock.systemUTC()));
        List<JobRun> runs = new ArrayList<>();
        for (Job job : caravan.project().jobs().toList()) {
            runs.addAll(Synchronization.run(project, List.of(job), full));
        }
        SyncResult result = new SyncResult(new SyncReport(runs));
        Map<String, String> statuses = new TreeMap<>();
        runs.forEach(run -> statuses.put(run.job(), run.status().word()));
        return new Said(full ? "sync --full" : "sync", result.exitCode().number(), text(result), statuses, runs.stream()
                .filter(run -> !run.status().equals(RunStatus.DONE)).flatMap(OperatorDesk::told).toList());
    }

    private static Stream<String> told(JobRun run) {
        String left = printed(out -> LeftBehindText.print(out, run.leftBehind()));
        return Stream.concat(Stream.of(run.message()).filter(message -> !message.isEmpty()), left.lines().map(String::strip))
                .map(line -> run.job() + ": " + run.status().word() + ": " + line);
    }

    private static String text(Result result) {
        return printed(result::print);
    }

    private static String printed(Consumer<TextOut> print) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        print.accept(new TextOut(new PrintStream(bytes, true, StandardCharsets.UTF_8), false));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Any command, typed in the project's folder. */
    public static Said type(Clock clock, Path project, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--project", project.toString()));
        String homeBefore = System.getProperty(HOME);
        System.setProperty(HOME, Path.of("").toAbsolutePath().toString());
        try {
            int exitCode = new CommandLineProgram(new Console(stream, stream, false, false), clock).execute(line.toArray(String[]::new));
            return new Said(String.join(" ", words), exitCode, out.toString(StandardCharsets.UTF_8), Map.of(), List.of());
        } finally {
            if (homeBefore == null) {
                System.clearProperty(HOME);
            } else {
                System.setProperty(HOME, homeBefore);
            }
        }
    }
}
