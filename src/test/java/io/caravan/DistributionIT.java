package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder the build makes, started the way people start it. */
class DistributionIT {

    private static final Path HOME = Path.of("target/caravan").toAbsolutePath();

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String out, String err) {
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
    void isSmallAndSaysWhatItIsMadeOf() throws IOException {
        List<Path> libraries = files(HOME.resolve("lib"), 1).filter(file -> file.toString().endsWith(".jar")).toList();
        assertThat(libraries).hasSizeLessThanOrEqualTo(60);
        assertThat(libraries.stream().mapToLong(file -> file.toFile().length()).sum()).isLessThan(50_000_000L);
        assertThat(HOME.resolve("lib")).isDirectoryNotContaining("glob:**/scim-sdk-*.jar");
        assertThat(HOME.resolve("LICENSE")).content().contains("Apache License");
        assertThat(HOME.resolve("NOTICE")).isNotEmptyFile();
    }

    @Test
    void listsJustTheLibrariesThatAreInIt() throws IOException {
        List<String> jars = files(HOME.resolve("lib"), 2).map(file -> file.getFileName().toString()).filter(name -> !name.matches("caravan-.*")).sorted().toList();
        Matcher line = Pattern.compile("\\([^():\\s]+:([^():\\s]+):([^():\\s]+) - \\S+\\)$", Pattern.MULTILINE).matcher(Files.readString(HOME.resolve("THIRD-PARTY.txt")));
        JsonNode bill = new ObjectMapper().readTree(HOME.resolve("sbom.json").toFile());

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(StreamSupport.stream(bill.path("components").spliterator(), false).map(one -> one.path("name").asText() + "-" + one.path("version").asText() + ".jar"))
                .containsExactlyInAnyOrderElementsOf(jars);
        assertThat(line.results().map(found -> found.group(1) + "-" + found.group(2) + ".jar")).containsExactlyInAnyOrderElementsOf(jars);
    }

    @Test
    void itsPagesLeadOnlyToPagesThatAreThere() throws IOException {
        Pattern link = Pattern.compile("(?:\\]\\(|href=\")(?!https?:|mailto:|#)([^)\"#]+)");
        List<String> dead = new ArrayList<>();
        for (Path page : files(HOME, 5).filter(file -> file.toString().matches(".*\\.(md|html)")).toList()) {
            Matcher found = link.matcher(Files.readString(page));
            while (found.find()) {
                if (!Files.exists(page.resolveSibling(found.group(1)).normalize())) {
                    dead.add(HOME.relativize(page) + ": " + found.group(1));
                }
            }
        }
        assertThat(HOME.resolve("docs/html/how-to/write-a-mapping.html")).isNotEmptyFile();
        assertThat(dead).isEmpty();
    }

    @Test
    void unpacksTheNativeLibraryOnce() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Map<String, String> environment = Map.of("CARAVAN_CACHE", folder.resolve("cache").toString(), "CARAVAN_OPTS", "-Djava.io.tmpdir=" + temporary);
        Files.writeString(folder.resolve("application.properties"), "caravan.store.url = jdbc:sqlite:state/caravan.db\n");

        Ended first = run(environment, caravan("status"));
        List<Path> unpacked = files(folder.resolve("cache"), 3).filter(file -> file.toString().contains("sqlitejdbc")).toList();
        Ended second = run(environment, caravan("status"));

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(second.exitCode()).isZero();
        assertThat(unpacked).hasSize(1);
        assertThat(files(temporary, 3).filter(file -> file.toString().contains("sqlite"))).isEmpty();
    }

    @Test
    void keepsTheClassesOfACommandThatDoesSomeWorkAndOfNoneThatOnlyPrints() throws Exception {
        Path cache = folder.resolve("cache");
        Map<String, String> environment = Map.of("CARAVAN_CACHE", cache.toString());
        Files.writeString(folder.resolve("application.properties"), "caravan.store.url = jdbc:sqlite:state/caravan.db\n");

        for (List<String> printing : List.of(caravan(), caravan("--version"), caravan("functions"), caravan("sync", "--help"))) {
            run(environment, printing);
        }
        boolean nothing = Files.notExists(cache);
        run(environment, caravan("status"));

        assertThat(nothing).isTrue();
        assertThat(cache).isDirectoryContaining("glob:**/short-*.jsa").isDirectoryNotContaining("glob:**/long-*.jsa");
    }

    private static Stream<Path> files(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
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
    void startsWithoutTheClassDataArchiveToo() throws Exception {
        Ended ended = run(Map.of("CARAVAN_CACHE", "/dev/null/nowhere"), caravan("--version"));

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void takesFurtherJarsFromAFolderOfItsOwn() throws Exception {
        Path jars = Files.createDirectory(folder.resolve("more jars"));
        Files.copy(jarOf("org.apache.camel.component.mock.MockComponent"), jars.resolve("camel-mock.jar"));
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(folder.resolve("application.properties"), "caravan.store.url = jdbc:sqlite:state/caravan.db\n");
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), "- from: {uri: \"direct:mine\", steps: [{to: \"mock:there\"}]}\n");

        Ended without = run(Map.of(), caravan("check"));
        Ended with = run(Map.of("CARAVAN_EXT", jars.toString()), caravan("check"));
        Ended wrong = run(Map.of("CARAVAN_EXT", "/nowhere"), caravan("check"));
        Files.copy(jarOf("org.apache.camel.component.jms.JmsComponent"), jars.resolve("camel-jms.jar"));
        Ended half = run(Map.of("CARAVAN_EXT", jars.toString()), caravan("check"));

        assertThat(without.out() + without.err()).contains("no Camel component \"mock\"", "lib/ext/");
        assertThat(with.out() + with.err()).doesNotContain("\"mock\"");
        assertThat(wrong.err()).isEqualTo("caravan: CARAVAN_EXT is /nowhere, but there is no such folder\n");
        assertThat(half.err()).contains("the class jakarta.jms.Message is missing; a jar in lib/ext/ may need others");
    }

    private static Path jarOf(String name) throws Exception {
        return Path.of(Class.forName(name).getProtectionDomain().getCodeSource().getLocation().toURI());
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
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
    }
}
