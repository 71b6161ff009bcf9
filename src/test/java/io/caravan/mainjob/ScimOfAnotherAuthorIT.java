package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.camel.scim.Scimmy;
import io.caravan.engine.Counted;
import io.caravan.demo.CompanyOnDate;
import io.caravan.engine.CycleStatus;
import io.caravan.runtime.CycleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 158 people of the example, with its own mappings, in a SCIM provider of another author: they join, get managers, move, leave and
 * come back. Nothing fails, and afterwards there is nothing to do.
 */
@Tag("real-servers")
class ScimOfAnotherAuthorIT {

    private static final int PEOPLE = 158;
    private static final Path EXAMPLE = ProjectUnderTest.INSTALLATION.resolve("examples/employees");
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    @TempDir
    private Path folder;
    private Scimmy scimmy;
    private ProjectUnderTest project;
    private List<String> columns;
    private final Map<String, Map<String, String>> people = new LinkedHashMap<>();

    @BeforeEach
    void start() throws IOException {
        scimmy = Scimmy.start();
        project = new ProjectUnderTest(folder.resolve("project")).write("token", scimmy.token()).write("application.properties", """
                        caravan.store.url = jdbc:sqlite:state/caravan.db
                        caravan.systems.hr.connector = csv-source
                        caravan.systems.hr.file = hr.csv
                        caravan.systems.hr.key = workerId
                        caravan.systems.departments.connector = csv-source
                        caravan.systems.departments.file = departments.csv
                        caravan.systems.departments.key = name
                        caravan.systems.membership.connector = csv-source
                        caravan.systems.membership.file = membership.csv
                        caravan.systems.membership.key = id
                        caravan.systems.app.connector = scim2
                        caravan.systems.app.url = %s
                        caravan.systems.app.token = {{file:token}}
                        """.formatted(scimmy.url()))
                .write("mappings/hr.yaml", Files.readString(EXAMPLE.resolve("mappings/hr.yaml")))
                .write("mappings/departments.yaml", """
                        job: departments
                        from: {system: departments, object: record, attributes: [name]}
                        to: {hub: group}
                        match: [{hub: name, value: "${body[name]}"}]
                        attributes: {name: "${body[name]}"}
                        """)
                .write("mappings/membership.yaml", """
                        job: membership
                        from: {system: membership, object: record, attributes: [id, department, worker]}
                        to: {hub: membership}
                        completeness: {allowEmpty: true, maxShrink: 100%, maxVanish: 100%}
                        attributes:
                          group: {reference: {by: name, value: "${body[department]}"}}
                          member: {reference: {by: workerId, value: "${body[worker]}"}}
                        """)
                .write("mappings/app-groups.yaml", """
                        job: app-groups
                        from: {hub: group}
                        to: {system: app, object: group}
                        match: [{target: displayName, value: "${body[name]}"}]
                        attributes: {displayName: "${body[name]}"}
                        guard: {maxLeave: 100%}
                        """)
                .write("departments.csv", "name\nResearch\nSales\n")
                .write("membership.csv", "id,department,worker\n")
                // As shipped, but for the limit: of 158 people more than a twentieth leave here in one day.
                .write("mappings/app.yaml", Files.readString(EXAMPLE.resolve("mappings/app.yaml")).replace("500 or 5%", "500 or 20%"));
        Path whole = folder.resolve("whole.csv");
        CompanyOnDate.read(EXAMPLE.resolve("data"), CompanyOnDate.LAST_DAY).writeHrFile(whole);
        List<String> rows = Files.readAllLines(whole);
        columns = List.of(rows.get(0).split(","));
        rows.stream().skip(1).filter(row -> row.contains(",active,")).limit(PEOPLE).forEach(row -> {
            String[] fields = row.split(",", -1);
            Map<String, String> person = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                person.put(columns.get(i), fields[i]);
            }
            person.put("managerId", "");
            people.put(person.get("workerId"), person);
        });
    }

    @AfterEach
    void stop() {
        if (scimmy != null) {
            project.close();
            scimmy.close();
        }
    }

    @Test
    void peopleJoinMoveLeaveAndComeBackWithoutAFailureAndThenThereIsNothingToDo() throws IOException {
        assertThat(people).hasSize(PEOPLE);
        List<String> ids = List.copyOf(people.keySet());
        synced("joined");
        assertThat(shown()).hasSize(PEOPLE);

        for (int i = 1; i < PEOPLE; i++) {
            people.get(ids.get(i)).put("managerId", ids.get(i / 12));
        }
        people.get(ids.get(0)).put("managerId", ids.get(PEOPLE - 1));
        synced("got managers, after their accounts were made");

        for (int i = 0; i < PEOPLE; i += 5) {
            people.get(ids.get(i)).put("department", "Research " + i % 3);
            people.get(ids.get(i)).put("title", i % 20 == 0 ? "" : "Chief");
            people.get(ids.get(i)).put("familyName", people.get(ids.get(i)).get("familyName").toUpperCase(Locale.ROOT));
            people.get(ids.get(i)).put("managerId", ids.get((i + 3) % 7));
        }
        synced("moved, were spelled anew, got other managers");

        List<String> leavers = ids.subList(20, 40);
        leavers.forEach(id -> people.get(id).putAll(Map.of("status", "terminated", "endDate", "2002-07-01")));
        synced("left");
        leavers.subList(0, 8).forEach(id -> people.get(id).putAll(Map.of("status", "active", "endDate", "", "title", "Again")));
        synced("came back");

        assertThat(scimmy.resource("/Users?count=1&filter=active%20eq%20true").path("totalResults").asInt()).isEqualTo(PEOPLE - 12);
        assertThat(scimmy.requests()).as("each person has one account").filteredOn(request -> request.startsWith("POST /scim/Users")).hasSize(PEOPLE);
        assertThat(project.caravan().store().log().verify().brokenAt()).isEmpty();
    }

    @Test
    void groupsGetTheirMembersAndLoseThemAndThenThereIsNothingToDo() throws IOException {
        List<String> ids = List.copyOf(people.keySet());
        belong("Research", ids);
        synced("came with their groups");
        assertThat(members("Research")).isEqualTo(Set.copyOf(ids));
        assertThat(members("Sales")).isEmpty();
        belong("Sales", ids.subList(0, 30));
        synced("went elsewhere, or nowhere");
        assertThat(members("Research")).isEmpty();
        assertThat(members("Sales")).isEqualTo(Set.copyOf(ids.subList(0, 30)));
        people.get(ids.get(0)).putAll(Map.of("status", "terminated", "endDate", "2002-07-01"));
        synced("left");
        assertThat(members("Sales")).isEqualTo(Set.copyOf(ids.subList(1, 30)));
        assertThat(scimmy.requests()).noneMatch(request -> request.startsWith("PUT"));
        for (String job : List.of("departments", "membership", "app-groups")) {
            assertThat(project.full(job).getCycle().counts()).as(job).doesNotContainKeys("planned-join", "planned-leave", Counted.FAILED);
        }
    }

    private void belong(String department, List<String> workers) throws IOException {
        StringBuilder rows = new StringBuilder("id,department,worker\n");
        workers.forEach(worker -> rows.append(worker).append(',').append(department).append(',').append(worker).append('\n'));
        Files.writeString(project.folder().resolve("membership.csv"), rows.toString());
    }

    private Set<String> members(String group) {
        Map<String, String> workers = new HashMap<>();
        shown().forEach((worker, user) -> workers.put(user.path("id").asText(), worker));
        Set<String> members = new HashSet<>();
        scimmy.resource("/Groups?count=100").path("Resources").forEach(each -> {
            if (each.path("displayName").asText().equals(group)) {
                each.path("members").forEach(member -> members.add(workers.get(member.path("value").asText())));
            }
        });
        return members;
    }

    /** Reads and provisions: without a failure, as the data says, and with nothing to do the next time, not even in a full cycle. */
    private void synced(String what) throws IOException {
        List<String> rows = new ArrayList<>(List.of(String.join(",", columns)));
        people.values().forEach(person -> rows.add(String.join(",", person.values())));
        Files.writeString(project.folder().resolve("hr.csv"), String.join("\n", rows) + "\n");
        done(project.syncAll(), what);
        asTheDataSays(what);
        for (boolean full : new boolean[] {false, true}) {
            for (String job : List.of("hr", "app")) {
                CycleRun run = full ? project.full(job) : project.sync(job);
                done(Map.of(job, run), what);
                assertThat(run.counts().changes()).as(what + ", then: " + run.getCycle().counts()).isZero();
            }
        }
        assertThat(project.caravan().store().changes().deadLetterCount("app")).as(what).isZero();
    }

    private static void done(Map<String, CycleRun> runs, String what) {
        runs.values().forEach(run -> {
            assertThat(run.getCycle().status()).as(what + ": " + run.getJob() + " " + run.getCycle().failure()).isEqualTo(CycleStatus.DONE);
            assertThat(run.getCycle().counts()).as(what + ": " + run.getJob()).doesNotContainKey(Counted.FAILED);
        });
    }

    private void asTheDataSays(String what) {
        Map<String, JsonNode> shown = shown();
        Map<String, String> ids = new HashMap<>();
        shown.forEach((worker, user) -> ids.put(worker, user.path("id").asText()));
        assertThat(shown.keySet()).as(what).isEqualTo(people.keySet());
        Set<String> wrong = new HashSet<>();
        people.forEach((worker, person) -> {
            JsonNode user = shown.get(worker);
            boolean works = person.get("status").equals("active");
            JsonNode extension = user.path(ENTERPRISE);
            String manager = ids.getOrDefault(person.get("managerId"), "");
            boolean right = user.path("active").asBoolean() == works && (!works || user.path("name").path("familyName").asText().equals(person.get("familyName").strip())
                    && user.path("title").asText("").equals(person.get("title")) && extension.path("department").asText().equals(person.get("department"))
                    && extension.path("manager").path("value").asText("").equals(manager));
            if (!right) {
                wrong.add(person + " is shown as " + user);
            }
        });
        assertThat(wrong.stream().limit(3)).as(what + ": " + wrong.size() + " are wrong").isEmpty();
    }

    private Map<String, JsonNode> shown() {
        Map<String, JsonNode> shown = new LinkedHashMap<>();
        scimmy.resource("/Users?count=1000").path("Resources").forEach(user -> shown.put(user.path("externalId").asText(), user));
        return shown;
    }
}
