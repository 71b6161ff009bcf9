package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.runtime.SmallCompany;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole cycles against an application that is one file: who joins, moves, leaves and returns, and what happens when an answer is lost. */
class PeopleAtBoxTest {

    @TempDir
    private Path folder;
    private final List<String> writes = new ArrayList<>();
    private boolean losesTheAnswer;
    private SmallCompany company;
    private SampleBox box;

    @BeforeEach
    void aCompany() throws Exception {
        box = new SampleBox() {
            @Override
            Said answer(Asked asked) {
                Said said = super.answer(asked);
                if (!asked.method().equals("GET") && !asked.path().get(0).equals("oauth2")) {
                    writes.add(asked.method() + " /" + String.join("/", asked.path()) + " " + asked.body());
                }
                if (losesTheAnswer && asked.is("POST", "users")) {
                    losesTheAnswer = false;
                    return new Said(500, null);
                }
                return said;
            }
        };
        company = new SmallCompany(folder).write("secret", SampleBox.SECRET).write("application.properties", """
                caravan.store.url = jdbc:sqlite:state/caravan.db
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.hr.key = workerId
                caravan.systems.app.connector = box
                caravan.systems.app.url = %s
                caravan.systems.app.tokenUrl = %s/oauth2/token
                caravan.systems.app.clientId = caravan
                caravan.systems.app.clientSecret = {{file:secret}}
                caravan.systems.app.enterpriseId = 1
                """.formatted(box.url(), box.url())).write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: user}
                match: [{target: login, value: "${lowercase(${body[name]})}@example.com"}]
                attributes:
                  login: "${lowercase(${body[name]})}@example.com"
                  name: "${body[name]}"
                  job_title: {value: "${body[dept]}", clear: when-absent}
                """);
    }

    @AfterEach
    void stop() {
        company.close();
        box.close();
    }

    /** What is at Box, by login: the status and the title. */
    private Map<String, String> there() {
        Map<String, String> there = new LinkedHashMap<>();
        String token = box.answer(new SampleVendor.Asked("POST", List.of("oauth2", "token"), Map.of(), Map.of(), SampleVendor.NODES.objectNode(),
                "grant_type=client_credentials&box_subject_type=enterprise&box_subject_id=1&client_secret=" + SampleBox.SECRET)).body().path("access_token").asText();
        JsonNode users = box.answer(new SampleVendor.Asked("GET", List.of("users"), Map.of("limit", "1000"), Map.of("authorization", "Bearer " + token), SampleVendor.NODES.objectNode(), "")).body();
        users.path("entries").forEach(user -> there.put(user.path("login").asText(), user.path("status").asText() + " " + user.path("job_title").asText()));
        return there;
    }

    private List<String> written() {
        List<String> since = List.copyOf(writes);
        writes.clear();
        return since;
    }

    private void graceIsThereAlready() {
        String token = box.answer(new SampleVendor.Asked("POST", List.of("oauth2", "token"), Map.of(), Map.of(), SampleVendor.NODES.objectNode(),
                "grant_type=client_credentials&box_subject_type=enterprise&box_subject_id=1&client_secret=" + SampleBox.SECRET)).body().path("access_token").asText();
        ObjectNode grace = SampleVendor.NODES.objectNode().put("login", "Grace@example.com").put("name", "Grace");
        box.answer(new SampleVendor.Asked("POST", List.of("users"), Map.of(), Map.of("authorization", "Bearer " + token), grace, grace.toString()));
        writes.clear();
    }

    @Test
    void joinMoveLeaveAndReturn() throws Exception {
        graceIsThereAlready();
        company.hr("E1,Ada,Poets,,", "E2,Grace,Admirals,,", "E3,Bob,,,").sync();
        assertThat(there()).isEqualTo(Map.of("Grace@example.com", "active Admirals", "ada@example.com", "active Poets", "bob@example.com", "active "));
        assertThat(written()).as("Grace is recognised").hasSize(3).filteredOn(one -> one.startsWith("PUT")).hasSize(1);
        company.sync();
        company.sync("app", true);
        assertThat(written()).as("there is nothing left to do").isEmpty();

        company.hr("E1,Ada,Analysts,,", "E2,Grace,,,", "E3,Bob,,,2026-11-19").sync();
        assertThat(written()).hasSize(3).anyMatch(one -> one.endsWith("{\"job_title\":\"Analysts\"}")).anyMatch(one -> one.endsWith("{\"job_title\":\"\"}"))
                .anyMatch(one -> one.endsWith("{\"status\":\"inactive\"}"));
        assertThat(there()).containsEntry("bob@example.com", "inactive ").containsEntry("Grace@example.com", "active ");
        company.hr("E1,Ada,Analysts,,", "E2,Grace,,,", "E3,Bob,,,").sync();
        assertThat(written()).hasSize(1).allMatch(one -> one.endsWith("{\"status\":\"active\"}"));
        company.sync("app", true);
        assertThat(written()).isEmpty();
    }

    @Test
    void anAccountWhoseAnswerIsLostIsFoundAndNotMadeTwice() throws Exception {
        losesTheAnswer = true;
        company.hr("E1,Ada,Poets,,").sync();
        company.sync();
        assertThat(there()).isEqualTo(Map.of("ada@example.com", "active Poets"));
        assertThat(written()).filteredOn(one -> one.startsWith("POST /users ")).hasSize(1);
        company.sync("app", true);
        assertThat(written()).isEmpty();
    }

    @Test
    void nothingIsWrittenWhereItIsReadOnly() throws Exception {
        graceIsThereAlready();
        String settings = Files.readString(folder.resolve("application.properties"));
        company.write("application.properties", settings + "caravan.systems.app.readOnly = true\n");
        company.hr("E1,Ada,Poets,,", "E2,Grace,Admirals,,").sync();
        assertThat(written()).isEmpty();
    }
}
