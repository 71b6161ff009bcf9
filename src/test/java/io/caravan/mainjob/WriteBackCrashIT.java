package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process, killed without warning while it collects what it hands over to HR, and started again: whoever was to be written back is in a
 * whole file, and no file is torn.
 */
class WriteBackCrashIT {

    private static final int PEOPLE = 20_000;
    private static final String OUT = "out.txt";
    /** So large is the file that is not finished when the process is killed. */
    private static final List<Integer> BYTES = List.of(1, 40_000, 200_000);

    @TempDir
    private Path folder;

    @Test
    void everybodyIsInAWholeFileWheneverItIsKilled() throws Exception {
        Path outbox = Files.createDirectory(folder.resolve("to-hr"));
        ProjectUnderTest project = new ProjectUnderTest(folder).people(PEOPLE).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.back.connector = csv-outbox
                caravan.systems.back.folder = to-hr
                caravan.systems.back.key = workerId
                """).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", name: "${body[name]}"}
                """).write("mappings/back.yaml", """
                job: back
                from: hub
                to: {system: back, object: record}
                writeBack: {records: hr}
                attributes: {email: "${body[name]}@example.com"}
                """);
        int killed = 0;
        for (int bytes : BYTES) {
            killed += killWhenCollected(project, outbox, bytes) ? 1 : 0;
        }
        assertThat(killed).as("it was killed while it collected").isPositive();

        Process last = project.process(OUT, "sync");
        assertThat(last.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(() -> project.said(OUT)).isZero();
        assertThat(files(outbox)).isNotEmpty().allMatch(file -> file.toString().endsWith(".csv"));
        Set<String> written = new HashSet<>();
        for (Path file : files(outbox)) {
            List<String> lines = Files.readAllLines(file);
            assertThat(lines.get(0)).isEqualTo("workerId,email");
            assertThat(lines.get(lines.size() - 1)).as(file.toString()).isEqualTo("TRAILER," + (lines.size() - 2));
            written.addAll(lines.subList(1, lines.size() - 1));
        }
        assertThat(written).isEqualTo(IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i + ",name" + i + "@example.com").collect(Collectors.toCollection(TreeSet::new)));
        assertThat(project.sync("back").counts().changes()).as("nothing is left to do").isZero();
        project.close();
    }

    /** @return whether something was left that is not finished */
    private static boolean killWhenCollected(ProjectUnderTest project, Path outbox, int bytes) throws Exception {
        Process process = project.process(OUT, "sync");
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1)).until(() -> unfinished(outbox) >= bytes || !process.isAlive());
        } finally {
            process.destroyForcibly().waitFor();
        }
        return unfinished(outbox) > 0;
    }

    private static long unfinished(Path outbox) {
        return files(outbox).stream().filter(file -> file.toString().endsWith(".part")).mapToLong(file -> file.toFile().length()).sum();
    }

    private static List<Path> files(Path outbox) {
        try (Stream<Path> all = Files.list(outbox)) {
            return all.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
