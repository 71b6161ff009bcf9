package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Files;
import java.nio.file.Path;

/** Groups by rule as somebody at the command line sees them. */
class GroupsByRuleTest {

    private static final String RULE = "group: engineers\ninclude: \"${body[name]} contains '%s'\"\n";

    @TempDir
    private Path folder;
    private GroupShell shell;

    @BeforeEach
    void aCompany() throws IOException {
        shell = new GroupShell(folder);
        shell.pairs();
        people("Name");
        shell.write("groups.csv", "name,title", "sales,Sales");
        shell.write("members.csv", "team,person,since,until", "sales,E1,,");
        rule("Name");
    }

    private void people(String name) throws IOException {
        shell.write("hr.csv", "workerId,name,zone", IntStream.rangeClosed(1, 30).mapToObj(i -> "E" + i + "," + name + i + ",Europe/Berlin").toArray(String[]::new));
    }

    private void rule(String name) throws IOException {
        Files.createDirectories(folder.resolve("groups"));
        Files.writeString(folder.resolve("groups/engineers.yaml"), String.format(RULE, name));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aPlanSaysWhoWouldJoinAndASyncPutsThemIn() {
        assertThat(shell.run("plan", "--limit", "1")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("engineers (group, new)", "+ E1", "join", "… and 29 more", "Group: 30 joins, 0 leaves.");
        assertThat(shell.memberships()).isEmpty();

        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(shell.said()).containsPattern("group rules +done +30");
        assertThat(shell.memberships()).hasSize(31).contains("engineers E1 rule engineers", "sales E1 source members");
        shell.run("status");
        assertThat(shell.said()).contains("1 group by 1 rule").containsPattern("engineers +engineers +30 +-");
    }

    @Test
    void explainTellsTheClauseAndTheValueAndWhyNot() {
        shell.sync();
        shell.run("explain", "E1");
        assertThat(shell.said()).containsPattern("engineers +rule engineers, is in it: \\$\\{body\\[name]} contains 'Name' is true: name is \"Name1\" +\\(groups/engineers.yaml:2:11\\)")
                .containsPattern("sales +source members");
        shell.run("explain", "E1", "--group", "sales");
        assertThat(shell.said()).contains("source members").doesNotContain("rule engineers");
        assertThat(shell.run("explain", "E1", "--group", "engneers")).isEqualTo(2);
        assertThat(shell.said()).contains("there is no group and no rule 'engneers'");
    }

    @Test
    void aTypoIsHeldToldByEachCommandAndLetThroughByCount() throws IOException {
        shell.sync();
        rule("Nmae");
        assertThat(shell.run("plan")).isEqualTo(5);
        assertThat(shell.said()).contains("held", "30 of 30 members would leave (limit 5)");
        assertThat(shell.sync()).isEqualTo(5);
        assertThat(shell.said()).contains("caravan sync --let-leave engineers=30");
        assertThat(shell.memberships()).hasSize(31);
        assertThat(shell.run("status")).isEqualTo(5);
        assertThat(shell.said()).contains("30 to leave", "--let-leave engineers=30");
        shell.run("explain", "E1", "--group", "engineers");
        assertThat(shell.said()).contains("is false").contains("she is to leave it: held");
        assertThat(shell.run("sync", "--let-leave", "engineers=29")).isEqualTo(5);
        assertThat(shell.run("sync", "--let-leave", "engineers=0")).isEqualTo(2);

        assertThat(shell.run("sync", "--let-leave", "engineers=30", "--as", "ada")).as(shell.said()).isZero();
        assertThat(shell.memberships()).containsExactly("sales E1 source members");
        shell.run("log", "--action", "guard");
        assertThat(shell.said()).contains("30 of 30 members would leave (limit 5); held").contains("approved by ada");
        shell.run("log", "--identity", "E7", "--action", "leave");
        assertThat(shell.said()).contains("contains 'Nmae' is false").contains("group \"engineers\"");
    }

    @Test
    void aRuleWithAMistakeStopsBeforeAnythingIsRead() throws IOException {
        Files.writeString(folder.resolve("groups/engineers.yaml"), "group: engineers\ninclude: \"true\"\n");
        assertThat(shell.sync()).isEqualTo(3);
        assertThat(shell.said()).contains("groups/engineers.yaml:2:11 error GRP007");
    }

    @Test
    void examplesAreRunWithThoseOfMappings() throws IOException {
        Files.writeString(folder.resolve("groups/engineers.yaml"), String.format(RULE, "Name") + "examples:\n  - {name: an engineer, given: {name: Names}, expect: out}\n");
        assertThat(shell.run("test", "engineers")).isEqualTo(1);
        assertThat(shell.said()).contains("FAILED", "engineers: an engineer", "in, expected out");
    }
}
