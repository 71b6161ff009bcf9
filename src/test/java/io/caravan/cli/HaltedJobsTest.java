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

/** Jobs that are paused, and targets that are frozen: who waits, who does not, and who says so. */
class HaltedJobsTest {

    private static final int LEFT = ExitCode.SOME_FAILED.number();

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyOfThree() throws Exception {
        shell = new CompanyShell(folder);
        at("2026-11-26T12:00:00Z"); // a Thursday
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Grace,R1,,");
        assertThat(shell.run("sync")).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    private Iterable<String> rows() {
        return shell.company().rows("select worker, dept, active from users order by worker");
    }

    @Test
    void aPausedJobDoesNotRunAndSaysWhoPausedItAndHowManyWait() throws Exception {
        assertThat(shell.run("job", "pause", "app", "--reason", "moving house", "--as", "ada")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("app: paused by ada since 2026-11-26T12:00:00Z (moving house); nobody waits\n");
        assertThat(shell.run("sync")).as("nobody waits").isZero();
        assertThat(shell.out()).contains("app paused: by ada", "nobody waits");

        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,", "E3,Grace,R1,,", "E4,Alan,R1,,");
        assertThat(shell.run("sync")).as("paused on purpose, and nobody keeps what is to be taken away").isZero();
        assertThat(shell.out()).contains("app paused: by ada", "2 people wait");
        assertThat(rows()).containsExactly("E1|R1|yes", "E2|R1|yes", "E3|R1|yes");
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("Paused: app, by ada since 2026-11-26T12:00:00Z (moving house); 2 people wait", "Next: caravan job resume app");

        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,2026-11-25", "E3,Grace,R1,,", "E4,Alan,R1,,");
        for (String command : new String[] {"sync", "status"}) {
            assertThat(shell.run(command)).as(command).isEqualTo(LEFT);
            assertThat(shell.out()).contains("3 people wait, 1 of them to lose access", "Left behind in app: 1 (paused)", "E2: has left: end date was 2026-11-25");
        }
        assertThat(shell.run("explain", "E2", "app")).isZero();
        assertThat(shell.out()).contains("paused     by ada");

        assertThat(shell.run("job", "resume", "app", "--as", "grace")).isZero();
        assertThat(shell.run("sync")).isZero();
        assertThat(rows()).containsExactly("E1|R2|yes", "E2|R1|no", "E3|R1|yes", "E4|R1|yes");
        shell.run("log", "--action", "pause");
        assertThat(shell.out()).contains("moving house; until somebody resumes it", "job pause by ada");
        shell.run("log", "--action", "resume");
        assertThat(shell.out()).contains("job resume by grace");
    }

    @Test
    void aPauseEndsByItselfWhenItsTimeIsOverAndTheLogSaysSo() throws Exception {
        shell.run("job", "pause", "--system", "app", "--until", "2h", "--as", "ada");
        assertThat(shell.out()).contains("until 2026-11-26T14:00:00Z");
        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,", "E3,Grace,R1,,");
        at("2026-11-26T13:59:59Z");
        shell.run("sync");
        assertThat(rows()).contains("E1|R1|yes");
        at("2026-11-26T14:00:00Z");
        shell.run("status");
        assertThat(shell.out()).doesNotContain("Paused");
        assertThat(shell.run("sync")).isZero();
        assertThat(rows()).contains("E1|R2|yes");
        shell.run("log", "--action", "resume");
        assertThat(shell.out()).contains("the time of the pause is over", "pause by ada");
        at("2026-11-26T13:00:00Z");
        shell.run("status");
        assertThat(shell.out()).as("also when the clock is put back").doesNotContain("Paused");
    }

    @Test
    void aPlanIsNotCarriedOutByAPausedJobAndASourceThatIsPausedIsNeverGreen() throws Exception {
        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,", "E3,Grace,R1,,");
        Path plan = folder.resolve("app.plan");
        assertThat(shell.run("plan", "--out", plan.toString())).isZero();
        shell.run("job", "pause", "app");
        assertThat(shell.run("apply", plan.toString())).isNotZero();
        assertThat(shell.out() + shell.err()).contains("paused");
        assertThat(rows()).contains("E1|R1|yes");
        shell.run("job", "resume", "app");
        shell.run("job", "pause", "hr");
        assertThat(shell.run("sync")).as("who has left is not known").isEqualTo(LEFT);
        assertThat(shell.out()).contains("hr paused: by ", "who waits is not known");
        assertThat(shell.run("status")).isEqualTo(LEFT);
        assertThat(shell.run("apply", plan.toString())).isNotZero();
        shell.run("job", "resume", "hr");
        assertThat(shell.run("apply", plan.toString())).isZero();
        assertThat(rows()).contains("E1|R2|yes");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithWhatToWrite() {
        assertThat(shell.run("job", "pause")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("no job is named", "app, hr");
        assertThat(shell.run("job", "pause", "ap")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("did you mean 'app'?");
        assertThat(shell.run("job", "pause", "--system", "ap")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("job", "pause", "app", "--until", "2026-11-26")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("2026-11-26T00:00:00Z is over");
        assertThat(shell.run("job", "pause", "app", "--until", "tomorrow")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("in how long: 90m");
        assertThat(shell.run("job", "resume", "app")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("job 'app' is neither paused nor switched off");
        assertThat(shell.run("job", "pause", "app", "--reason", "new\nline \u001b[31mred")).isZero();
        shell.run("status");
        assertThat(shell.out()).doesNotContain("\u001b").contains("(new line");
    }

    private void frozen(String how) throws Exception {
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}").replace("match:", "schedule: {frozen: " + how + "}\nmatch:"));
    }

    @Test
    void inAFrozenTargetWhatGrantsOrChangesWaitsAndWhoeverLosesAccessDoesNot() throws Exception {
        frozen("Fri 18:00 - Mon 06:00");
        at("2026-11-28T12:00:00Z");
        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,2026-11-27", "E3,Grace,R1,,", "E4,Alan,R1,,");
        assertThat(shell.run("sync")).as("on purpose").isZero();
        assertThat(shell.out()).contains("app is frozen until 2026-11-30T06:00:00Z, and 2 changes wait");
        assertThat(rows()).containsExactly("E1|R1|yes", "E2|R1|no", "E3|R1|yes");
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("Frozen: app, until 2026-11-30T06:00:00Z; 2 people wait");
        assertThat(shell.run("explain", "E4", "app")).isZero();
        assertThat(shell.out()).contains("frozen     until 2026-11-30T06:00:00Z");
        assertThat(shell.run("sync")).as("the same again").isZero();
        assertThat(shell.out()).contains("2 changes wait");
        at("2026-11-30T06:00:00Z");
        assertThat(shell.run("sync")).isZero();
        assertThat(rows()).containsExactly("E1|R2|yes", "E2|R1|no", "E3|R1|yes", "E4|R1|yes");
        shell.run("status");
        assertThat(shell.out()).doesNotContain("rozen");
    }

    @Test
    void whereLeaversWaitTooTheCycleIsNotGreen() throws Exception {
        frozen("{windows: [2026-11-28 - 2026-11-29], leavers: wait}");
        at("2026-11-28T12:00:00Z");
        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,2026-11-27", "E3,Grace,R1,,");
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(shell.out()).contains("2 changes wait", "Left behind in app: 1 (frozen)", "E2: has left");
        assertThat(rows()).containsExactly("E1|R1|yes", "E2|R1|yes", "E3|R1|yes");
        assertThat(shell.run("status")).isEqualTo(LEFT);
        at("2026-11-30T00:00:00Z");
        assertThat(shell.run("sync")).isZero();
        assertThat(rows()).containsExactly("E1|R2|yes", "E2|R1|no", "E3|R1|yes");
    }

    @Test
    void aSavedPlanIsNotCarriedOutIntoAFrozenTargetUnlessNobodyOfItWaits() throws Exception {
        frozen("Sat - Sun");
        at("2026-11-27T23:00:00Z");
        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,2026-11-26", "E3,Grace,R1,,");
        Path plan = folder.resolve("app.plan");
        assertThat(shell.run("plan", "--out", plan.toString())).isZero();
        at("2026-11-28T01:00:00Z");
        assertThat(shell.run("apply", plan.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out() + shell.err()).contains("app is frozen until 2026-11-30T00:00:00Z, and 1 change waits");
        assertThat(rows()).contains("E2|R1|yes");
        assertThat(shell.run("apply", plan.toString(), "--only", "E2")).isZero();
        assertThat(rows()).containsExactly("E1|R1|yes", "E2|R1|no", "E3|R1|yes");
    }

    @Test
    void whoLeavesBeforeWhatWaitsForHerIsDoneWaitsNoMore() throws Exception {
        frozen("Sat - Sun");
        at("2026-11-28T12:00:00Z");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Grace,R1,,", "E4,Alan,R1,,");
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.out()).contains("1 change waits");
        shell.run("job", "pause", "app");
        assertThat(shell.out()).contains("1 person waits");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Grace,R1,,", "E4,Alan,R1,,2026-11-27");
        shell.run("sync");
        assertThat(shell.out()).contains("nobody waits");
    }

    @Test
    void aSystemThatIsReadOnlyIsReadMatchedAndPlannedAndNothingIsEverSent() throws Exception {
        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,2026-11-25", "E3,Grace,R1,,", "E4,Alan,R1,,");
        Path before = folder.resolve("before.plan");
        assertThat(shell.run("plan", "--out", before.toString())).isZero();
        readOnly("true");
        assertThat(shell.run("plan")).isZero();
        assertThat(shell.out()).contains("Plan: 1 create, 1 update, 1 disable", "Read only: nothing of this is sent, as caravan.systems.app.readOnly is true");
        for (int i = 0; i < 2; i++) {
            assertThat(shell.run("sync")).as("somebody keeps access").isEqualTo(LEFT);
            assertThat(shell.out()).contains("app is read only (caravan.systems.app.readOnly = true): 3 changes were planned, and none is sent", "Left behind in app: 1 (read-only)", "E2: has left");
            assertThat(rows()).containsExactly("E1|R1|yes", "E2|R1|yes", "E3|R1|yes");
        }
        assertThat(shell.run("status")).isEqualTo(LEFT);
        assertThat(shell.out()).contains("Read only: app, caravan.systems.app.readOnly = true; 3 people wait, 1 of them to lose access");
        shell.run("explain", "E4", "app");
        assertThat(shell.out()).contains("read-only");
        assertThat(shell.run("apply", before.toString())).isEqualTo(ExitCode.FAILED.number());
        String hr = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", hr.replace("  managerId: \"${body[manager]}\"", "  status: \"${body[manager]}\""));
        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,urgent,2026-11-25", "E3,Grace,R1,,", "E4,Alan,R1,,");
        shell.run("sync");
        assertThat(rows()).as("an urgent termination neither").containsExactly("E1|R1|yes", "E2|R1|yes", "E3|R1|yes");
        shell.company().write("mappings/hr.yaml", hr);
        shell.company().hr("E1,Ada,R2,,", "E2,Bob,R1,,2026-11-25", "E3,Grace,R1,,", "E4,Alan,R1,,");
        readOnly("false");
        assertThat(shell.run("sync")).isZero();
        assertThat(rows()).containsExactly("E1|R2|yes", "E2|R1|no", "E3|R1|yes", "E4|R1|yes");
    }

    @Test
    void whetherASystemIsReadOnlyIsSaidInPlainWords() throws Exception {
        for (String word : new String[] {"yes", "{{env:READ_ONLY}}", ""}) {
            readOnly(word);
            assertThat(shell.run("check")).as(word).isEqualTo(ExitCode.INVALID_FILES.number());
            assertThat(shell.out()).contains("application.properties:", "\"readOnly\" cannot be \"" + word + "\"");
        }
        readOnly("false");
        assertThat(shell.run("check")).as(shell.out()).isZero();
    }

    private void readOnly(String word) throws Exception {
        String settings = Files.readString(folder.resolve("application.properties"));
        shell.company().write("application.properties", settings.replaceAll("(?m)^caravan.systems.app.readOnly.*\n", "") + "caravan.systems.app.readOnly = " + word + "\n");
    }

    @Test
    void checkNamesThePlaceOfAWindowThatCannotBeUnderstood() throws Exception {
        frozen("[Fri 18:00 - Mon 06:00, Frei - Mon]");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("app.yaml:5:44", "MAP015", "\"Frei\" is no day of the week", "Fri 18:00 - Mon 06:00");
        frozen("[Mon 00:00 - Fri 00:00, Fri 00:00 - Mon 00:00]");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("leave no time between them");
        frozen("{leavers: wait}");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("has no \"windows\"");
        frozen("{windows: Sat - Sun, leavers: go}");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        frozen("22:00 - 06:00");
        assertThat(shell.run("check")).as(shell.out()).isZero();
        String hr = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", hr.replace("to: hub", "to: hub\nschedule: {frozen: Sat - Sun}"));
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("\"frozen\" does not belong in a mapping of this direction");
    }
}
