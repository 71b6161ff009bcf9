package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Employees in one system, contractors in another, and people who move between them. The rows of the table "Two HR systems". */
class TwoHrSystemsTest {

    private static final String MAPPING = """
            job: %1$s
            from: {system: %1$s, object: record, attributes: [id, passport, dept, phone, status, start, end, urgent]}
            to: hub
            %2$s
            completeness: {maxShrink: 100%%}
            match: [{hub: passport, value: "${body[passport]}"}]
            attributes:
              workerId: "${body[passport]}"
              passport: "${body[passport]}"
              name: "${body[passport]}"
              dept: "${body[dept]}"
              managerId: %3$s
              status: "${body[status]}"
              startDate: "${body[start]}"
              endDate: "${body[end]}"
              urgent: "${body[urgent]}"
            """;

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void begin() throws IOException {
        shell = new CompanyShell(folder);
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("hr.key = workerId", "hr.key = id") + """
                caravan.systems.agency.connector = csv-source
                caravan.systems.agency.file = agency.csv
                caravan.systems.agency.key = id
                caravan.systems.agency.quietSeconds = 0
                """);
        mappings("authority: {active: 20, ahead: 5, ended: 1}", "authority: {active: 10, ahead: 4}");
        Path app = folder.resolve("mappings/app.yaml");
        Files.writeString(app, Files.readString(app).replaceAll("(?m)^  manager: .*\\R", "  manager: \"\\${body[managerId]}\"\n"));
        at("2026-11-20T12:00:00Z");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void mappings(String hr, String agency) throws IOException {
        shell.company().write("mappings/hr.yaml", MAPPING.formatted("hr", hr, "\"${body[phone]}\""));
        shell.company().write("mappings/agency.yaml", MAPPING.formatted("agency", agency, "{value: \"${body[phone]}\", authority: 30}"));
    }

