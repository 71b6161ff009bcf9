package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder the build makes, started the way people start it. */
class DistributionIT {

    private static final Path HOME = Path.of("target/caravan").toAbsolutePath();

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String out, String err, Duration took) {
    }

    @Test
    void holdsWhatAnOperatorLooksFor() {
        assertThat(HOME.resolve("bin/caravan")).isExecutable();
        assertThat(HOME.resolve("application.properties")).isRegularFile();
        assertThat(List.of("lib", "routes", "connectors", "mappings", "schemas", "examples")).allSatisfy(
                name -> assertThat(HOME.resolve(name)).isNotEmptyDirectory());
        assertThat(HOME.resolve("lib")).isDirectoryContaining("glob:**/caravan-*.jar").isDirectoryContaining("glob:**/camel-main-*.jar")
                .isDirectoryNotContaining("glob:**/junit*.jar");
    }

    @Test
    void startsFromAnyFolderThroughAnyLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("another name"), HOME.resolve("bin/caravan"));

        Ended ended = run(Map.of(), List.of(link.toString(), "--version"));
        Files.delete(link);

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("caravan ");
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void startsInUnderTwoSeconds() throws Exception {
        run(Map.of(), caravan("--help"));

        Ended second = run(Map.of(), caravan("--help"));

        assertThat(second.took()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void startsWithoutTheClassDataArchiveToo() throws Exception {
        Ended ended = run(Map.of("CARAVAN_CACHE", "/dev/null/nowhere"), caravan("--version"));

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void givesWordsOnAsTheyAre() throws Exception {
        Ended ended = run(Map.of("LC_ALL", "C"), caravan("Zoë's \"*\" $HOME `x`"));

        assertThat(ended.err()).startsWith("caravan: unknown command 'Zoë's \"*\" $HOME `x`'");
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @Test
    void saysWhichJavaIsTooOld() throws Exception {
        Path old = folder.resolve("jdk-11");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"11.0.2\"\n");
        Files.createFile(old.resolve("bin/java"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        Ended ended = run(Map.of("JAVA_HOME", old.toString()), caravan("--version"));

        assertThat(ended.err()).isEqualToNormalizingNewlines("caravan: needs Java 17 or newer, but " + old
                + "/bin/java is version 11.0.2: set JAVA_HOME to a newer JDK\n");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    @Test
    void saysThatJavaHomeIsWrong() throws Exception {
        Ended ended = run(Map.of("JAVA_HOME", folder.toString()), caravan("--version"));

        assertThat(ended.err()).startsWith("caravan: JAVA_HOME is " + folder + ", but there is no bin/java in it");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    @Test
    void aReaderThatStopsReadingIsNoError() throws Exception {
        Ended ended = run(Map.of(), List.of("sh", "-c", "'" + HOME.resolve("bin/caravan") + "' completion | head -n 1"));

        assertThat(ended.out()).isEqualToNormalizingNewlines("#!/usr/bin/env bash\n");
        assertThat(ended.err()).isEmpty();
    }

    private static List<String> caravan(String... words) {
        List<String> line = new ArrayList<>(List.of(HOME.resolve("bin/caravan").toString()));
        line.addAll(List.of(words));
        return line;
    }

    private Ended run(Map<String, String> environment, List<String> line) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), Files.readString(out), Files.readString(err), Duration.ofNanos(System.nanoTime() - start));
    }
}
