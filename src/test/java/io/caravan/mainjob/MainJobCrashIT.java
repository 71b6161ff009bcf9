package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.embedded.EmbeddedScim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process, {@code caravan sync}, killed without warning at many points while it gives people accounts in a SCIM
 * application that lives on, and started again each time: it ends where an undisturbed run ends.
 */
class MainJobCrashIT {

    private static final int PEOPLE = 1500;
    private static final String OUT = "out.txt";
    /** Accounts in the target, at which the process is killed; 0: while it still reads and plans. */
    private static final List<Integer> CREATED = List.of(0, 1, 90, 400, 401, 800, 1200, 1499);
    private static final List<Integer> UPDATED = List.of(1, 500, 1100);
    /** The provider goes through all its users for each look at their titles: who looks without a pause keeps the process from its work. */
    private static final Duration DEAR_LOOK = Duration.ofMillis(50);
    private static final Duration CHEAP_LOOK = Duration.ofMillis(2);
    private static final Duration GIVE_UP = Duration.ofMinutes(3);

    @TempDir
    private Path folder;
    private EmbeddedScim scim;

    @BeforeEach
    void start() {
        scim = EmbeddedScim.start();
    }

    @AfterEach
    void stop() {
        scim.close();
    }

    @Test
    void killedAtManyPointsItEndsWhereAnUndisturbedRunEnds() throws Exception {
        Map<String, String> joined;
        Map<String, String> moved;
        try (EmbeddedScim calm = EmbeddedScim.start(); ProjectUnderTest undisturbed = project(folder.resolve("calm"), calm)) {
            hr(undisturbed, "Clerk");
            undisturbed.syncAll();
            joined = accounts(calm);
            hr(undisturbed, "Manager");
            undisturbed.syncAll();
            moved = accounts(calm);
        }
        assertThat(joined).hasSize(PEOPLE);

        ProjectUnderTest project = project(folder.resolve("rough"), scim);
        hr(project, "Clerk");
        for (int count : CREATED) {
            killWhen(project, CHEAP_LOOK, () -> count == 0 ? Files.exists(project.folder().resolve("state/caravan.db")) : scim.userCount() >= count);
        }
        assertThat(run(project)).isZero();
        assertThat(accounts(scim)).isEqualTo(joined);

        hr(project, "Manager");
        OutsideView.Scim app = new OutsideView.Scim(scim.url(), scim.token());
        for (int count : UPDATED) {
            killWhen(project, DEAR_LOOK, () -> app.count("title eq \"Manager\"") >= count);
        }
        assertThat(run(project)).isZero();
        assertThat(accounts(scim)).isEqualTo(moved);
        theLogIsWhole(project);
        assertThat(project.sync("app").counts().changes()).as("nothing is left to do").isZero();
        project.close();
    }

    private void theLogIsWhole(ProjectUnderTest project) {
        LogStore.Verification log = project.caravan().store().log().verify();
        assertThat(log.brokenAt()).isEmpty();
        Map<String, Integer> made = new HashMap<>();
        project.log().stream().map(stored -> stored.entry()).filter(entry -> entry.status() == LogEntry.Status.SUCCESS
                        && (entry.action().equals("create") || entry.action().equals("link")))
                .forEach(entry -> made.merge(entry.identityKey(), 1, Integer::sum));
        assertThat(made).as("each account was made or recognised once").hasSize(PEOPLE).allSatisfy((key, times) -> assertThat(times).isEqualTo(1));
    }

    private static ProjectUnderTest project(Path folder, EmbeddedScim scim) {
        return new ProjectUnderTest(folder).write("token", scim.token()).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.app.connector = scim2
                caravan.systems.app.url = %s
                caravan.systems.app.token = {{file:token}}
                """.formatted(scim.url())).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, title, managerId]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", name: "${body[name]}", title: "${body[title]}", managerId: "${body[managerId]}"}
                """).write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: user}
                match: [{target: externalId, value: "${body[workerId]}"}]
                attributes:
                  externalId: "${body[workerId]}"
                  userName: {value: "${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}", apply: on-create}
                  displayName: "${body[name]}"
                  title: "${body[title]}"
                  manager: {reference: "${body[managerId]}"}
                """);
    }

    /** Every name is had by three people; the manager comes later than most of his people. */
    private static void hr(ProjectUnderTest project, String title) {
        List<String> rows = new ArrayList<>(List.of("workerId,name,title,managerId"));
        IntStream.range(0, PEOPLE).forEach(i -> rows.add("E" + i + ",name" + i / 3 + "," + title + ",E" + (PEOPLE - 1 - i % 7)));
        project.write("hr.csv", String.join("\n", rows) + "\n");
    }

    /** What the application holds, by worker; its own ids are replaced by the workers' numbers. */
    private static Map<String, String> accounts(EmbeddedScim scim) {
        Map<String, JsonNode> users = new OutsideView.Scim(scim.url(), scim.token()).users();
        Map<String, String> workers = new HashMap<>();
        users.forEach((id, user) -> workers.put(id, user.path("externalId").asText()));
        Map<String, String> accounts = new TreeMap<>();
        users.values().forEach(user -> {
            String manager = user.path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User").path("manager").path("value").asText();
            String before = accounts.put(user.path("externalId").asText(), String.join("|", user.path("userName").asText(), user.path("displayName").asText(),
                    user.path("title").asText(), user.path("active").asText(), workers.get(manager)));
            assertThat(before).as("a second account").isNull();
        });
        return accounts;
    }

    /** Starts the process and kills it as soon as something is so. */
    private void killWhen(ProjectUnderTest project, Duration look, BooleanSupplier reached) throws Exception {
        Process process = project.process(OUT, "sync");
        try {
            await().atMost(GIVE_UP).pollInterval(look)
                    .until(() -> reached.getAsBoolean() || !process.isAlive());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private int run(ProjectUnderTest project) throws Exception {
        Process process = project.process(OUT, "sync");
        try {
            assertThat(process.waitFor(GIVE_UP.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(() -> project.said(OUT)).isZero();
        return process.exitValue();
    }
}
