package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.config.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is foretold is what happens, when nobody says anything new and the day has come. */
class ForecastTest {

    private static final ObjectMapper JSON = new ObjectMapper();

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

    private JsonNode foretold(String asOf, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("plan", "--as-of", asOf, "--json"));
        words.addAll(List.of(more));
        assertThat(life.shell().run(words.toArray(String[]::new))).as(life.shell().err()).isZero();
        return JSON.readTree(life.shell().out());
    }

    /** {@code moment who kind}, in the order of moments. */
    private static List<String> changes(JsonNode forecast) {
        List<String> changes = new ArrayList<>();
        forecast.get("moments").forEach(moment -> {
            TreeSet<String> here = new TreeSet<>();
            moment.get("jobs").forEach(job -> job.get("plan").get("changes").forEach(change -> here.add(moment.get("at").asText() + " " + change.get("identity").asText() + " " + change.get("kind").asText())));
            changes.addAll(here);
        });
        return changes;
    }

    /** The same, of what was done since. */
    private List<String> done(Instant since) throws IOException {
        life.shell().run("log", "--job", "app", "--status", "success", "--since", since.toString(), "--limit", "100000", "--json");
        TreeSet<String> done = new TreeSet<>();
        JSON.readTree(life.shell().out()).get("entries").forEach(entry -> {
            if (!entry.get("identity").asText().isEmpty()) {
                done.add(entry.get("at").asText() + " " + entry.get("identity").asText() + " " + entry.get("action").asText());
            }
        });
        done.removeIf(one -> one.endsWith(" update") && done.contains(one.replace(" update", " create"))); // of two who refer to each other one is made first, as the plan says
        return new ArrayList<>(done);
    }

    @Test
    void whatIsForetoldOfALeaverIsWhatHappens() throws IOException {
        life.liveUntil("2026-06-11T09:00:00Z");
        assertThat(changes(foretold("2026-07-31"))).as("the last day is a whole day").isEmpty();
        assertThat(foretold("2026-07-31").get("next").asText()).isEqualTo("2026-08-01T00:00:00Z");
        List<String> foretold = changes(foretold("2027-06-01"));
        assertThat(foretold).containsExactly("2026-08-01T00:00:00Z E2 disable", "2026-08-31T00:00:00Z E2 delete");
        Instant from = life.now();
        life.at("2026-08-01T00:00:00Z").sync();
        life.at("2026-08-30T23:59:59Z").sync();
        life.at("2026-08-31T00:00:00Z").sync();
        assertThat(done(from)).isEqualTo(foretold);
    }

    /** Anybody may start, be on leave, leave, be in another zone, have a manager who comes later; and no source says anything new. */
    @ParameterizedTest
    @ValueSource(longs = 3)
    void whatIsForetoldIsWhatHappens(long seed) throws IOException {
        Random random = new Random(seed);
        String app = Files.readString(folder.resolve("mappings/app.yaml"));
        life.shell().company().write("mappings/app.yaml", app.replace("onLeave: disable", random.nextBoolean() ? "onLeave: disable" : "onLeave: keep")
                + "guard: {maxDisable: 1000, maxDelete: 1000, maxEnable: 1000}\n");
        List<String> rows = new ArrayList<>();
        TreeSet<Instant> runs = new TreeSet<>();
        for (int person = 1; person <= 9; person++) {
            LocalDate start = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(200));
            LocalDate end = start.plusDays(1 + random.nextInt(150));
            LocalDate leave = start.plusDays(random.nextInt(60));
            String zone = List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata").get(random.nextInt(4));
            runs.add(end.plusDays(1).atStartOfDay(ZoneId.of(zone)).toInstant()); // who leaves while on leave has nothing closed then, and yet the hold begins
            rows.add("E" + person + ",Name" + person % 7 + ",R1," + (random.nextBoolean() ? "E" + (1 + random.nextInt(9)) : "") + "," + start + "," + (random.nextInt(3) > 0 ? end : "") + ","
                    + (random.nextInt(3) == 0 ? leave + "," + leave.plusDays(random.nextInt(40)) : ",") + "," + zone);
        }
        life.at("2026-03-01T09:00:00Z").hr(rows.toArray(String[]::new));
        life.sync();
        JsonNode forecast = foretold("2027-03-01");
        List<String> foretold = changes(forecast);
        assertThat(foretold).hasSizeGreaterThan(10);
        Instant from = life.now().plusSeconds(1);
        forecast.get("moments").forEach(moment -> runs.add(Instant.parse(moment.get("at").asText())));
        for (Instant run : runs.tailSet(from)) {
            life.at(run).sync();
        }
        assertThat(done(from)).isEqualTo(foretold);
        life.at(Instant.parse("2027-03-01T09:00:00Z")).sync();
        assertThat(done(from)).as("and nothing else").isEqualTo(foretold);
    }

    @Test
    void itLooksLikeThis() throws IOException {
        life.liveUntil("2026-01-12T09:00:00Z");
        List<String> rows = new ArrayList<>(List.of("E1,Ada,R1,,,,,,", "E2,Grace,R1,E1,2026-02-02,2026-03-31,,,"));
        for (int person = 10; person < 40; person++) {
            rows.add("E" + person + ",Seasonal" + person + ",R1,E1,,2026-02-28,,,");
        }
        life.hr(rows.toArray(String[]::new));
        life.sync();
        for (int columns : new int[] {80, 160, 0}) {
            life.shell().wide(columns);
            assertThat(life.shell().run("plan", "--as-of", "2026-04-30", "--limit", "3", "--color", "never")).as(life.shell().err()).isZero();
            Golden.assertSame("output/plan-as-of-" + (columns == 0 ? "pipe" : columns + "-terminal") + ".txt", life.shell().out().replace("\r\n", "\n"));
        }
    }

    @Test
    void nothingIsWrittenAndNothingCanBeSavedOrAskedForThatCannotBe() throws IOException {
        life.liveUntil("2026-06-11T09:00:00Z");
        life.shell().run("log", "verify");
        String before = life.shell().out();
        foretold("2027-06-01");
        life.shell().run("log", "verify");
        assertThat(life.shell().out()).isEqualTo(before);
        assertThat(life.shell().company().rows("select active from users where worker = 'E2'")).containsExactly("yes");
        try (var left = Files.list(folder.resolve("state"))) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("preview-"));
        }
        assertThat(life.shell().run("plan", "--as-of", "2026-06-01")).isEqualTo(ExitCode.USAGE.number());
        assertThat(life.shell().err()).contains("2026-06-01 lies behind", "caravan report access --on 2026-06-01", "caravan history WHO");
        assertThat(life.shell().run("plan", "--as-of", "9999-12-31")).isEqualTo(ExitCode.USAGE.number());
        assertThat(life.shell().err()).contains("more than 10 years ahead");
        assertThat(life.shell().run("plan", "--as-of", "soon")).isEqualTo(ExitCode.USAGE.number());
        assertThat(life.shell().run("plan", "--as-of", "2026-12-31", "--out", folder.resolve("x.plan").toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(life.shell().run("plan", "--as-of", "2026-12-31", "--let-vanish", "end")).isEqualTo(ExitCode.USAGE.number());
        assertThat(life.shell().run("plan", "nobody", "--as-of", "2026-12-31")).isEqualTo(ExitCode.USAGE.number());
        assertThat(life.shell().run("plan", "--identity", "E77", "--as-of", "2026-12-31")).isEqualTo(ExitCode.FAILED.number());
        assertThat(changes(foretold("2026-12-31", "--identity", "E2"))).containsExactly("2026-08-01T00:00:00Z E2 disable", "2026-08-31T00:00:00Z E2 delete");
        assertThat(changes(foretold("2026-12-31", "--identity", "E1"))).isEmpty();
        assertThat(life.shell().run("plan", "--as-of", "2026-12-31", "--exit-code")).isEqualTo(ExitCode.CHANGES_PENDING.number());
    }

    @Test
    void ofATargetThatWasNeverLookedIntoNothingIsForetold() throws IOException {
        assertThat(life.shell().run("plan", "--as-of", "2030-01-01")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().err()).contains("nobody is known yet");
        life.at("2026-01-10T09:00:00Z").hr("E1,Ada,R1,,,,,,");
        life.shell().run("sync", "hr");
        assertThat(life.shell().run("plan", "--as-of", "2026-12-31")).isEqualTo(ExitCode.FAILED.number());
        assertThat(life.shell().out()).contains("app: it has never run, so which accounts there are is not known").doesNotContain("create ");
    }

    @Test
    void aPausedJobIsToldOfAsIfItRan() throws IOException {
        life.liveUntil("2026-06-11T09:00:00Z");
        life.shell().run("job", "pause", "app", "--reason", "moves");
        assertThat(life.shell().run("plan", "--as-of", "2026-12-31")).isZero();
        assertThat(life.shell().out()).contains("app: paused by ", "(moves)", "what it would do if it ran", "2026-08-01 00:00", "disable");
    }

    @Test
    void whoeverStartsAndLeavesBetweenIsShown() throws IOException {
        life.at("2026-01-10T09:00:00Z").hr("E1,Ada,R1,,,,,,", "E9,Short,R1,E1,2026-03-02,2026-03-06,,,Asia/Kolkata");
        life.sync();
        assertThat(changes(foretold("2026-12-31"))).containsExactly("2026-02-15T18:30:00Z E9 create", "2026-03-01T18:30:00Z E9 enable", "2026-03-06T18:30:00Z E9 disable",
                "2026-04-05T18:30:00Z E9 delete");
    }

    @Test
    void thatAnotherRecordOfThePersonCountsFromADayOnIsForetold() throws IOException {
        life.shell().company().write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, dept, manager, start, end]}
                to: hub
                match: [{hub: passport, value: "${body[manager]}"}]
                attributes:
                  workerId: "${body[manager]}"
                  passport: "${body[manager]}"
                  name: "${body[name]}"
                  dept: "${body[dept]}"
                  startDate: "${body[start]}"
                  endDate: "${body[end]}"
                """);
        String app = Files.readString(folder.resolve("mappings/app.yaml"));
        life.shell().company().write("mappings/app.yaml", app.replaceAll("(?m)^  manager: .*\\R", ""));
        life.at("2026-01-10T09:00:00Z").hr("C1,Ada,R1,P1,,2026-02-28,,,", "C2,Ada,R2,P1,2026-03-01,2026-05-31,,,", "X,Xenia,R9,PX,,,,,");
        life.sync();
        List<String> foretold = changes(foretold("2026-12-31"));
        assertThat(foretold).contains("2026-03-01T00:00:00Z C1 update", "2026-06-01T00:00:00Z C1 disable");
        Instant from = life.now().plusSeconds(1);
        for (String change : foretold) {
            life.at(change.substring(0, change.indexOf(' '))).sync();
        }
        assertThat(done(from)).isEqualTo(foretold);
    }
}
