package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard holds is approved or rejected: just what somebody looked at, and nobody is left behind without a word. */
class HeldPlansTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PEOPLE = 20;
    private static final String LEFT = "2026-11-15";

    @TempDir
    private Path folder;
    private CompanyShell shell;
    private final Map<Integer, String> ends = new HashMap<>();
    private final List<String> more = new ArrayList<>();

    @BeforeEach
    void aCompanyOfTwentyOfWhomEightHaveLeft() throws Exception {
        shell = new CompanyShell(folder);
        at("2026-11-20T12:00:00Z");
        people();
        assertThat(shell.run("sync")).isZero();
        IntStream.range(0, 8).forEach(i -> ends.put(i, LEFT));
        people();
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(closed()).isEmpty();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    private void people() throws Exception {
        List<String> rows = new ArrayList<>(IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i + ",Person " + i + ",D,," + ends.getOrDefault(i, "")).toList());
        rows.addAll(more);
        shell.company().hr(rows.toArray(String[]::new));
    }

    private List<String> closed() {
        return shell.company().rows("select worker from users where active = 'no' order by worker");
    }

    private JsonNode json(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--json");
        shell.run(line.toArray(String[]::new));
        return JSON.readTree(shell.out());
    }

    private String seen(String... chosen) throws Exception {
        List<String> line = new ArrayList<>(List.of("approve", "app"));
        line.addAll(List.of(chosen));
        return json(line.toArray(String[]::new)).at("/held/seen").asText();
    }

    /** As somebody does it who looks first. */
    private int decide(String word, String... chosen) throws Exception {
        String seen = seen(chosen);
        List<String> line = new ArrayList<>(List.of(word, "app"));
        line.addAll(List.of(chosen));
        line.addAll(List.of("--why", "HR says so", "--seen", seen, "--as", "ada"));
        return shell.run(line.toArray(String[]::new));
    }

    @Test
    void whatIsHeldIsShownAndNothingIsDecidedByThat() throws Exception {
        assertThat(shell.run("approve", "app")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("app 8 disable, held since 2026-11-20T12:00:00Z: 8 of 20 accounts would be disabled or deleted (limit 5)",
                "E7   disable  E7       has left: end date was 2026-11-15", "caravan approve app --why TEXT --seen ", "caravan reject app --why TEXT --seen ");
        assertThat(shell.run("approve", "app", "--why", "I said so")).as("nobody can be asked, and nobody says what was seen").isEqualTo(ExitCode.HELD.number());
        assertThat(shell.run("approve", "app", "--seen", seen())).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("--why TEXT");
        assertThat(closed()).isEmpty();
    }

    @Test
    void whatWasSeenIsSentAndTheLogSaysWhoApprovedItAndWhy() throws Exception {
        assertThat(decide("approve")).as(shell.out()).isZero();
        assertThat(closed()).containsExactly("E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7");
        assertThat(shell.out()).contains("Approved in app: 8 of 8 changes made");
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.run("status")).isZero();

        JsonNode log = json("log", "--action", "approve");
        assertThat(log.at("/entries").size()).isEqualTo(9);
        assertThat(log.at("/entries/0/reason").asText()).isEqualTo("HR says so; 8 disable");
        assertThat(log.at("/entries/1/initiatedBy").asText()).isEqualTo("approve by ada");
        assertThat(shell.run("log", "verify")).isZero();
        shell.run("log", "--action", "disable", "--json");
        assertThat(shell.out()).contains("approved by ada: HR says so");

        assertThat(shell.run("approve", "app", "--why", "again")).as("twice").isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("job 'app' holds nothing");
    }

    @Test
    void onlyWhatStillHoldsIsSentAndTheOthersAreRefusedByName() throws Exception {
        String seen = seen();
        at("2026-11-20T12:05:00Z");
        ends.remove(2);
        ends.put(12, LEFT);
        people();
        shell.company().sql("update users set active = 'no' where worker = 'E3'");
        assertThat(shell.run("approve", "app", "--why", "HR says so", "--seen", seen)).as(shell.out()).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(closed()).as("E2 is back, E12 was not looked at").containsExactly("E0", "E1", "E3", "E4", "E5", "E6", "E7");
        assertThat(shell.out()).contains("Refused: 1 change not due any more", "app: E2 disable (E2): there is nothing to do any more");
        shell.run("log", "--action", "approve", "--status", "skipped");
        assertThat(shell.out()).contains("E2", "not sent: there is nothing to do any more");
        assertThat(shell.run("sync")).isZero();
        assertThat(closed()).as("one more is no event").contains("E12");
    }

    @Test
    void somethingElseIsHeldThanWasLookedAt() throws Exception {
        String seen = seen();
        ends.put(8, LEFT);
        people();
        shell.run("sync");
        assertThat(shell.run("approve", "app", "--why", "HR says so", "--seen", seen)).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("is not what was looked at (" + seen + ")", "caravan approve app");
        assertThat(closed()).isEmpty();
    }

    @Test
    void aPartIsApprovedAndTheRestStaysHeldHoweverLittleItIsThenItIsApproved() throws Exception {
        assertThat(decide("approve", "--only", "E0", "E1", "E2", "E3", "E4", "E5")).isZero();
        assertThat(closed()).containsExactly("E0", "E1", "E2", "E3", "E4", "E5");
        assertThat(shell.out()).contains("2 other changes stay held until somebody decides");
        for (int cycle = 0; cycle < 3; cycle++) {
            assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
            assertThat(shell.out()).contains("2 changes stay held: others that were held with them were decided of");
        }
        assertThat(closed()).hasSize(6);
        assertThat(shell.run("status")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("caravan approve app --why TEXT, or caravan reject app --why TEXT");
        assertThat(decide("approve")).isZero();
        assertThat(closed()).hasSize(8);
        assertThat(shell.run("sync")).isZero();
    }

    @Test
    void whatIsRejectedIsNotPlannedAgainAndIsToldInEachCycle() throws Exception {
        assertThat(decide("reject")).isZero();
        assertThat(shell.out()).contains("Rejected in app: 8 changes, until 2026-12-20T12:00:00Z");
        for (int cycle = 1; cycle <= 3; cycle++) {
            at("2026-11-2" + cycle + "T12:00:00Z");
            assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
            assertThat(shell.out()).contains("Left behind in app: 8 (change-rejected)",
                    "E0: disable (has left: end date was 2026-11-15) was rejected by ada at 2026-11-20T12:00:00Z until 2026-12-20T12:00:00Z: HR says so", "and 3 more");
            assertThat(closed()).isEmpty();
        }
        assertThat(shell.run("sync", "--full")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(closed()).isEmpty();
        assertThat(shell.run("status")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("8 (change-rejected)", "caravan approve app --rejected");
        shell.run("plan");
        assertThat(shell.out()).contains("0 disable", "8 (change-rejected)");
        shell.run("log", "--action", "reject");
        assertThat(shell.out()).contains("HR says so; until 2026-12-20T12:00:00Z; 8 disable", "E7");

        IntStream.range(0, 8).forEach(i -> ends.put(i, "2026-11-18"));
        people();
        assertThat(shell.run("sync")).as("for another reason, it is another decision").isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("8 of 20 accounts would be disabled or deleted").doesNotContain("change-rejected");
        assertThat(closed()).isEmpty();
    }

    @Test
    void whatIsRejectedComesBackWhenItsTimeIsOver() throws Exception {
        String seen = seen();
        assertThat(shell.run("reject", "app", "--why", "until Monday", "--seen", seen, "--until", "2026-11-23", "--as", "ada")).isZero();
        at("2026-11-22T23:59:59Z");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        at("2026-11-23T00:00:00Z");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        shell.run("log", "--action", "reject", "--status", "skipped");
        assertThat(shell.out()).contains("over: disable was rejected by ada until 2026-11-23T00:00:00Z, and is decided anew");
        assertThat(closed()).isEmpty();
        assertThat(shell.run("reject", "app", "--why", "x", "--seen", seen, "--until", "2030-01-01")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("reject", "app", "--why", "x", "--seen", seen, "--until", "2026-11-01")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void whoeverComesBackAndLeavesAgainIsDecidedOfAnew() throws Exception {
        assertThat(decide("reject")).isZero();
        ends.remove(3);
        people();
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("7 (change-rejected)");
        ends.put(3, LEFT);
        people();
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(closed()).containsExactly("E3");
    }

    @Test
    void somebodyWhoseChangeWasRejectedAndWhoHasToGoAtOnceGoes() throws Exception {
        assertThat(decide("reject")).isZero();
        shell.company().write("mappings/hr.yaml", java.nio.file.Files.readString(folder.resolve("mappings/hr.yaml")) + "  urgent: {test: \"${body[dept]} == 'OUT'\"}\n");
        shell.company().hr(IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i + ",Person " + i + "," + (i == 4 ? "OUT" : "D") + ",," + ends.getOrDefault(i, "")).toArray(String[]::new));
        shell.run("sync");
        assertThat(closed()).as(shell.out() + shell.err()).containsExactly("E4");
    }

    @Test
    void whatWasRejectedIsApprovedAfterAll() throws Exception {
        assertThat(decide("reject", "--only", "E0", "E1", "E2")).isZero();
        assertThat(decide("approve")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(closed()).as("what is rejected is not held").containsExactly("E3", "E4", "E5", "E6", "E7");
        assertThat(shell.run("approve", "app", "--only", "E0", "--why", "x")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("holds nothing", "caravan approve app --rejected");
        assertThat(decide("approve", "--only", "E1", "--rejected")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(closed()).containsExactly("E1", "E3", "E4", "E5", "E6", "E7");
        assertThat(decide("approve", "--rejected")).isZero();
        assertThat(closed()).hasSize(8);
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.run("status")).isZero();
    }

    @Test
    void aLeaverWhoKeepsTheAccountByThatIsSeenEverywhere() throws Exception {
        shell.run("explain", "E4");
        assertThat(shell.out()).contains("; disable is due (has left: end date was 2026-11-15), and held until somebody decides: caravan approve app");
        assertThat(decide("reject")).isZero();
        String said = "rejected by ada at 2026-11-20T12:00:00Z until 2026-12-20T12:00:00Z: HR says so";
        shell.run("explain", "E4");
        assertThat(shell.out()).contains("E4 has an account in app", "; disable is due (has left: end date was 2026-11-15), and " + said).doesNotContain("the next run closes it");
        shell.run("accounts", "--rejected");
        assertThat(shell.out()).contains("enabled", "disable (has left: end date was 2026-11-15) was " + said, "8 accounts.");
        shell.run("accounts", "--of", "E4");
        assertThat(shell.out()).contains(said);
        assertThat(shell.run("report", "leavers")).isNotEqualTo(ExitCode.USAGE.number());
        assertThat(shell.out()).contains("disable was " + said);
        shell.run("history", "E4");
        assertThat(shell.out()).contains("HR says so");
        assertThat(json("status").at("/leftBehind/0/cause").asText()).isEqualTo("change-rejected");
    }

    @Test
    void whatStayedHeldGoesWithASavedPlanToo() throws Exception {
        assertThat(decide("approve", "--only", "E0", "E1", "E2", "E3", "E4", "E5")).isZero();
        Path file = folder.resolve("rest.plan");
        shell.run("plan", "--out", file.toString());
        assertThat(shell.out()).contains("2 changes stay held");
        assertThat(shell.run("apply", file.toString(), "--only", "E6")).as(shell.out()).isZero();
        assertThat(closed()).containsExactly("E0", "E1", "E2", "E3", "E4", "E5", "E6");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("1 change stays held");
        assertThat(closed()).hasSize(7);
    }

    @Test
    void nothingGoesIntoATargetThatIsLeftAlone() throws Exception {
        String seen = seen();
        shell.run("job", "pause", "app");
        assertThat(shell.run("approve", "app", "--why", "x", "--seen", seen)).isEqualTo(ExitCode.FAILED.number());
        assertThat(closed()).isEmpty();
        shell.run("job", "resume", "app");
        shell.company().write("mappings/app.yaml", io.caravan.runtime.SmallCompany.mapping("${body[dept]}").replace("match:",
                "schedule: {frozen: {windows: [2026-11-19 - 2026-11-25], leavers: wait}}\nmatch:"));
        assertThat(shell.run("check")).as(shell.out()).isZero();
        assertThat(shell.run("approve", "app", "--why", "x", "--seen", seen)).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("frozen");
        assertThat(closed()).isEmpty();
        shell.run("status");
        assertThat(shell.out()).contains("app holds 8 changes");
    }

    @Test
    void aPlanThatWasSavedBeforeDoesNotBringBackWhatWasRejected() throws Exception {
        Path file = folder.resolve("before.plan");
        shell.run("plan", "--out", file.toString());
        assertThat(decide("reject")).isZero();
        assertThat(shell.run("apply", file.toString(), "--approve")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("E0 disable (E0): it was rejected since");
        assertThat(closed()).isEmpty();
    }

    @Test
    void nobodyIsMeantThatIsNotHeldAndNoKindThatIsNone() throws Exception {
        assertThat(shell.run("approve", "app", "--only", "E11", "--why", "x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("nothing of 'E11' is held there; did you mean");
        assertThat(shell.run("approve", "app", "--kind", "disabel", "--why", "x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("there is no kind of change 'disabel'; did you mean 'disable'?");
        assertThat(shell.run("reject", "app", "--kind", "delete", "--why", "x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("no change of kind 'delete' is held there", "8 disable");
        assertThat(shell.run("approve", "hr")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("job 'hr' holds nothing");
        assertThat(shell.run("reject", "hr")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("nothing of a reading that is held is used", "caravan job pause hr");
        assertThat(shell.run("approve", "ap")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("did you mean 'app'?");
        assertThat(closed()).isEmpty();
    }

    @Test
    void aKindIsApprovedAndTheOthersStayHeld() throws Exception {
        shell.company().write("mappings/app.yaml", io.caravan.runtime.SmallCompany.mapping("${body[dept]}").replace("match:", "guard: {hold: all}\nmatch:"));
        more.add("E50,New,D,,");
        people();
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.company().rows("select worker from users where worker = 'E50'")).isEmpty();
        assertThat(decide("approve", "--kind", "create")).isZero();
        assertThat(shell.company().rows("select worker from users where worker = 'E50'")).hasSize(1);
        assertThat(closed()).isEmpty();
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(closed()).isEmpty();
    }

    @Test
    void anotherProcessHasTheJob() throws Exception {
        String seen = seen();
        try (io.caravan.engine.StateStore store = io.caravan.store.SqlStateStore.open("jdbc:sqlite:" + folder.resolve("state/caravan.db"), "", "")) {
            var lease = store.cycles().take("app", "another", Instant.now(), java.time.Duration.ofMinutes(5)).orElseThrow();
            assertThat(shell.run("approve", "app", "--why", "x", "--seen", seen)).isEqualTo(ExitCode.FAILED.number());
            assertThat(shell.out()).contains("Nothing was sent", "running");
            assertThat(shell.run("reject", "app", "--why", "x", "--seen", seen)).isEqualTo(ExitCode.FAILED.number());
            assertThat(shell.err()).contains("is running");
            store.cycles().release(lease);
        }
        assertThat(closed()).isEmpty();
        shell.run("status");
        assertThat(shell.out()).contains("app holds 8 changes");
        assertThat(shell.run("approve", "app", "--why", "x", "--seen", seen)).isZero();
        assertThat(closed()).hasSize(8);
    }

    @Test
    void onATerminalSomebodyIsAsked() throws Exception {
        InputStream before = System.in;
        try {
            shell.wide(100);
            System.setIn(new ByteArrayInputStream("no\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(shell.run("approve", "app", "--why", "x")).isEqualTo(ExitCode.HELD.number());
            assertThat(closed()).isEmpty();
            System.setIn(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(shell.run("approve", "app", "--why", "x")).as(shell.out()).isZero();
            assertThat(shell.err()).contains("Approve these 8 changes? Type yes:");
            assertThat(closed()).hasSize(8);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aSourceThatCannotBeReadNowKeepsEverythingHeld() throws Exception {
        String seen = seen();
        java.nio.file.Files.delete(folder.resolve("hr.csv"));
        assertThat(shell.run("approve", "app", "--why", "x", "--seen", seen)).isEqualTo(ExitCode.FAILED.number());
        assertThat(closed()).isEmpty();
        assertThat(seen()).isEqualTo(seen);
    }

    @Test
    void whatTheTargetRefusesIsNamed() throws Exception {
        shell.company().sql("create trigger no before update on users when old.worker = 'E5' begin select raise(abort, 'CHECK constraint failed: no'); end");
        assertThat(decide("approve")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("Not made: 1 change", "app: E5 disable (E5)");
        assertThat(closed()).containsExactly("E0", "E1", "E2", "E3", "E4", "E6", "E7");
    }
}
