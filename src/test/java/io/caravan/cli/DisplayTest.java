package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are named by {@code caravan.display} beside their key, and never in its place. */
class DisplayTest {

    private static final String NAME = "caravan.display = name\n";

    @TempDir
    private Path folder;
    private CompanyShell shell;
    private String settings;

    @BeforeEach
    void aCompanyOfThree() throws Exception {
        shell = new CompanyShell(folder);
        settings = Files.readString(folder.resolve("application.properties"));
        shell.company().hr("E1,Ada King,R1,,", "E2,Bob,R1,,", "E3,Grace,R2,,");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void everyCommandThatNamesAPersonSaysTheNameBesideTheKey() throws Exception {
        people(NAME);
        nobodyIsCalledBob();
        assertThat(shell.run("plan")).isZero();
        assertThat(shell.out()).contains("+ E1 (Ada King) create", "+ E2 (Bob)      create", "+ E3 (Grace)    create");
        assertThat(shell.run("plan", "--by", "person")).isZero();
        assertThat(shell.out().lines()).contains("E1 (Ada King)", "E2 (Bob)");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("  E2 (Bob): ", "no Bob");
        shell.run("status");
        assertThat(shell.out()).contains("  E2 (Bob): ", "no Bob");
        assertThat(shell.run("explain", "E1")).isZero();
        assertThat(shell.out()).startsWith("E1 (Ada King)\n").contains("  E1 has an account in app");
        assertThat(shell.run("log", "--action", "create")).isZero();
        assertThat(shell.out()).contains("  create  E1 (Ada King)  ", "  create  E2 (Bob)  ");
        assertThat(shell.run("explain", "Ada King")).as("the name is for people, not for commands").isNotZero();
    }

    @Test
    void soDoAccountsDeadLettersAndReportsAsTextAndAsAPage() throws Exception {
        people(NAME);
        nobodyIsCalledBob();
        shell.at(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));
        shell.company().hr("E1,<b>Ada,R1,,", "E2,Bob,R1,,", "E3,Grace,R2,,2026-11-10");
        shell.run("sync");
        Path access = folder.resolve("access.html");
        assertThat(shell.run("report", "access", "--on", "2026-11-20", "--html", access.toString())).as(shell.err()).isZero();
        assertThat(shell.out()).contains("E1 (<b>Ada)");
        assertThat(Files.readString(access)).contains("E1 (&lt;b&gt;Ada)").doesNotContain("<b>Ada");
        shell.run("report", "access", "--on", "2026-11-20", "--csv");
        assertThat(shell.out()).as("other programs count its columns").contains("E1,app,").doesNotContain("E1 (");
        shell.company().hr("E1,<b>Ada,R1,,2026-11-19", "E2,Bob,R1,,", "E3,Grace,R2,,2026-11-10");
        shell.run("sync");
        shell.run("dead-letters", "list");
        assertThat(shell.out()).contains("app  E2 (Bob)  create");
        shell.run("dead-letters", "show", "E2");
        assertThat(shell.out()).contains("app: E2 (Bob) create");
        shell.run("accounts", "--disabled");
        assertThat(shell.out()).contains("E1 (<b>Ada)");
        shell.run("accounts", "--disabled", "--json");
        assertThat(json().at("/accounts/0/display").asText()).isEqualTo("<b>Ada");
        for (String[] report : new String[][] {{"report", "changes"}, {"report", "leavers"}}) {
            shell.run(report);
            assertThat(shell.out()).as(String.join(" ", report)).contains("E1 (<b>Ada)");
            Path page = folder.resolve(report[1] + ".html");
            shell.run(report[0], report[1], "--html", page.toString());
            assertThat(Files.readString(page)).as(String.join(" ", report)).contains("E1 (&lt;b&gt;Ada)").doesNotContain("<b>Ada");
        }
    }

    @Test
    void jsonHasTheNameAsOneMoreKeyAndTheKeyAsEver() throws Exception {
        people(NAME);
        nobodyIsCalledBob();
        shell.run("sync", "--json");
        JsonNode left = json().at("/jobs/1/leftBehind/0/some/0");
        assertThat(left.path("who").asText()).isEqualTo("E2");
        assertThat(left.path("display").asText()).isEqualTo("Bob");
        shell.run("log", "--who", "E1", "--json");
        assertThat(json().path("entries")).allSatisfy(entry -> {
            assertThat(entry.path("identity").asText()).isEqualTo("E1");
            assertThat(entry.path("display").asText()).isEqualTo("Ada King");
        });
        shell.run("explain", "E1", "--json");
        assertThat(json().path("identity").asText()).isEqualTo("E1");
        assertThat(json().path("display").asText()).isEqualTo("Ada King");
        shell.company().hr("E1,Ada Lovelace,R1,,", "E2,Bob,R1,,", "E3,Grace,R2,,");
        shell.run("plan", "--json");
        JsonNode change = json().at("/jobs/0/changes/0");
        assertThat(change.path("identity").asText()).isEqualTo("E1");
        assertThat(change.path("display").asText()).as("as the hub would know her").isEqualTo("Ada Lovelace");
    }

    @Test
    void withoutTheSettingNothingIsOtherThanBefore() throws Exception {
        people("");
        nobodyIsCalledBob();
        for (String command : List.of("plan", "sync", "status", "log")) {
            shell.run(command, "--json");
            assertThat(shell.out()).as(command).doesNotContain("\"display\"");
            shell.run(command);
            assertThat(shell.out()).as(command).contains("E2").doesNotContain("(Bob", "(Ada");
        }
        shell.run("explain", "E1");
        assertThat(shell.out()).startsWith("E1\n");
    }

