package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import io.caravan.config.Golden;
import io.caravan.runtime.SmallCompany;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody's whole life, told from the log, from dates that nobody logged, and from what lies ahead. */
class HistoryTest {

    @TempDir
    private Path folder;
    private WholeLife life;

    @BeforeEach
    void begin() throws IOException {
        life = new WholeLife(folder);
    }

    @AfterEach
    void close() {
        life.close();
    }

    private int history(String... more) {
        List<String> words = new ArrayList<>(List.of("history"));
        words.addAll(List.of(more));
        return life.shell().run(words.toArray(String[]::new));
    }

    private String out() {
        return life.shell().out();
    }

    @Test
    void theWholeLifeIsOneList() throws IOException {
        life.liveUntil("2026-11-01T12:00:00Z");
        for (int columns : new int[] {80, 160, 0}) {
            life.shell().wide(columns);
            assertThat(history("E2", "--color", "never")).as(life.shell().err()).isZero();
            Golden.assertSame("output/history-" + (columns == 0 ? "pipe" : columns + "-terminal") + ".txt", out().replace("\r\n", "\n"));
        }
        life.shell().wide(0);
        history("E2", "--json");
        JsonNode events = new ObjectMapper().readTree(out()).get("events");
        assertThat(words(events)).containsExactly("appeared", "skipped", "created", "joined", "opened", "changed", "updated", "changed", "on-leave", "closed", "back", "opened", "changed", "left",
                "closed", "deleted", "changed", "announced", "created", "joined", "opened");
        assertThat(events).allSatisfy(event -> assertThat(event.get("proven").asBoolean()).isTrue());
        assertThat(history("E2", "--system", "app", "--since", "2026-07-01", "--until", "2026-09-01", "--csv")).isZero();
        assertThat(CsvReader.builder().ofCsvRecord(out()).stream().skip(1).map(row -> row.getField(4)).toList()).containsExactly("closed", "deleted");
        assertThat(history("E2", "--system", "ap")).isEqualTo(ExitCode.USAGE.number());
        assertThat(life.shell().err()).contains("there is no system 'ap'; did you mean 'app'?");
    }

    @Test
    void whatLiesAheadIsToldApart() throws IOException {
        life.liveUntil("2026-01-12T09:00:00Z");
        life.hr("E1,Ada,R1,,,,,,", "E2,Grace,R1,E1,2026-02-02,2026-07-31,2026-05-04,2026-05-31,");
        life.sync();
        for (int columns : new int[] {80, 160, 0}) {
            life.shell().wide(columns);
            assertThat(history("E2", "--color", "never")).as(life.shell().err()).isZero();
            Golden.assertSame("output/history-ahead-" + (columns == 0 ? "pipe" : columns + "-terminal") + ".txt", out().replace("\r\n", "\n"));
        }
        life.shell().wide(0);
        history("E2", "--json");
        JsonNode ahead = new ObjectMapper().readTree(out()).get("ahead");
        assertThat(words(ahead.get("events"))).containsExactly("created", "joined", "opened", "on-leave", "closed", "back", "opened", "left", "closed", "deleted");
        assertThat(ahead.get("asOf").get("hr").asText()).isEqualTo("2026-01-12T09:00:00Z");
        history("E2", "--until", "2026-02-03", "--json");
        assertThat(words(new ObjectMapper().readTree(out()).get("ahead").get("events"))).containsExactly("created", "joined", "opened");
        history("E2", "--until", "1h", "--json");
        assertThat(new ObjectMapper().readTree(out()).get("ahead").get("events")).isEmpty();
    }

