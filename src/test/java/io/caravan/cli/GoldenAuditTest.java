package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.operations.AccessReport;
import io.caravan.operations.AccessReport.Access;
import io.caravan.operations.AccountList;
import io.caravan.operations.Assigning;
import io.caravan.operations.AssignmentList;
import io.caravan.operations.AssignmentList.Assignment;
import io.caravan.operations.AccountList.Account;
import io.caravan.operations.AdoptedAccounts;
import io.caravan.operations.Adoption;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.ChangesReport;
import io.caravan.operations.Direction;
import io.caravan.operations.DisplayName;
import io.caravan.operations.DriftReport;
import io.caravan.operations.DriftReport.Differs;
import io.caravan.operations.DriftReport.Finding;
import io.caravan.operations.DriftReport.Looked;
import io.caravan.operations.DriftReport.Member;
import io.caravan.operations.DriftReport.Members;
import io.caravan.operations.HaltedJob;
import io.caravan.operations.JobPauses;
import io.caravan.operations.JobPlan;
import io.caravan.operations.LeaversReport;
import io.caravan.operations.LeaversReport.Leaver;
import io.caravan.operations.LeaversReport.Target;
import io.caravan.operations.LeftBehind;
import io.caravan.operations.LogEntries;
import io.caravan.operations.OpenAccounts;
import io.caravan.operations.PlanReport;
import io.caravan.operations.RecordList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands for audits and for pauses print at 80 and at 160 columns. {@code -Dcaravan.golden.write=true} writes the files anew, to be looked at. */
class GoldenAuditTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<Arguments> results() {
        Map<String, Result> results = new LinkedHashMap<>();
        results.put("accounts", accounts());
        results.put("assign", new AssigningResult(new Assigning("E0311", "person", "crm", Optional.of("Seller"), true, List.of("crm"), List.of("rule assignments/sales.yaml"))));
        results.put("unassign", new AssigningResult(new Assigning("sales", "group", "crm", Optional.empty(), false, List.of("crm", "crm-guests"), List.of())));
        results.put("assignments", assignments());
        results.put("records", records());
        results.put("log", log());
        results.put("report-access", access());
        results.put("report-changes", changes());
        results.put("report-leavers", leavers());
        results.put("drift", drift());
        results.put("accounts-ambiguous", ambiguous());
        results.put("adopt", adopted());
        results.put("adopt-mistakes", mistaken());
        results.put("plan-adoption", adoption());
        results.put("job-pause", paused());
        return results.entrySet().stream().flatMap(result -> Stream.of(80, 160).map(columns -> Arguments.of(result.getKey(), columns, result.getValue())));
    }

    @ParameterizedTest(name = "{0} at {1} columns")
    @MethodSource("results")
    void looksLikeThis(String name, int columns, Result result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.print(new TextOut(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, columns));
        String text = bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
        Path file = GOLDEN.resolve(name + "-" + columns + ".txt");
        if (Boolean.getBoolean("caravan.golden.write")) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    static Stream<Arguments> pages() {
        return Stream.of(Arguments.of("report-access", access()), Arguments.of("report-changes", changes()), Arguments.of("report-leavers", leavers()),
                Arguments.of("drift", drift()));
    }

    @ParameterizedTest(name = "{0}.html")
    @MethodSource("pages")
    void thePageLooksLikeThis(String name, Report report) throws IOException {
        String html = report.page().html(Instant.parse("2026-11-26T12:00:00Z"));
        Path file = GOLDEN.resolve(name + ".html");
        if (Boolean.getBoolean("caravan.golden.write")) {
            Files.writeString(file, html);
        }
        assertThat(html).isEqualTo(Files.readString(file));
    }

    static AccountsResult accounts() {
        return new AccountsResult(new AccountList(List.of(
                new Account("directory", "ldap", "uid=ghopper", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e001", "E0311", "disabled", Optional.of("2026-11-26T12:00:05.120Z"),
                        Optional.of("2027-02-24T12:00:05.120Z"), "has left: last working day was 2026-11-25"),
                new Account("crm", "crm", "", "agnes", "", "enabled", Optional.empty(), Optional.empty(), "no identity is linked to it")),
                Map.of("crm", "the list is not whole: 2 accounts that somebody has and that are open are not in it")));
    }

    static AssignmentsResult assignments() {
        return new AssignmentsResult(new AssignmentList(List.of(
                new Assignment("E0311", DisplayName.NONE, "person", "crm", Optional.of("Seller"), "operator ada", Optional.of("2026-12-01T00:00:00Z"), Optional.of("2027-03-01T00:00:00Z"), false),
                new Assignment("sales", DisplayName.NONE, "group", "crm", Optional.empty(), "rule assignments/sales.yaml", Optional.empty(), Optional.empty(), true))));
    }

    static RecordsResult records() {
        return new RecordsResult(new RecordList(List.of(
                new RecordList.Unused("hr", "E0999", "hr.csv:12", "out of the job's scope: \"${body[type]} == 'employee'\" does not hold, since type is \"visitor\"", Optional.empty()),
                new RecordList.Unused("hr", "", "hr.csv:40", "workerId \"E0312\" stands more than once", Optional.of("2026-11-26T12:00:00Z")))));
    }

    private static LogEntries.Entry entry(long number, String action, String identity, String account, String reason, List<ChangedAttribute> changes) {
        return new LogEntries.Entry(number, "2026-11-26T12:00:0" + number % 10 + "Z", 7, "directory", identity, DisplayName.NONE, "", "ldap", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e001", account, action,
                "success", reason, changes, List.of(), 1, 12, "sync by ada", "ab12");
    }

    private static List<LogEntries.Entry> entries() {
        return List.of(entry(41, "update", "E0311", "uid=ghopper", "", List.of(new ChangedAttribute("departmentNumber", Optional.of("R1"), Optional.of("R2")))),
                entry(42, "disable", "E0456", "uid=bober", "has left: last working day was 2026-11-25", List.of()),
                entry(1043, "enable", "E0007", "uid=ada", "is to have access; the account was closed: has left: end date was 2026-11-21", List.of()));
    }

    private static LogResult log() {
        return new LogResult(new LogEntries(entries()));
    }

    static AccessReportResult access() {
        return new AccessReportResult(new AccessReport("2026-11-26", "2026-11-27T00:00:00Z", "2026-01-02T08:00:00Z", 48_213, "9f2c".repeat(16), new TreeMap<>(Map.of("crm", 1L, "ldap", 2L)), 2, List.of(
                new Access("E0007", "directory", "ldap", "uid=ada", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e001", "2026-11-26T12:00:03Z",
                        "is to have access; the account was closed: has left: end date was 2026-11-21", "sync by ada", true, 1043),
                new Access("E0311", "crm", "crm", "", "ghopper", "2026-01-02T08:00:11Z", "workerId matches; lifecycle: active", "schedule by caravan", true, 17),
                new Access("E0311", "directory", "ldap", "uid=ghopper", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e002", "2026-01-02T08:00:09Z", "lifecycle: active; scope: in", "schedule by caravan",
                        false, 12))));
    }

    static ChangesReportResult changes() {
        Map<String, Long> totals = new LinkedHashMap<>();
        List.of("create", "link", "enable", "update", "disable", "delete", "release").forEach(action -> totals.put(action, 0L));
        totals.putAll(Map.of("create", 12L, "update", 1204L, "disable", 4L, "enable", 1L));
        return new ChangesReportResult(new ChangesReport("2026-11-25T00:00:00Z", "2026-11-27T00:00:00Z", "2026-01-02T08:00:00Z", "Europe/Berlin", totals, 2, List.of(
                new ChangesReport.Day("2026-11-25", Map.of("create", 12L, "update", 3L, "disable", 3L)),
                new ChangesReport.Day("2026-11-26", Map.of("update", 1201L, "disable", 1L, "enable", 1L))), entries()));
    }

    static LeaversReportResult leavers() {
        Map<String, Long> directory = new LinkedHashMap<>();
        Map<String, Long> crm = new LinkedHashMap<>();
        for (int i = 0; i < LeaversReport.SPANS.size(); i++) {
            directory.put(LeaversReport.SPANS.get(i), List.of(31L, 4L, 1L, 0L, 0L, 0L).get(i));
            crm.put(LeaversReport.SPANS.get(i), List.of(2L, 12L, 9L, 3L, 1L, 1L).get(i));
        }
        return new LeaversReportResult(new LeaversReport("2026-10-27T00:00:00Z", "2026-11-26T12:00:00Z", List.of(
                new Target("directory", "ldap", 36, 0, 0, Optional.of(12L), Optional.of(7_800L), directory),
                new Target("crm", "crm", 29, 1, 1, Optional.of(5_400L), Optional.of(864_000L), crm)), List.of(
                new Leaver("E0311", "crm", "crm", "", "ghopper", "2026-11-23T23:00:00Z", true, "last working day was 2026-11-23", LeaversReport.State.OPEN, Optional.empty(), 219_600),
                new Leaver("E0456", "crm", "crm", "", "bober", "2026-11-01T09:30:00Z", false, "status is terminated", LeaversReport.State.CLOSED, Optional.of("2026-11-11T09:30:00Z"), 864_000),
                new Leaver("E0311", "directory", "ldap", "uid=ghopper", "5f0c2d1e", "2026-11-23T23:00:00Z", true, "last working day was 2026-11-23", LeaversReport.State.CLOSED,
                        Optional.of("2026-11-23T23:00:12Z"), 12),
                new Leaver("E0512", "directory", "ldap", "uid=quick", "5f0c2d1f", "2026-11-20T23:00:00Z", true, "terminated urgently", LeaversReport.State.DELETED, Optional.of("2026-11-20T14:00:00Z"), -32_400))));
    }

    private static List<Adoption.Open> open() {
        return List.of(new Adoption.Open("E0311", new DisplayName("Grace Hopper"), List.of(new Adoption.Account("5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e001", "uid=ghopper", "enabled", ""),
                new Adoption.Account("5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e002", "uid=grace", "disabled", "E0007")), List.of(), "2 accounts match mail: uid=ghopper, uid=grace (mappings/directory.yaml:8:5)"),
                new Adoption.Open("E0456", DisplayName.NONE, List.of(new Adoption.Account("=cmd", "", "unknown", "")), List.of(new ChangedAttribute("title", Optional.of("A"), Optional.of("B"))),
                        "account =cmd matches mail, and onMatch is report"));
    }

    static OpenAccountsResult ambiguous() {
        return new OpenAccountsResult(new OpenAccounts("directory", open(), Optional.of("HTTP 503 after 1204 accounts")));
    }

    static AdoptResult adopted() {
        return new AdoptResult(new AdoptedAccounts("directory", List.of(), List.of(new AdoptedAccounts.Made(2, "E0311", new DisplayName("Grace Hopper"), "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e001", false),
                new AdoptedAccounts.Made(3, "E0456", DisplayName.NONE, "new", true), new AdoptedAccounts.Made(14, "E0457", DisplayName.NONE, "none", false)), true), "decisions.csv");
    }

    static AdoptResult mistaken() {
        return new AdoptResult(new AdoptedAccounts("directory", List.of(new AdoptedAccounts.Mistake(2, "", "it names nobody", "Write the key of a person into the column identity"),
                new AdoptedAccounts.Mistake(7, "E0311", "the world has changed: uid=grace2 matches by now, too, and whoever decided did not know of it", "Write the file anew, and decide again")),
                List.of(), false), "decisions.csv");
    }

    static PlanResult adoption() {
        Map<String, Long> counts = new LinkedHashMap<>(Map.of("link", 1_100L, "create", 80L, "undecided", 2L));
        return new PlanResult(new PlanReport(List.of(new JobPlan("directory", Direction.OUTBOUND, "ldap", List.of(), List.of(new JobPlan.Undecided("E0311", "ambiguous", "2 accounts match mail")), counts,
                List.of(), 0, Optional.empty())), List.of(), List.of(), List.of(new Adoption("directory", "ldap", 1_100, 80, open(), List.of(
                        new Adoption.Account("5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e007", "uid=backup", "enabled", "")), Optional.empty()))), new PlanResult.Layout(50, false, false), ExitCode.SOME_FAILED);
    }

    static DriftResult drift() {
        Map<String, Long> found = new LinkedHashMap<>();
        List.of("leaver-open", "enabled-by-hand", "disabled-by-hand", "strangers", "members-gone", "attribute", "link-to-nothing", "not-missing", "second-account", "unowned")
                .forEach(kind -> found.put(kind, kind.equals("attribute") ? 3L : 1L));
        return new DriftResult(new DriftReport("2026-11-26T12:00:00Z", List.of(
                new Looked("directory", "ldap", 8_064, found, Optional.empty(), List.of("pager"), 2, Optional.empty()),
                new Looked("crm", "crm", 1_204, Map.of("unowned", 0L), Optional.of("HTTP 503 after 1204 accounts"), List.of(), 0, Optional.empty()),
                new Looked("table", "crm-db", 0, Map.of(), Optional.empty(), List.of(), 0, Optional.of("no answer: connection refused"))), List.of(
                new Finding("directory", "leaver-open", "E0311", new DisplayName("Grace Hopper"), "uid=ghopper", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e001", Optional.empty(), "revert",
                        "has left: last working day was 2026-11-23"),
                new Finding("directory", "disabled-by-hand", "E0007", DisplayName.NONE, "uid=ada", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e002", Optional.empty(), "revert", ""),
                new Finding("directory", "strangers", "crew", DisplayName.NONE, "cn=crew", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e008", Optional.empty(), "report", "1,204 members that nobody here put there",
                        Optional.of(new Members(1_204, List.of(new Member("uid=ghopper,ou=people,dc=example,dc=com", "E0311", new DisplayName("Grace Hopper")),
                                new Member("uid=backup,ou=services,dc=example,dc=com", "", DisplayName.NONE))))),
                new Finding("directory", "members-gone", "staff", DisplayName.NONE, "cn=staff", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e009", Optional.empty(), "revert", "1 member that was put there and is not",
                        Optional.of(new Members(1, List.of(new Member("uid=ada,ou=people,dc=example,dc=com", "E0007", DisplayName.NONE))))),
                new Finding("directory", "attribute", "E0456", DisplayName.NONE, "uid=bober", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e003", Optional.of(new Differs("departmentNumber", Optional.of("d005"),
                        Optional.of("d009"), Optional.of("d005"), true)), "revert", ""),
                new Finding("directory", "attribute", "E0456", DisplayName.NONE, "uid=bober", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e003", Optional.of(new Differs("title", Optional.of("Engineer"),
                        Optional.empty(), Optional.of("Senior Engineer"), true)), "revert", ""),
                new Finding("directory", "attribute", "E0457", DisplayName.NONE, "uid=cober", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e004", Optional.of(new Differs("title", Optional.empty(),
                        Optional.of("=cmd"), Optional.empty(), false)), "undecided", ""),
                new Finding("directory", "link-to-nothing", "E0512", DisplayName.NONE, "uid=quick", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e005", Optional.empty(), "create", "the target says that it is gone"),
                new Finding("directory", "second-account", "E0513", DisplayName.NONE, "uid=radia2", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e006", Optional.empty(), "report", "it matches, and another account is linked"),
                new Finding("directory", "unowned", "", DisplayName.NONE, "uid=backup", "5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e007", Optional.empty(), "report", "no identity is linked to it"))));
    }

    static JobPausesResult paused() {
        return new JobPausesResult(new JobPauses(List.of(new HaltedJob("directory", HaltedJob.Why.PAUSED, Optional.of("2026-11-26T12:00:00Z"), Optional.of("ada"), "moves to the new machine",
                Optional.of("2026-11-26T18:00:00Z"), Optional.of(1_204L), 7, List.of(new LeftBehind.Person("E0311", "has left: last working day was 2026-11-25"))),
                new HaltedJob("hr", HaltedJob.Why.PAUSED, Optional.of("2026-11-26T12:00:00Z"), Optional.of("ada"), "", Optional.empty(), Optional.empty(), 0, List.of())), List.of("crm")));
    }
}
