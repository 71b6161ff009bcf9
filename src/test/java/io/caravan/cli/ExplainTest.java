package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Why does she have this value?" and "why does he have no account?" */
class ExplainTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyOfTwo() throws Exception {
        shell = new CompanyShell(folder);
        shell.company().hr("E1,Ada,R1,,", "E2,Grace,R2,E1,");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void tracesAValueFromTheSourceToTheTarget() throws Exception {
        shell.run("sync");
        shell.company().hr("E1,Ada,R1,,", "E2,Grace,R3,E1,");
        shell.run("sync", "hr");

        assertThat(shell.run("explain", "E2", "app")).isZero();
        assertThat(shell.out().lines()).anyMatch(line -> line.contains("hr read record E2 from hr") && line.endsWith("hr.csv:3"))
                .anyMatch(line -> line.contains("dept = \"R3\" from ${body[dept]}; dept is \"R3\"") && line.contains("mappings/hr.yaml:"))
                .anyMatch(line -> line.contains("dept = \"R3\" from ${body[dept]}; dept is \"R3\"") && line.contains("mappings/app.yaml:"))
                .anyMatch(line -> line.equals("  → update"))
                .anyMatch(line -> line.equals("      dept \"R2\" → \"R3\""))
                .anyMatch(line -> line.contains("create success"));
    }

    @Test
    void whoeverIsNotDueYetLearnsWhy() throws Exception {
        shell.company().hr("E1,Ada,R1,,2001-03-31");
        shell.run("sync");
        assertThat(shell.run("explain", "E1")).isZero();
        assertThat(shell.out()).contains("no account in app", "leaver: end date was 2001-03-31", "skipped: there is no account to disable");
    }

    @Test
    void aTargetThatIsDownIsAskedOnlyWhenItMustBeSearched() throws Exception {
        shell.run("sync");
        shell.company().hr("E1,Ada,R1,,", "E2,Grace,R2,E1,", "E3,Alan,R2,E1,");
        shell.run("sync", "hr");
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replaceFirst("app.url = .*", "app.url = jdbc:sqlite:/nowhere/at/all/app.db"));

        assertThat(shell.run("explain", "E2")).isZero();
        assertThat(shell.out()).contains("→ unchanged");
        assertThat(shell.run("explain", "E3")).isZero();
        assertThat(shell.out()).contains("→ failed: nobody can say whether there is an account with this worker: the search by worker is refused or fails: [SQLITE_CANTOPEN]");
    }

    @Test
    void somebodyUnknownIsGuessedAt() {
        shell.run("sync");
        assertThat(shell.run("explain", "E22")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("there is no identity 'E22'; did you mean 'E2'?");
        assertThat(shell.run("explain", "grace")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("there is no identity 'grace'", "These have it as a value: E2 (name); name one of them by its key");
    }

    @Test
    void aRejectedRecordIsAnAnswer() throws Exception {
        shell.company().hr("E1,Ada,R1,,", "E2,Grace,R2,E1,", "E2,Grace,R3,E1,");
        shell.run("sync");
        assertThat(shell.run("explain", "E2")).isZero();
        assertThat(shell.out()).contains("E2 is no identity", "stands more than once", "hr.csv:");
    }

    @Test
    void aRecordNoJobWantsIsAnAnswer() throws Exception {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping) + "scope: {include: \"${body[dept]} == 'R1'\"}\n");
        shell.run("sync");
        assertThat(shell.run("explain", "E2")).isZero();
        assertThat(shell.out()).contains("E2 is no identity", "out of the job's scope: ", "dept is \"R2\"", "mappings/hr.yaml:");
    }

    @Test
    void secretsAreNeverTold() throws Exception {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping).replace("dept: \"${body[dept]}\"", "dept: \"${redact(${body[dept]})}\""));
        shell.company().hr("E1,Ada,TopSecret,,");
        shell.run("sync");
        assertThat(shell.run("explain", "E1")).isZero();
        assertThat(shell.out()).contains("(sensitive)").doesNotContain("TopSecret");
        assertThat(shell.run("explain", "E1", "--json")).isZero();
        assertThat(shell.out()).doesNotContain("TopSecret");
        JsonNode document = new ObjectMapper().readTree(shell.out());
        assertThat(document.at("/command").asText()).isEqualTo("explain");
        assertThat(document.at("/jobs/0/accountState").asText()).isEqualTo("enabled");
    }
}
