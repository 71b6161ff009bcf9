package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several records of one person in one source: a conversion, a rehire, two jobs at a time. The passport says that it is one person. */
class SeveralRecordsTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyWhoseRecordsAreContracts() throws IOException {
        shell = new CompanyShell(folder);
        shell.company().write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, passport, name, dept, status, start, end, urgent]}
                to: hub
                completeness: {maxShrink: 90%}
                match: [{hub: passport, value: "${body[passport]}"}]
                attributes:
                  workerId: "${body[passport]}"
                  passport: "${body[passport]}"
                  name: "${body[name]}"
                  dept: "${body[dept]}"
                  status: "${body[status]}"
                  startDate: "${body[start]}"
                  endDate: "${body[end]}"
                  urgent: "${body[urgent]}"
                """);
        Path app = folder.resolve("mappings/app.yaml");
        Files.writeString(app, Files.readString(app).replaceAll("(?m)^  manager: .*\\R", ""));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    /** id, passport, dept, status, start, end */
    private void contracts(String... rows) throws IOException {
        StringBuilder file = new StringBuilder("workerId,passport,name,dept,status,start,end,urgent\nX,PX,Xenia,R9,active,,,\n");
        for (String row : rows) {
            String[] cells = row.split(",", -1);
            file.append(cells[0]).append(',').append(cells[1]).append(",Ada,").append(String.join(",", List.of(cells).subList(2, cells.length)))
                    .append(cells.length == 6 ? "," : "").append('\n');
        }
        Files.writeString(folder.resolve("hr.csv"), file.toString());
    }

    private void sync(String... rows) throws IOException {
        contracts(rows);
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
    }

    private List<String> people() {
        return shell.company().rows("select worker, dept, active from users where worker <> 'PX' order by worker");
    }

    private static String day(int fromToday) {
        return LocalDate.now(java.time.ZoneOffset.UTC).plusDays(fromToday).toString();
    }

    @Test
    void aConversionLeavesNobodyBehindWhicheverNumberSortsFirst() throws IOException {
        sync("C1,P1,R1,active,,", "C2,P2,R1,active,,");
        sync("C1,P1,R1,terminated,,2020-10-31", "C2,P2,R1,terminated,,2020-10-31", "E1,P1,R2,active,,", "A2,P2,R2,active,,");
        assertThat(people()).containsExactly("P1|R2|yes", "P2|R2|yes");
    }

    @Test
    void bothRecordsComeInOneReadingAndTheActiveOneCounts() throws IOException {
        sync("C1,P1,R1,terminated,,2020-10-31", "E1,P1,R2,active,,", "A2,P2,R2,active,,", "C2,P2,R1,terminated,,2020-10-31");
        assertThat(people()).containsExactly("P1|R2|yes", "P2|R2|yes");
    }

    @Test
    void ofTwoActiveRecordsTheLaterStartCounts() throws IOException {
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,active,2024-01-01,", "A2,P2,R2,active,2024-01-01,", "B2,P2,R1,active,2019-01-01,");
        assertThat(people()).containsExactly("P1|R2|yes", "P2|R2|yes");
    }

    @Test
    void oneThatEndsOrGoesAbsentWhileAnotherGoesOnMakesNoLeaver() throws IOException {
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,active,2024-01-01,");
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,active,2024-01-01,2025-01-31");
        assertThat(people()).containsExactly("P1|R1|yes");
        sync("A1,P1,R1,active,2019-01-01,");
        assertThat(people()).containsExactly("P1|R1|yes");
    }

    @Test
    void aRecordThatIsCorrectedLaterCountsAgainAndWhenAllHaveEndedSheHasLeft() throws IOException {
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,terminated,2024-01-01,");
        assertThat(people()).containsExactly("P1|R1|yes");
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,active,2024-01-01,");
        assertThat(people()).containsExactly("P1|R2|yes");
        sync("A1,P1,R1,terminated,2019-01-01,", "B1,P1,R2,terminated,2024-01-01,");
        assertThat(people()).containsExactly("P1|R2|no");
    }

    @Test
    void theLastDayOfOneIsNeverThatOfTheOther() throws IOException {
        sync("C1,P1,R1,,,2020-10-31", "E1,P1,R2,,2020-11-01,");
        assertThat(people()).as("neither has a status; the second has no end").containsExactly("P1|R2|yes");
    }

    @Test
    void timeAloneChangesWhichCountsAlsoWhenNoFileComes() throws IOException {
        contracts("A1,P1,R1,active,2019-01-01,2026-11-25", "B1,P1,R2,active,2026-11-26,");
        shell.company().at("2026-11-20T12:00:00Z").sync();
        assertThat(people()).containsExactly("P1|R1|yes");
        shell.company().at("2026-11-25T23:00:00Z").sync("app", false);
        assertThat(people()).as("the last day is a whole day").containsExactly("P1|R1|yes");
        shell.company().at("2026-11-26T08:00:00Z").sync("app", false);
        assertThat(people()).containsExactly("P1|R2|yes");
    }

    @Test
    void aClockThatWasAheadAndIsSetBackChangesItBack() throws IOException {
        contracts("A1,P1,R1,active,2019-01-01,2026-11-25", "B1,P1,R2,active,2026-11-26,");
        shell.company().at("2027-11-20T12:00:00Z").sync();
        assertThat(people()).containsExactly("P1|R2|yes");
        shell.company().at("2026-11-20T12:00:00Z").sync("app", false);
        assertThat(people()).containsExactly("P1|R1|yes");
        shell.company().at("2026-11-26T08:00:00Z").sync("app", false);
        assertThat(people()).as("and when its time comes, forth again").containsExactly("P1|R2|yes");
    }

    @Test
    void anUrgentTerminationOverrulesAnotherJobButNotALaterRehire() throws IOException {
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,active,2024-01-01,");
        sync("A1,P1,R1,active,2019-01-01,,true", "B1,P1,R2,active,2024-01-01,");
        assertThat(people()).containsExactly("P1|R2|no");
        sync("A1,P1,R1,terminated,2019-01-01,2023-12-31,true", "B1,P1,R2,active,2024-01-01,");
        assertThat(people()).as("she came back after that").containsExactly("P1|R2|yes");
    }

    @Test
    void preferDecidesInTheOrderItIsWritten() throws IOException {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping).replace("match:", "prefer: [\"${body[status]} == 'active'\", \"${body[dept]} desc\"]\nmatch:"));
        sync("A1,P1,R7,active,2019-01-01,", "B1,P1,R2,active,2024-01-01,", "C1,P1,R8,terminated,2025-01-01,");
        assertThat(people()).containsExactly("P1|R7|yes");
        assertThat(shell.run("explain", "A1")).isZero();
        assertThat(shell.out()).contains("counts, of 3: active", "A1 comes first by prefer: ${body[dept]} desc", "A1 comes first by prefer: ${body[status]} == 'active'");
    }

    @Test
    void whereARecordStandsMayDecideBeforeWhatIsPreferred() throws IOException {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping).replace("match:", "prefer: [standing, \"${body[dept]} == 'R1'\"]\nmatch:"));
        contracts("A1,P1,R1,active,2019-01-01,2026-11-25", "B1,P1,R2,active,2024-01-01,");
        shell.company().at("2026-11-25T12:00:00Z").sync();
        assertThat(people()).as("the main job, though the other began later").containsExactly("P1|R1|yes");
        shell.company().at("2026-11-26T08:00:00Z").sync("app", false);
        assertThat(people()).as("it is over, and the other job goes on").containsExactly("P1|R2|yes");
        assertThat(shell.run("explain", "A1")).isZero();
        assertThat(shell.out()).contains("B1 comes first by prefer: standing");
    }

    @Test
    void anUrgentTerminationOverrulesTheMainJobToo() throws IOException {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping).replace("match:", "prefer: [standing, \"${body[dept]} == 'R1'\"]\nmatch:"));
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,active,2024-01-01,");
        assertThat(people()).containsExactly("P1|R1|yes");
        assertThat(shell.run("explain", "A1")).isZero();
        assertThat(shell.out()).contains("A1 comes first by prefer: ${body[dept]} == 'R1'");
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,active,2024-01-01,,true");
        assertThat(people()).containsExactly("P1|R1|no");
    }

    @Test
    void aColumnThatOnlyPreferReadsIsMissedToo() throws IOException {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping).replaceAll(", attributes: \\[.*?]", "")
                .replace("match:", "prefer: [\"${body[main]} == 'yes'\"]\nmatch:"));
        contracts("A1,P1,R1,active,2019-01-01,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out() + shell.err()).contains("the source has no \"main\"");
        assertThat(people()).isEmpty();
    }

    @Test
    void aWrongPreferIsAMistakeWithItsPlace() throws IOException {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping).replace("match:", "prefer: [\"${body[statsu]} == 'active'\", \"${body[strat]} desc\"]\nmatch:"));
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("EXP003", "statsu", "strat", "2 errors");
    }

    @Test
    void explainShowsEachRecordOnceAndWhichOneCounts() throws IOException {
        sync("C1,P1,R1,terminated,,2020-10-31", "E1,P1,R2,active,,");
        assertThat(shell.run("explain", "E1")).isZero();
        assertThat(shell.out().lines().filter(line -> line.contains("read record"))).hasSize(2).anyMatch(line -> line.contains("record C1"))
                .anyMatch(line -> line.contains("record E1"));
        assertThat(shell.out()).contains("    does not count: leaver: status is terminated; E1 comes first by where it stands", "    counts, of 2: active",
                "status = \"active\"");
    }

    @Test
    void betweenSourcesStatusAndDatesComeFromOneRecord() throws IOException {
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings) + """
                caravan.systems.agency.connector = csv-source
                caravan.systems.agency.file = agency.csv
                caravan.systems.agency.key = id
                """);
        shell.company().write("mappings/agency.yaml", """
                job: agency
                from: {system: agency, object: record, attributes: [id, passport, until, dept]}
                to: hub
                match: [{hub: passport, value: "${body[passport]}"}]
                attributes: {workerId: "${body[passport]}", passport: "${body[passport]}", endDate: "${body[until]}", dept: "${body[dept]}"}
                """);
        Files.writeString(folder.resolve("agency.csv"), "id,passport,until,dept\n1,P1,2020-10-31,A1\n2,P2,,A2\n");
        sync("E1,P1,R2,active,2020-11-01,", "E2,P2,R2,terminated,,2020-10-31");
        assertThat(shell.company().rows("select worker, active from users order by worker")).contains("P1|yes", "P2|yes");
    }

    @Test
    void anotherDayIsReadOnlyWhenItComes() throws IOException {
        sync("A1,P1,R1,active,2019-01-01,", "B1,P1,R2,active," + day(30) + ",");
        assertThat(people()).as("what is ahead does not count while another goes on").containsExactly("P1|R1|yes");
    }
}