    @Test
    void twoPeopleOfOneNameAreToldApartByTheirKeys() throws Exception {
        people(NAME);
        shell.company().hr("E1,Ada,R1,,", "E2,Ada,R1,,");
        shell.run("sync");
        shell.run("log", "--action", "create");
        assertThat(shell.out()).contains("E1 (Ada)  ", "E2 (Ada)  ");
    }

    @Test
    void aNameThatDoesNotShowIsNoneAndOneThatPaintsIsWrittenOut() throws Exception {
        people(NAME);
        shell.company().hr("E1,\u001b[31mAda\u202e,R1,,", "E2,\u200b \u200b,R1,,", "E3," + "Maximiliane ".repeat(20) + ",R1,,");
        shell.run("plan");
        assertThat(shell.out()).contains("E1 (\\u001B[31mAda\\u202E)", "E2  ", "E3 (Maximiliane Maximiliane…)").doesNotContain("\u001b", "\u202e", "E2 (");
        shell.run("plan", "--wide");
        assertThat(shell.out()).contains("(" + "Maximiliane ".repeat(20).strip() + ")");
    }

    @Test
    void whoseNameCannotBeComputedIsCalledByTheKeyAndNothingFails() throws Exception {
        people("caravan.display = ${body[name]} ${dateFormat(${body[dept]}, 'yyyy')}\n");
        shell.company().hr("E1,Ada,2026-01-31,,", "E2,Bob,no date,,", "E3,Grace,,,");
        assertThat(shell.run("sync")).as(shell.err()).isZero();
        shell.run("log", "--action", "create");
        assertThat(shell.out()).contains("E1 (Ada 2026)").contains("E2  ", "E3  ").doesNotContain("E2 (", "E3 (");
    }

    @Test
    void theKeyOfARecordThatBecameNobodyIsNotSomebodysName() throws Exception {
        people("caravan.systems.club.connector = csv-source\ncaravan.systems.club.file = club.csv\ncaravan.systems.club.quietSeconds = 0\ncaravan.systems.club.key = member\n" + NAME);
        shell.company().write("club.csv", "member,worker\nE2,E1\nE2,E3\n").write("mappings/club.yaml", """
                job: club
                description: Who is in the club, by numbers of its own.
                from: {system: club, object: record, attributes: [member, worker]}
                to: hub
                creates: false
                match: [{hub: workerId, value: "${body[worker]}"}]
                attributes:
                  member: "${body[member]}"
                """);
        assertThat(shell.run("sync")).as(shell.err()).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).as("number E2 of the club is not who is E2 in the hub").contains("  E2: ").doesNotContain("E2 (Bob)");
    }

    @Test
    void checkNamesAnAttributeThatThereIsNotAndTheNearest() throws Exception {
        people("caravan.display = nmae\n");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.err() + shell.out()).contains("application.properties:15:19", "no mapping gives people an attribute \"nmae\"", "write name");
        people("caravan.display = the ${body[nmae]}\n");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.err() + shell.out()).contains("application.properties:15:30", "no mapping gives people an attribute \"nmae\"", "did you mean name?");
        people("caravan.display = ${uniqueName('x', ${body[name]})}\n");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        people("caravan.display = {{env:NAME}}\n");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        people("caravan.display = ${body[name]\n");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        people("caravan.display = ${body[name]} (${body[dept]})\n");
        assertThat(shell.run("check")).as(shell.err() + shell.out()).isZero();
    }

    @Test
    void aSecretIsNobodysNameAndNobodyIsNamedWhileItIsNotKnownWhatIsOne() throws Exception {
        String mapping = Files.readString(folder.resolve("mappings/hr.yaml"));
        people(NAME);
        shell.run("sync");
        shell.company().write("mappings/hr.yaml", mapping.replace("name: \"${body[name]}\"", "name: \"${redact(${body[name]})}\""));
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.err() + shell.out()).contains("application.properties:15:19", "\"name\" is not to be shown");
        for (String[] command : List.of(new String[] {"log"}, new String[] {"status"}, new String[] {"explain", "E1"})) {
            shell.run(command);
            assertThat(shell.out()).as(String.join(" ", command)).doesNotContain("(Ada");
        }
        shell.company().write("mappings/hr.yaml", mapping.replace("  dept:", "  dept2: \"${nothing(1)}\"\n  dept:"));
        assertThat(shell.run("log")).as("whoever only looks is not stopped").isZero();
        assertThat(shell.out()).contains("E1").doesNotContain("(Ada");
        people("caravan.display = ${redact(${body[name]})}\n");
        shell.company().write("mappings/hr.yaml", mapping);
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
    }

    @Test
    void manyPeopleAreAllNamed() throws Exception {
        people(NAME);
        List<String> rows = new ArrayList<>();
        IntStream.rangeClosed(1, 1500).forEach(number -> rows.add("P" + number + ",Nobody" + number + ",R1,,"));
        shell.company().hr(rows.toArray(String[]::new));
        shell.run("plan", "--json");
        List<JsonNode> changes = new ArrayList<>();
        json().at("/jobs/0/changes").forEach(changes::add);
        assertThat(changes).hasSize(1500).allSatisfy(change -> assertThat(change.path("display").asText()).isEqualTo("Nobody" + change.path("identity").asText().substring(1)));
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(shell.out());
    }

    private void people(String setting) throws Exception {
        shell.company().write("application.properties", settings + setting);
    }

    private void nobodyIsCalledBob() {
        shell.company().sql("create trigger nobody_called_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
    }
}
