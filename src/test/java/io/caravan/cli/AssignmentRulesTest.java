package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is assigned by a file of assignments/ has the account and the role as long as the rule, or anybody else, says so. */
class AssignmentRulesTest {

    private static final String SALES = "include: \"${body[dept]} == 'Sales'\"\n";

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void anApplicationForThoseWhoAreAssigned() throws Exception {
        shell = new CompanyShell(folder);
        at("2026-11-20T12:00:00Z");
        shell.assignedApplication("");
        shell.company().hr("E1,Ada,Sales,,", "E2,Bob,Sales,,", "E3,Cyd,Legal,,");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    private void rule(String name, String text) throws IOException {
        file("assignments", name, text);
    }

    private void file(String kind, String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(kind));
        Files.writeString(folder.resolve(kind).resolve(name + ".yaml"), text);
    }

    private void remove(String file) throws IOException {
        Files.delete(folder.resolve(file));
    }

    private List<String> users() {
        return shell.company().rows("select worker, active, roles from users order by worker");
    }

    private String said() {
        return shell.out() + shell.err();
    }

    private void run(String... words) {
        assertThat(shell.run(words)).as(said()).isZero();
    }

    /** So many in sales, and as many in legal. */
    private void many(int each) throws IOException {
        shell.company().hr(IntStream.rangeClosed(1, 2 * each).mapToObj(i -> String.format("E%02d,N%02d,%s,,", i, i, i <= each ? "Sales" : "Legal")).toArray(String[]::new));
    }

    private List<String> active() {
        return users().stream().filter(user -> user.contains("|yes|")).toList();
    }

    @Test
    void aRuleGivesAndTakesWithWhatIsKnown() throws IOException {
        rule("sales", "application: app\nrole: seller\n" + SALES);
        run("plan");
        assertThat(said()).contains("app/seller (application)", "+ E1", "assign", "Application: 2 would be assigned, 0 not any more.", "dept is \"Sales\"");
        assertThat(users()).isEmpty();
        run("sync");
        assertThat(users()).containsExactly("E1|yes|seller", "E2|yes|seller");
        run("status");
        assertThat(said()).contains("1 application or role by 1 rule").containsPattern("app/seller +assignments/sales.yaml +2 +-");
        run("assignments");
        assertThat(said()).contains("rule assignments/sales.yaml");
        run("explain", "E1");
        assertThat(said()).contains("Assigned").containsPattern("app/seller +rule assignments/sales.yaml, has it: .*dept is \"Sales\"").doesNotContain("Groups");
        run("explain", "E3", "--group", "app/seller");
        assertThat(said()).contains("does not have it", "dept is \"Legal\"");
        run("log", "--action", "assign");
        assertThat(said()).contains("E1", "dept is \"Sales\"");

        shell.company().hr("E1,Ada,Legal,,", "E2,Bob,Sales,,", "E3,Cyd,Sales,,");
        run("sync");
        assertThat(users()).containsExactly("E1|no|seller", "E2|yes|seller", "E3|yes|seller");
        run("log", "--action", "unassign");
        assertThat(said()).contains("E1", "dept is \"Legal\"");
    }

    @Test
    void whatTwoSayEndsWithTheLast() throws IOException {
        rule("sales", "application: app\n" + SALES);
        rule("ada", "application: app\ninclude: \"${body[name]} == 'Ada'\"\n");
        run("sync");
        run("assign", "E1", "app", "--until", "2026-11-25", "--why", "ticket 7");
        shell.company().hr("E1,Ada,Legal,,", "E2,Bob,Sales,,", "E3,Cyd,Legal,,");
        run("sync");
        assertThat(active()).containsExactly("E1|yes|null", "E2|yes|null");
        remove("assignments/ada.yaml");
        run("sync");
        assertThat(active()).containsExactly("E1|yes|null", "E2|yes|null");
        run("assignments", "E1");
        assertThat(said()).contains("operator").doesNotContain("rule assignments");
        at("2026-11-25T23:59:59Z");
        run("sync");
        assertThat(active()).containsExactly("E1|yes|null", "E2|yes|null");
        at("2026-11-26T00:00:00Z");
        run("sync");
        assertThat(active()).containsExactly("E2|yes|null");
    }

