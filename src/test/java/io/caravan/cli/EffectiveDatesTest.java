package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code asOf}: what is known today takes effect on its day. The rows of the table "From when a record is true". */
class EffectiveDatesTest {

    private static final String MAPPING = """
            job: hr
            from: {system: hr, object: record, attributes: [id, worker, name, dept, status, start, asOf, zone, type]}
            to: hub
            %s
            completeness: {maxShrink: 50%%}
            scope: {include: "${body[type]} != 'external'"}
            match: [{hub: workerId, value: "${body[worker]}"}]
            attributes:
              workerId: "${body[worker]}"
              name: "${body[name]}"
              dept: "${body[dept]}"
              status: "${body[status]}"
              startDate: "${body[start]}"
              timeZone: "${body[zone]}"
            """;

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void begin() throws IOException {
        shell = new CompanyShell(folder);
        asOf("asOf: \"${body[asOf]}\"");
        Path app = folder.resolve("mappings/app.yaml");
        Files.writeString(app, Files.readString(app).replaceAll("(?m)^  manager: .*\\R", ""));
        settings("caravan.systems.hr.key = workerId", "caravan.systems.hr.key = id");
        at("2026-11-20T12:00:00Z");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void asOf(String written) throws IOException {
        shell.company().write("mappings/hr.yaml", MAPPING.formatted(written));
    }

    private void settings(String from, String to) throws IOException {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private EffectiveDatesTest at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
        return this;
    }

    /** id, worker, dept, status, start, asOf, zone, type; beside somebody who is always there. */
    private void file(String... rows) throws IOException {
        StringBuilder file = new StringBuilder("id,worker,name,dept,status,start,asOf,zone,type\nX,X,Xenia,R9,active,,,,\nY,Y,Yves,R9,active,,,,\n");
        for (String row : rows) {
            String[] cells = row.split(",", -1);
            file.append(cells[0]).append(',').append(cells[1]).append(",Name").append(cells[1]).append(',').append(String.join(",", List.of(cells).subList(2, cells.length)))
                    .append(",".repeat(8 - cells.length)).append('\n');
        }
        shell.company().write("hr.csv", file.toString());
    }

    private void sync(String... rows) throws IOException {
        file(rows);
        passes();
    }

    /** Nothing is read: time alone. */
    private void passes() {
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
    }

    private void withoutReading() {
        assertThat(shell.run("sync", "app")).as(shell.out() + shell.err()).isZero();
    }

    private List<String> people() {
        return shell.company().rows("select worker, dept, active from users where worker not in ('X', 'Y') order by worker");
    }

    @Test
    void aChangeKnownTodayTakesEffectOnItsDayWithoutAnotherReading() throws IOException {
        sync("E1a,E1,R1,active,,2020-01-01", "E1b,E1,R2,active,,2026-12-01");
        assertThat(people()).containsExactly("E1|R1|yes");
        Files.delete(folder.resolve("hr.csv"));
        at("2026-11-30T23:59:59Z").withoutReading();
        assertThat(people()).containsExactly("E1|R1|yes");
        at("2026-12-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes");
        assertThat(shell.run("log", "--action", "identity-update")).isZero();
        assertThat(shell.out()).contains("its time has come", "E1b true since 2026-12-01");
    }

    @Test
    void theDayBeginsWhereThePersonIs() throws IOException {
        sync("E1a,E1,R1,active,,2020-01-01,Asia/Tokyo", "E1b,E1,R2,active,,2026-12-01,Asia/Tokyo",
                "E2a,E2,R1,active,,2020-01-01,America/New_York", "E2b,E2,R2,active,,2026-12-01,America/New_York");
        at("2026-11-30T14:59:59Z").withoutReading();
        assertThat(people()).containsExactly("E1|R1|yes", "E2|R1|yes");
        at("2026-11-30T15:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes", "E2|R1|yes");
        at("2026-12-01T05:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes", "E2|R2|yes");
    }

    @Test
    void oneThatSaysByNowWhatIsTrueLaterIsAsItWasUntilThen() throws IOException {
        sync("E1,E1,R1,active,,2020-01-01");
        sync("E1,E1,R2,active,,2026-12-01");
        assertThat(people()).containsExactly("E1|R1|yes");
        assertThat(shell.run("explain", "E1")).isZero();
        assertThat(shell.out()).contains("true since 2020-01-01", "true from 2026-12-01 on");
        at("2026-12-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes");
    }

    @Test
    void whatIsWithdrawnNeverTakesEffect() throws IOException {
        sync("E1a,E1,R1,active,,2020-01-01", "E1b,E1,,terminated,,2026-12-01", "E2,E2,R1,active,,2020-01-01");
        sync("E1a,E1,R1,active,,2020-01-01", "E2,E2,R2,active,,2026-12-01");
        sync("E1a,E1,R1,active,,2020-01-01", "E2,E2,R3,active,,2027-01-01");
        at("2026-12-05T00:00:00Z").withoutReading();
        assertThat(people()).as("gone from the source, and replaced in the source").containsExactly("E1|R1|yes", "E2|R1|yes");
        sync("E1a,E1,R1,active,,2020-01-01", "E2,E2,R1,active,,2020-01-01");
        at("2027-01-05T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R1|yes", "E2|R1|yes");
    }

    @Test
    void aReadingThatDoesNotStandWithdrawsNothing() throws IOException {
        sync("E1a,E1,R1,active,,2020-01-01", "E1b,E1,R2,active,,2026-12-01", "E2a,E2,R1,active,,2020-01-01", "E3a,E3,R1,active,,2020-01-01", "E4a,E4,R1,active,,2020-01-01");
        file("E1a,E1,R1,active,,2020-01-01");
        assertThat(shell.run("sync")).as("more than half is missing").isEqualTo(ExitCode.FAILED.number());
        at("2026-12-05T00:00:00Z").withoutReading();
        assertThat(people()).contains("E1|R2|yes");
    }

    @Test
    void whoeversFirstRecordIsTrueLaterIsThereFromItsDay() throws IOException {
        at("2026-11-01T12:00:00Z").sync("E1a,E1,R1,active,,2026-12-01", "E2a,E2,R1,active,2019-05-01,2026-12-01", "E3a,E3,R1,active,2026-12-10,2026-12-01");
        assertThat(people()).isEmpty();
        at("2026-11-20T12:00:00Z").withoutReading();
        assertThat(people()).as("made before the first day, closed; also where the record says that she has been here for long").containsExactly("E1|R1|no", "E2|R1|no");
        at("2026-12-01T00:00:00Z").withoutReading();
        assertThat(people()).as("the later of the two days counts").containsExactly("E1|R1|yes", "E2|R1|yes", "E3|R1|no");
    }

    @Test
    void oneIdentityHoweverManyRecordsAndInWhateverOrder() throws IOException {
        sync("9,E1,R1,active,,2019-01-01", "3,E1,R4,active,,2027-03-01", "5,E1,R3,active,,2027-01-01", "1,E1,R2,active,,2026-11-01");
        assertThat(people()).containsExactly("E1|R2|yes");
        at("2027-01-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R3|yes");
        at("2027-03-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R4|yes");
    }

    @Test
    void ofSeveralOfOneDayTheOrderDecides() throws IOException {
        asOf("asOf: {value: \"${body[asOf]}\", order: \"${body[start]}\"}");
        shell.company().write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")).replaceAll("(?m)^  startDate: .*\\R", ""));
        sync("a,E1,R1,active,2,2026-11-01", "b,E1,R2,active,10,2026-11-01", "c,E1,R3,active,9,2026-11-01");
        assertThat(people()).containsExactly("E1|R2|yes");
    }

    @Test
    void ofEachEmploymentTheOneThatBeganLastAndOfTheseTheOneThatCounts() throws IOException {
        asOf("asOf: {value: \"${body[asOf]}\", of: \"${body[type]}\"}");
        sync("a1,E1,R1,active,2019-01-01,2019-01-01,,job0", "b1,E1,R5,active,2024-01-01,2024-01-01,,job1", "b2,E1,R6,terminated,2024-01-01,2026-12-01,,job1");
        assertThat(people()).containsExactly("E1|R5|yes");
        at("2026-12-01T00:00:00Z").withoutReading();
        assertThat(people()).as("the second job has ended, the first goes on").containsExactly("E1|R1|yes");
    }

    @Test
    void whoHasLeftAndIsToComeBackIsPreparedFor() throws IOException {
        sync("a,E1,R1,active,,2020-01-01");
        sync("a,E1,R1,active,,2020-01-01", "b,E1,R1,terminated,,2026-11-10", "c,E1,R2,active,,2026-12-01");
        assertThat(people()).containsExactly("E1|R2|no");
        at("2026-12-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes");
    }

    @Test
    void aTerminationOfLaterClosesOnItsDay() throws IOException {
        sync("a,E1,R1,active,,2020-01-01", "b,E1,R1,terminated,,2026-12-01");
        assertThat(people()).containsExactly("E1|R1|yes");
        at("2026-12-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R1|no");
    }

    @Test
    void whoIsOutOfScopeFromADayOnIsInItUntilThen() throws IOException {
        sync("a,E1,R1,active,,2020-01-01", "b,E1,R2,active,,2026-12-01,,external");
        assertThat(people()).containsExactly("E1|R1|yes");
        at("2026-12-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R1|no");
    }

    @Test
    void aDayThatIsNoneHasAlwaysBeenAndOneThatCannotBeReadRejectsTheRecord() throws IOException {
        sync("a,E1,R1,active,,", "b,E2,R1,active,,0000-00-00", "c,E3,R1,active,,2020-01-01");
        assertThat(people()).containsExactly("E1|R1|yes", "E2|R1|yes", "E3|R1|yes");
        file("a,E1,R1,active,,", "b,E2,R1,active,,", "c,E3,R2,active,,31.12.2026");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        at("2027-02-01T00:00:00Z");
        shell.run("sync", "app");
        assertThat(people()).as("what she was before stands").contains("E3|R1|yes");
        assertThat(shell.run("dead-letters", "list")).isZero();
        assertThat(shell.out()).contains("asOf", "31.12.2026");
    }

    @Test
    void whatCannotBeComputedOfARecordOfLaterLeavesTheOneOfToday() throws IOException {
        sync("E1,E1,R1,active,,2020-01-01");
        shell.company().write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")).replace("dept: \"${body[dept]}\"", "dept: \"${body[dept]}\"")
                .replace("workerId: \"${body[worker]}\"", "workerId: \"${body[worker]}\"\n  urgent: \"${dateFormat(${body[type]}, 'yyyy')}\""));
        file("E1,E1,R2,active,,2026-12-01,,nonsense");
        shell.run("sync");
        at("2027-01-05T00:00:00Z");
        shell.run("sync", "app");
        assertThat(people()).containsExactly("E1|R1|yes");
    }

    /** Of a record with "nonsense" as its type nothing can be made: whether somebody is locked out at once cannot be computed. */
    private void nothingCanBeMadeOfNonsense() throws IOException {
        shell.company().write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml"))
                .replace("workerId: \"${body[worker]}\"", "workerId: \"${body[worker]}\"\n  urgent: \"${dateFormat(${body[type]}, 'yyyy')}\"")
                .replace("maxShrink: 50%", "maxShrink: 50%, maxVanish: 100%"));
    }

    private List<String> open() {
        return people().stream().filter(row -> row.endsWith("|yes")).toList();
    }

    private void leavesBehind(String... rows) throws IOException {
        file(rows);
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isEqualTo(ExitCode.SOME_FAILED.number());
    }

    private EffectiveDatesTest later(String moment) {
        at(moment);
        shell.run("sync", "app");
        return this;
    }

    @Test
    void whatNothingCanBeMadeOfOpensAndClosesNothingWhateverItsDay() throws IOException {
        nothingCanBeMadeOfNonsense();
        sync("E1,E1,R1,active,2019-01-01,2026-12-01", "E2,E2,R1,active,2019-01-01,2026-12-01", "E3,E3,R1,active,,2020-01-01", "E4,E4,R1,active,,2020-01-01",
                "E5,E5,R1,terminated,,2020-01-01", "E6,E6,R1,active,,2020-01-01", "E7,E7,R1,active,2019-01-01,2026-12-01");
        sync("E1,E1,R1,active,2019-01-01,2026-12-01", "E2,E2,R1,active,2019-01-01,2026-12-01", "E3,E3,R1,active,,2020-01-01", "E4,E4,R1,terminated,,2026-12-01",
                "E5,E5,R2,active,,2026-12-01", "E7,E7,R1,active,2019-01-01,2026-12-01");
        assertThat(open()).containsExactly("E3|R1|yes", "E4|R1|yes");
        String[] nonsense = {"E1,E1,R2,active,2019-01-01,2026-11-10,,nonsense", "E2,E2,R2,active,2019-01-01,2027-03-01,,nonsense", "E3,E3,R2,terminated,,2026-12-01,,nonsense",
            "E4,E4,R2,active,,2020-01-01,,nonsense", "E5,E5,R3,active,,2026-11-01,,nonsense", "E6,E6,R2,active,,2020-01-01,,nonsense"};
        leavesBehind(nonsense);
        assertThat(open()).as("a day that has come, an earlier one, one who was gone: nothing is opened, nothing closed").containsExactly("E3|R1|yes", "E4|R1|yes");
        assertThat(shell.run("dead-letters", "list")).isZero();
        assertThat(shell.out()).contains("E1", "E2", "E3", "E4", "E5", "E6", "nonsense").doesNotContain("E7");
        assertThat(shell.run("explain", "E3")).isZero();
        assertThat(shell.out()).contains("as it was before: nothing can be made of the record as it is by now");
        later("2026-12-02T00:00:00Z");
        assertThat(open()).as("who was to come comes, but not before the day that is said by now; what replaced something that was to come keeps it from coming")
                .containsExactly("E1|R1|yes", "E3|R1|yes", "E4|R1|yes");
        leavesBehind(nonsense);
        later("2027-03-01T00:00:00Z");
        assertThat(open()).containsExactly("E1|R1|yes", "E2|R1|yes", "E3|R1|yes", "E4|R1|yes");
        String[] right = new String[nonsense.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = nonsense[i].replace(",,nonsense", "");
        }
        sync(right);
        assertThat(open()).as("as soon as something can be made of them they count").containsExactly("E1|R2|yes", "E2|R2|yes", "E4|R2|yes", "E5|R3|yes", "E6|R2|yes");
        assertThat(shell.run("dead-letters", "list")).isZero();
        assertThat(shell.out()).doesNotContain("nonsense");
    }

    @Test
    void whatNothingCanBeMadeOfChangesNotWhichOfSeveralRecordsCounts() throws IOException {
        asOf("prefer: [\"${body[asOf]} == 'main'\"]");
        nothingCanBeMadeOfNonsense();
        sync("a,E1,R1,active,,main", "b,E1,R2,terminated,,side", "c,E2,R1,active,,");
        assertThat(people()).containsExactly("E1|R1|yes", "E2|R1|yes");
        leavesBehind("a,E1,R1,active,,side,,nonsense", "b,E1,R2,terminated,,main,,nonsense");
        assertThat(people()).as("and who is gone is gone").containsExactly("E1|R1|yes", "E2|R1|no");
        leavesBehind("a,E1,R1,active,,side,,nonsense", "b,E1,R2,terminated,,main,,nonsense", "c,E2,R1,active,,,,nonsense");
        assertThat(people()).as("also who is there again, and nothing can be made of her").containsExactly("E1|R1|yes", "E2|R1|no");
        sync("a,E1,R1,active,,side", "b,E1,R2,terminated,,main", "c,E2,R1,active,,");
        assertThat(open()).containsExactly("E2|R1|yes");
    }

    @Test
    void aClockThatWasAheadAndIsSetBackOpensNothingThatIsNotTrueYet() throws IOException {
        file("a,E1,R1,active,,2020-01-01", "b,E1,R2,active,,2026-12-01", "c,E2,R1,active,,2026-12-20", "d,E3,R1,active,,2020-01-01", "d2,E3,R1,terminated,,2026-11-10");
        at("2027-01-05T00:00:00Z").passes();
        assertThat(people()).containsExactly("E1|R2|yes", "E2|R1|yes");
        at("2026-11-20T12:00:00Z").withoutReading();
        assertThat(people()).as("what is true at that time, and nothing else").containsExactly("E1|R1|yes", "E2|R1|no");
        at("2026-12-20T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes", "E2|R1|yes");
    }

    @Test
    void onlyHerOwnTimeCountsWhenNothingButTheClockIsPutBackWhereARecordHadReplacedAnother() throws IOException {
        sync("E1,E1,R1,active,,2020-01-01");
        sync("E1,E1,R2,active,,2026-12-01");
        at("2026-12-02T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes");
        at("2026-11-25T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R1|yes");
    }

    @Test
    void aPlanAndAnExplanationOfALaterDayShowIt() throws IOException {
        sync("a,E1,R1,active,,2020-01-01", "b,E1,R2,active,,2026-12-01", "c,E2,R1,active,,2020-01-01", "d,E2,R1,terminated,,2026-12-15");
        assertThat(shell.run("plan", "--as-of", "2026-12-31")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("2026-12-01 00:00", "dept \"R1\" → \"R2\"").containsPattern("disable +E2 ");
        assertThat(shell.run("explain", "E1")).isZero();
        assertThat(shell.out()).contains("true since 2020-01-01", "true from 2026-12-01 on");
        assertThat(shell.run("explain", "E1", "--as-of", "2026-12-02")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("R2");
        assertThat(shell.run("history", "E2")).isZero();
        assertThat(shell.out()).contains("2026-12-15");
    }

    @Test
    void whatManyRecordsTakeAwayOnOneDayIsHeld() throws IOException {
        String[] rows = new String[40];
        for (int i = 0; i < 20; i++) {
            rows[2 * i] = "a" + i + ",P" + i + ",R1,active,,2020-01-01";
            rows[2 * i + 1] = "b" + i + ",P" + i + ",R1,terminated,,2026-12-01";
        }
        sync(rows);
        at("2026-12-01T00:00:00Z");
        assertThat(shell.run("sync", "app")).isEqualTo(ExitCode.HELD.number());
        assertThat(people()).allMatch(row -> row.endsWith("|yes"));
    }

    private void agency() throws IOException {
        settings("caravan.systems.app.connector", "caravan.systems.agency.connector = csv-source\ncaravan.systems.agency.file = agency.csv\ncaravan.systems.agency.key = id\n"
                + "caravan.systems.agency.quietSeconds = 0\ncaravan.systems.app.connector");
        shell.company().write("mappings/agency.yaml", """
                job: agency
                from: {system: agency, object: record, attributes: [id, until, dept]}
                to: hub
                match: [{hub: workerId, value: "${body[id]}"}]
                attributes: {workerId: "${body[id]}", name: "Name", dept: "${body[dept]}", endDate: "${body[until]}"}
                """);
    }

    @Test
    void anotherSourceOfTheSamePersonIsNotOverruledByWhatIsNotTrueYet() throws IOException {
        agency();
        shell.company().write("agency.csv", "id,until,dept\nE1,2026-12-31,A1\n");
        shell.company().write("mappings/hr.yaml", MAPPING.formatted("asOf: \"${body[asOf]}\"\nauthority: 10"));
        sync("a,E1,R1,active,,2027-01-01");
        assertThat(people()).as("a contractor until the last day, an employee from the next").containsExactly("E1|A1|yes");
        at("2026-12-31T23:59:59Z").withoutReading();
        assertThat(people()).containsExactly("E1|A1|yes");
        at("2027-01-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R1|yes");
    }

    @Test
    void whoIsGoneAndComesBackFromALaterDayIsNotThereBefore() throws IOException {
        sync("E1,E1,R1,active,,2020-01-01", "E2,E2,R1,active,,2020-01-01");
        sync("E2,E2,R1,active,,2020-01-01");
        assertThat(people()).containsExactly("E1|R1|no", "E2|R1|yes");
        sync("E1,E1,R2,active,,2027-01-01", "E2,E2,R1,active,,2020-01-01");
        assertThat(people()).as("what was true in 2020 its source has taken back").contains("E2|R1|yes").doesNotContain("E1|R1|yes", "E1|R2|yes");
        at("2027-01-01T00:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes", "E2|R1|yes");
    }

    @Test
    void aDayThatCannotBeReadAnyMoreOpensNothingBeforeTheOneThatWas() throws IOException {
        sync("E1,E1,R1,active,2019-01-01,2026-12-01", "E2,E2,R1,active,,2020-01-01");
        sync("E1,E1,R1,active,2019-01-01,2026-12-01", "E2,E2,R2,active,,2026-12-01");
        for (String day : List.of("soon", "very soon")) {
            file("E1,E1,R1,active,2019-01-01," + day, "E2,E2,R2,active,," + day);
            assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
            assertThat(people()).as("%s: the one of the future is not there, the other as she was", day).contains("E2|R1|yes").doesNotContain("E1|R1|yes");
        }
        at("2026-12-01T00:00:00Z");
        shell.run("sync", "app");
        assertThat(people()).as("the last day that could be read of what was kept").containsExactly("E1|R1|yes", "E2|R1|yes");
        sync("E1,E1,R3,active,2019-01-01,2020-01-01", "E2,E2,R3,active,,2020-01-01");
        assertThat(people()).containsExactly("E1|R3|yes", "E2|R3|yes");
    }

    @Test
    void aDayThatCannotBeReadBringsNobodyEarlierThanWhatWasSaidLast() throws IOException {
        nothingCanBeMadeOfNonsense();
        sync("E1,E1,R1,active,2019-01-01,2026-12-10");
        leavesBehind("E1,E1,R1,active,2019-01-01,2027-01-15,,nonsense");
        at("2026-12-20T12:00:00Z").leavesBehind("E1,E1,R1,active,2019-01-01,15.01.2027");
        assertThat(open()).as("the 15th of January is the last day that could be read").isEmpty();
        later("2027-01-14T23:59:59Z");
        assertThat(open()).isEmpty();
        later("2027-01-15T00:00:00Z");
        assertThat(open()).containsExactly("E1|R1|yes");
    }

    @Test
    void whatWasKeptWhileRecordsHadADayCountsNoMoreWhenTheyHaveNone() throws IOException {
        agency();
        shell.company().write("mappings/agency.yaml", Files.readString(folder.resolve("mappings/agency.yaml")).replace("to: hub", "to: hub\nasOf: \"${body[until]}\"")
                .replace(", endDate: \"${body[until]}\"", ""));
        shell.company().write("mappings/hr.yaml", MAPPING.formatted("asOf: \"${body[asOf]}\"\nauthority: 10"));
        nothingCanBeMadeOfNonsense();
        shell.company().write("agency.csv", "id,until,dept\nX,2020-01-01,R9\n");
        sync("E1,E1,R1,active,,2020-01-01");
        leavesBehind("E1,E1,R2,active,,2020-01-01,,nonsense");
        assertThat(open()).containsExactly("E1|R1|yes");
        Path hr = folder.resolve("mappings/hr.yaml");
        Files.writeString(hr, Files.readString(hr).replace("asOf: \"${body[asOf]}\"\n", ""));
        shell.company().write("agency.csv", "id,until,dept\nX,2020-01-01,R9\nE1,2020-01-01,A1\n");
        sync("E1,E1,R3,terminated,,2020-01-01");
        assertThat(people()).as("what her own record says by now counts, and not what stood in its place").containsExactly("E1|R1|no");
        Files.writeString(hr, Files.readString(hr).replace("to: hub\n", "to: hub\nasOf: \"${body[asOf]}\"\n"));
        sync("E1,E1,R3,terminated,,2020-01-01");
        assertThat(people()).as("nor when they have one again").containsExactly("E1|R1|no");
    }

    @Test
    void aDayThatARouteMakesIsRefusedAndOtherThingsThatItMakesAreNot() throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        shell.company().write("routes/records.camel.yaml", """
                - route:
                    from:
                      uri: direct:records-hr
                      steps:
                        - split:
                            simple: "${body}"
                            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
                            steps:
                              - script:
                                  simple: "${body.put('dept', 'R8')}"
                              - choice:
                                  when:
                                    - simple: "${body[id]} == 'E1'"
                                      steps:
                                        - script:
                                            simple: "${body.put('asOf', '2019-01-01')}"
                """);
        file("E1,E1,R1,active,,2026-12-01", "E2,E2,R1,active,,2020-01-01");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(people()).containsExactly("E2|R8|yes");
        assertThat(shell.run("dead-letters", "list")).isZero();
        assertThat(shell.out()).contains("asOf (mappings/hr.yaml:4:", "another day in the record as it was read than behind direct:records-hr; compute it in the mapping");
        file("E1,E1,R1,active,,2019-01-01", "E2,E2,R2,active,,2026-12-01");
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
        assertThat(people()).as("what the route made of the earlier record stands").containsExactly("E1|R8|yes", "E2|R8|yes");
    }

    @Test
    void theDayOfEachRecordBeginsInItsOwnZone() throws IOException {
        sync("a,E1,R1,active,,2020-01-01,America/New_York", "b,E1,R2,active,,2026-12-01,Asia/Tokyo");
        at("2026-11-30T14:59:59Z").withoutReading();
        assertThat(people()).containsExactly("E1|R1|yes");
        at("2026-11-30T15:00:00Z").withoutReading();
        assertThat(people()).containsExactly("E1|R2|yes");
    }

    @Test
    void mistakesInItAreFoundBeforeAnythingRuns() throws IOException {
        asOf("asOf: {value: \"${body[asof]}\", off: \"x\"}");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("mappings/hr.yaml:4:", "asof", "asOf", "\"off\"");
        shell.company().write("mappings/hr.yaml", MAPPING.formatted("asOf: \"${body[asOf]}\"").replace("to: hub", "to: {hub: department}"));
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("only what is said of people waits for its day");
    }
}
