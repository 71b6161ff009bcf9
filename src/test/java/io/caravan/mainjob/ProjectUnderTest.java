package io.caravan.mainjob;

import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.engine.CycleListener;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.CycleRun;
import io.caravan.runtime.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A project in a folder, run in this process with the program's own routes and connectors. Opened when first used. */
final class ProjectUnderTest implements AutoCloseable {

    static final Path INSTALLATION = Path.of("").toAbsolutePath();

    private final Path folder;
    private Clock clock = Clock.systemUTC();
    private Caravan caravan;

    ProjectUnderTest(Path folder) {
        this.folder = folder;
    }

    /** Writes a file of the project; a project that is open is closed for it. */
    ProjectUnderTest write(String file, String text) {
        close();
        try {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, text);
            return this;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /**
     * A file of so many people, E0 and on, and a SCIM application that gets them.
     *
     * @param more settings
     */
    ProjectUnderTest fileIntoScim(String url, int people, String more) {
        return people(people).write("token", "secret-token").write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.app.connector = scim2
                caravan.systems.app.url = %s
                caravan.systems.app.token = {{file:token}}
                %s
                """.formatted(url, more)).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", name: "${body[name]}"}
                """).write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: user}
                match: [{target: externalId, value: "${body[workerId]}"}]
                attributes:
                  externalId: {value: "${body[workerId]}", apply: on-create}
                  userName: {value: "${body[name]}", apply: on-create}
                """);
    }

    /** So many people are in the file, E0 and on. */
    ProjectUnderTest people(int count) {
        return write("hr.csv", "workerId,name\n" + IntStream.range(0, count).mapToObj(i -> "E" + i + ",name" + i + "\n").collect(Collectors.joining()));
    }

    /** Starts the program on this project, as a process of its own. What it says is in the file of that name, see {@link #said}. */
    Process process(String out, String... command) throws IOException {
        return program(ProgramUnderTest.line(), out, command);
    }

    /** The same, with what is started given. */
    Process program(List<String> program, String out, String... command) throws IOException {
        List<String> words = new ArrayList<>(program);
        words.addAll(List.of("--project", folder.toString()));
        words.addAll(List.of(command));
        return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(folder.resolve(out).toFile()).start();
    }

    String said(String out) {
        try {
            return Files.readString(folder.resolve(out));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** From now on it is this moment. */
    ProjectUnderTest at(String moment) {
        return on(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    /** From now on it is what this clock says. */
    ProjectUnderTest on(Clock other) {
        close();
        clock = other;
        return this;
    }

    Path folder() {
        return folder;
    }

    Caravan caravan() {
        if (caravan == null) {
            ProjectReading reading = ProjectReader.read(folder, INSTALLATION.resolve("connectors"));
            Project project = reading.project().orElseThrow(() -> new AssertionError(reading.problems().inOrder().toString()));
            caravan = Caravan.open(project, Stores.open(project), INSTALLATION, clock, CycleListener.NONE);
        }
        return caravan;
    }

    /** Runs every job once, sources first; each cycle by its job. */
    Map<String, CycleRun> syncAll() {
        Map<String, CycleRun> runs = new LinkedHashMap<>();
        caravan().project().jobs().map(Job::name).forEach(job -> runs.put(job, sync(job)));
        return runs;
    }

    CycleRun sync(String job) {
        return caravan().sync(job, false, "test").orElseThrow();
    }

    CycleRun full(String job) {
        return caravan().sync(job, true, "test").orElseThrow();
    }

    /** Everything in the provisioning log, oldest first. */
    List<StoredEntry> log() {
        List<StoredEntry> entries = new ArrayList<>();
        caravan().store().log().each(entries::add);
        return entries;
    }

    /** Closes the project and throws away all that it knows. */
    void forget() {
        close();
        delete(folder.resolve("state"));
    }

    @Override
    public void close() {
        if (caravan != null) {
            caravan.close();
            caravan = null;
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }
}
