package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.config.Golden;
import io.caravan.runtime.SmallCompany;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What explain says of another moment is what it said, or will say, when that moment is the present. */
class ExplainAsOfTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MOMENTS = List.of("2026-01-10T09:00:00Z", "2026-01-20T12:00:00Z", "2026-02-02T12:00:00Z", "2026-03-02T09:00:00Z", "2026-05-10T12:00:00Z",
            "2026-06-01T12:00:00Z", "2026-07-01T12:00:00Z", "2026-08-15T12:00:00Z", "2026-09-15T12:00:00Z", "2026-10-06T12:00:00Z");

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

    private JsonNode explained(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("explain", "E2", "--json"));
        words.addAll(List.of(more));
        assertThat(life.shell().run(words.toArray(String[]::new))).as(life.shell().err()).isZero();
        return JSON.readTree(life.shell().out());
    }

    private static Map<String, String> attributes(JsonNode explanation) {
        Map<String, String> values = new TreeMap<>();
        explanation.get("attributes").forEach(attribute -> {
            if (!attribute.get("value").isNull()) {
                values.put(attribute.get("name").asText(), attribute.get("value").asText());
            }
        });
        return values;
    }

    private static String standing(JsonNode present) {
        return present.get("jobs").get(0).get("steps").get(0).get("text").asText();
    }

    @Test
    void whatWasIsWhatWasSaidWhenItWas() throws IOException {
        Map<String, JsonNode> said = new LinkedHashMap<>();
        for (String moment : MOMENTS) {
            life.liveUntil(moment);
            said.put(moment, explained());
        }
        life.liveUntil("2026-11-01T12:00:00Z");
        for (String moment : MOMENTS) {
            JsonNode present = said.get(moment);
            JsonNode past = explained("--as-of", moment);
            JsonNode account = past.get("accounts").get(0);
            assertThat(account.get("state").asText()).as(moment).isEqualTo(present.get("jobs").get(0).get("accountState").asText());
            assertThat(account.get("why").asText()).as(moment).contains(present.get("jobs").get(0).get("reason").asText().replace("there is no account to disable: ", ""));
            assertThat(account.get("proven").asBoolean()).isTrue();
            assertThat(attributes(past)).as(moment).isEqualTo(attributes(present));
            assertThat(past.get("standing").asText()).as(moment).isEqualTo(standing(present).split(":")[0].replace("prehire", "staged"));
        }
        assertThat(said.values().stream().map(one -> one.get("jobs").get(0).get("accountState").asText()).distinct()).containsExactlyInAnyOrder("none", "disabled", "enabled", "deleted");
    }

    @Test
    void whatWillBeIsWhatIsSaidWhenItIs() throws IOException {
        life.liveUntil("2026-06-11T09:00:00Z");
        Map<String, JsonNode> foretold = new LinkedHashMap<>();
        for (String moment : List.of("2026-07-31T23:59:59Z", "2026-08-01T00:00:10Z", "2026-08-30T12:00:00Z", "2026-08-31T00:00:10Z", "2026-09-30T12:00:00Z")) {
            foretold.put(moment, explained("--as-of", moment));
        }
        for (Map.Entry<String, JsonNode> then : foretold.entrySet()) {
            life.liveUntil(then.getKey());
            JsonNode present = explained().get("jobs").get(0);
            JsonNode job = then.getValue().get("jobs").get(0);
            assertThat(job.get("accountState")).as(then.getKey()).isEqualTo(present.get("accountState"));
            assertThat(job.get("decision")).as(then.getKey()).isEqualTo(present.get("decision"));
            assertThat(job.get("steps").get(0)).as(then.getKey()).isEqualTo(present.get("steps").get(0));
            assertThat(job.get("reason").asText().replaceAll("T00:00:..Z", "")).as(then.getKey()).isEqualTo(present.get("reason").asText().replaceAll("T00:00:..Z", ""));
        }
    }

    @Test
    void itLooksLikeThis() throws IOException {
        life.liveUntil("2026-06-11T09:00:00Z");
        for (int columns : new int[] {80, 160, 0}) {
            life.shell().wide(columns);
            String suffix = (columns == 0 ? "pipe" : columns + "-terminal") + ".txt";
            assertThat(life.shell().run("explain", "E2", "--as-of", "2026-05-10", "--color", "never")).as(life.shell().err()).isZero();
            Golden.assertSame("output/explain-past-" + suffix, life.shell().out().replace("\r\n", "\n"));
            assertThat(life.shell().run("explain", "E2", "--as-of", "2026-08-15", "--color", "never")).as(life.shell().err()).isZero();
            Golden.assertSame("output/explain-future-" + suffix, life.shell().out().replace("\r\n", "\n"));
        }
    }

    @Test
    void whatTheLogDoesNotKnowIsNotTold() throws Exception {
        life.liveUntil("2026-03-03T09:00:00Z");
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-01-09")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().err()).contains("the log begins at 2026-01-10T09:00:00Z", "it knows nothing");
        assertThat(life.shell().run("explain", "E22", "--as-of", "2026-02-09")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().run("explain", "E22", "--as-of", "2026-12-09")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().run("explain", "E2", "nobody", "--as-of", "2026-02-09")).isEqualTo(ExitCode.USAGE.number());
        assertThat(life.shell().run("explain", "E2", "--as-of", "yesterday")).isEqualTo(ExitCode.USAGE.number());
        life.hr("E1,Ada,R1,,,,,,", "E2,Grace,R2,E1,2026-02-02,,,,", "E3,New,R1,,,,,,");
        life.sync();
        assertThat(life.shell().run("explain", "E3", "--as-of", "2026-02-09")).isZero();
        assertThat(life.shell().out()).contains("E3 had no account in app", "the hub did not know this one yet: it got to know them at 2026-03-03T09:00:00Z");
        store("UPDATE subject SET attributes = replace(attributes, '\"R2\"', '\"R9\"') WHERE key = 'E2'");
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-03-02T12:00:00Z")).isZero();
        assertThat(life.shell().out()).as("somebody wrote into the store").contains("not known: dept").doesNotContain("R9", "R2");
        life.shell().run("explain", "E2", "--as-of", "2026-02-09");
        assertThat(life.shell().out()).contains("dept \"R1\"");
        store("UPDATE log_entry SET initiated_by = 'sync by mallory' WHERE action = 'enable' AND subject_key = 'E2'");
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-02-09")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().out()).contains("The log is broken: entry 6", "#6, not proven", "attributes are walked back through entries that are not proven");
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-01-20")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().out()).contains("closed since 2026-01-19 00:00").doesNotContain("#5, not proven");
    }

    @Test
    void whileAMappingIsBrokenWhatWasIsToldAndWhatWillBeOfTheOthers() throws IOException {
        life.liveUntil("2026-03-03T09:00:00Z");
        String app = Files.readString(folder.resolve("mappings/app.yaml"));
        life.shell().company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]") + "nonsense: 1\n");
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-02-09")).isZero();
        assertThat(life.shell().out()).contains("E2 had an account in app (grace), open since 2026-02-02");
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-12-09")).isZero();
        assertThat(life.shell().out()).contains("app: nothing can be told: its mapping has errors");
        life.shell().company().write("mappings/app.yaml", app);
        life.shell().company().write("mappings/hr.yaml", "nonsense: 1\n");
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-02-09")).isZero();
        assertThat(life.shell().out()).contains("open since 2026-02-02", "what the hub knew is not shown").doesNotContain("R1");
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-12-09")).isEqualTo(ExitCode.FAILED.number());
    }

    private void store(String statement) throws Exception {
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
            forger.executeUpdate(statement);
        }
    }
}
