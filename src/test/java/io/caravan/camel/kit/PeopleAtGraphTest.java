package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.runtime.SmallCompany;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole cycles against Microsoft Graph: changes in batches, of which one is asked to wait, and a source whose delta is lost. */
class PeopleAtGraphTest {

    @TempDir
    private Path folder;
    private final List<String> asked = new ArrayList<>();
    private int throttled;
    private SmallCompany company;
    private SampleGraph graph;

    @BeforeEach
    void aCompany() throws Exception {
        graph = new SampleGraph() {
            @Override
            Said answer(Asked request) {
                if (request.is("POST", "$batch")) {
                    asked.add("BATCH " + request.body().path("requests").size());
                }
                return super.answer(request);
            }

            @Override
            Said one(Asked request) {
                boolean bob = request.is("POST", "users") && request.body().path("displayName").asText().equals("Bob") && throttled-- > 0;
                asked.add(request.method() + " /" + String.join("/", request.path()) + (bob ? " throttled" : ""));
                return bob ? new Said(429, error(429, "TooManyRequests", "Too many.").body(), Map.of("Retry-After", "1")) : super.one(request);
            }
        };
        company = new SmallCompany(folder).write("secret", SampleGraph.SECRET).write("application.properties", """
                caravan.store.url = jdbc:sqlite:state/caravan.db
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.hr.key = workerId
                caravan.systems.app.connector = microsoft-graph
                caravan.systems.app.url = %s
                caravan.systems.app.tokenUrl = %s/oauth2/token
                caravan.systems.app.tenant = t
                caravan.systems.app.clientId = caravan
                caravan.systems.app.clientSecret = {{file:secret}}
                """.formatted(graph.url(), graph.url()));
    }

    @AfterEach
    void stop() {
        company.close();
        graph.close();
    }

    private void aTarget() throws Exception {
        company.write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: user}
                match: [{target: userPrincipalName, value: "${lowercase(${body[name]})}@example.test"}]
                attributes:
                  userPrincipalName: "${lowercase(${body[name]})}@example.test"
                  displayName: "${body[name]}"
                  mailNickname: "${lowercase(${body[name]})}"
                  password: {value: "${randomString(24, 2, 2, 2, 2)}", apply: on-create}
                  department: {value: "${body[dept]}", clear: when-absent}
                """);
    }

    private Map<String, String> there() {
        Map<String, String> there = new LinkedHashMap<>();
        for (JsonNode user : graph.directory.all("users")) {
            there.put(user.path("displayName").asText(), (user.path("accountEnabled").asBoolean() ? "open " : "closed ") + user.path("department").asText(""));
        }
        return there;
    }

    private List<String> sent() {
        List<String> since = List.copyOf(asked);
        asked.clear();
        return since;
    }

    @Test
    void joinMoveLeaveAndReturnInBatchesOfWhichOneRequestWaits() throws Exception {
        aTarget();
        throttled = 1;
        company.hr("E1,Ada,Poets,,", "E2,Grace,Admirals,,", "E3,Bob,,,").sync();
        assertThat(there()).isEqualTo(Map.of("Ada", "open Poets", "Grace", "open Admirals", "Bob", "open "));
        assertThat(sent()).as("only Bob waits").filteredOn(one -> one.startsWith("POST /users") || one.startsWith("BATCH"))
                .containsExactlyInAnyOrder("BATCH 3", "POST /users", "POST /users", "POST /users throttled", "POST /users");
        company.sync();
        company.sync("app", true);
        assertThat(sent()).as("there is nothing left to do").noneMatch(one -> one.startsWith("POST /users") || one.startsWith("PATCH"));

        company.hr("E1,Ada,Analysts,,", "E2,Grace,,,", "E3,Bob,,,2026-11-19").sync();
        assertThat(there()).isEqualTo(Map.of("Ada", "open Analysts", "Grace", "open ", "Bob", "closed "));
        assertThat(sent()).as("who is signed in is signed out").anyMatch(one -> one.endsWith("/revokeSignInSessions"));
        company.hr("E1,Ada,Analysts,,", "E2,Grace,,,", "E3,Bob,,,").sync();
        assertThat(there()).containsEntry("Bob", "open ");
        sent();
        company.sync("app", true);
        assertThat(sent()).noneMatch(one -> one.startsWith("PATCH") || one.startsWith("POST /users"));
    }

    private void user(String name) {
        ObjectNode user = SampleVendor.NODES.objectNode().put("id", graph.directory.id()).put("displayName", name).put("userPrincipalName", name + "@example.test").put("accountEnabled", true);
        graph.directory.put("users", user);
    }

    @Test
    void aSourceWhoseDeltaIsLostIsReadWholeByItselfAndWhoSeemsGoneIsHeldAsEver() throws Exception {
        for (String other : List.of("hr", "app")) {
            Files.delete(folder.resolve("mappings/" + other + ".yaml"));
        }
        company.write("mappings/people.yaml", """
                job: people
                from: {system: app, object: user}
                to: hub
                attributes:
                  name: "${body[displayName]}"
                  email: "${body[userPrincipalName]}"
                """);
        List.of("Ada", "Grace", "Bob", "Eve", "Max", "Zoe", "Ida", "Leo", "Kim", "Uma").forEach(this::user);
        company.hr("E1,X,,,").sync("people", false);
        assertThat(sent()).contains("GET /users/delta", "GET /users");
        user("Tim");
        company.sync("people", false);
        assertThat(sent()).contains("GET /users/delta").doesNotContain("GET /users");

        graph.forgetMarks();
        user("Ann");
        company.sync("people", false);
        assertThat(sent()).as("410, and everything is read").containsSubsequence("GET /users/delta", "GET /users/delta", "GET /users");

        graph.forgetMarks();
        graph.directory.all("users").stream().limit(8).forEach(user -> graph.directory.remove(user.path("id").asText()));
        company.sync("people", false);
        assertThat(sent()).contains("GET /users");
        assertThat(known()).as("that most of them are gone is not believed").isEqualTo(12);
    }

    private int known() throws Exception {
        try (Connection state = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); Statement statement = state.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from source_record where job = 'people'")) {
            return count.getInt(1);
        }
    }
}
