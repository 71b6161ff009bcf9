package io.caravan.cli;

import io.caravan.config.ExampleResult;
import io.caravan.config.Golden;
import io.caravan.cli.DeadLettersResult.Form;
import io.caravan.operations.AccountState;
import io.caravan.operations.ApplyReport;
import io.caravan.operations.ApplyReport.NotMade;
import io.caravan.operations.ApprovalReport;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.DeadLetterBox.Dropped;
import io.caravan.operations.DeadLetterBox.Retried;
import io.caravan.operations.DeadLetterList;
import io.caravan.operations.DeadLetterList.Cause;
import io.caravan.operations.DeadLetterList.Letter;
import io.caravan.operations.Decision;
import io.caravan.operations.Direction;
import io.caravan.operations.DisplayName;
import io.caravan.operations.ExamplesReport;
import io.caravan.operations.ExamplesReport.Tested;
import io.caravan.operations.Explanation;
import io.caravan.operations.Explanation.ExplainedStep;
import io.caravan.operations.Explanation.HubAttribute;
import io.caravan.operations.Explanation.InGroup;
import io.caravan.operations.Explanation.InTarget;
import io.caravan.operations.Explanation.JobExplained;
import io.caravan.operations.Explanation.SourceRecord;
import io.caravan.operations.HaltedJob;
import io.caravan.operations.HeldChoice;
import io.caravan.operations.HeldPlan;
import io.caravan.operations.HeldPlan.JobPart;
import io.caravan.operations.HeldPlan.OfGroup;
import io.caravan.operations.JobPauses;
import io.caravan.operations.MemberState;
import io.caravan.operations.QuarantineList;
import io.caravan.operations.JobPlan.ShownChange;
import io.caravan.operations.JobRun;
import io.caravan.operations.LeftBehind;
import io.caravan.operations.LogEntries;
import io.caravan.operations.LogVerification;
import io.caravan.operations.OpenDecision;
import io.caravan.operations.ProjectStatus;
import io.caravan.operations.ProjectStatus.CycleStatus;
import io.caravan.operations.ProjectStatus.JobStatus;
import io.caravan.operations.Proposal;
import io.caravan.operations.RejectionReport;
import io.caravan.operations.RunStatus;
import io.caravan.operations.SettledAccount;
import io.caravan.operations.StoppedReading;
import io.caravan.operations.SystemFound;
import io.caravan.operations.Watermarks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands answer that are needed when something has to be understood or decided, whole: on terminals of 80 and 160 columns, and in a pipe. */
class GoldenAnswersTest {

    private static final String LEFT = "has left: last working day was 2026-11-19";
    private static final HaltedJob PAUSED = new HaltedJob("crm", HaltedJob.Why.PAUSED, Optional.of("2026-11-20T08:00:00Z"), Optional.of("ada"), "moves to the new machine",
            Optional.of("2026-11-20T18:00:00Z"), Optional.of(1L), 1, List.of(new LeftBehind.Person("E0090", LEFT)));

