package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.schema.Schema;
import io.caravan.camel.OddScim;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.CycleRow;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real process that is told to end while something is under way. The applications take everybody twice who is sent twice, and
 * answer slowly.
 */
@DisabledOnOs(OS.WINDOWS)
class StopIT {

    private static final int PEOPLE = 300;
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int BY_SIGTERM = 128 + 15;

    @TempDir
    private Path folder;
    private OddScim app;
    private ProjectUnderTest project;

    @BeforeEach
    void start() {
        app = new OddScim();
        project = new ProjectUnderTest(folder);
        settings("");
    }

    private void settings(String more) {
        project.fileIntoScim(app.url(), PEOPLE, more);
    }

    @AfterEach
    void stop() {
        project.close();
        app.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "sync", "apply"})
    void whatIsUnderWayIsWaitedForAndRecordedSoThatNobodyIsSentAgain(String command) throws Exception {
        List<String> words = List.of(command);
        if (command.equals("apply")) {
            assertThat(end(project.process("plan.txt", "plan", "--out", folder.resolve("plan.json").toString()))).as(project.said("plan.txt")).isZero();
            words = List.of(command, folder.resolve("plan.json").toString());
        }
        app.be(exchange -> {
            pause(exchange.getRequestMethod().equals("POST") ? 300 : 5);
            return false;
        });
        Process process = project.process("first.txt", words.toArray(String[]::new));
        int code = terminateWhen(process, () -> app.users().size() >= 60);

        assertThat(code).as(project.said("first.txt")).isEqualTo(command.equals("run") ? 0 : BY_SIGTERM);
        assertThat(project.said("first.txt")).contains("caravan: stopping: what is under way is waited for").doesNotContain("\tat ");
        assertThat(posts()).as("nobody is sent whose answer is not waited for").isEqualTo(app.users().size()).isBetween(60L, PEOPLE - 50L);
        assertThat(lastCycle("app")).extracting(CycleRow::status, CycleRow::message)
                .containsExactly(CycleStatus.INTERRUPTED, "it was stopped while it ran; the next cycle goes on from there");
        assertThat(lastCycle("app").counts()).containsEntry("applied", posts()).doesNotContainKeys("lost-by-route", "failed");
        project.close();
        app.be(exchange -> false);

        assertThat(end(project.process("second.txt", "sync"))).as(project.said("second.txt")).isZero();
        assertThat(posts()).isEqualTo(PEOPLE);
        assertThat(app.users()).extracting(user -> user.path("externalId").asText()).doesNotHaveDuplicates().hasSize(PEOPLE);
    }

    @Test
    void inADirectory() throws Exception {
        List<String> added = new CopyOnWriteArrayList<>();
        AtomicBoolean slow = new AtomicBoolean(true);
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.addAdditionalBindCredentials("cn=admin,dc=example,dc=com", "secret-token");
        config.setSchema(Schema.getDefaultStandardSchema());
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processAddRequest(InMemoryInterceptedAddRequest request) {
                pause(slow.get() ? 20 : 0);
                added.add(request.getRequest().getDN());
            }
        });
        InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
        try {
            directory.add("dn: dc=example,dc=com", "objectClass: top", "objectClass: domain", "dc: example");
            directory.startListening();
            settings("""
                    caravan.systems.corp.connector = ldap
                    caravan.systems.corp.url = ldap://127.0.0.1:%d
                    caravan.systems.corp.bindDn = cn=admin,dc=example,dc=com
                    caravan.systems.corp.bindPassword = {{file:token}}
                    caravan.systems.corp.baseDn = dc=example,dc=com
                    """.formatted(directory.getListenPort()));
            project.write("mappings/app.yaml", """
                    job: app
                    from: hub
                    to: {system: corp, object: user}
                    lifecycle: {onLeaver: keep}
                    scope: {onExit: keep}
                    match: [{target: employeeNumber, value: "${body[workerId]}"}]
                    attributes: {uid: "${body[name]}", cn: "${body[name]}", sn: "${body[name]}", employeeNumber: "${body[workerId]}"}
                    """);
            added.clear();
            assertThat(terminateWhen(project.process("first.txt", "sync"), () -> added.size() >= 20)).as(project.said("first.txt")).isEqualTo(BY_SIGTERM);
            assertThat(lastCycle("app").counts()).containsEntry("applied", (long) added.size()).doesNotContainKeys("lost-by-route", "failed");
            project.close();
            slow.set(false);
            assertThat(end(project.process("second.txt", "sync"))).as(project.said("second.txt")).isZero();
            assertThat(added).doesNotHaveDuplicates().hasSize(PEOPLE);
        } finally {
            directory.shutDown(true);
        }
    }

    /** A table that anybody may stand in twice, and that takes some milliseconds for each row. */
    @Test
    void inADatabase() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("people.db");
        sql(url, "CREATE TABLE person (id INTEGER PRIMARY KEY, worker TEXT, name TEXT)", """
                CREATE TRIGGER slow AFTER INSERT ON person BEGIN
                  SELECT (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000) SELECT count(*) FROM n);
                END""");
        settings("""
                caravan.systems.table.connector = jdbc
                caravan.systems.table.url = %s
                caravan.systems.table.table = person
                caravan.systems.table.key = id
                """.formatted(url));
        project.write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: table, object: record}
                lifecycle: {onLeaver: keep}
                scope: {onExit: keep}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes: {worker: "${body[workerId]}", name: "${body[name]}"}
                """);
        terminateWhen(project.process("first.txt", "sync"), () -> project.said("first.txt").contains("app: dispatch"));
        long first = workers(url).size();
        assertThat(lastCycle("app").counts().getOrDefault("applied", 0L)).as(project.said("first.txt")).isEqualTo(first);
        project.close();
        sql(url, "DROP TRIGGER slow");
        assertThat(end(project.process("second.txt", "sync"))).as(project.said("second.txt")).isZero();
        assertThat(workers(url)).doesNotHaveDuplicates().hasSize(PEOPLE);
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        app.be(exchange -> exchange.getRequestMethod().equals("POST") && !await(released));
        Process process = project.process("first.txt", "sync");
        try {
            until(() -> posts() > 0 || !process.isAlive());
            process.destroy();
            until(() -> project.said("first.txt").contains("a second signal ends it at once"));
            process.destroy();
            assertThat(end(process)).isEqualTo(BY_SIGTERM);
            assertThat(project.said("first.txt")).contains("ended at once, by a second signal");
        } finally {
            released.countDown();
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatDoesNotComeInTimeIsNotWaitedForAndTheNextRunLooksForIt() throws Exception {
        settings("caravan.stop.maxWait = 1s");
        CountDownLatch released = new CountDownLatch(1);
        app.be(exchange -> exchange.getRequestMethod().equals("POST") && !await(released));
        int code = terminateWhen(project.process("first.txt", "run"), () -> posts() > 0);
        assertThat(code).as(project.said("first.txt")).isEqualTo(BY_SIGTERM);
        assertThat(project.said("first.txt")).contains("caravan: stopped, though not all answers came in time");
        assertThat(lastCycle("app")).extracting(CycleRow::status, CycleRow::message).containsExactly(CycleStatus.INTERRUPTED,
                "it was stopped while it ran, and what was under way with app did not end within 1 s (caravan.stop.maxWait); the next cycle looks for what became of it");
        project.close();
        long lost = posts();
        released.countDown();
        until(() -> app.users().size() == lost);
        assertThat(end(project.process("second.txt", "sync"))).as(project.said("second.txt")).isZero();
        assertThat(app.users()).extracting(user -> user.path("externalId").asText()).doesNotHaveDuplicates().hasSize(PEOPLE);
    }

    /** Everybody is looked for by themselves, and the application is slow. */
    @Test
    void whatIsBeingMatchedIsLeftForTheNextCycle() throws Exception {
        app.be(exchange -> {
            pause(200);
            return false;
        });
        project.people(1);
        assertThat(end(project.process("before.txt", "sync"))).as(project.said("before.txt")).isZero();
        project.people(150);
        app.asked().clear();
        int code = terminateWhen(project.process("first.txt", "sync"), () -> app.asked().size() > 10);
        assertThat(code).as(project.said("first.txt")).isEqualTo(BY_SIGTERM);
        assertThat(project.said("first.txt")).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(app.asked()).hasSizeLessThan(40).noneMatch(asked -> asked.startsWith("POST"));
        assertThat(lastCycle("app")).extracting(CycleRow::status).isEqualTo(CycleStatus.INTERRUPTED);
        assertThat(project.log()).as("nobody is to blame").noneMatch(stored -> stored.entry().job().equals("app") && stored.entry().cycle() == lastCycle("app").id());
        project.close();
        app.be(exchange -> false);
        assertThat(end(project.process("second.txt", "sync"))).as(project.said("second.txt")).isZero();
        assertThat(app.users()).extracting(user -> user.path("externalId").asText()).doesNotHaveDuplicates().hasSize(150);
    }

    private CycleRow lastCycle(String job) {
        return project.caravan().store().cycles().recent(job, 1).get(0);
    }

    private long posts() {
        return app.asked().stream().filter(asked -> asked.startsWith("POST")).count();
    }

    private int terminateWhen(Process process, BooleanSupplier reached) throws Exception {
        try {
            until(() -> reached.getAsBoolean() || !process.isAlive());
            process.destroy();
            return end(process);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static int end(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void until(BooleanSupplier reached) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(reached::getAsBoolean);
    }

    private static void sql(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private static List<String> workers(String url) throws SQLException {
        List<String> workers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("SELECT worker FROM person")) {
            while (rows.next()) {
                workers.add(rows.getString(1));
            }
        }
        return workers;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void pause(long millis) {
        await(new CountDownLatch(1), millis);
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
