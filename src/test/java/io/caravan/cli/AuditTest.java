package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor asks, over a week of a company: accounts and records that are nobody's, the log, who had what, who left when. */
class AuditTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aWeek() throws Exception {
        shell = new CompanyShell(folder);
        on("2026-11-20T09:00:00Z", "ada");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,E1,", "E3,=cmd,R1,E1,");
        sync();
        on("2026-11-21T09:00:00Z", "ada");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R2,E1,2026-11-21", "E3,=cmd,R1,E1,", "E4,Grace,R1,,");
        sync();
        on("2026-11-22T00:00:30Z", "grace");
        sync();
        on("2026-11-24T09:00:00Z", "grace");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R2,E1,", "E3,=cmd,R1,E1,2026-11-22", "E4,Grace,R1,,");
        sync();
    }

    private String who = "ada";

    private void on(String moment, String operator) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
        who = operator;
    }

    private void sync() {
        assertThat(shell.run("sync", "--as", who)).as(shell.out()).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private List<List<String>> csv(String... words) {
        assertThat(shell.run(words)).as(shell.err()).isIn(0, ExitCode.SOME_FAILED.number());
        assertThat(shell.out().replace("\r\n", "")).as("lines end with CR LF").doesNotContain("\n", "\r");
        List<List<String>> rows = new ArrayList<>();
        CsvReader.builder().ofCsvRecord(shell.out()).stream().map(CsvRecord::getFields).forEach(rows::add);
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.get(0)).noneMatch(cell -> cell.matches("(?s)[=+\\-@\\t\\r].*")));
        return rows;
    }

    @Test
    void whoHadAccessOnADayAndWhyIsToldFromTheLog() throws Exception {
        assertThat(shell.run("report", "access", "--on", "2026-11-20")).isZero();
        assertThat(shell.out()).contains("Access on 2026-11-20, as of 2026-11-21 00:00:00Z: 3 people, 3 accounts.", "E2   app     bob", "lifecycle: active", "(sync by ada, entry ");
        assertThat(shell.run("report", "access", "--on", "2026-11-22")).isZero();
        assertThat(shell.out()).contains("3 people, 3 accounts.").doesNotContain("bob");
        assertThat(shell.run("report", "access", "--on", "2026-11-24")).isZero();
        assertThat(shell.out()).contains("3 people, 3 accounts.", "E2   app     bob", "is to have access; the account was closed: has left: end date was 2026-11-21").doesNotContain("=cmd");
        assertThat(shell.run("report", "access", "--on", "2026-11-21T12:00:00Z")).isZero();
        assertThat(shell.out()).contains("4 people, 4 accounts.", "From the log, which is whole");
        List<List<String>> rows = csv("report", "access", "--on", "2026-11-21T12:00:00Z", "--csv");
        assertThat(rows).hasSize(5).anySatisfy(row -> assertThat(row).contains("E3", "'=cmd"));
        assertThat(shell.run("report", "access", "--on", "2026-11-20", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(shell.out()).get("access")).hasSize(3);
    }

    @Test
    void whatTheLogDoesNotKnowIsNotTold() throws Exception {
        assertThat(shell.run("report", "access", "--on", "2026-11-19")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("the log begins at 2026-11-20T09:00:00Z: of 2026-11-20T00:00:00Z it knows nothing");
        assertThat(shell.run("report", "access", "--on", "2027-01-01")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("report", "access", "--on", "soon")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("report", "access")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("report", "changes", "--since", "1h", "--until", "2h")).isEqualTo(ExitCode.USAGE.number());
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); Statement forger = store.createStatement()) {
            forger.execute("DROP TRIGGER IF EXISTS log_entry_no_update");
            for (String trigger : triggers(store)) {
                forger.execute("DROP TRIGGER " + trigger);
            }
            forger.executeUpdate("UPDATE log_entry SET initiated_by = 'sync by mallory' WHERE action = 'create' AND subject_key = 'E2'");
        }
        for (String report : new String[] {"access", "changes", "leavers"}) {
            List<String> words = new ArrayList<>(List.of("report", report));
            if (report.equals("access")) {
                words.addAll(List.of("--on", "2026-11-21"));
            }
            assertThat(shell.run(words.toArray(String[]::new))).as(report).isEqualTo(ExitCode.FAILED.number());
            assertThat(shell.err()).contains("the log is broken: entry ", "nothing is told from it");
        }
    }

    private static List<String> triggers(Connection store) throws Exception {
        List<String> names = new ArrayList<>();
        try (Statement statement = store.createStatement(); var rows = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'trigger'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Test
    void whatWasChangedIsCountedByDayAndToldOneByOne() throws Exception {
        assertThat(shell.run("report", "changes", "--since", "2026-11-20", "--until", "2026-11-25")).isZero();
        assertThat(shell.out()).contains("Changes from 2026-11-20 00:00:00Z to 2026-11-25 00:00:00Z: 8.", "2026-11-21       1", "disable", "bob");
        List<List<String>> rows = csv("report", "changes", "--since", "2026-11-21", "--until", "2026-11-22", "--csv");
        assertThat(rows.stream().skip(1).map(row -> row.get(2) + " " + row.get(7))).containsExactlyInAnyOrder("E2 update", "E4 create");
    }

    @Test
    void howSoonLeaversLostAccessIsToldInSecondsAndWhoStillHasIt() throws Exception {
        assertThat(shell.run("report", "leavers", "--since", "2026-11-20")).isZero();
        assertThat(shell.out()).contains("E3   app     =cmd     2026-11-23 00:00:00Z  closed  1 day  end date was 2026-11-22").doesNotContain("E2");
        on("2026-11-26T00:00:20Z", "ada");
        shell.company().hr("E1,Ada,R1,,2026-11-25", "E2,Bob,R2,E1,", "E3,=cmd,R1,E1,2026-11-22", "E4,Grace,R1,,2026-11-25");
        shell.run("job", "pause", "app");
        shell.run("sync");
        on("2026-11-28T00:00:00Z", "ada");
        assertThat(shell.run("report", "leavers", "--since", "2026-11-20")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("E1   app     ada", "open", "2 days", "caravan explain WHO");
        shell.run("job", "resume", "app");
        on("2026-11-28T00:00:10Z", "ada");
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.run("report", "leavers", "--since", "2026-11-25", "--json")).isZero();
        var target = new ObjectMapper().readTree(shell.out()).get("targets").get(0);
        assertThat(target.get("leavers").asInt()).isEqualTo(2);
        assertThat(target.get("medianSeconds").asLong()).isEqualTo(2 * 86_400 + 10);
        assertThat(csv("report", "leavers", "--csv")).anySatisfy(row -> assertThat(row).contains("E3", "'=cmd", "closed"));
    }

    @Test
    void aLeaverOfWhomNobodyKnowsWhetherSheIsOpenIsNotToldAsClosed() throws Exception {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); Statement doubt = store.createStatement()) {
            assertThat(doubt.executeUpdate("UPDATE link SET problem = '{\"reason\":\"change-in-doubt\",\"arguments\":[\"no answer\"]}', shadow = json_remove(shadow, '$.active') WHERE state = 'disabled'")).isEqualTo(1);
        }
        assertThat(shell.run("report", "leavers", "--since", "2026-11-20")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("E3   app     =cmd     2026-11-23 00:00:00Z  open");
    }

    @Test
    void thePageNeedsNothingElseAndHasNoMarkupOfAnybodyElses() throws Exception {
        on("2026-11-25T09:00:00Z", "<b>mallory</b>");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R2,E1,", "E3,=cmd,R1,E1,2026-11-22", "E5,<script>alert(1)</script>,\"R1\"\" onload=x\",,", "E4,Grace,R1,,");
        shell.run("sync", "--as", who);
        for (String report : new String[] {"access", "changes", "leavers"}) {
            Path page = folder.resolve(report + ".html");
            List<String> words = new ArrayList<>(List.of("report", report, "--html", page.toString()));
            if (report.equals("access")) {
                words.addAll(List.of("--on", "2026-11-25"));
            }
            shell.run(words.toArray(String[]::new));
            String html = Files.readString(page);
            assertThat(html).as(report).startsWith("<!DOCTYPE html>").contains("Content-Security-Policy", "default-src 'none'", "<svg ", "<table>")
                    .doesNotContain("<script", "<b>", "onload=x\"", "http://", "https://", "src=", "href=", "@import", "url(");
            assertThat(html.replaceAll("(?s)<style>.*</style>", "")).doesNotContain("style=");
        }
        assertThat(Files.readString(folder.resolve("changes.html"))).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(shell.run("report", "changes", "--html", folder.resolve("no/such/folder.html").toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("cannot be written");
    }

    @Test
    void accountsAreListedByWhatIsWrongWithThem() throws Exception {
        shell.company().sql("insert into users (login, worker, name, active) values ('ghost', 'X9', '=HYPERLINK(1)', 'yes'), ('old', 'X8', 'Old', 'no')");
        assertThat(shell.run("accounts", "--unowned")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("ghost    nobody's  enabled", "old      nobody's  disabled", "2 accounts.").doesNotContain("bob");
        assertThat(csv("accounts", "app", "--unowned", "--csv")).hasSize(3);
        assertThat(shell.run("accounts", "--disabled")).isZero();
        assertThat(shell.out()).contains("E3", "disabled", "2026-11-24 09:00:00Z", "has left: end date was 2026-11-22", "1 account.");
        assertThat(shell.run("accounts", "--of", "E2")).isZero();
        assertThat(shell.out()).contains("E2", "enabled");
        assertThat(shell.run("accounts", "--missing")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("No such account.\n");
        shell.company().sql("delete from users where login = 'ada'");
        assertThat(shell.run("accounts", "--unowned")).as("somebody's account is not in the list").isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("Incomplete: app: the list is not whole: 1 account that somebody has and that is open is not in it");
        shell.company().sql("drop table users");
        assertThat(shell.run("accounts", "--unowned")).isNotZero();
        assertThat(shell.run("accounts")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("accounts", "hr", "--disabled")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("caravan records hr --unassigned");
        assertThat(shell.run("accounts", "--disabled", "--csv", "--json")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void recordsThatNobodyBecameAreListedWithWhy() throws Exception {
        String hr = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", hr.replace("match:", "scope: {include: \"${body[dept]} != 'X'\"}\nmatch:"));
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R2,E1,", "E3,=cmd,R1,E1,2026-11-22", "E4,Grace,R1,,", "E7,Visitor,X,,", "E8,Twin,R1,,", "E8,Twin,R2,,");
        shell.run("sync");
        assertThat(shell.run("records", "hr", "--unassigned")).isZero();
        assertThat(shell.out()).contains("E7", "hr.csv:6", "out of the job's scope", "1 record.").doesNotContain("E1");
        assertThat(shell.run("records", "hr", "--rejected")).isZero();
        assertThat(shell.out()).contains("E8", "stands more than once");
        assertThat(csv("records", "hr", "--rejected", "--csv").get(0)).containsExactly("job", "record", "place", "why", "since");
        assertThat(shell.run("records", "app", "--rejected")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("no job reads from a system 'app'", "The sources are: hr");
        assertThat(shell.run("records", "hr")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void theLogIsNarrowedByTimePersonAndOperatorAndCanBeHadAsRows() {
        assertThat(shell.run("log", "--who", "E2", "--action", "enable")).isZero();
        assertThat(shell.out()).contains("#", "success  app  enable  E2  bob  is to have access; the account was closed: has left", "(sync by grace)");
        assertThat(shell.run("log", "--by", "ada", "--action", "create", "--until", "2026-11-21")).isZero();
        assertThat(shell.out().lines().filter(line -> line.startsWith("2026"))).hasSize(3);
        assertThat(shell.run("log", "--by", "da")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("No entry.\n");
        assertThat(shell.run("log", "--by", "ADA")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("No entry.\n");
        assertThat(shell.run("log", "--since", "2026-11-22", "--until", "2026-11-23", "--job", "app")).isZero();
        assertThat(shell.out()).contains("disable").doesNotContain("create");
        assertThat(csv("log", "--csv", "--action", "create").get(0)).startsWith("entry", "at", "status");
        assertThat(shell.run("log", "--until", "never")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void whoHasNotStartedYetHadNoAccessThoughThereIsAnAccount() throws Exception {
        String hr = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", hr.replace("manager, end]", "manager, end, start]").replace("  endDate:", "  startDate: \"${body[start]}\"\n  endDate:"));
        shell.company().write("hr.csv", "workerId,name,dept,manager,end,start\nE1,Ada,R1,,,\nE2,Bob,R2,E1,,\nE3,=cmd,R1,E1,2026-11-22,\nE4,Grace,R1,,,\nE9,Soon,R1,,,2026-12-01\n");
        on("2026-11-25T09:00:00Z", "ada");
        sync();
        assertThat(shell.company().rows("select active from users where worker = 'E9'")).containsExactly("no");
        shell.run("report", "access", "--on", "2026-11-25");
        assertThat(shell.out()).contains("grace").doesNotContain("soon");
        on("2026-12-01T09:00:00Z", "ada");
        sync();
        shell.run("report", "access", "--on", "2026-12-01");
        assertThat(shell.out()).contains("soon");
    }
}