    @Test
    void whoBeginsAndWhoLeavesFollowsByItself() throws IOException {
        rule("sales", "application: app\n" + SALES);
        shell.company().hr("E1,Ada,Sales,,2026-11-22", "E2,Bob,Sales,,", "E3,Cyd,Legal,,");
        run("sync");
        assertThat(active()).containsExactly("E1|yes|null", "E2|yes|null");
        at("2026-11-23T00:00:00Z");
        run("sync");
        assertThat(active()).containsExactly("E2|yes|null");
        run("assignments", "E1");
        assertThat(said()).contains("Nobody is assigned.");
    }

    @Test
    void aTypoThatTakesItFromEverybodyIsHeld() throws IOException {
        many(12);
        rule("sales", "application: app\nrole: seller\n" + SALES);
        run("sync");
        assertThat(active()).hasSize(12);
        rule("sales", "application: app\nrole: seller\n" + SALES.replace("Sales", "Slaes"));
        assertThat(shell.run("plan")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("held", "12 of 12 members would leave (limit 5)");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("caravan sync --let-leave assignments/sales.yaml=12");
        assertThat(active()).hasSize(12);
        assertThat(shell.run("status")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("12 to leave", "--let-leave assignments/sales.yaml=12");
        shell.run("explain", "E01");
        assertThat(said()).contains("she is not to have it any more: held");
        assertThat(shell.run("sync", "--let-leave", "assignments/sales.yaml=11")).isEqualTo(ExitCode.HELD.number());
        assertThat(active()).hasSize(12);
        shell.run("sync", "--let-leave", "assignments/sales.yaml=12", "--as", "ada");
        run("assignments");
        assertThat(said()).contains("Nobody is assigned.");
        run("log", "--action", "guard");
        assertThat(said()).contains("approved by ada");
    }

    @Test
    void anotherRoleOrApplicationIsATakingToo() throws IOException {
        many(12);
        rule("sales", "application: app\nrole: seller\n" + SALES);
        run("sync");
        rule("sales", "application: app\nrole: clerk\n" + SALES);
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("app/seller: 12 of 12 members would leave");
        assertThat(active()).hasSize(12).allMatch(user -> user.endsWith("|clerk;seller"));
        run("sync", "--let-leave", "assignments/sales.yaml=12");
        assertThat(active()).hasSize(12).allMatch(user -> user.endsWith("|clerk"));
    }

    @Test
    void aFileThatIsGoneTakesBackWhatItGaveThroughTheGuard() throws IOException {
        many(12);
        rule("sales", "application: app\n" + SALES);
        rule("few", "application: app\nrole: admin\ninclude: \"${body[name]} == 'N13'\"\n");
        run("sync");
        assertThat(active()).hasSize(13);
        remove("assignments/few.yaml");
        run("sync");
        assertThat(active()).hasSize(12);
        remove("assignments/sales.yaml");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("--let-leave assignments/sales.yaml=12");
        assertThat(active()).hasSize(12);
        rule("sellers", "application: app\n" + SALES); // the same under another name
        run("sync");
        assertThat(active()).hasSize(12);
        run("assignments");
        assertThat(said()).contains("rule assignments/sellers.yaml").doesNotContain("rule assignments/sales.yaml");
    }

    @Test
    void aGroupThatIsAssignedWeighsAsManyAsAreInIt() throws IOException {
        many(12);
        file("groups", "sales", "group: sales\n" + SALES);
        file("groups", "legal", "group: legal\ninclude: \"${body[name]} == 'N13'\"\n");
        rule("sales", "application: app\nrole: seller\ngroup: sales\n");
        run("sync");
        assertThat(active()).hasSize(12).allMatch(user -> user.endsWith("|seller"));
        run("explain", "E01");
        assertThat(said()).contains("assigned by rule");

        rule("sales", "application: app\nrole: seller\ngroup: slaes\n");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(said()).contains("assignments/sales.yaml: there is no group \"slaes\" (assignments/sales.yaml:3:8)");
        assertThat(active()).hasSize(12);

        rule("sales", "application: app\nrole: seller\ngroup: legal\n");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("app/seller: 12 of 13 members would leave").contains("--let-leave assignments/sales.yaml=12");
        assertThat(active()).hasSize(13);
        rule("sales", "application: app\nrole: clerk\ngroup: sales\n");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(active()).hasSize(13).filteredOn(user -> user.endsWith("|clerk;seller")).hasSize(12);
        run("sync", "--let-leave", "assignments/sales.yaml=13");
        assertThat(active()).hasSize(12).allMatch(user -> user.endsWith("|clerk"));
        remove("assignments/sales.yaml");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("12 of 12 members would leave");
    }

    @Test
    void aNewRuleIsHeldByANumber() throws IOException {
        many(12);
        rule("sales", "application: app\n" + SALES + "guard: {maxJoin: 10}\n");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("12 would join 0 members (limit 10)", "--let-join assignments/sales.yaml=12");
        assertThat(users()).isEmpty();
        run("sync", "--let-join", "assignments/sales.yaml=12");
        assertThat(active()).hasSize(12);
    }

    @Test
    void aGroupAndAnApplicationOfOneNameAreTwo() throws IOException {
        file("groups", "app", "group: app\ninclude: \"${body[dept]} == 'Legal'\"\n");
        rule("app", "application: app\n" + SALES);
        run("sync");
        assertThat(active()).containsExactly("E1|yes|null", "E2|yes|null");
        run("explain", "E3");
        assertThat(said()).contains("Groups").containsPattern("app +rule app, is in it");
        assertThat(shell.company().rows("select 1")).hasSize(1);
    }

    @Test
    void mistakesAreToldAtTheirPlace() throws IOException {
        rule("a", "application: hr\n" + SALES);
        rule("b", "application: app\nrole: \"${body[dept]}\"\n" + SALES);
        rule("c", "application: app\n");
        rule("d", "application: app\ngroup: sales\n" + SALES);
        rule("e", "application: app\ninclude: \"true\"\n");
        rule("f", "application: app/x\nrloe: x\n" + SALES);
        rule("g", "application: app\ninclude: \"${body[dpt]} == 'Sales'\"\n");
        rule("H H", "application: app\n" + SALES);
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(said()).contains("assignments/a.yaml:1:1 error GRP010: no mapping asks who is assigned to \"hr\"").contains("assignments/b.yaml:2:7 error GRP006")
                .contains("assignments/c.yaml:1:1 error GRP006: the file does not say who is assigned").contains("assignments/d.yaml:2:1 error GRP006")
                .contains("assignments/e.yaml:2:11 error GRP007").contains("assignments/f.yaml:1:14 error GRP003").contains("assignments/f.yaml:2:1 error GRP001")
                .contains("assignments/g.yaml:2:").contains("assignments/H H.yaml").contains("GRP004");
    }

    @Test
    void examplesAreRun() throws IOException {
        rule("sales", "application: app\n" + SALES + "examples:\n  - {name: a seller, given: {dept: Sales}, expect: in}\n  - {name: a lawyer, given: {dept: Legal}, expect: out}\n"
                + "  - {name: has left, given: {dept: Sales, endDate: \"2026-01-31\"}, expect: out, now: \"2026-02-01\"}\n");
        run("test", "assignments/sales.yaml");
        assertThat(said()).contains("3");
        rule("sales", "application: app\n" + SALES + "examples:\n  - {name: a lawyer, given: {dept: Legal}, expect: in}\n");
        assertThat(shell.run("test")).isEqualTo(1);
        assertThat(said()).contains("FAILED", "out, expected in");
    }
}
