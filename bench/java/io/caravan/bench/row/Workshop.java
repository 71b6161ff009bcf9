package io.caravan.bench.row;

import io.caravan.bench.measure.Figures;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.company.Company;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a row works with: how much there is to do, the generated data, folders of its own and processes. */
public final class Workshop {

    private final Settings settings;
    private final String row;
    private final long people;
    private final Consumer<String> progress;

    /**
     * What all rows have in common.
     *
     * @param folder where everything is kept while it is needed
     */
    public record Settings(Path folder, Distribution distribution, int rounds, long seed, Scale scale) {
    }

    /**
     * @param people   how many the row works on
     * @param progress is told what is under way
     */
    public Workshop(Settings settings, String row, long people, Consumer<String> progress) {
        this.settings = settings;
        this.row = row;
        this.people = people;
        this.progress = progress;
    }

    /** One of those who do the same work. */
    @FunctionalInterface
    public interface Contestant {
        Trial run(int round) throws Exception;
    }

    public long people() {
        return people;
    }

    public int rounds() {
        return settings.rounds();
    }

    public Scale scale() {
        return settings.scale();
    }

    public Distribution distribution() {
        return settings.distribution();
    }

    /** The company of this row's size. */
    public Company company() {
        return company(people);
    }

    /** A company of another size. */
    public Company company(long size) {
        return new Company(size, settings.seed());
    }

    /** Its export; made once for all rows of the same size. Not to be changed. */
    public Path export() throws IOException {
        return export(people);
    }

    /** The export of a company of another size. */
    public Path export(long size) throws IOException {
        Path file = settings.folder().resolve("hr-" + size + ".csv");
        if (!Files.exists(file)) {
            company(size).write(file);
        }
        return file;
    }

    /** A new, empty folder. */
    public Path folder(String name) throws IOException {
        Path folder = settings.folder().resolve(row).resolve(name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    /** A new project. */
    public CaravanProject project(String name) throws IOException {
        return new CaravanProject(distribution(), folder(name));
    }

    /** Says on stderr what is under way. */
    public void says(String what) {
        progress.accept(row + ": " + what);
    }

    /** Everybody once, then everybody once more, as many rounds as wanted: what the machine does meanwhile meets all alike. */
    public List<Trial> interleaved(Contestant... contestants) throws Exception {
        List<Trial> trials = new ArrayList<>();
        for (int round = 1; round <= rounds(); round++) {
            for (Contestant contestant : contestants) {
                Trial trial = contestant.run(round);
                says("round " + round + ", " + trial.client() + ": " + Figures.line(trial.figures()));
                trials.add(trial);
            }
        }
        return trials;
    }

    /** Starts a program of the bench's own class path in a process of its own. */
    public MeasuredProcess java(String name, Class<?> program, Path folder, String... arguments) throws IOException {
        return java(name, program.getName(), folder, arguments);
    }

    public MeasuredProcess java(String name, String program, Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path"), program));
        command.addAll(List.of(arguments));
        return MeasuredProcess.start(name, folder, Map.of(), command);
    }

    /** Deletes a folder with all that is in it; nothing when it is not there. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
