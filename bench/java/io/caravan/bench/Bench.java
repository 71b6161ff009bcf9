package io.caravan.bench;

import io.caravan.bench.measure.RowResult;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.project.Distribution;
import io.caravan.bench.report.Machine;
import io.caravan.bench.report.Report;
import io.caravan.bench.report.ReportFiles;
import io.caravan.bench.report.ReportText;
import io.caravan.bench.row.Row;
import io.caravan.bench.row.Rows;
import io.caravan.bench.row.WarmUp;
import io.caravan.bench.row.Workshop;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./caravan bench}. */
@Command(name = "bench", sortOptions = false, exitCodeOnInvalidInput = 2,
        description = "Measures Caravan and bare clients on the same work, interleaved. Tables go to stdout, progress to stderr.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:Measured. Goals may be missed: the tables say by how much.",
            "1:A row failed, or ended with other accounts than its yardstick.",
            "2:Wrong usage."})
public final class Bench implements Callable<Integer> {

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    @Spec
    private CommandSpec spec;

    @Option(names = "--rows", split = ",", paramLabel = "ROW", description = "Only these rows, separated by commas; --list names them.")
    private List<String> wanted = List.of();

    @Option(names = "--list", description = "Name the rows and what they measure.")
    private boolean list;

    @Option(names = "--scale", paramLabel = "SCALE", defaultValue = "FULL",
            description = "full: the sizes that goals are meant for (default); small: everything works, seconds for a row, no measurement.")
    private Scale scale;

    @Option(names = "--people", paramLabel = "N",
            description = "So many people in every row, instead of each row's own size.")
    private Long people;

    @Option(names = "--rounds", paramLabel = "N", description = "How often everybody has a turn; medians are told (default: 3, with --scale small 1).")
    private Integer rounds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Another number, another company (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the whole result, with every trial, as JSON.")
    private Path json;

    @Option(names = "--history", paramLabel = "FILE",
            description = "Append the result as one line (default: target/bench/history.jsonl; published runs are in bench/history.jsonl).")
    private Path history;

    @Option(names = "--keep", paramLabel = "FOLDER", description = "Work in this folder, and leave everything there.")
    private Path keep;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for {@link #main} and tests. */
    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            Rows.all().forEach(row -> out.printf("%-18s %s%n", row.name(), row.title()));
            return 0;
        }
        List<Row> rows = rows();
        Path home = Path.of(System.getProperty("bench.home", "")).toAbsolutePath();
        Path folder = keep == null ? temporaryFolder() : Files.createDirectories(keep.toAbsolutePath());
        Workshop.Settings settings = new Workshop.Settings(folder, new Distribution(home),
                Optional.ofNullable(rounds).orElse(scale == Scale.SMALL ? 1 : 3), seed, scale);
        Machine machine = Machine.look(folder);
        machine.warning().ifPresent(warning -> err.println("bench: " + warning));
        String begun = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        new WarmUp().run(workshop(settings, "warm-up", 20));
        List<RowResult> results = new ArrayList<>();
        rows.forEach(row -> results.add(measure(row, settings)));
        Report report = new Report(Report.VERSION, begun, SourceVersion.of(home), "./caravan bench "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs()), scale.name(), settings.rounds(), seed, machine, results);
        return finish(report, home);
    }

    /** Deleted in any case: a million people leave gigabytes behind. */
    private static Path temporaryFolder() throws IOException {
        Path folder = Files.createTempDirectory("caravan-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteWhenServersAreGone(folder), "delete " + folder));
        return folder;
    }

    private static void deleteWhenServersAreGone(Path folder) {
        for (int i = 0; i < 50; i++) {
            try {
                Workshop.delete(folder);
                return;
            } catch (IOException | UncheckedIOException stillInUse) {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    private List<Row> rows() {
        List<String> names = Rows.all().stream().map(Row::name).toList();
        wanted.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new ParameterException(spec.commandLine(), "there is no row '" + name + "'; the rows are " + String.join(", ", names));
        });
        if (people != null && people < 1 || rounds != null && rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--people and --rounds are at least 1");
        }
        return Rows.all().stream().filter(row -> wanted.isEmpty() || wanted.contains(row.name())).toList();
    }

    private Workshop workshop(Workshop.Settings settings, String row, long size) {
        return new Workshop(settings, row, size, line -> err.println("bench: " + line));
    }

    private RowResult measure(Row row, Workshop.Settings settings) {
        if (row.missing().isPresent()) {
            err.println("bench: " + row.name() + " is skipped: " + row.missing().get());
            return RowResult.skipped(row.name(), row.title(), row.missing().get());
        }
        long size = Optional.ofNullable(people).orElse(row.people(scale));
        try {
            List<Trial> trials = row.measure(workshop(settings, row.name(), size));
            return RowResult.of(row.name(), row.title(), size, row.goals(), trials);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return RowResult.failed(row.name(), row.title(), size, "stopped");
        } catch (Exception broken) {
            StringWriter trace = new StringWriter();
            broken.printStackTrace(new PrintWriter(trace));
            err.println("bench: " + row.name() + " failed: " + trace);
            return RowResult.failed(row.name(), row.title(), size, String.valueOf(broken.getMessage()));
        }
    }

    private int finish(Report report, Path home) throws IOException {
        out.print(ReportText.of(report));
        if (json != null) {
            new ReportFiles().write(report, json);
        }
        new ReportFiles().append(report, history != null ? history : Files.createDirectories(home.resolve("target/bench")).resolve("history.jsonl"));
        return report.hasFaults() ? 1 : 0;
    }
}
