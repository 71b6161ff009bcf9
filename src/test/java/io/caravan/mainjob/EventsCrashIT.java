package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process, killed 25 times while people join and move: whatever a route was told is a life without a gap, and nobody's is lost. */
class EventsCrashIT {

    private static final int PEOPLE = 60;
    private static final int KILLS = 25;
    private static final int MOVED = 12;
    private static final String OUT = "out.txt";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private final Map<String, String> departments = new HashMap<>();
    private final Set<String> joiners = new HashSet<>();
    /** How long a process took at least that nobody killed. */
    private long shortest;

    private ProjectUnderTest project() {
        return new ProjectUnderTest(folder).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.hr.key = workerId
                """).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, dept, start]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", dept: "${body[dept]}", startDate: "${body[start]}"}
                """).write("routes/events.camel.yaml", """
                # Version 1
                - route:
                    from:
                      uri: direct:event
                      steps:
                        - marshal: {json: {}}
                        - to: "file:%s?fileName=events.jsonl&fileExist=Append&appendChars=\\\\n"
                """.formatted(folder.resolve("told")));
    }

    private void hr() throws IOException {
        StringBuilder file = new StringBuilder("workerId,dept,start\n");
        departments.keySet().stream().sorted().forEach(who -> file.append(who).append(',').append(departments.get(who)).append(',')
                .append(joiners.contains(who) ? LocalDate.now().minusDays(1) : LocalDate.of(2020, 1, 1)).append('\n'));
        Files.writeString(folder.resolve("hr.csv"), file);
    }

    private List<String> lines() {
        try {
            Path told = folder.resolve("told/events.jsonl");
            return Files.exists(told) ? Files.readAllLines(told) : List.of();
        } catch (IOException beingWritten) {
            return List.of();
        }
    }

    @Test
    void noEventIsLost() throws Exception {
        ProjectUnderTest project = project();
        for (int i = 0; i < PEOPLE; i++) {
            departments.put("E" + i, "D0");
        }
        Map<String, String> first = Map.copyOf(departments);
        hr();
        long start = System.nanoTime();
        assertThat(project.process(OUT, "sync").waitFor(90, TimeUnit.SECONDS)).isTrue();
        shortest = millisSince(start);
        assertThat(lines()).hasSize(1);
        Random random = new Random(25);
        int killed = 0;
        for (int round = 1; round <= KILLS; round++) {
            for (int i = 0; i < MOVED; i++) {
                departments.put("E" + random.nextInt(PEOPLE), "D" + round);
            }
            departments.put("J" + round, "D" + round);
            joiners.add("J" + round);
            hr();
            killed += kill(project, random, round) ? 1 : 0;
        }
        Process last = project.process(OUT, "sync");
        assertThat(last.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(() -> project.said(OUT)).isZero();
        told(first);
        System.out.println("Events: " + killed + " kills, " + lines().size() + " lines, " + ids().size() + " events");
        assertThat(killed).as("it was killed while it worked").isGreaterThan(KILLS / 2);
    }

    /** Half of them while it tells, the others at any moment. */
    private boolean kill(ProjectUnderTest project, Random random, int round) throws Exception {
        int before = lines().size();
        int more = 1 + random.nextInt(MOVED - 2);
        long start = System.nanoTime();
        long until = start + TimeUnit.MILLISECONDS.toNanos(round % 2 == 0 ? 60_000 : (long) (shortest * (0.3 + 0.7 * random.nextDouble())));
        Process process = project.process(OUT, "sync");
        while (process.isAlive() && System.nanoTime() < until && (round % 2 == 1 || lines().size() < before + more)) {
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(1);
        }
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor();
        shortest = alive ? shortest : Math.min(shortest, millisSince(start));
        return alive;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private Set<String> ids() throws IOException {
        Set<String> ids = new HashSet<>();
        for (String line : lines()) {
            ids.add(JSON.readTree(line).at("/id").asText());
        }
        return ids;
    }

    /** Each move begins where the one before it ended, and the last ended where the person is. */
    private void told(Map<String, String> first) throws IOException {
        Map<String, String> stands = new HashMap<>(first);
        Set<String> joined = new HashSet<>();
        Set<String> known = new HashSet<>();
        for (String line : lines()) {
            JsonNode event = JSON.readTree(line);
            if (!known.add(event.at("/id").asText())) {
                continue; // told again
            }
            String who = event.at("/key").asText();
            switch (event.at("/event").asText()) {
                case "joined" -> {
                    assertThat(joined.add(who)).as(who + " joined once").isTrue();
                    stands.put(who, departments.get(who));
                }
                case "moved" -> {
                    assertThat(event.at("/before/dept").asText()).as(line).isEqualTo(stands.get(who));
                    stands.put(who, event.at("/after/dept").asText());
                }
                default -> assertThat(event.at("/event").asText()).isEqualTo("begun");
            }
        }
        assertThat(joined).isEqualTo(joiners);
        assertThat(stands).isEqualTo(departments);
    }
}
