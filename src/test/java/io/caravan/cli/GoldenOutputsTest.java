package io.caravan.cli;

import io.caravan.config.Golden;
import io.caravan.operations.AlertTrial;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.Direction;
import io.caravan.operations.DisplayName;
import io.caravan.operations.HaltedJob;
import io.caravan.operations.JobPlan;
import io.caravan.operations.JobPlan.ShownChange;
import io.caravan.operations.JobPlan.Undecided;
import io.caravan.operations.JobRun;
import io.caravan.operations.LeftBehind;
import io.caravan.operations.MemberState;
import io.caravan.operations.MembershipTally;
import io.caravan.operations.NewGroup;
import io.caravan.operations.PlanReport;
import io.caravan.operations.ProjectStatus;
import io.caravan.operations.ProjectStatus.CredentialStatus;
import io.caravan.operations.ProjectStatus.CycleStatus;
import io.caravan.operations.ProjectStatus.Failing;
import io.caravan.operations.ProjectStatus.JobStatus;
import io.caravan.operations.ProjectStatus.RefusedCredentials;
import io.caravan.operations.ProjectStatus.ServiceStatus;
import io.caravan.operations.RunStatus;
import io.caravan.operations.SourcePlan;
import io.caravan.operations.SourcePlan.ChangedOf;
import io.caravan.operations.SyncReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people look at every day, whole: on terminals of 80 and 160 columns, and in a pipe. */
class GoldenOutputsTest {

    private static final List<LeftBehind> LEFT = List.of(new LeftBehind("directory", "forbidden", 2, List.of(
            new LeftBehind.Person("E0311", "the access rights of the entry do not allow it"), new LeftBehind.Person("E0456", "the access rights of the entry do not allow it")),
            "put right what it says, and then: caravan dead-letters retry --job directory --cause forbidden"));
    private static final String SHRUNK = "the source has 900 records where the last full read had 1,200; fewer by more than completeness.maxShrink (mappings/people.yaml). "
            + "Nobody is taken for gone. If it is right: caravan sync people --let-shrink people=300";

    @ParameterizedTest
    @CsvSource({"80, terminal", "160, terminal", "0, pipe"})
    void ofASync(int columns, String place) {
        golden("sync", columns, place, new SyncResult(new SyncReport(List.of(
                new JobRun("people", 7, RunStatus.FAILED, SHRUNK, Map.of("read", 900L), 0.42, List.of(), List.of()),
                new JobRun("directory", 8, RunStatus.PARTLY, "", Map.of("applied-create", 1200L, "applied-update", 17L, "applied-disable", 3L, "failed", 2L), 75.2, List.of(), LEFT),
                new JobRun("crm", 9, RunStatus.HELD, "12 of 90 accounts would be disabled (limit 9)", Map.of("applied-enable", 1L, "held", 12L, "waiting", 12L), 3.1, List.of(), List.of())))));
    }

    @ParameterizedTest
    @CsvSource({"80, terminal", "160, terminal", "0, pipe"})
    void ofAPlan(int columns, String place) {
        golden("plan", columns, place, new PlanResult(plan(), new PlanResult.Layout(50, false, false), ExitCode.SOME_FAILED));
    }

    @ParameterizedTest
    @CsvSource({"80, terminal", "160, terminal", "0, pipe"})
    void ofAPlanByPerson(int columns, String place) {
        golden("plan-by-person", columns, place, new PlanResult(plan(), new PlanResult.Layout(50, false, true), ExitCode.SOME_FAILED));
    }

    @ParameterizedTest
    @CsvSource({"80, terminal", "160, terminal", "0, pipe"})
    void ofAPlanOfGroups(int columns, String place) {
        golden("plan-groups", columns, place, new PlanResult(planOfGroups(), new PlanResult.Layout(6, false, false), ExitCode.CHANGES_PENDING));
        golden("plan-groups-by-person", columns, place, new PlanResult(planOfGroups(), new PlanResult.Layout(3, false, true), ExitCode.CHANGES_PENDING));
    }

    /** Three groups, and two thousand who come in or leave. */
    private static PlanReport planOfGroups() {
        List<ShownChange> changes = new ArrayList<>(List.of(new ShownChange("crew", "create", "cn=crew", List.of(value("cn", "crew")), "", List.of(), Optional.empty())));
        for (int i = 0; i < 2000; i++) {
            String group = List.of("all-staff", "crew", "payroll-bern").get(i % 3);
            changes.add(new ShownChange("E%04d".formatted(i), i % 50 == 0 ? "leave" : "join", group, List.of(), i % 50 == 0 ? "nobody says any more that it belongs there" : "rule groups/" + group + ".yaml",
                    List.of(), Optional.empty()));
        }
        Map<MemberState, Long> leftOut = new TreeMap<>(Comparator.comparing(MemberState::word));
        leftOut.putAll(Map.of(MemberState.NO_ACCOUNT, 12L, MemberState.ACCOUNT_CLOSED, 1L));
        return new PlanReport(List.of(new JobPlan("groups", Direction.OUTBOUND, "directory", changes, List.of(), Map.of("create", 1L, "join", 1960L, "leave", 40L, "unchanged", 12L), List.of(), 14, Optional.empty())),
                List.of(), List.of(), List.of(), List.of(), List.of(new NewGroup("groups", "crew", "create", List.of(new NewGroup.Member("E0007", DisplayName.NONE),
                        new NewGroup.Member("E0008", DisplayName.NONE)), leftOut)));
    }

