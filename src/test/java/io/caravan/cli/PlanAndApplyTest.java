package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.runtime.SmallCompany;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is looked at, saved, and then done exactly like that, or not at all. */
class PlanAndApplyTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;
    private String file;

    @BeforeEach
    void aCompanyOfTwo() throws Exception {
        shell = new CompanyShell(folder);
        shell.company().hr("E1,Ada,R1,,", "E2,Grace,R2,E1,");
        file = folder.resolve("friday.plan").toString();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aSavedPlanIsDoneExactlyLikeThat() throws Exception {
        assertThat(shell.run("plan", "--out", file, "--exit-code")).isEqualTo(ExitCode.CHANGES_PENDING.number());
        assertThat(shell.err()).contains("Saved 2 changes to " + file);
        assertThat(rows()).isEmpty();
        JsonNode saved = new ObjectMapper().readTree(Files.readString(Path.of(file)));
        assertThat(saved.at("/planFile").asInt()).isEqualTo(2);
        assertThat(saved.at("/jobs/0/changes/0/identity").asText()).isEqualTo("E1");

        assertThat(shell.run("apply", file)).isZero();
        assertThat(rows()).containsExactly("ada|R1|yes", "grace|R2|yes");
        assertThat(shell.run("plan", "--exit-code")).isZero();
    }

    @Test
    void whatCameLaterIsLeftForLater() throws Exception {
        shell.run("plan", "--identity", "E2", "--out", file);
        assertThat(shell.out()).contains("E2 ").doesNotContain("E1 ");

        assertThat(shell.run("apply", file)).isZero();
        assertThat(rows()).containsExactly("grace|R2|yes");
        shell.run("sync");
        assertThat(rows()).containsExactly("ada|R1|yes", "grace|R2|yes");
    }

    @Test
    void aPlanWhoseGroundHasMovedIsRefusedByName() throws Exception {
        shell.run("plan", "--out", file);
        shell.company().hr("E1,Ada,R1,,", "E2,Grace,R9,E1,");

        assertThat(shell.run("apply", file)).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("Refused: 1 planned change is not due any more, or would not be the same; nothing was written.", "app: E2 create (E2): it would be another create now: ", "dept \"R9\"",
                "Next: caravan plan --out " + file).doesNotContain("E1");
        assertThat(rows()).isEmpty();
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("0 identities in the hub");
    }

    @Test
    void aChangedMappingMovesThePlanToo() throws Exception {
        shell.run("sync");
        shell.company().hr("E1,Ada,R5,,", "E2,Grace,R2,E1,");
        shell.run("plan", "--out", file);
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("dept ${body[dept]}"));

        assertThat(shell.run("apply", file)).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("the mapping mappings/app.yaml or the settings of app have changed since");
        assertThat(rows()).containsExactly("ada|R1|yes", "grace|R2|yes");
    }

    @Test
    void theGuardHoldsItAndAnOperatorLetsItThrough() throws Exception {
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + "guard: {maxDisable: 0}\n");
        shell.run("sync");
        shell.company().hr("E1,Ada,R1,,2001-01-31", "E2,Grace,R2,,");
        shell.run("plan", "--out", file);
        assertThat(shell.out()).contains("Guard: ");

        assertThat(shell.run("apply", file)).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("Held by the guard; nothing was written.", "would be disabled", "caravan apply " + file + " --approve");
        assertThat(rows()).containsExactly("ada|R1|yes", "grace|R2|yes");
        assertThat(shell.run("apply", file, "--approve", "--as", "ada")).isZero();
        assertThat(rows()).containsExactly("ada|R1|no", "grace|R2|yes");

        assertThat(shell.run("log", "--action", "disable", "--json")).isZero();
        JsonNode entry = new ObjectMapper().readTree(shell.out()).at("/entries/0");
        assertThat(entry.at("/initiatedBy").asText()).isEqualTo("apply by ada");
        assertThat(entry.at("/steps")).extracting(JsonNode::asText)
                .contains("guard: over the limit: 1 of 2 accounts would be disabled (limit 0); approved by ada");
        shell.run("log", "--action", "guard");
        assertThat(shell.out()).contains("1 of 2 accounts would be disabled (limit 0); approved by ada  (apply by ada)");
    }

    @Test
    void whatIsNoPlanIsSaidSo() throws Exception {
        assertThat(shell.run("apply", file)).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("cannot be read: it does not exist");
        Files.writeString(Path.of(file), "{}");
        assertThat(shell.run("apply", file)).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("is no plan");
    }

    private List<String> rows() {
        return shell.company().rows("select login, dept, active from users order by login");
    }
}