    static Stream<Arguments> answers() {
        Map<String, Result> answers = new LinkedHashMap<>();
        answers.put("explain", new ExplainResult(someoneWithAccounts()));
        answers.put("explain-groups", new ExplainResult(new Explanation("E0311", DisplayName.NONE, true, List.of(), List.of(), List.of(), List.of(
                new InGroup("vpn-users", "group", "source teams", true, Optional.empty(), Optional.empty(), List.of("teams.csv:17", "mappings/teams.yaml:8:1"))), List.of(), List.of(), List.of(), List.of(
                new InTarget("crew", "groups", "directory", MemberState.HELD, "in it as uid=ghopper,ou=people,dc=example,dc=com; leave is held until somebody decides: caravan approve groups"),
                new InTarget("vpn-users", "groups", "directory", MemberState.REFUSED, "not in it; join was refused by the target: the access rights of the entry do not allow it"),
                new InTarget("vpn-users", "gateway", "vpn", MemberState.NO_ACCOUNT, "not in it: there is no account")))));
        answers.put("explain-out-of-scope", new ExplainResult(someoneOutOfScope()));
        answers.put("explain-leaver", new ExplainResult(someoneWhoLeft()));
        answers.put("test", new TestResult(new ExamplesReport(2, 0, List.of(passed("people", "an employee"), passed("directory", "an employee")))));
        answers.put("test-failed", new TestResult(new ExamplesReport(1, 2, List.of(passed("people", "an employee"),
                new Tested("directory", "somebody with an umlaut", "mappings/directory.yaml:48:5", false, Optional.empty(), List.of(
                        new ExampleResult.Difference("mail", "\"juergen.mueller@example.com\"", "\"jürgen.müller@example.com\""))),
                new Tested("crm", "somebody without a manager", "mappings/crm.yaml:31:5", false,
                        Optional.of("mappings/crm.yaml:17:12: concat takes texts, and \"managerId\" is absent; write default(managerId, '') where it may be"), List.of())))));
        answers.put("dead-letters-list", new DeadLettersResult(letters(), Form.EACH));
        answers.put("dead-letters-list-none", new DeadLettersResult(new DeadLetterList(List.of(), List.of()), Form.EACH));
        answers.put("dead-letters-list-causes", new DeadLettersResult(letters(), Form.CAUSES));
        answers.put("dead-letters-show", new DeadLettersResult(letters(), Form.FULL));
        answers.put("dead-letters-drop", new DroppedResult(new Dropped(new TreeMap<>(Map.of("directory", 1L, "crm", 240L)), Map.of("people", 3L), "2026-12-20T12:00:00Z")));
        answers.put("dead-letters-retry", new RetriedResult(new Retried(new TreeMap<>(Map.of("directory", 1L, "crm", 1_204L)), Map.of("people", 1L))));
        answers.put("apply", new ApplyResult(new ApplyReport("monday.plan", 20, List.of(
                new JobRun("directory", 8, RunStatus.DONE, "", Map.of("applied-create", 12L, "applied-update", 7L, "applied-disable", 1L), 2.31, List.of(), List.of())), List.of(), List.of(),
                List.of(), new TreeMap<>(Map.of("directory", 3L, "crm", 1L)))));
        answers.put("apply-refused", new ApplyResult(new ApplyReport("monday.plan", 20, List.of(), List.of(
                new NotMade("directory", "E0311", "update", "uid=ghopper", "departmentNumber would be \"D3\" now, and \"D2\" by the plan"),
                new NotMade("crm", "E0090", "disable", "", "it is not due any more: she has come back")), List.of(), List.of(), Map.of())));
        answers.put("apply-held", new ApplyResult(new ApplyReport("monday.plan", 20, List.of(), List.of(), List.of("crm: 12 of 90 accounts would be disabled (limit 9)"), List.of(), Map.of())));
        answers.put("approve", HeldResult.of(held(1), new HeldChoice(List.of("E0090", "E0311"), List.of(), false)));
        answers.put("approve-members", HeldResult.of(heldMembers(), new HeldChoice(List.of(), List.of("leave"), false)));
        answers.put("approve-done", new ApprovalResult(new ApprovalReport(held(0), List.of(new JobRun("people", 20, RunStatus.DONE, "", Map.of(), 0.4, List.of(), List.of()),
                new JobRun("directory", 21, RunStatus.DONE, "", Map.of("applied-disable", 1L), 0.2, List.of(), List.of()),
                new JobRun("crm", 22, RunStatus.DONE, "", Map.of("applied-disable", 1L), 0.3, List.of(), List.of())), List.of(
                new NotMade("directory", "E0311", "disable", "uid=ghopper", "there is nothing to do any more: the account is as it should be")), List.of())));
        answers.put("approve-refused", new ApprovalResult(new ApprovalReport(held(0), List.of(
                new JobRun("people", 20, RunStatus.FAILED, "reading hr failed: there is no file hr.csv", Map.of(), 0.4, List.of(), List.of())), List.of(), List.of())));
        StoppedReading stopped = new StoppedReading("people", "hr", 17, "2026-11-20T08:00:00Z", "vanished: \"endDate\" from 40 of 900 people (completeness.maxVanish, mappings/people.yaml). "
                + "Nothing of this reading is used. If it is right: caravan sync people --let-vanish endDate", Map.of("endDate", 40L), 0, List.of(), "5f0c2d1e6f3a");
        answers.put("approve-reading", new StoppedReadingResult(new StoppedReading.Report(stopped, List.of())));
        answers.put("approve-reading-done", new StoppedReadingResult(new StoppedReading.Report(stopped, List.of(
                new JobRun("people", 20, RunStatus.DONE, "", Map.of("identities-changed", 40L), 0.4, List.of(), List.of())))));
        answers.put("reject", new RejectionResult(new RejectionReport(held(1), "ada", "2026-12-20T12:00:00Z", List.of())));
        answers.put("job-pause", new JobPausesResult(new JobPauses(List.of(PAUSED), List.of())));
        answers.put("job-disable", new JobPausesResult(new JobPauses(List.of(new HaltedJob("crm", HaltedJob.Why.DISABLED, Optional.of("2026-11-20T08:00:00Z"), Optional.of("ada"),
                "the contract has ended", Optional.empty(), Optional.of(0L), 0, List.of())), List.of())));
        QuarantineList.Entry probed = new QuarantineList.Entry("crm", "crm", "changes", "crm refuses everybody: forbidden: no licence left; 21 of 21 changes failed", "",
                "2026-11-20T08:00:00Z", 4, "2026-11-20T10:00:00Z", false);
        QuarantineList.Entry off = new QuarantineList.Entry("people", "hr", "credentials", "reading hr failed: HTTP 401", "caravan.systems.hr.token = {{file:hr.token}}",
                "2026-10-20T08:00:00Z", 36, "2026-11-21T08:00:00Z", true);
        answers.put("quarantine-list", new QuarantineResult(new QuarantineList(List.of(probed, off), List.of())));
        answers.put("quarantine-release", new QuarantineResult(new QuarantineList(List.of(off), List.of("crm"))));
        answers.put("job-resume", new JobPausesResult(new JobPauses(List.of(), List.of("crm", "directory"))));
        answers.put("status-paused", new StatusResult(status(), false));
        answers.put("settle", new SettledResult(new SettledAccount("crm", "E0311", Optional.of("5f0c2d1e-6f3a-4c53-9b7a-0d7ad2d7e001"))));
        answers.put("settle-none", new SettledResult(new SettledAccount("crm", "E0311", Optional.empty())));
        answers.put("watermark-show", new WatermarkResult(new Watermarks(List.of(new Watermarks.Mark("people", Optional.of("2026-11-20T11:55:00Z"), Optional.of("2026-11-19T02:00:00.120Z")),
                new Watermarks.Mark("contractors", Optional.empty(), Optional.empty())))));
        answers.put("log-verify", new LogVerified(new LogVerification(48_213, true, Optional.empty(), "9f2c".repeat(16))));
        answers.put("log-verify-broken", new LogVerified(new LogVerification(48_213, false, Optional.of(1_207L), "")));
        answers.put("init", new BegunResult(begun()));
        answers.put("mapping-new", new BegunResult(new Proposal(List.of("mappings/crm.yaml"), List.of(new SystemFound("crm", "scim2", true, Optional.empty(), 41, 1)), List.of())));
        return answers.entrySet().stream().flatMap(answer -> Stream.of(80, 160, 0).map(columns -> Arguments.of(answer.getKey(), columns, answer.getValue())));
    }

