package io.caravan.mainjob;

import io.caravan.embedded.EmbeddedScim;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a process with the program is started by tests that stop or kill it. They start it some hundred times: with an archive of its classes, made by
 * whichever of them comes first, each start costs less than half the processor time. The archive needs jars, which the integration tests have;
 * whoever runs one of them from folders of classes does without.
 */
final class ProgramUnderTest {

    private static final Path ARCHIVES = Path.of("target/program-under-test").toAbsolutePath();
    private static final List<String> JARS = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar")).toList();
    private static final List<String> LINE = withArchive();

    private ProgramUnderTest() {
    }

    /** The words before those for the program. */
    static List<String> line() {
        return LINE;
    }

    private static List<String> withArchive() {
        if (JARS.stream().noneMatch(jar -> Path.of(jar).startsWith(ProjectUnderTest.INSTALLATION))) {
            return line(System.getProperty("java.class.path"), List.of());
        }
        String jars = String.join(File.pathSeparator, JARS);
        try {
            Files.createDirectories(ARCHIVES);
            Path archive = ARCHIVES.resolve(stamp() + ".jsa");
            try (FileChannel lock = FileChannel.open(ARCHIVES.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock held = lock.lock()) {
                if (held.isValid() && !Files.exists(archive)) {
                    make(archive, jars);
                }
            }
            return line(jars, Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off") : List.of());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Differs when a jar does. */
    private static String stamp() {
        return Integer.toHexString(JARS.stream().map(jar -> jar + new File(jar).length() + "," + new File(jar).lastModified()).collect(Collectors.joining()).hashCode());
    }

    /** By a run which loads nearly all that others need. */
    private static void make(Path archive, String jars) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(ARCHIVES, "made-by");
        try (EmbeddedScim scim = EmbeddedScim.start(); ProjectUnderTest project = new ProjectUnderTest(folder)) {
            project.fileIntoScim(scim.url(), 3, "").write("token", scim.token());
            Process process = project.program(line(jars, List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")), "out.txt", "sync");
            if (process.waitFor() != 0) {
                throw new IllegalStateException(project.said("out.txt"));
            }
        }
    }

    private static List<String> line(String classPath, List<String> archive) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-XX:CompileThresholdScaling=4")); // a second of life: what is called a few hundred times is not worth compiling
        words.addAll(archive);
        words.addAll(List.of("-Dcaravan.home=" + ProjectUnderTest.INSTALLATION, "-cp", classPath, "io.caravan.Main"));
        return words;
    }
}
