package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckAndTestTest {

    @TempDir
    private Path project;
    private final Shell shell = new Shell();

    @BeforeEach
    void aSmallProject() throws IOException {
        Files.createDirectories(project.resolve("connectors"));
        Files.createDirectories(project.resolve("mappings"));
        Files.createDirectories(project.resolve("routes"));
        Files.copy(Path.of("connectors/csv-source.kamelet.yaml"), project.resolve("connectors/csv-source.kamelet.yaml"));
        write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                """);
        mapping("${trim(${body[givenName]})}");
    }

    @Test
    void aProjectWithoutMistakesIsSummedUp() {
        assertThat(run("check")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("Nothing is wrong: 1 system, 1 mapping, 1 example, 1 connector\n");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void everyMistakeIsShownWithItsPlaceAndRemedy() throws IOException {
        mapping("${trimm(${body[givenName]})}");
        write("application.properties", Files.readString(project.resolve("application.properties")) + "caravan.stor.url = x\n");

        assertThat(run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("application.properties:4:1 error SET", "mappings/hr.yaml:6:", "trimm", "  fix: ")
                .endsWith("2 errors in 2 files" + System.lineSeparator());
    }

    @Test
    void aRouteThatCamelCannotReadIsShownByCheckAndByWhoeverNeedsIt() throws IOException {
        write("routes/mine.camel.yaml", "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - setBodyy: {}\n");
        write("hr.csv", "workerId,givenName\nE1,Ada\n");

        assertThat(run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("routes/mine.camel.yaml:5:", "error RTE001", "setBodyy", "  fix: ");
        assertThat(run("sync")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.err()).contains("routes/mine.camel.yaml:5:", "error RTE001").doesNotContain("something broke");
    }

    @Test
    void whoAsksTheSystemsIsToldOfEach() throws IOException {
        assertThat(run("check", "--live")).as("there is no file yet").isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("SYSTEM  CONNECTOR   ANSWER", "hr      csv-source  unavailable: there is no file hr.csv", "Nothing is wrong in the files: 1 system");
        write("hr.csv", "workerId,given\nE1,Ada\n");
        assertThat(run("check", "--live", "--json")).isEqualTo(ExitCode.INVALID_FILES.number());
        JsonNode document = new ObjectMapper().readTree(shell.out());
        assertThat(document.at("/systems/0/answered").asBoolean()).isTrue();
        assertThat(document.at("/problems/0/message").asText()).isEqualTo("hr has no attribute \"givenName\" in its \"record\"");
        write("hr.csv", "workerId,givenName\nE1,Ada\n");
        assertThat(run("check", "--live")).isZero();
        assertThat(shell.out()).contains("hr      csv-source  says what it has", "Nothing is wrong: 1 system");
    }

    @Test
    void jsonTellsTheSame() throws IOException {
        mapping("${trimm(${body[givenName]})}");

        assertThat(run("check", "--json")).isEqualTo(ExitCode.INVALID_FILES.number());
        JsonNode document = new ObjectMapper().readTree(shell.out());
        assertThat(document.at("/caravan").asInt()).isEqualTo(1);
        assertThat(document.at("/command").asText()).isEqualTo("check");
        assertThat(document.at("/exitCode").asInt()).isEqualTo(3);
        assertThat(document.at("/errors").asInt()).isEqualTo(1);
        assertThat(document.at("/problems/0/file").asText()).isEqualTo("mappings/hr.yaml");
        assertThat(document.at("/problems/0/line").asInt()).isEqualTo(6);
        assertThat(document.has("reading")).isFalse();
    }

    @Test
    void examplesThatHoldAreListed() {
        assertThat(run("test")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("""
                  ok      hr: spaces are trimmed

                1 example: 1 passed, 0 failed
                """);
    }

    @Test
    void anExampleThatDoesNotHoldSaysWhatCameOut() throws IOException {
        mapping("${body[givenName]}");

        assertThat(run("test", "hr")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).isEqualToNormalizingNewlines("""
                  FAILED  hr: spaces are trimmed (mappings/hr.yaml:8:11)
                            givenName should be "Ada" but is " Ada "

                1 example: 0 passed, 1 failed
                """);
    }

    @Test
    void aJobThatDoesNotExistIsAMistake() {
        assertThat(run("test", "hrr")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).isEqualToNormalizingNewlines("caravan: there is no job 'hrr'; did you mean 'hr'?\nThe jobs are: hr\n");
    }

    @Test
    void otherCommandsRefuseAnInvalidProjectAsCheckWould() throws IOException {
        mapping("${trimm(${body[givenName]})}");

        assertThat(run("test")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).contains("mappings/hr.yaml:6:", "1 error in 1 file");
    }

    @Test
    void aFolderThatIsNoProjectIsNamed() throws IOException {
        Files.delete(project.resolve("application.properties"));

        assertThat(run("check")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).startsWith("caravan: there is no application.properties in " + project);
    }

    @Test
    void connectorsAreListedAndShown() {
        assertThat(run("connector", "list")).isZero();
        assertThat(shell.out()).contains("csv-source  source  record   CSV file");
        assertThat(run("connector", "show", "csv-source")).isZero();
        assertThat(shell.out()).contains("(required)", "record  anchor ");
        assertThat(run("connector", "show", "csv-sorce")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("did you mean 'csv-source'?");
    }

    @Test
    void aBugLeavesOneLineAndAFile() throws IOException {
        Console console = new Console(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()), new java.io.PrintStream(
                new java.io.FileOutputStream(project.resolve("stderr").toFile())), false, false);
        Files.createDirectories(project.resolve("state"));

        int exitCode = new Breakage(new Session(console, options(), Clock.systemUTC())).report(new IllegalStateException("one\ntwo"));

        assertThat(exitCode).isEqualTo(ExitCode.FAILED.number());
        String line = Files.readString(project.resolve("stderr"));
        assertThat(line.lines()).hasSize(1);
        assertThat(line).startsWith("caravan: something broke that should not: one; the details are in " + project.resolve("state"));
        assertThat(Path.of(line.strip().replaceFirst(".*details are in ", ""))).content().contains("IllegalStateException", "at io.caravan");
    }

    private GlobalOptions options() {
        RootCommand root = new RootCommand();
        new picocli.CommandLine(root).setCaseInsensitiveEnumValuesAllowed(true).parseArgs("--project", project.toString());
        return root.options();
    }

    private int run(String... words) {
        java.util.List<String> line = new java.util.ArrayList<>(java.util.List.of(words));
        line.addAll(java.util.List.of("--project", project.toString()));
        return shell.run(line.toArray(String[]::new));
    }

    private void mapping(String givenName) throws IOException {
        write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record}
                to: hub
                description: Who works here.
                attributes:
                  givenName: "%s"
                examples:
                  - name: spaces are trimmed
                    given: {givenName: " Ada "}
                    expect: {givenName: Ada}
                """.formatted(givenName));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(project.resolve(file), text);
    }
}