    @ParameterizedTest(name = "{0} at {1} columns")
    @MethodSource("answers")
    void looksLikeThis(String name, int columns, Result result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.print(new TextOut(new PrintStream(bytes, true, StandardCharsets.UTF_8), columns > 0, columns));
        Golden.assertSame("output/" + name + (columns == 0 ? "-pipe" : "-" + columns + "-terminal") + ".txt", bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    }

    private static HeldPlan held(long rest) {
        List<ShownChange> two = List.of(new ShownChange("E0090", "disable", "uid=aturing", List.of(), LEFT, List.of(), Optional.empty()),
                new ShownChange("E0311", "disable", "uid=ghopper", List.of(), "left scope: type == 'employee' (mappings/directory.yaml:9)", List.of(), Optional.empty()));
        return new HeldPlan("directory", List.of(
                new JobPart("directory", "directory", Optional.of("2026-11-20T08:00:00Z"), "12 of 90 people would lose access in 2 targets (crm, directory), by one reading of people, cycle 17 (limit 9)",
                        Map.of("disable", 2L), List.of(), two),
                new JobPart("crm", "crm", Optional.of("2026-11-20T08:00:00Z"), "12 of 90 people would lose access in 2 targets (crm, directory), by one reading of people, cycle 17 (limit 9)",
                        Map.of("disable", 1L), List.of(), List.of(new ShownChange("E0090", "disable", "90", List.of(), LEFT, List.of(), Optional.empty())))), rest, "5f0c2d1e6f3a");
    }

    private static HeldPlan heldMembers() {
        String why = "7 of 12 members would leave the group crew (limit 6)";
        List<ShownChange> changes = List.of(new ShownChange("E0090", new DisplayName("Ada Turing"), "leave", "crew", List.of(), "nobody says any more that it belongs there", List.of(), Optional.empty()),
                new ShownChange("uid=ext1,ou=people,dc=example,dc=com", "leave", "crew", List.of(), "nobody here put it there", List.of(), Optional.empty()),
                new ShownChange("E0311", new DisplayName("Grace Hopper"), "leave", "Payroll Bern", List.of(), "its account is closed", List.of(), Optional.empty()));
        return new HeldPlan("groups", List.of(new JobPart("groups", "directory", Optional.of("2026-11-20T08:00:00Z"), why, Map.of("leave", 3L),
                List.of(new OfGroup("Payroll Bern", 0, 1), new OfGroup("crew", 0, 2)), changes)), 4, "0be2d1f3a7c4");
    }

    private static Explanation someoneWithAccounts() {
        return new Explanation("E0311", DisplayName.NONE, true, List.of(), List.of(new SourceRecord("people", "hr", "E0311", "hr.csv:312", Optional.empty(),
                new TreeMap<>(Map.of("workerId", "E0311", "givenName", "Grace", "familyName", "Hopper", "department", "D2", "mail", "grace.hopper@example.com", "title", "Rear Admiral")),
                Optional.empty(), "")), List.of(
                new HubAttribute("department", Optional.of("D2"), "people", "department = \"D2\" from ${body[department]}; department is \"D2\"", "mappings/people.yaml:12", List.of("contractors")),
                new HubAttribute("mail", Optional.of("grace.hopper@example.com"), "people",
                        "mail = \"grace.hopper@example.com\" from ${concat(${lowercase(${body[givenName]})}, '.', ${lowercase(${body[familyName]})}, '@example.com')}; givenName is \"Grace\"; familyName is \"Hopper\"",
                        "mappings/people.yaml:14", List.of())),
                List.of(new InGroup("vpn-users", "group", "source teams", true, Optional.empty(), Optional.of("2026-11-30T23:00:00Z"), List.of("teams.csv:17", "mappings/teams.yaml:8:1"))), List.of(), List.of(
                new JobExplained("directory", "directory", AccountState.ENABLED, Optional.of("uid=ghopper"), Optional.empty(), Decision.UPDATE, "", List.of(
                        new ExplainedStep("scope", "in: \"${body[type]} == 'employee'\" holds", "mappings/directory.yaml:5"),
                        new ExplainedStep("lifecycle", "active: no end date", ""),
                        new ExplainedStep("attribute", "departmentNumber = \"D2\" from ${body[department]}; department is \"D2\"", "mappings/directory.yaml:19")),
                        List.of(new ChangedAttribute("departmentNumber", Optional.of("D1"), Optional.of("D2"))), List.of(entry(12, "create", ""), entry(41, "update", ""))),
                new JobExplained("crm", "crm", AccountState.NONE, Optional.empty(), Optional.empty(), Decision.CREATE, "", List.of(new ExplainedStep("match", "nobody there has workerId \"E0311\"", "mappings/crm.yaml:7")),
                        List.of(new ChangedAttribute("userName", Optional.empty(), Optional.of("grace.hopper@example.com"))), List.of())));
    }

    private static Explanation someoneOutOfScope() {
        return new Explanation("E0999", DisplayName.NONE, true, List.of("V0999"), List.of(new SourceRecord("people", "hr", "E0999", "hr.csv:1000", Optional.empty(),
                new TreeMap<>(Map.of("workerId", "E0999", "type", "visitor")), Optional.empty(), "")), List.of(), List.of(), List.of(), List.of(
                new JobExplained("directory", "directory", AccountState.NONE, Optional.empty(), Optional.empty(), Decision.SKIPPED, "out of scope: \"${body[type]} == 'employee'\" does not hold, since type is \"visitor\"",
                        List.of(new ExplainedStep("scope", "out: \"${body[type]} == 'employee'\" does not hold; type is \"visitor\"", "mappings/directory.yaml:5")), List.of(), List.of())));
    }

    private static Explanation someoneWhoLeft() {
        return new Explanation("E0090", DisplayName.NONE, true, List.of(), List.of(new SourceRecord("people", "hr", "E0090", "", Optional.of("2026-11-20T11:55:00.512Z"),
                new TreeMap<>(Map.of("workerId", "E0090", "status", "terminated")), Optional.empty(), "")), List.of(), List.of(), List.of(), List.of(
                new JobExplained("directory", "directory", AccountState.DISABLED, Optional.of("uid=aturing"), Optional.empty(), Decision.UNCHANGED, LEFT,
                        List.of(new ExplainedStep("lifecycle", "leaver: last working day was 2026-11-19", "mappings/people.yaml:20")), List.of(), List.of(entry(43, "disable", LEFT))),
                new JobExplained("crm", "crm", AccountState.ENABLED, Optional.of("90"), Optional.of("aturing@example.org"), Decision.DISABLE, LEFT, List.of(
                        new ExplainedStep("lifecycle", "leaver: last working day was 2026-11-19", "mappings/people.yaml:20"),
                        new ExplainedStep("held", "held until somebody decides: caravan approve crm", "")),
                        List.of(), List.of(entry(12, "create", "")))));
    }

    private static LogEntries.Entry entry(long number, String action, String reason) {
        return new LogEntries.Entry(number, "2026-11-19T12:00:0" + number % 10 + ".120Z", 7, "directory", "E0311", DisplayName.NONE, "", "ldap", "5f0c2d1e", "uid=ghopper", action, "success", reason,
                action.equals("update") ? List.of(new ChangedAttribute("departmentNumber", Optional.of("R1"), Optional.of("D1"))) : List.of(), List.of(), 1, 12, "sync by ada", "ab12");
    }

    private static Tested passed(String job, String name) {
        return new Tested(job, name, "mappings/" + job + ".yaml:40:5", true, Optional.empty(), List.of());
    }

    private static DeadLetterList letters() {
        return new DeadLetterList(List.of(
                new Cause("4f2a90c1", "directory", "forbidden", 1_204, "2026-11-18T11:55:00Z", "2026-11-20T11:55:00.512Z", "the access rights of the entry do not allow it"),
                new Cause("b07711fe", "people", "ambiguous", 1, "2026-11-20T11:55:00Z", "2026-11-20T11:55:00Z", "2 identities match mail: E0312 and E0456")), List.of(
                new Letter("directory", "E0311", DisplayName.NONE, "update", List.of("departmentNumber"), List.of(new ChangedAttribute("departmentNumber", Optional.of("D1"), Optional.of("D2"))),
                        "forbidden", "4f2a90c1", "the access rights of the entry do not allow it", "", 1, "2026-11-20T11:55:00.512Z", false),
                new Letter("people", "hr-40", DisplayName.NONE, "resolve", List.of(), List.of(), "ambiguous", "b07711fe", "2 identities match mail: E0312 and E0456", "hr.csv:40", 3,
                        "2026-11-20T11:55:00Z", true)));
    }

    private static ProjectStatus status() {
        CycleStatus done = new CycleStatus(7, "delta", "2026-11-20T11:55:00Z", Optional.of("2026-11-20T11:55:02Z"), RunStatus.DONE, "", Map.of());
        return new ProjectStatus("2026-11-20T12:00:00Z", Map.of(), List.of(), 1, List.of(
                new JobStatus("people", Direction.INBOUND, "hr", Optional.of(1L), Map.of(), 0, 0, Optional.empty(), Optional.of(done), Optional.empty(), Optional.empty(), Optional.empty()),
                new JobStatus("crm", Direction.OUTBOUND, "crm", Optional.empty(), Map.of("enabled", 118_090L, "disabled", 12_064L, "missing", 1_001L, "in-doubt", 1_002L), 0, 0, Optional.empty(),
                        Optional.of(done), Optional.empty(), Optional.empty(), Optional.of("2026-11-20T18:00:00Z"))),
                List.of(PAUSED), List.of(), List.of(), List.of(), List.of());
    }

    private static Proposal begun() {
        return new Proposal(List.of("application.properties", "mappings/people.yaml", "mappings/crm.yaml"), List.of(
                new SystemFound("hr", "csv-source", true, Optional.empty(), 11, 100),
                new SystemFound("crm", "scim2", false, Optional.of("crm does not answer: Connection refused (https://crm.example.com/scim/v2)"), 1, 0)), List.of(
                new OpenDecision("mappings/people.yaml", 14, "which column says that somebody has left; until then nobody who stays in the file is taken for gone"),
                new OpenDecision("mappings/crm.yaml", 9, "by what an account is recognised")));
    }
}
