package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table full of accounts is taken over: what the rules recognise, what somebody has to decide, and what is nobody's. */
class AdoptTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aFullTable() throws Exception {
        shell = new CompanyShell(folder).at(NOW);
        Path properties = folder.resolve("application.properties");
        shell.company().write("application.properties", Files.readString(properties).replace("findBy = login,worker", "findBy = login,worker,name"));
        shell.company().write("mappings/app.yaml", DriftTest.MAPPING);
        shell.company().sql("drop table users");
        shell.company().sql("create table users (login text primary key, worker text, name text, dept text, manager text, active text)");
        for (String row : List.of("'a1', 'E1', 'Ada', 'R9', null, 'yes'", "'b1', null, 'Bob', null, null, 'yes'", "'b2', null, 'Bob', null, null, 'no'",
                "'c1', null, 'Cy', 'R1', null, 'yes'", "'=c2', null, 'Cy', null, null, 'yes'", "'d1', null, 'Di', null, null, 'yes'", "'d2', null, 'Di', null, null, 'yes'",
                "'svc', null, 'Backup', null, null, 'yes'", "'e1', 'E9', 'Eve', null, null, 'yes'", "'e2', null, 'Eve', null, null, 'yes'")) {
            shell.company().sql("insert into users values (" + row + ")");
        }
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Cy,R1,,", "E4,Di,R1,,", "E5,Eve,R1,,", "E6,Flo,R1,,");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private JsonNode json(int exitCode, String... words) throws Exception {
        assertThat(shell.run(words)).as(shell.out() + shell.err()).isEqualTo(exitCode);
        return new ObjectMapper().readTree(shell.out());
    }

    private Path decisions(String... lines) throws Exception {
        return Files.writeString(folder.resolve("decisions.csv"), "identity,decision,why,person,accounts,ids\n" + String.join("\n", lines) + "\n");
    }

    private void read() {
        assertThat(shell.run("sync", "hr")).as(shell.out() + shell.err()).isZero();
    }

    @Test
    void aFirstPlanShowsWhoMatchesWhoIsMadeWhatIsOpenAndWhatIsNobodys() throws Exception {
        JsonNode adoption = json(4, "plan", "--json").get("adoption").get(0);
        assertThat(adoption.get("matched").asInt()).isEqualTo(1);
        assertThat(adoption.get("toCreate").asInt()).isEqualTo(1);
        assertThat(adoption.get("open").findValuesAsText("identity")).containsExactly("E2", "E3", "E4", "E5");
        assertThat(adoption.get("nobodys").findValuesAsText("id")).containsExactly("svc");
        assertThat(shell.run("plan")).isEqualTo(4);
        assertThat(shell.out()).doesNotContain("? E2       ambiguous").contains("= E1       link", "+ E6       create", "Accounts that are there: 1 matched, to be linked; 4 people to decide about; 1 nobody's. To be created: 1.",
                "one of: b1 (enabled), b2 (disabled)", "- nobody's svc (enabled)", "caravan accounts app --ambiguous --csv");
    }

    @Test
    void aJobThatOnlyReportsShowsTheSameAndLinksNothing() throws Exception {
        shell.company().write("mappings/app.yaml", DriftTest.MAPPING.replace("from: hub", "from: hub\nonMatch: report"));
        JsonNode adoption = json(4, "plan", "--json").get("adoption").get(0);
        assertThat(adoption.get("matched").asInt()).isZero();
        assertThat(adoption.get("open").findValuesAsText("identity")).containsExactly("E1", "E2", "E3", "E4", "E5");
        assertThat(adoption.get("open").get(0).get("wouldChange").findValuesAsText("name")).containsExactly("dept");
        assertThat(adoption.get("nobodys").findValuesAsText("id")).containsExactly("svc");
        shell.run("sync");
        assertThat(shell.company().rows("select dept from users where login = 'a1'")).containsExactly("R9");
        shell.run("adopt", "app", decisions("E1,a1,seen,,").toString());
        shell.run("sync");
        assertThat(shell.company().rows("select dept from users where login = 'a1'")).containsExactly("R1");
    }

    @Test
    void theFileThatIsWrittenNeedsOneColumnFilledAndIsCarriedOut() throws Exception {
        read();
        assertThat(shell.run("accounts", "app", "--ambiguous", "--csv")).as(shell.err()).isZero();
        String file = shell.out();
        assertThat(file).contains("E3,,,,'=c2 (enabled), c1 (enabled),'=c2 | c1".replace("'=c2 (enabled), c1 (enabled)", "\"'=c2 (enabled), c1 (enabled)\"")).hasLineCount(5);
        Path filled = Files.writeString(folder.resolve("filled.csv"), file.replace("E2,,", "E2,b1,").replace("E3,,", "E3,'=c2,").replace("E4,,", "E4,new,").replace("E5,,", "E5,none,"));
        assertThat(shell.run("adopt", "app", filled.toString(), "--dry-run")).as(shell.out()).isZero();
        assertThat(shell.out()).contains("would be decided", "without --dry-run it is");
        assertThat(shell.run("accounts", "app", "--ambiguous")).isZero();
        assertThat(shell.out()).contains("4 people's accounts in app are to be decided");
        assertThat(shell.run("adopt", "app", filled.toString(), "--as", "ada")).as(shell.out()).isZero();
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.company().rows("select login, worker from users where worker is not null order by login")).containsExactly("=c2|E3", "a1|E1", "b1|E2", "e1|E9", "e4|E4", "e6|E6");
        assertThat(shell.run("adopt", "app", filled.toString())).as(shell.out()).isZero();
        assertThat(shell.out()).contains("was so before").doesNotContain("  decided");
        assertThat(shell.run("log", "--action", "settle")).isZero();
        assertThat(shell.out()).contains("the account b1 is this person's");
        assertThat(shell.run("log", "--action", "decide", "--json")).isZero();
        assertThat(shell.out()).contains("adopt filled.csv by ada", "this person's is none of d1, d2; another is made", "this person's is none of e1, e2, and none is made");
        assertThat(json(4, "drift", "--json").get("findings").findValuesAsText("id")).containsExactly("b2", "c1", "d1", "d2", "e1", "e2", "svc");
        assertThat(shell.run("sync", "--full")).as("and so it stays").isZero();
        assertThat(shell.company().rows("select count(*) from users")).containsExactly("12");
    }

    @Test
    void everyMistakeIsToldAtOnceAndNothingIsWritten() throws Exception {
        read();
        shell.company().sql("update users set dept = 'R1' where login = 'a1'");
        assertThat(shell.run("adopt", "app", decisions("E1,a1,,,").toString())).isZero();
        Path file = decisions("E2,,,,", "E3,c1,,,", "E4,c1,,,", "E99,b1,,,", "E5,nosuch,,,", "E5,none,,,", ",svc,,,", "E6,a1,,,", "E2,b1,,,", "E1,b2,,,");
        assertThat(shell.run("adopt", "app", file.toString())).isEqualTo(3);
        assertThat(shell.out()).contains("decisions.csv:2 error: E2: there is no decision", "decisions.csv:4 error: E4: line 3 gives the account c1 to E3",
                "decisions.csv:5 error: E99: nobody has the key 'E99'", "decisions.csv:6 error: E5: app does not show an account nosuch", "decisions.csv:7 error: E5: line 6 decides about E5 already",
                "decisions.csv:8 error: it names nobody", "decisions.csv:9 error: E6: the account a1 is E1's", "decisions.csv:10 error: E2: line 2 decides about E2 already",
                "decisions.csv:11 error: E1: is linked to the account a1 by now", "9 mistakes: nothing was written.").doesNotContain("decisions.csv:3 error");
        assertThat(shell.run("accounts", "app", "--of", "E3", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(shell.out()).get("accounts").findValuesAsText("id")).as("E3's line was right").isEmpty();
    }

    @Test
    void aDecisionThatTheWorldHasOvertakenIsRefusedByName() throws Exception {
        read();
        Path file = decisions("E2,new,,,,b1 | b2");
        shell.company().sql("insert into users values ('b3', null, 'Bob', null, null, 'yes')");
        assertThat(shell.run("adopt", "app", file.toString())).isEqualTo(3);
        assertThat(shell.out()).contains("decisions.csv:2 error: E2: the world has changed: b3 matches by now, too");
        shell.company().hr("E2,Bob,R1,,2026-11-01", "E3,Cy,R1,,", "E1,Ada,R1,,", "E4,Di,R1,,", "E5,Eve,R1,,", "E6,Flo,R1,,");
        read();
        assertThat(shell.run("adopt", "app", decisions("E2,new,,,").toString())).isEqualTo(3);
        assertThat(shell.out()).contains("E2: is to have no account: has left: end date was 2026-11-01");
    }

    @Test
    void anAccountThatMatchesLaterAndWasNotDecidedAboutIsLookedAtByTheRules() throws Exception {
        read();
        assertThat(shell.run("adopt", "app", decisions("E2,none,not here,,").toString())).isZero();
        shell.company().sql("insert into users values ('b3', 'E2', 'Robert', null, null, 'yes')");
        shell.run("sync", "app", "--full");
        assertThat(shell.company().rows("select name from users where login = 'b3'")).containsExactly("Bob");
    }

    @Test
    void whatIsNoSuchFileSaysSo() throws Exception {
        read();
        assertThat(shell.run("adopt", "app", folder.resolve("nothing.csv").toString())).isEqualTo(1);
        assertThat(shell.err()).contains("cannot read");
        assertThat(shell.run("adopt", "app", Files.writeString(folder.resolve("x.csv"), "who;what\nE1;a1\n").toString())).isEqualTo(1);
        assertThat(shell.err()).contains("x.csv:1 has no column 'identity'");
        assertThat(shell.run("adopt", "app", Files.write(folder.resolve("y.csv"), new byte[] {'i', (byte) 0xE4, 'x'}).toString())).isEqualTo(1);
        assertThat(shell.err()).contains("is not UTF-8");
        assertThat(shell.run("adopt", "app", Files.writeString(folder.resolve("z.csv"), "\uFEFFidentity;decision\r\nE1;a1\r\n").toString())).as(shell.out()).isZero();
        assertThat(shell.run("adopt", "hr", folder.resolve("z.csv").toString())).isEqualTo(2);
    }
}
