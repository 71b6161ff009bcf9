package io.caravan.bench.project;

import io.caravan.bench.process.MeasuredProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A project folder with its own state. */
public final class CaravanProject {

    private static final int SOME_FAILED = 4;

    private final Distribution distribution;
    private final Path folder;
    private int runs;

    /** An empty project, whose store is a SQLite file of its own. */
    public CaravanProject(Distribution distribution, Path folder) throws IOException {
        this.distribution = distribution;
        this.folder = folder;
        Files.createDirectories(folder.resolve("mappings"));
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(folder.resolve("application.properties"), "caravan.store.url = jdbc:sqlite:state/caravan.db\n");
    }

    public Path folder() {
        return folder;
    }

    /** The store's file. */
    public StateFile state() {
        return new StateFile(folder.resolve("state/caravan.db"));
    }

    /** The source: an export, and the mapping that goes with it. */
    public CaravanProject hr(Path export) throws IOException {
        return system("hr", "csv-source", Map.of("file", export.toString(), "key", "workerId")).mapping("hr.yaml", distribution.mapping("hr.yaml"));
    }

    /** A connected system. */
    public CaravanProject system(String name, String connector, Map<String, String> settings) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("caravan.systems." + name + ".connector = " + connector);
        settings.forEach((key, value) -> lines.add("caravan.systems." + name + "." + key + " = " + value));
        Files.write(folder.resolve("application.properties"), lines, StandardOpenOption.APPEND);
        return this;
    }

    /** A secret: kept in a file, as Caravan wants it. Returns what stands for it in a setting. */
    public String secret(String name, String value) throws IOException {
        Files.writeString(folder.resolve(name + ".secret"), value);
        return "{{file:" + name + ".secret}}";
    }

    /** The text of one of the bench's mapping files. */
    public String text(String file) throws IOException {
        return distribution.mapping(file);
    }

    /** One of the bench's mapping files, as it is. */
    public CaravanProject mapping(String file) throws IOException {
        return mapping(file, distribution.mapping(file));
    }

    /** A mapping file; takes the place of one of the same name. */
    public CaravanProject mapping(String file, String text) throws IOException {
        Files.writeString(folder.resolve("mappings").resolve(file), text);
        return this;
    }

    /** Starts a command. */
    public MeasuredProcess start(Map<String, String> environment, String... words) throws IOException {
        return MeasuredProcess.start("caravan", folder.resolve("run-" + ++runs), environment, distribution.command(folder, List.of(words)));
    }

    /** Runs jobs, all when none is named, and waits until they are done. Fails when they are not. */
    public SyncRun sync(String... jobs) throws IOException, InterruptedException {
        return sync(Map.of(), jobs);
    }

    /** As {@link #sync(String...)}, with more environment, such as {@code CARAVAN_OPTS}. */
    public SyncRun sync(Map<String, String> environment, String... jobs) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("sync", "--json"));
        words.addAll(List.of(jobs));
        try (MeasuredProcess process = start(environment, words.toArray(String[]::new))) {
            int code = process.await();
            if (code != 0) {
                throw new IOException("caravan sync ended with exit code " + code + (code == SOME_FAILED ? " (some failed)" : "") + ":\n"
                        + process.err() + process.out());
            }
            return SyncRun.of(process);
        }
    }
}
