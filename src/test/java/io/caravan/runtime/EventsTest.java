package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.docs.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to people, accounts and jobs is told to {@code direct:event}, at least once, by what the store says and not by when a process ran. */
class EventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = "workerId,name,dept,manager,start,end,status\n";

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder);
        Files.createDirectories(folder.resolve("routes"));
        company.write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, dept, manager, start, end, status]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes:
                  workerId: "${body[workerId]}"
                  name: "${body[name]}"
                  dept: "${body[dept]}"
                  managerId: "${body[manager]}"
                  startDate: "${body[start]}"
                  endDate: "${body[end]}"
                  status: "${body[status]}"
                """);
        company.write("routes/events.camel.yaml", """
                # Version 1
                - route:
                    from:
                      uri: direct:event
                      steps:
                        - choice:
                            when:
                              - simple: "${properties:broken:false} == 'true'"
                                steps:
                                  - throwException: {exceptionType: java.lang.IllegalStateException, message: the ticket system is down}
                        - marshal: {json: {}}
                        - to: "file:%s?fileName=events.jsonl&fileExist=Append&appendChars=\\\\n"
                """.formatted(folder.resolve("told")));
    }

    @AfterEach
    void stop() {
        company.close();
    }

    private EventsTest hr(String... rows) throws IOException {
        company.write("hr.csv", HEAD + String.join("\n", rows) + "\n");
        return this;
    }

    /** What was told since the last call, once the process has ended. */
    private List<JsonNode> told() throws IOException {
        company.close();
        Path file = folder.resolve("told/events.jsonl");
        List<JsonNode> told = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                told.add(JSON.readTree(line));
            }
            Files.delete(file);
        }
        return told;
    }

    private List<String> words() throws IOException {
        return told().stream().map(one -> (one.at("/event").asText() + " " + one.at("/key").asText()).strip()).toList();
    }

    private void begun() throws IOException {
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,,active").company.sync();
        List<JsonNode> told = told();
        assertThat(told.stream().map(one -> one.at("/event").asText())).as(() -> "a first load is one event for the people, and one for the application: " + told).containsExactlyInAnyOrder("begun", "begun");
    }

    /** docs/how-to/act-on-events.md, with a file in the place of the ticket system. */
    @Test
    void theRoutesOfThePageTellWhatTheySay() throws IOException {
        List<String> shown = MarkdownPage.below(Path.of("docs/how-to/act-on-events.md")).get(0).blocks().stream().filter(block -> block.language().equals("yaml"))
                .map(block -> block.text()).toList();
        assertThat(shown).hasSize(2);
        String here = "file:" + folder.resolve("told") + "?fileName=events.jsonl";
        company.write("routes/events.camel.yaml", shown.get(0).replace("file:events?fileName=events.jsonl", here));
        begun();
        company.write("routes/events.camel.yaml", shown.get(1).replace("http:tickets.example.com/new?httpMethod=POST", here + "&fileExist=Append&appendChars=\\n"));
        hr("E1,Ada,R2,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,,active", "E3,Alan,R1,E1,2026-11-25,,active").company.at("2026-11-25T12:00:00Z").sync();
        assertThat(words()).as("who joined, and not who moved").containsExactly("joined E3");
    }

    /** An end that HR enters when it is over was known to nobody before. */
    @Test
    void whatBecomesKnownWhenItsDayIsLongOverIsToldNow() throws IOException {
        begun();
        company.at("2026-11-20T12:00:00Z");
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,2026-11-02,active").company.sync();
        assertThat(words()).contains("left E2");
    }

    @Test
    void aLifeIsToldFromTheAnnouncementToTheReturn() throws IOException {
        begun();
        company.at("2026-11-20T12:00:00Z");
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,,active", "E3,Alan,R1,E1,2026-11-25,,active").company.sync();
        JsonNode soon = told().stream().filter(one -> one.at("/event").asText().equals("starts-soon")).findFirst().orElseThrow();
        assertThat(soon.at("/key").asText()).isEqualTo("E3");
        assertThat(soon.at("/after/startDate").asText()).isEqualTo("2026-11-25");
        assertThat(soon.at("/days").asLong()).isEqualTo(5);
        assertThat(soon.at("/person/name").asText()).isEqualTo("Alan");
        assertThat(soon.at("/manager/name").asText()).isEqualTo("Ada");
        company.at("2026-11-25T12:00:00Z").sync();
        assertThat(words()).as("without a file").contains("joined E3", "access-granted E3");
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R2,E1,2020-01-01,,active", "E3,Alan,R1,E1,2026-11-25,2026-11-29,active").company.at("2026-11-26T12:00:00Z").sync();
        List<JsonNode> moved = told();
        assertThat(moved).anySatisfy(one -> {
            assertThat(one.at("/event").asText()).isEqualTo("moved");
            assertThat(one.at("/before").toString()).isEqualTo("{\"dept\":\"R1\"}");
            assertThat(one.at("/after").toString()).isEqualTo("{\"dept\":\"R2\"}");
        }).anySatisfy(one -> assertThat(one.at("/event").asText() + one.at("/key").asText()).isEqualTo("access-ends-soonE3"));
        company.at("2026-11-30T12:00:00Z").sync();
        List<JsonNode> left = told();
        assertThat(left.stream().map(one -> one.at("/event").asText())).containsExactlyInAnyOrder("left", "access-ended");
        assertThat(left).allSatisfy(one -> assertThat(one.at("/before").toString()).isNotEqualTo(one.at("/after").toString()));
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R2,E1,2020-01-01,,leave", "E3,Alan,R1,E1,2026-12-01,,active").company.at("2026-12-01T12:00:00Z").sync();
        assertThat(words()).contains("rehired E3", "leave E2", "access-granted E3");
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R2,E1,2020-01-01,,active", "E3,Alan,R1,E1,2026-12-01,,active").company.at("2026-12-02T12:00:00Z").sync();
        assertThat(words()).containsExactly("returned E2");
        company.at("2026-12-03T12:00:00Z").sync();
        assertThat(words()).as("nothing has happened").isEmpty();
    }

    @Test
    void anAccountThatIsFoundOpenIsToldThoughAValueWasRefused() throws IOException {
        begun();
        company.sql("insert into users (login, worker, name, dept, active) values ('alan', 'E3', 'Alan', 'R9', 'yes')");
        company.sql("create trigger r9 before update on users when old.worker = 'E3' and new.dept <> 'R9' begin select raise(abort, 'R9 stays'); end");
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,,active", "E3,Alan,R1,E1,2026-11-19,,active").company.sync();
        assertThat(words()).contains("access-granted E3");
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,,active", "E3,Alan,R1,E1,2026-11-19,2026-11-20,active").company.at("2026-11-21T12:00:00Z").sync();
        assertThat(words()).contains("access-ended E3");
    }

    @Test
    void whatHappenedWhileNoProcessRanIsCaughtUpForThreeDays() throws IOException {
        begun();
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,,active", "E3,Alan,R1,E1,2026-12-10,,active", "E4,Edsger,R1,E1,2026-12-15,,active").company.sync();
        told();
        company.at("2026-12-15T12:00:00Z").sync();
        assertThat(words()).contains("joined E4").doesNotContain("joined E3");
    }

    @Test
    void aRouteThatFailsIsToldAgainWithTheSameId() throws IOException {
        begun();
        String settings = Files.readString(folder.resolve("application.properties"));
        company.write("application.properties", settings + "broken = true\n");
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,,active", "E3,Alan,R1,E1,2026-11-20,,active").company.sync();
        assertThat(told()).isEmpty();
        assertThat(company.caravan().store().outbox().waiting()).isEqualTo(2);
        company.close();
        company.write("application.properties", settings).at("2026-11-20T12:05:00Z").sync();
        List<JsonNode> told = told();
        assertThat(told.stream().map(one -> one.at("/event").asText())).containsExactlyInAnyOrder("joined", "access-granted");
        assertThat(told).allSatisfy(one -> assertThat(one.at("/attempt").asLong()).isEqualTo(2));
        assertThat(told.stream().map(one -> one.at("/id").asText()).collect(Collectors.toSet())).hasSize(2);
        assertThat(company.caravan().store().outbox().waiting()).isZero();
    }

    @Test
    void whatAGuardHoldsIsToldOnceForAHold() throws IOException {
        begun();
        String mapping = Files.readString(folder.resolve("mappings/app.yaml"));
        company.write("mappings/app.yaml", mapping + "guard: {maxCreate: 0}\n");
        hr("E1,Ada,R1,,2020-01-01,,active", "E2,Grace,R1,E1,2020-01-01,,active", "E3,Alan,R1,E1,2020-01-01,,active").company.sync();
        company.sync();
        List<JsonNode> told = told();
        assertThat(told.stream().filter(one -> one.at("/event").asText().equals("held"))).singleElement().satisfies(one -> {
            assertThat(one.at("/job").asText()).isEqualTo("app");
            assertThat(one.at("/reason").asText()).isNotEmpty();
        });
        assertThat(told.stream().map(one -> one.at("/event").asText()).collect(Collectors.toSet())).as("who began long ago is no joiner of today").isEqualTo(Set.of("held"));
    }

    @Test
    void aJobThatComesIntoQuarantineIsToldOnce() throws IOException {
        begun();
        Files.delete(folder.resolve("hr.csv"));
        for (int i = 0; i < 5; i++) {
            company.caravan().sync("hr", false, "test");
        }
        assertThat(told().stream().filter(one -> one.at("/event").asText().equals("quarantined"))).singleElement().satisfies(one -> {
            assertThat(one.at("/job").asText()).isEqualTo("hr");
            assertThat(one.at("/cause").asText()).isEqualTo("source");
            assertThat(one.at("/again").asText()).isEqualTo("2026-11-20T12:15:00Z");
        });
    }

    @Test
    void withoutARouteNothingIsLookedForOrWritten() throws IOException {
        Files.delete(folder.resolve("routes/events.camel.yaml"));
        hr(IntStream.range(0, 50).mapToObj(i -> "E" + i + ",P" + i + ",R1,,2020-01-01,,active").toArray(String[]::new)).company.sync();
        assertThat(company.caravan().store().outbox().mark()).isEmpty();
        assertThat(company.caravan().store().outbox().waiting()).isZero();
    }
}
