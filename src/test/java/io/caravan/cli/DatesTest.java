package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates as exports write them, and what they do to people. */
class DatesTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompany() throws IOException {
        shell = new CompanyShell(folder);
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void map(String attribute, String rule) throws IOException {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping).replaceFirst("(?m)^  " + attribute + ": .*", "  " + attribute + ": " + rule.replace("\\", "\\\\").replace("$", "\\$")));
    }

    @Test
    void theLastDayIsAWholeDayHoweverItIsWritten() throws IOException {
        Path app = folder.resolve("mappings/app.yaml");
        Files.writeString(app, Files.readString(app) + "guard: {maxDisable: 100}\n");
        shell.company().hr("E1,Ada,R1,,2026-11-20", "E2,Bea,R1,,2026-11-20T00:00:00", "E3,Cid,R1,,2026-11-20 00:00:00", "E4,Dan,R1,,20261120", "E5,Eve,R1,,20261120000000Z",
                "E6,Fay,R1,,2026-11-20T00:00:00+02:00", "E7,Gus,R1,,00000000", "E8,Hal,R1,,0000-00-00", "E9,Ida,R1,,2026-11-19");
        shell.company().at("2026-11-20T22:00:00Z").sync();
        assertThat(shell.company().rows("select group_concat(worker, ' ') from (select worker from users where active = 'yes' order by worker)"))
                .containsExactly("E1 E2 E3 E4 E5 E6 E7 E8");
        shell.company().at("2026-11-21T00:00:00Z").sync("app", false);
        assertThat(shell.company().rows("select group_concat(worker, ' ') from (select worker from users where active = 'yes' order by worker)"))
                .containsExactly("E7 E8");
    }

    @Test
    void aMomentThatIsDeclaredIsOne() throws IOException {
        map("endDate", "{value: \"${body[end]}\", type: moment}");
        shell.company().hr("E1,Ada,R1,,2026-11-20 17:00:00");
        shell.company().at("2026-11-20T16:00:00Z").sync();
        assertThat(shell.company().rows("select active from users")).containsExactly("yes");
        shell.company().at("2026-11-20T18:00:00Z").sync("app", false);
        assertThat(shell.company().rows("select active from users")).containsExactly("no");
    }

    @Test
    void aBadDateOnWhichNothingDependsFailsItsAttributeAloneAndWhatWasKnownStays() throws IOException {
        map("dept", "\"${dateParse(${body[dept]}, 'dd.MM.yyyy')}\"");
        shell.company().hr("E1,Ada,01.02.1990,,", "E2,Bea,31.02.1990,,", "E3,Cid,00.00.0000,,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.company().rows("select worker, dept, active from users order by worker")).containsExactly("E1|1990-02-01|yes", "E2|null|yes", "E3|null|yes");
        shell.run("log", "--status", "failure");
        assertThat(shell.out()).contains("E2", "dateParse cannot read \"31.02.1990\" as dd.MM.yyyy").doesNotContain("E3");

        shell.company().hr("E1,Adele,99.99.1990,,", "E2,Bea,31.02.1990,,", "E3,Cid,00.00.0000,,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.company().rows("select name, dept from users where worker = 'E1'")).containsExactly("Adele|1990-02-01");
    }

    @Test
    void aBadLastDayTouchesNobodyAndKeepsNobodyInWhoIsOutWithoutIt() throws IOException {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping) + "  status: \"${iif(${body[dept]} == 'out', 'terminated', 'active')}\"\n");
        shell.company().hr("E1,Ada,R1,,", "E2,Bea,R1,,");
        assertThat(shell.run("sync")).isZero();
        shell.company().hr("E1,Ada,R1,,31.02.2026", "E2,Bea,out,,31.02.2026");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.company().rows("select worker, active from users order by worker")).containsExactly("E1|yes", "E2|no");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"dd/MM/yy | dd/MM/yyyy", "dd/mm/yyyy | dd/MM/yyyy", "YYYY-MM-dd | yyyy-MM-dd", "yyyy-MM-DD | yyyy-MM-dd", "dd.MM.yyyy hh:mm | dd.MM.yyyy HH:mm",
            "dd.MM.yyyy HH:MM | dd.MM.yyyy HH:mm", "yyyy-mm-dd HH:mm | yyyy-MM-dd HH:mm", "d.M.y | d.M.yyyy", "dd.MM.yyyy HH:mm:SS | dd.MM.yyyy HH:mm:ss"})
    void aPatternThatCanBeMisreadIsAMistakeThatOffersTheRightOne(String pattern, String right) throws IOException {
        map("endDate", "\"${dateParse(${body[end]}, '" + pattern + "')}\"");
        assertThat(shell.run("check")).as(pattern).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("EXP008", "would be misread", "write " + right);
    }

    @ParameterizedTest
    @CsvSource({"dd/MM/yyyy", "MM/dd/yyyy", "yyyyMMdd", "dd.MM.yyyy HH:mm:ss", "dd-MMM-yyyy", "yyyy-MM-dd'T'HH:mm:ss.SSS", "MM/dd/yyyy hh:mm a", "yyyyDDD"})
    void aPatternThatSaysWhatItMeansIsNone(String pattern) throws IOException {
        map("endDate", "\"${dateParse(${body[end]}, '" + pattern.replace("'T'", " ") + "')}\"");
        assertThat(shell.run("check")).as(shell.out()).isZero();
    }
}