    @Test
    void whatIsHeldIsSaid() throws IOException {
        List<String> rows = new ArrayList<>(List.of("E1,Ada,R1,,,,,,"));
        for (int person = 10; person < 30; person++) {
            rows.add("E" + person + ",Name" + person + ",R1,,,2026-01-20,,,");
        }
        life.at("2026-01-12T09:00:00Z").hr(rows.toArray(String[]::new));
        life.sync();
        life.at("2026-01-21T09:00:00Z");
        assertThat(life.shell().run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(history("E12")).isZero();
        assertThat(out()).containsPattern("2026-01-21 00:00 +left +end date was 2026-01-20").containsPattern("2026-01-21 09:00 +app +held +name12; to be closed, and waits until somebody has looked");
        Path plan = folder.resolve("season.plan");
        life.shell().run("plan", "app", "--out", plan.toString());
        assertThat(life.shell().run("apply", plan.toString(), "--approve", "--as", "grace")).as(life.shell().err()).isZero();
        history("E12");
        assertThat(out()).containsPattern("closed +name12; has left: end date was 2026-01-20; over a limit, let through by apply by grace").doesNotContain("waits until somebody");
    }

    private static List<String> words(JsonNode events) {
        List<String> words = new ArrayList<>();
        events.forEach(event -> words.add(event.get("what").asText()));
        return words;
    }

    @Test
    void whatIsNoPersonHasAHistoryTooAndMayHaveTheKeyOfOne() throws IOException {
        Files.writeString(folder.resolve("application.properties"), """
                caravan.systems.orga.connector = csv-source
                caravan.systems.orga.file = orga.csv
                caravan.systems.orga.quietSeconds = 0
                caravan.systems.orga.key = code
                """, StandardOpenOption.APPEND);
        life.shell().company().write("mappings/orga.yaml", """
                job: orga
                from: {system: orga, object: record, attributes: [code, title]}
                to: {hub: department}
                match: [{hub: code, value: "${body[code]}"}]
                attributes:
                  code: "${body[code]}"
                  title: "${body[title]}"
                """);
        life.shell().company().write("orga.csv", "code,title\nE1,Board\nD2,Research\n");
        life.liveUntil("2026-01-12T09:00:00Z");
        life.shell().company().write("orga.csv", "code,title\nE1,The Board\nD2,Research\n");
        life.sync();
        assertThat(history("D2")).as(life.shell().err()).isZero();
        assertThat(out()).contains("department D2", "appeared");
        assertThat(history("E1")).isZero();
        assertThat(out()).contains("E1 (Ada)", "there is also a department with this key: caravan history E1 --kind department").doesNotContain("Board");
        assertThat(history("E1", "--kind", "department")).isZero();
        assertThat(out()).contains("title \"Board\" → \"The Board\"", "there is also a person with this key").doesNotContain("ada;");
    }

    @Test
    void theSameAgainAndAgainIsToldOnce() throws IOException {
        life.shell().company().sql("create trigger nobody_called_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
        for (int day = 10; day < 14; day++) {
            life.at("2026-01-" + day + "T09:00:00Z").hr("E1,Ada,R1,,,,,,", "E3,Bob,R1,,,,,,");
            life.shell().run("sync");
            life.shell().run("dead-letters", "retry", "--job", "app");
        }
        for (int day = 14; day < 17; day++) {
            life.at("2026-01-" + day + "T09:00:00Z").shell().run("dead-letters", "retry", "--job", "app");
        }
        assertThat(history("E3")).isZero();
        assertThat(out()).contains("appeared").containsPattern("2026-01-10 09:00 +app +failed +could not be created: .*no Bob")
                .containsPattern("2026-01-13 09:00 +app +retried .*no Bob.*; 4 times until 2026-01-16 09:00");
        assertThat(out().lines().filter(line -> line.contains("failed")).toList()).as("something else came in between").hasSize(4);
    }

    @Test
    void whoeverIsNotKnownIsSaidToBeAndWhoIsOnlyInTheLogIsFound() throws Exception {
        life.liveUntil("2026-02-03T09:00:00Z");
        assertThat(history("E22")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().err()).contains("there is no identity 'E22'; did you mean 'E2'?");
        assertThat(history("E2", "--kind", "group")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().err()).contains("--kind person");
        assertThat(history("E2", "--kind", "No Kind")).isEqualTo(ExitCode.USAGE.number());
        store("DELETE FROM link WHERE subject_id = (SELECT id FROM subject WHERE key = 'E2')", "DELETE FROM source_record", "DELETE FROM subject WHERE key = 'E2'");
        assertThat(history("E2")).as(life.shell().err()).isZero();
        assertThat(out()).contains("the hub does not know this one any more", "appeared", "created", "opened");
    }

    @Test
    void aRecordOfWhichNobodyWasMadeHasAHistoryToo() throws IOException {
        String hr = Files.readString(folder.resolve("mappings/hr.yaml"));
        life.shell().company().write("mappings/hr.yaml", hr.replace("match:", "scope: {include: \"${body[dept]} != 'X'\"}\nmatch:"));
        life.at("2026-01-10T09:00:00Z").hr("E1,Ada,R1,,,,,,", "E9,Visitor,X,,,,,,");
        life.shell().run("sync");
        assertThat(history("E9")).as(life.shell().err()).isZero();
        assertThat(out()).contains("nobody in the hub was made of this record", "skipped", "out of scope");
    }

    @Test
    void itIsToldWhileAMappingIsBroken() throws IOException {
        life.liveUntil("2026-02-03T09:00:00Z");
        life.shell().company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]") + "nonsense: 1\n");
        assertThat(history("E2")).isZero();
        assertThat(life.shell().err()).contains("mappings/app.yaml has");
        assertThat(out()).contains("created", "joined", "opened");
        life.shell().company().write("mappings/hr.yaml", "nonsense: 1\n");
        assertThat(history("E2")).isZero();
        assertThat(out()).contains("is not shown", "created", "opened").doesNotContain("first day");
    }

    @Test
    void whatABrokenLogDoesNotProveIsMarked() throws Exception {
        life.liveUntil("2026-03-03T09:00:00Z");
        store("UPDATE log_entry SET initiated_by = 'sync by mallory' WHERE action = 'enable' AND subject_key = 'E2'");
        assertThat(history("E2")).isEqualTo(ExitCode.FAILED.number());
        assertThat(out()).contains("The log is broken: entry 6 is not what was written");
        assertThat(out().lines().filter(line -> line.contains("created")).toList()).noneMatch(line -> line.contains("?"));
        assertThat(out().lines().filter(line -> line.contains("mallory") || line.contains("updated")).toList()).hasSize(2).allMatch(line -> line.matches("2026-..-.. ..:.. \\? .*"));
    }

    @Test
    void aClockThatWasSetBackIsSaid() throws IOException {
        life.liveUntil("2026-02-03T09:00:00Z");
        life.at("2026-01-20T09:00:00Z").hr("E1,Ada,R1,,,,,,", "E2,Grace,R9,E1,2026-02-02,,,,");
        life.sync();
        life.at("2026-02-04T09:00:00Z");
        assertThat(history("E2")).isZero();
        assertThat(out()).contains("a clock was set, and times before and after it do not tell what came first");
    }

    @Test
    void whatIsHiddenStaysHidden() throws IOException {
        String hr = Files.readString(folder.resolve("mappings/hr.yaml"));
        life.shell().company().write("mappings/hr.yaml", hr.replace("  dept: \"${body[dept]}\"", "  dept: \"${redact(${body[dept]})}\""));
        life.liveUntil("2026-03-03T09:00:00Z");
        assertThat(history("E2")).as(life.shell().err()).isZero();
        assertThat(out()).contains("changed").doesNotContain("R1", "R2");
    }

    private void store(String... statements) throws Exception {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); Statement forger = store.createStatement()) {
            List<String> triggers = new ArrayList<>();
            try (ResultSet rows = forger.executeQuery("SELECT name FROM sqlite_master WHERE type = 'trigger'")) {
                while (rows.next()) {
                    triggers.add(rows.getString(1));
                }
            }
            for (String trigger : triggers) {
                forger.execute("DROP TRIGGER " + trigger);
            }
            for (String statement : statements) {
                forger.executeUpdate(statement);
            }
        }
    }
}