    @ParameterizedTest
    @CsvSource({"80, terminal", "160, terminal", "0, pipe"})
    void ofAStatus(int columns, String place) {
        CycleStatus done = new CycleStatus(7, "delta", "2026-11-20T11:55:00Z", Optional.of("2026-11-20T11:55:02Z"), RunStatus.DONE, "", Map.of());
        CycleStatus failed = new CycleStatus(8, "delta", "2026-11-20T11:58:00Z", Optional.of("2026-11-20T11:58:00Z"), RunStatus.FAILED, "crm does not answer: Connection refused", Map.of());
        golden("status", columns, place, new StatusResult(new ProjectStatus("2026-11-20T12:00:00Z", Map.of(),
                List.of(new ServiceStatus("running", 812, "hr-box", "caravan", "2026-11-18T06:00:00Z", "2026-11-20T11:59:57Z")), 1200, List.of(
                        new JobStatus("people", Direction.INBOUND, "hr", Optional.of(1200L), Map.of(), 0, 0, Optional.of("2026-11-20T11:55:00Z"), Optional.of(done), Optional.empty(),
                                Optional.empty(), Optional.of("2026-11-20T12:05:00Z")),
                        new JobStatus("directory", Direction.OUTBOUND, "directory", Optional.empty(), Map.of("enabled", 1180L, "disabled", 64L), 0, 2, Optional.empty(), Optional.of(done),
                                Optional.empty(), Optional.empty(), Optional.of("2026-11-20T12:00:00Z")),
                        new JobStatus("crm", Direction.OUTBOUND, "crm", Optional.empty(), Map.of("enabled", 90L, "missing", 1L), 12, 0, Optional.empty(), Optional.of(failed),
                                Optional.of(new Failing("2026-11-20T09:00:00Z", 12, false, failed.message())), Optional.empty(), Optional.of("2026-11-20T12:13:00Z"))),
                List.of(new HaltedJob("mail", HaltedJob.Why.QUARANTINED, Optional.of("2026-11-20T10:00:00Z"), Optional.empty(),
                        "the target mail could not be read: HTTP 401 (caravan.systems.mail.token = {{file:mail.token}})", Optional.of("2026-11-20T12:20:00Z"), Optional.of(3L), 1,
                        List.of(new LeftBehind.Person("E0090", "has left: end date was 2026-11-19")))), List.of(), List.of(new RefusedCredentials("mail", "caravan.systems.mail.token = {{file:mail.token}}", "2026-11-20T10:00:00Z", 3, "2026-11-20T12:20:00Z")),
                List.of(new CredentialStatus("crm", "setting token", "2026-11-27T08:00:00Z", "settings", true, "setting token ends 2026-11-27 08:00 UTC (in 6 days), as it says itself",
                        "get a new one, and put it in its place (docs/how-to/rotate-secrets.md)")), LEFT, List.of("crm holds 12 changes for somebody to look at: caravan approve crm shows them; then caravan approve crm --why TEXT, or caravan reject crm --why TEXT"), Optional.empty()), false));
    }

    @ParameterizedTest
    @CsvSource({"80, terminal", "160, terminal", "0, pipe"})
    void ofATrialOfAlerts(int columns, String place) {
        golden("alerts-test", columns, place, new AlertTrialResult(new AlertTrial(true, "", "", "smtp.example.com:587, starttls, as caravan", "identity-team@example.com")));
        golden("alerts-test-refused", columns, place, new AlertTrialResult(new AlertTrial(false, "the mail server smtp.example.com:587 answered: 550 5.7.1 identity-team@example.com: relaying denied",
                "", "smtp.example.com:587, starttls, as caravan", "identity-team@example.com")));
    }

    private static PlanReport plan() {
        return new PlanReport(List.of(
                new JobPlan("directory", Direction.OUTBOUND, "directory", List.of(
                        new ShownChange("E1207", "create", "uid=alovelace", List.of(value("cn", "Ada Lovelace"), value("mail", "ada@example.com"), value("departmentNumber", "D12")), "",
                                List.of(), Optional.of("2026-12-02")),
                        new ShownChange("E0311", "update", "uid=ghopper", List.of(new ChangedAttribute("departmentNumber", Optional.of("D1"), Optional.of("D2"))), "", List.of(), Optional.empty()),
                        new ShownChange("E0090", "disable", "uid=aturing", List.of(), "has left: status is terminated", List.of(), Optional.empty())),
                        List.of(new Undecided("E0555", "ambiguous", "2 entries match mail: uid=one, uid=two (mappings/directory.yaml:17:5)")),
                        Map.of("create", 1L, "update", 1L, "disable", 1L, "undecided", 1L, "unchanged", 1180L), List.of(), 1180, Optional.empty()),
                new JobPlan("crm", Direction.OUTBOUND, "crm", List.of(new ShownChange("E0090", "disable", "90", List.of(), "has left: status is terminated", List.of(), Optional.empty())), List.of(),
                        Map.of("disable", 1L), List.of("1 of 90 accounts would be disabled (limit 0)"), 90, Optional.empty())),
                List.of(new SourcePlan("people", "hr", 1, 38, 1, 0, 0, new MembershipTally(12, 3, 0, 0, 0, 0), List.of(new ChangedOf("department", 31), new ChangedOf("title", 6), new ChangedOf("managerId", 2),
                        new ChangedOf("status", 1)))), List.of());
    }

    private static ChangedAttribute value(String name, String value) {
        return new ChangedAttribute(name, Optional.empty(), Optional.of(value));
    }

    private static void golden(String command, int columns, String place, Result result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.print(new TextOut(new PrintStream(bytes, true, StandardCharsets.UTF_8), place.equals("terminal"), columns));
        Golden.assertSame("output/" + command + (columns == 0 ? "" : "-" + columns) + "-" + place + ".txt", bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    }
}
