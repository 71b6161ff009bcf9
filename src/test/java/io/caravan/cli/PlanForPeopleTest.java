package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.runtime.SmallCompany;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan in the words of those who look at it: people, what changes for how many, and what would be left undone. */
class PlanForPeopleTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyOfThree() throws Exception {
        shell = new CompanyShell(folder).at(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));
        shell.company().write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")).replace("manager, end]", "manager, end, start]")
                .replace("  endDate:", "  startDate: \"${body[start]}\"\n  endDate:"));
        people("E1,Ada,R1,,,", "E2,Bob,R1,,,", "E3,Eve,R2,,,");
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + "lifecycle: {prehire: 30d}\n");
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void people(String... rows) throws Exception {
        shell.company().write("hr.csv", "workerId,name,dept,manager,end,start\n" + String.join("\n", rows) + "\n");
    }

    @Test
    void aSourceSaysWhatWouldChangeForHowManyAndAPrehireWhenSheIsLetIn() throws Exception {
        people("E1,Ada,R5,,,", "E2,Bob,R5,,,", "E3,Eve,R2,,2026-11-01,", "E4,Zoe,R2,,,2026-12-02");
        assertThat(shell.run("plan")).isZero();
        assertThat(shell.out()).contains("hr (hr → hub)", "People: 1 would join, 2 would change (dept of 2, endDate of 1), 1 would leave.",
                "+ E4       create    E4                       disabled until 2026-12-02; login \"zoe\"");
    }

    @Test
    void byPersonEachHasAllThatWouldHappenToHer() throws Exception {
        people("E1,Ada,R5,,,", "E2,Bob,R1,,2026-11-01,", "E3,Eve,R2,,,");
        assertThat(shell.run("plan", "--by", "person")).isZero();
        assertThat(shell.out()).containsPattern("E1\n  ~ app update +E1 +dept \"R1\" → \"R5\"\nE2\n  ! app disable +E2 +has left").contains("app: Plan: 0 create, 1 update, 1 disable");
        assertThat(shell.run("plan", "--by", "person", "--limit", "1")).isZero();
        assertThat(shell.out()).contains("… and 1 more person").doesNotContain("E2\n");
        assertThat(shell.run("plan", "--by", "town")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void wideCutsNothingOff() throws Exception {
        String name = "Ada of a name that is so long that it does not fit into any line that anybody would want to look at in a terminal of today";
        people("E1," + name + ",R1,,,", "E2,Bob,R1,,,", "E3,Eve,R2,,,");
        shell.run("plan");
        assertThat(shell.out()).contains("…\n").doesNotContain("terminal of today");
        shell.run("plan", "--wide");
        assertThat(shell.out()).contains("terminal of today\"");
    }

    @Test
    void whereASyncWouldLeaveSomebodyBehindThePlanSaysSo() throws Exception {
        shell.company().write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")).replace("\"${body[dept]}\"", "\"${dateFormat(${body[dept]}, 'yyyy')}\""));
        people("E1,Ada,2026-01-01,,,", "E2,Bob,nonsense,,,", "E3,Eve,2026-01-01,,,");
        assertThat(shell.run("plan")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("1 cannot be used", "Left behind in hr: 1 (invalid)", "E2: ");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
    }

    @Test
    void anExplanationBeginsWithWhatIsSo() throws Exception {
        shell.run("explain", "E1");
        assertThat(shell.out()).startsWith("E1\n  E1 has an account in app (ada), open since 2026-11-20.\n\n");
        people("E1,Ada,R1,,2026-11-01,", "E2,Bob,R1,,,", "E3,Eve,R2,,,", "E4,Zoe,R2,,,2026-12-02");
        shell.run("sync", "hr");
        shell.run("explain", "E1");
        assertThat(shell.out()).startsWith("E1\n  E1 has an account in app (ada), open since 2026-11-20; the next run closes it: has left: ");
        shell.run("explain", "E4");
        assertThat(shell.out()).startsWith("E4\n  E4 will have an account in app with the next run");
        shell.run("sync");
        shell.run("explain", "E1");
        assertThat(shell.out()).startsWith("E1\n  E1 has an account in app (ada), and it is closed since 2026-11-20");
    }
}
