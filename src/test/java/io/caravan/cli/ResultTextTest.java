package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec.Characteristic;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.engine.HubExplanation;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.SubjectKey;
import io.caravan.operations.Explanation;
import io.caravan.operations.JobPlan;
import io.caravan.operations.LogEntries;
import io.caravan.operations.LogVerification;
import io.caravan.operations.PlanReport;
import io.caravan.operations.PlanView;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Guard;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whole outputs, compared as they are printed. */
class ResultTextTest {

    private static final ObjectSpec ENTRY = new ObjectSpec("user", new ObjectSpec.Keys("entryUUID", Optional.of("enabled"), Optional.of("dn"),
            Optional.of("dn")), new ObjectSpec.Schema(Map.of("dn", AttributeSpec.of("dn", AttributeType.DN, Characteristic.UNIQUE)), true, false),
            Set.of(Operation.LIST), List.of("uid"));

    @Test
    void aPlanReadsAsInTheHandbook() {
        List<Change> changes = List.of(
                change("E1207", ChangeKind.CREATE, Attributes.empty(), Optional.empty(), AttributeChange.of("dn", null, "uid=alovelace,ou=people,dc=example,dc=com"),
                        AttributeChange.of("cn", null, "Ada Lovelace")),
                change("E0311", ChangeKind.UPDATE, entry("ghopper"), Optional.empty(), AttributeChange.of("departmentNumber", "D1", "D2"),
                        AttributeChange.of("telephoneNumber", "1", null)),
                change("E0090", ChangeKind.DISABLE, entry("aturing"), Optional.of(Because.of(Reason.LEFT_SCOPE, "employeeType is \"left\""))));
        PlanCounts counts = new PlanCounts("dn");
        changes.forEach(counts::add);
        JobPlan plan = new PlanView(ENTRY).job("corp-ldap", "ldap-1", changes, Map.of(),
                List.of(new JobPlan.Undecided("E0555", "ambiguous", "2 entries match mail (mappings/corp-ldap.yaml:17)")), counts,
                List.of(new Guard.Measure("be disabled", 1, 0, 1202, Set.of(ChangeKind.DISABLE))), 1202, Optional.empty());

        assertThat(text(new PlanResult(new PlanReport(List.of(plan), List.of(), List.of()), new PlanResult.Layout(0, false, false), ExitCode.DONE))).isEqualToNormalizingNewlines("""
                corp-ldap (hub → ldap-1)
                  + E1207    create    uid=alovelace            dn "uid=alovelace,ou=people,dc=example,dc=com", cn "Ada Lovelace"
                  ~ E0311    update    uid=ghopper              departmentNumber "D1" → "D2", telephoneNumber "1" → nothing
                  ! E0090    disable   uid=aturing              left scope: employeeType is "left"
                  ? E0555    ambiguous 2 entries match mail (mappings/corp-ldap.yaml:17)

                Plan: 1 create, 1 update, 1 disable, 0 delete; 0 unchanged, 0 skipped.
                Guard: 1 of 1202 accounts would be disabled (limit 0)

                """);
    }

    @Test
    void aLongPlanSaysHowMuchIsNotShown() {
        List<Change> changes = List.of(change("E1", ChangeKind.DELETE, entry("a"), Optional.of(Because.of(Reason.HAS_LEFT))), change("E2", ChangeKind.DELETE, entry("b"), Optional.of(Because.of(Reason.HAS_LEFT))));
        JobPlan plan = new PlanView(ENTRY).job("ldap", "ldap", changes, Map.of(), List.of(), new PlanCounts("dn"), List.of(), 2, Optional.empty());

        assertThat(text(new PlanResult(new PlanReport(List.of(plan), List.of(), List.of()), new PlanResult.Layout(1, false, false), ExitCode.DONE))).contains("- E1 ").doesNotContain("- E2 ").contains("… and 1 more");
    }

    @Test
    void thePlanAsJsonHasTheSameFields() throws Exception {
        List<Change> changes = List.of(change("E0311", ChangeKind.UPDATE, entry("ghopper"), Optional.empty(), AttributeChange.of("mail", null, "g@example.com")));
        JobPlan plan = new PlanView(ENTRY).job("ldap", "ldap", changes, Map.of(), List.of(), new PlanCounts("dn"), List.of(), 2, Optional.empty());

        JsonNode document = new ObjectMapper().readTree(new JsonView().document("plan", new PlanResult(new PlanReport(List.of(plan), List.of(), List.of()), new PlanResult.Layout(1, false, false), ExitCode.CHANGES_PENDING)));

        assertThat(document.at("/exitCode").asInt()).isEqualTo(10);
        assertThat(document.at("/jobs/0/changes/0/account").asText()).isEqualTo("uid=ghopper");
        assertThat(document.at("/jobs/0/changes/0/attributes/0/before").isNull()).isTrue();
        assertThat(document.at("/jobs/0/changes/0/attributes/0/after").asText()).isEqualTo("g@example.com");
        assertThat(document.has("shown")).isFalse();
    }

