package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who will come into groups and leave them, and be assigned, by rule or by a day that was said: what is foretold is what happens when nobody says anything new. */
class ForetoldGroupsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOOSE = "guard: {maxJoin: 1000, maxLeave: 100%}\n";

    @TempDir
    private Path folder;
    private WholeLife life;

    @BeforeEach
    void aCompanyWithRules() throws IOException {
        life = new WholeLife(folder);
        Files.createDirectories(folder.resolve("groups"));
        Files.createDirectories(folder.resolve("assignments"));
    }

    @AfterEach
    void close() {
        life.close();
    }

    private void rules(String guard) throws IOException {
        life.shell().company().write("groups/red.yaml", "group: red\ninclude: \"${body[dept]} == 'R1'\"\nwho: not-on-leave\n" + guard)
                .write("groups/depts.yaml", "group: \"dept-${each}\"\neach: \"${body[dept]}\"\nwhenEmpty: delete\n" + guard);
    }

    private void assigned() throws IOException {
        life.shell().assignedApplication("guard: {maxDisable: 1000, maxDelete: 1000, maxEnable: 1000}\nlifecycle: {prehire: 14d, onLeave: keep, hold: 30d}\n");
        life.shell().company().write("assignments/app.yaml", "application: app\nrole: Reader\ninclude: \"${body[dept]} in 'R1,R2'\"\n" + LOOSE);
    }

    private JsonNode json(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--json");
        assertThat(life.shell().run(line.toArray(String[]::new))).as(life.shell().out() + life.shell().err()).isZero();
        return JSON.readTree(life.shell().out());
    }

    /** {@code moment who join|leave group} of rules, and {@code moment who kind} of accounts. */
    private static TreeSet<String> foretold(JsonNode forecast) {
        TreeSet<String> all = new TreeSet<>();
        forecast.get("moments").forEach(moment -> {
            String at = moment.get("at").asText() + " ";
            moment.get("groups").forEach(group -> {
                group.get("joins").forEach(move -> all.add(at + move.get("who").asText() + " join " + group.get("group").asText()));
                group.get("leaves").forEach(move -> all.add(at + move.get("who").asText() + " leave " + group.get("group").asText()));
            });
            moment.get("jobs").forEach(job -> job.get("plan").get("changes").forEach(change -> all.add(at + change.get("identity").asText() + " " + change.get("kind").asText())));
        });
        return all;
    }

    private TreeSet<String> done(Instant since) throws IOException {
        TreeSet<String> all = new TreeSet<>();
        json("log", "--since", since.toString(), "--status", "success", "--limit", "100000").get("entries").forEach(entry -> {
            String action = entry.get("action").asText();
            JsonNode moved = entry.get("changes").size() == 0 ? null : entry.get("changes").get(0);
            String head = entry.get("at").asText() + " " + entry.get("identity").asText() + " ";
            if (entry.get("job").asText().equals("group rules") && !action.startsWith("group-")) {
                boolean comes = List.of("join", "assign").contains(action);
                all.add(head + (comes ? "join " + moved.get("after").asText() : "leave " + moved.get("before").asText()));
            } else if (entry.get("job").asText().equals("app") && !entry.get("identity").asText().isEmpty()) {
                all.add(head + action);
            }
        });
        return all;
    }

    /** Anybody may start, be on leave, leave, be in another zone; two rules of groups, one of assignments, and accounts that go by it. */
    @Test
    void whatRulesAreForetoldToDoTheyDo() throws IOException {
        Random random = new Random(7);
        rules(LOOSE);
        assigned();
        List<String> rows = new ArrayList<>();
        for (int person = 1; person <= 9; person++) {
            LocalDate start = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(200));
            LocalDate leave = start.plusDays(random.nextInt(60));
            rows.add("E" + person + ",Name" + person + ",R" + (1 + random.nextInt(3)) + ",," + start + "," + (random.nextInt(3) > 0 ? start.plusDays(1 + random.nextInt(150)) : "") + ","
                    + (random.nextInt(2) == 0 ? leave + "," + leave.plusDays(random.nextInt(40)) : ",") + "," + List.of("UTC", "Europe/Berlin", "Asia/Kolkata").get(random.nextInt(3)));
        }
        life.at("2026-03-01T09:00:00Z").hr(rows.toArray(String[]::new));
        life.sync();
        String before = memberships();
        JsonNode forecast = json("plan", "--as-of", "2027-03-01");
        TreeSet<String> foretold = foretold(forecast);
        assertThat(foretold).anyMatch(one -> one.contains(" join red")).anyMatch(one -> one.contains(" leave red")).anyMatch(one -> one.contains(" join dept-"))
                .anyMatch(one -> one.contains(" leave app/Reader")).anyMatch(one -> one.endsWith(" create")).anyMatch(one -> one.endsWith(" disable"));
        assertThat(memberships()).as("nothing was written").isEqualTo(before);
        Instant from = life.now().plusSeconds(1);
        TreeSet<Instant> runs = new TreeSet<>();
        forecast.get("moments").forEach(moment -> runs.add(Instant.parse(moment.get("at").asText())));
        for (Instant run : runs.tailSet(from)) {
            life.at(run).sync();
        }
        assertThat(done(from)).isEqualTo(foretold);
        life.at("2027-03-01T09:00:00Z").sync();
        assertThat(done(from)).as("and nothing else").isEqualTo(foretold);
    }

    private String memberships() throws IOException {
        return json("status").get("groups").toString();
    }

    @Test
    void whatTheGuardWouldHoldOfAGroupIsToldAndWhatComesLaterAsIfItHadBeenLetThrough() throws IOException {
        rules("");
        List<String> rows = new ArrayList<>(List.of("E1,Ada,R1,,,2026-05-31,,,"));
        for (int person = 10; person < 40; person++) {
            rows.add("E" + person + ",Seasonal" + person + ",R1,E1,,2026-02-28,,,");
        }
        life.at("2026-01-12T09:00:00Z").hr(rows.toArray(String[]::new));
        life.sync();
        assertThat(life.shell().run("plan", "--as-of", "2026-06-30", "--limit", "2")).as(life.shell().err()).isZero();
        assertThat(life.shell().out()).contains("From 2026-03-01 00:00 on", "red (group)", "30 of 31 members would leave (limit 5)", "… and 28 more",
                "Would be held on 2026-03-01 00:00: red: 30 of 31 members would leave (limit 5)", "From 2026-06-01 00:00 on", "this person is leaver: end date was 2026-05-31");
        JsonNode moments = json("plan", "--as-of", "2026-06-30").get("moments");
        JsonNode march = moments.get(0).get("groups").get(1);
        assertThat(march.get("group").asText()).isEqualTo("red");
        assertThat(march.get("leaves")).hasSize(30).allMatch(move -> move.get("held").asBoolean());
        JsonNode june = moments.get(moments.findValuesAsText("at").indexOf("2026-06-01T00:00:00Z"));
        assertThat(june.get("groups").get(1).get("leaves").get(0).get("held").asBoolean()).as("one of one").isFalse();

        assertThat(life.shell().run("explain", "red", "--as-of", "2026-06-30")).as(life.shell().err()).isZero();
        assertThat(life.shell().out()).containsPattern("2026-03-01 00:00 +members left +30: E10, E11, E12, E13, E14, …; would be held: 30 of 31 members would leave +\\(limit 5\\)")
                .containsPattern("2026-06-01 00:00 +members left +E1").containsPattern("rule +name \"red\" +groups/red.yaml").doesNotContain("is kept by the hub");
        life.at("2026-03-01T00:00:10Z");
        assertThat(life.shell().run("sync")).as("and so it is").isEqualTo(ExitCode.HELD.number());
    }

    @Test
    void explainAndHistorySayIntoWhichGroupsSomebodyComesAndWhenSheLeavesThem() throws IOException {
        rules("");
        assigned();
        life.at("2026-01-12T09:00:00Z").hr("E1,Ada,R1,,,,,,", "E2,Grace,R1,E1,2026-02-02,2026-07-31,,,");
        life.sync();
        assertThat(life.shell().run("assign", "E1", "app", "--role", "Writer", "--from", "2026-03-01", "--until", "2026-03-31", "--why", "a while")).isZero();
        assertThat(life.shell().run("explain", "E2", "--as-of", "2026-03-15")).as(life.shell().err()).isZero();
        assertThat(life.shell().out()).containsPattern("2026-02-02 00:00 +joined a group +red, \\$\\{body\\[dept]} == 'R1' is true: dept is \"R1\"").containsPattern("2026-02-02 00:00 +assigned +app/Reader")
                .contains("Groups and applications").containsPattern("red +rule red").containsPattern("app/Reader +rule assignments/app.yaml").contains("E2 will have an account in app");
        life.shell().run("explain", "E2", "--as-of", "2026-08-15");
        assertThat(life.shell().out()).containsPattern("2026-08-01 00:00 +left a group +red, it is for who is not-on-leave, and this person is +leaver").doesNotContain("Groups and applications");
        life.shell().run("history", "E2");
        assertThat(life.shell().out()).containsPattern("(?s)Ahead.*joined a group +red.*left a group +red");
        assertThat(foretold(json("plan", "--as-of", "2026-05-31", "--identity", "E1"))).containsExactly("2026-03-01T00:00:00Z E1 join app/Writer", "2026-03-01T00:00:00Z E1 update",
                "2026-04-01T00:00:00Z E1 leave app/Writer", "2026-04-01T00:00:00Z E1 update");
        assertThat(foretold(json("plan", "--as-of", "2026-05-31"))).contains("2026-03-01T00:00:00Z E1 join app/Writer", "2026-04-01T00:00:00Z E1 update", "2026-02-02T00:00:00Z E2 join red");
    }
}