    private TwoHrSystemsTest at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
        return this;
    }

    /** id, passport, dept, phone, status, start, end, urgent */
    private void file(String system, String... rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("id,passport,dept,phone,status,start,end,urgent", system + "0," + system + "0,R0,,active,,,"));
        for (String row : rows) {
            lines.add(row + ",".repeat(7 - row.replaceAll("[^,]", "").length()));
        }
        shell.company().write(system + ".csv", String.join("\n", lines) + "\n");
    }

    private void sync() {
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
    }

    private void timePasses() {
        assertThat(shell.run("sync", "app")).as(shell.out() + shell.err()).isZero();
    }

    private List<String> people() {
        return shell.company().rows("select worker, dept, coalesce(manager, ''), active from users where worker like 'P%' order by worker");
    }

    @Test
    void whoIsInBothIsOneAndWhoeverCountsMoreSaysWhatSheIs() throws IOException {
        file("agency", "A1,P1,Agency,555,active,2020-01-01");
        file("hr", "H1,P1,Sales,111,active,2024-01-01");
        sync();
        assertThat(people()).as("of the phone the agency knows more").containsExactly("P1|Sales|555|yes");
    }

    @Test
    void fromEmployeeToContractorFromOneDayToTheNextWithoutAGapAndWithoutADouble() throws IOException {
        file("agency");
        file("hr", "H1,P1,Sales,111,active,2024-01-01,2026-11-30");
        sync();
        file("agency", "A1,P1,Agency,555,active,2026-12-01");
        sync();
        assertThat(people()).as("what begins later says little yet").containsExactly("P1|Sales|111|yes");
        at("2026-11-30T23:59:59Z").timePasses();
        assertThat(people()).containsExactly("P1|Sales|111|yes");
        at("2026-12-01T00:00:00Z").timePasses();
        assertThat(people()).as("the employment that has ended counts more otherwise, and not now").containsExactly("P1|Agency|555|yes");
        file("hr");
        sync();
        assertThat(people()).containsExactly("P1|Agency|555|yes");
        assertThat(shell.company().rows("select count(*) from users where worker = 'P1'")).containsExactly("1");
        shell.run("log", "--job", "app", "--action", "disable");
        assertThat(shell.out()).as("never closed for a moment").doesNotContain("H1");
    }

    @Test
    void fromContractorToEmployeeToo() throws IOException {
        file("agency", "A1,P1,Agency,555,active,2020-01-01,2026-11-30");
        file("hr", "H1,P1,Sales,111,active,2026-12-01");
        sync();
        assertThat(people()).containsExactly("P1|Agency|555|yes");
        at("2026-12-01T00:00:00Z").timePasses();
        assertThat(people()).as("what the agency said of the phone is over").containsExactly("P1|Sales|111|yes");
    }

    @Test
    void whoeverReadsFirstSheIsOne() throws IOException {
        file("agency", "A1,P1,Agency,555,active,2026-12-01");
        file("hr", "H1,P1,Sales,111,terminated,2020-01-01,2026-10-31");
        assertThat(shell.run("sync", "agency", "hr", "app")).isZero();
        assertThat(shell.company().rows("select worker, active from users where worker like 'P%'")).as("a prehire by the one, gone by the other").containsExactly("P1|no");
        at("2026-12-01T00:00:00Z").timePasses();
        assertThat(people()).containsExactly("P1|Agency|555|yes");
    }

    @Test
    void daysBetweenAreAGapAndTheSameAccountIsOpenedAgain() throws IOException {
        file("agency", "A1,P1,Agency,555,active,2026-12-04");
        file("hr", "H1,P1,Sales,111,active,2024-01-01,2026-11-30");
        sync();
        at("2026-12-01T00:00:00Z").timePasses();
        assertThat(people()).extracting(row -> row.substring(row.length() - 2)).containsExactly("no");
        at("2026-12-04T00:00:00Z").timePasses();
        assertThat(people()).containsExactly("P1|Agency|555|yes");
        assertThat(shell.company().rows("select count(*) from users where worker = 'P1'")).containsExactly("1");
    }

    @Test
    void aRecordThatIsGoneFromOneIsNothingWhereSheIsInTheOther() throws IOException {
        file("agency", "A1,P1,Agency,555,active,2020-01-01");
        file("hr", "H1,P1,Sales,111,active,2024-01-01");
        sync();
        file("hr");
        sync();
        assertThat(people()).containsExactly("P1|Agency|555|yes");
        file("agency");
        sync();
        assertThat(people()).as("and from both: she has left").containsExactly("P1|Agency|555|no");
    }

    @Test
    void anUrgentTerminationInOneClosesWhatTheOtherStillHas() throws IOException {
        file("agency", "A1,P1,Agency,555,active,2020-01-01");
        file("hr", "H1,P1,Sales,111,terminated,2024-01-01,2026-11-19,true");
        sync();
        assertThat(people()).as("no account is made").isEmpty();
        file("hr", "H1,P1,Sales,111,active,2024-01-01");
        sync();
        file("hr", "H1,P1,Sales,111,terminated,2024-01-01,2026-11-19,true");
        sync();
        assertThat(people()).containsExactly("P1|Sales|555|no");
    }

    @Test
    void anUrgentTerminationInOneClosesAlsoWhereTheOtherCountsMoreAndDeniesIt() throws IOException {
        file("agency", "A1,P1,Agency,555,active,2020-01-01");
        file("hr", "H1,P1,Sales,111,active,2024-01-01,,false");
        sync();
        assertThat(people()).containsExactly("P1|Sales|555|yes");
        file("agency", "A1,P1,Agency,555,terminated,2020-01-01,2026-11-19,true");
        sync();
        assertThat(people()).extracting(row -> row.substring(row.length() - 2)).containsExactly("no");
        assertThat(shell.run("explain", "P1")).isZero();
        assertThat(shell.out()).doesNotContain(String.valueOf(Integer.MAX_VALUE));
    }

    @Test
    void withoutStatesWhoeverCountsMoreCountsMoreAlsoWhenItHasEnded() throws IOException {
        mappings("authority: 20", "authority: 10");
        file("agency", "A1,P1,Agency,555,active,2020-01-01");
        file("hr", "H1,P1,Sales,111,active,2024-01-01");
        sync();
        file("hr", "H1,P1,Sales,111,terminated,2024-01-01,2026-10-31");
        sync();
        assertThat(people()).containsExactly("P1|Sales|555|no");
    }

    @Test
    void bothEndOnOneDayAndSheHasLeft() throws IOException {
        file("agency", "A1,P1,Agency,555,active,2020-01-01,2026-11-30");
        file("hr", "H1,P1,Sales,111,active,2024-01-01,2026-11-30");
        sync();
        at("2026-12-01T00:00:00Z").timePasses();
        assertThat(people()).extracting(row -> row.substring(row.length() - 2)).containsExactly("no");
    }

    @Test
    void aMistakeInTheBlockHasItsPlace() throws IOException {
        mappings("authority: {ended: 1}", "authority: {active: 10, gone: 4}");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("mappings/hr.yaml:4", "\"active\"", "mappings/agency.yaml:4", "\"gone\"");
    }
}