    @Test
    void anExplanationNamesStepsAndPlaces() {
        Verdict verdict = new Verdict(Verdict.Kind.SKIPPED, Optional.empty(), Link.none(7, Because.of(Reason.OUT_OF_SCOPE, "employeeType is \"intern\"")), Set.of(),
                List.of(new Verdict.Step("lifecycle", "active", ""), new Verdict.Step("scope", "out: employeeType is \"intern\"", "mappings/ldap.yaml:8:12")));
        HubExplanation hub = new HubExplanation(List.of(new HubExplanation.Record("hr", "people", "E8", "hr.csv:9", Optional.empty(),
                Attributes.of(Map.of("type", "intern")), Optional.empty(), "")), List.of(new HubExplanation.Origin("employeeType", "intern", "hr",
                "employeeType = \"intern\" from ${body[type]}; type is \"intern\"", "mappings/hr.yaml:7:17", List.of("badges"))));

        assertThat(text(new ExplainResult(Explanation.of("E8", List.of("C8"), hub, List.of(Explanation.JobExplained.of("ldap", "corp-ldap", verdict, List.of()))))))
                .isEqualToNormalizingNewlines("""
                E8
                  E8 has no account in corp-ldap: out of scope: employeeType is "intern".

                  Others have this key in their source: C8
                  hr read record E8 from people  hr.csv:9
                    type "intern"

                In the hub
                  hr         employeeType = "intern" from ${body[type]}; type is "intern"; overrules badges  mappings/hr.yaml:7:17

                ldap: no account in corp-ldap
                  lifecycle  active
                  scope      out: employeeType is "intern"  mappings/ldap.yaml:8:12
                  → skipped: out of scope: employeeType is "intern"
                """);
    }

    @Test
    void theLogIsOneLineAnEntryAndOneForEachAttribute() {
        LogEntry entry = new LogEntry(Instant.parse("2026-01-31T08:00:00Z"), new LogEntry.By("ldap", 4, "sync by ada"),
                LogEntry.About.account(SubjectKey.person("E0311"), "corp-ldap", Optional.of("uuid-1")), "update",
                new LogEntry.Result(LogEntry.Status.SUCCESS, "", 1, 12), List.of(AttributeChange.of("ou", "Sales", "Research")), List.of());

        assertThat(text(new LogResult(LogEntries.of(List.of(new LogStore.StoredEntry(9, entry, "ab12")))))).isEqualToNormalizingNewlines("""
                2026-01-31T08:00:00Z  #9  success  ldap  update  E0311  uuid-1  (sync by ada)
                    ou "Sales" → "Research"
                """);
    }

    @Test
    void nothingFromOutsideSteersTheTerminal() {
        LogEntry entry = new LogEntry(Instant.parse("2026-01-31T08:00:00Z"), new LogEntry.By("ldap", 4, "sync by ada"),
                LogEntry.About.account(SubjectKey.person("E\u001b[2J"), "", Optional.empty()), "skip",
                new LogEntry.Result(LogEntry.Status.SKIPPED, "", 1, 12), List.of(), List.of());

        assertThat(text(new LogResult(LogEntries.of(List.of(new LogStore.StoredEntry(9, entry, "ab12")))))).doesNotContain("\u001b");
    }

    @Test
    void aBrokenLogIsAFailure() {
        LogVerified broken = new LogVerified(LogVerification.of(new LogStore.Verification(12, OptionalLong.of(7), "ab")));

        assertThat(broken.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(text(broken)).isEqualToNormalizingNewlines("The log is broken: entry 7 is not what was written\n");
        assertThat(text(new LogVerified(LogVerification.of(new LogStore.Verification(1, OptionalLong.empty(), "ab"))))).isEqualToNormalizingNewlines(
                "The log is whole: 1 entry, the last with hash ab\n");
    }

    private static Change change(String identity, ChangeKind kind, Attributes account, Optional<Because> because, AttributeChange... changes) {
        return new Change(kind, new Change.Account(1, SubjectKey.person(identity), kind == ChangeKind.CREATE ? Optional.empty() : Optional.of("uuid"),
                account), Change.Writes.of(List.of(changes), Optional.empty()), new Change.Grounds(because, List.of(), "basis"), false);
    }

    private static Attributes entry(String uid) {
        return Attributes.of(Map.of("dn", "uid=" + uid + ",ou=people,dc=example,dc=com", "uid", uid));
    }

    private static String text(Result result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.print(new TextOut(new PrintStream(bytes, true, StandardCharsets.UTF_8), false));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
