package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caravan.camel.ldap.Slapd;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogEntry;
import io.caravan.mapping.OutboundJob;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real process, killed at instants that chance decides while it gives people accounts in OpenLDAP, in a SCIM application and in PostgreSQL at once; its disk full,
 * its store cut off, its clock set. In full: {@code -Dcaravan.crash.people=10000 -Dcaravan.crash.kills=50}.
 */
@Tag("real-servers")
class EverywhereCrashIT {

    private static final int PEOPLE = Integer.getInteger("caravan.crash.people", 400);
    private static final int KILLS = Integer.getInteger("caravan.crash.kills", 6);
    private static final long SEED = Long.getLong("caravan.crash.seed", 11);
    private static final String OUT = "out.txt";
    private static final int GIVE_UP_MINUTES = 10;
    private static final int PAGE = 4096;

    @TempDir
    private Path folder;
    private Slapd slapd;
    private EmbeddedPostgres postgres;
    private EmbeddedScim scim;
    private ProjectUnderTest project;

    @BeforeEach
    void start() throws Exception {
        slapd = Slapd.start();
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        scim = EmbeddedScim.start();
        OutsideView.change(database(), "create table account (worker text not null, name text not null, active boolean not null)"); // nothing keeps two of one worker away
        project = project(folder.resolve("project"));
    }

    @AfterEach
    void stop() throws Exception {
        project.close();
        scim.close();
        postgres.close();
        slapd.close();
    }

    private String database() {
        return postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "") + "?user=postgres";
    }

    private ProjectUnderTest project(Path place) {
        String attributes = "name: \"${body[name]}\"\n";
        return new ProjectUnderTest(place).write("ldap.password", Slapd.PASSWORD).write("token", scim.token()).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.ldap.connector = ldap
                caravan.systems.ldap.url = %s
                caravan.systems.ldap.bindDn = cn=admin,dc=example,dc=com
                caravan.systems.ldap.bindPassword = {{file:ldap.password}}
                caravan.systems.ldap.baseDn = ou=people,dc=example,dc=com
                caravan.systems.ldap.disableAttribute = employeeType
                caravan.systems.ldap.disabledValue = left
                caravan.systems.ldap.enabledValue = active
                caravan.systems.database.connector = jdbc
                caravan.systems.database.url = %s
                caravan.systems.database.username = postgres
                caravan.systems.database.table = account
                caravan.systems.database.key = worker
                caravan.systems.database.findBy = worker
                caravan.systems.database.enabledColumn = active
                caravan.systems.app.connector = scim2
                caravan.systems.app.url = %s
                caravan.systems.app.token = {{file:token}}
                """.formatted(slapd.url(), database().replaceFirst("\\?.*", ""), scim.url())).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", name: "${body[name]}"}
                """).write("mappings/ldap.yaml", mapping("ldap", "ldap", "user", "employeeNumber", "dn: \"uid=${body[workerId]},ou=people,dc=example,dc=com\"\nuid: \"${body[workerId]}\"\n"
                        + "cn: \"${body[workerId]}\"\nsn: \"${body[workerId]}\"\nemployeeNumber: \"${body[workerId]}\"\ndisplayName: \"${body[name]}\"\n"))
                .write("mappings/database.yaml", mapping("database", "database", "record", "worker", "worker: \"${body[workerId]}\"\n" + attributes))
                .write("mappings/app.yaml", mapping("app", "app", "user", "externalId", "externalId: \"${body[workerId]}\"\nuserName: {value: \"${body[workerId]}\", apply: on-create}\n"
                        + "displayName: \"${body[name]}\"\n"));
    }

    private static String mapping(String job, String system, String object, String match, String attributes) {
        return "job: " + job + "\nfrom: hub\nto: {system: " + system + ", object: " + object + "}\nmatch: [{target: " + match + ", value: \"${body[workerId]}\"}]\nattributes:\n" + attributes.indent(2);
    }

    private void hr(int people, String name) throws IOException {
        StringBuilder rows = new StringBuilder("workerId,name\n");
        for (int i = 0; i < people; i++) {
            rows.append('E').append(i).append(',').append(name).append('\n');
        }
        Files.writeString(project.folder().resolve("hr.csv"), rows);
    }

    /** By job, each account as {@code worker=name}. */
    private Map<String, List<String>> accounts() {
        Map<String, List<String>> accounts = new TreeMap<>();
        accounts.put("app", new OutsideView.Scim(scim.url(), scim.token()).users().values().stream().map(user -> user.path("externalId").asText() + "=" + user.path("displayName").asText()).toList());
        accounts.put("database", OutsideView.rows(database(), "select worker || '=' || name from account"));
        accounts.put("ldap", new OutsideView.Directory(slapd.url(), "cn=admin,dc=example,dc=com", Slapd.PASSWORD).entries("ou=people,dc=example,dc=com", "(objectClass=inetOrgPerson)",
                "employeeNumber", "displayName").values().stream().map(entry -> entry.get("employeeNumber").get(0) + "=" + entry.get("displayName").get(0)).toList());
        return accounts;
    }

    private void everybodyHasOneOfEach(int people, String name) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            expected.add("E" + i + "=" + name);
        }
        accounts().forEach((job, accounts) -> assertThat(accounts).as(job).containsExactlyInAnyOrderElementsOf(expected));
    }

    /** Each account was made or recognised once, in each job, and the chain is whole; says how many were recognised. */
    private long theLogSaysSo(int people) {
        assertThat(project.caravan().store().log().verify().brokenAt()).isEmpty();
        Map<String, Integer> made = new TreeMap<>();
        long[] recognised = {0};
        project.caravan().store().log().each(stored -> {
            LogEntry entry = stored.entry();
            if (entry.status() == LogEntry.Status.SUCCESS && List.of("create", "link").contains(entry.action())) {
                made.merge(entry.job() + " " + entry.identityKey(), 1, Integer::sum);
                recognised[0] += entry.action().equals("link") ? 1 : 0;
            }
        });
        assertThat(made).as("accounts, by job and worker").hasSize(people * project.caravan().project().jobs().filter(OutboundJob.class::isInstance).toList().size())
                .allSatisfy((account, times) -> assertThat(times).as(account).isEqualTo(1));
        return recognised[0];
    }

    private int run(String... words) throws Exception {
        Process process = project.process(OUT, words);
        try {
            assertThat(process.waitFor(GIVE_UP_MINUTES, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void runs() throws Exception {
        assertThat(run("sync")).as(() -> project.said(OUT)).isZero();
    }

    /** How many entries the log has, for somebody who only looks; 0 where there is none yet. */
    private long logged() {
        Path store = project.folder().resolve("state/caravan.db");
        if (!Files.exists(store)) {
            return 0;
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + store); var statement = connection.createStatement(); var row = statement.executeQuery("select entries from log_head")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException notYet) {
            return 0;
        }
    }

    @Test
    void killedAtAnyInstantItEndsWithOneAccountForEverybodyEverywhere() throws Exception {
        Random random = new Random(SEED);
        List<Double> resumed = new ArrayList<>();
        int kills = 0;
        int round = 0;
        hr(PEOPLE, "name0");
        while (kills < KILLS) {
            long before = logged();
            long began = System.nanoTime();
            boolean atWork = random.nextInt(4) > 0;
            long instant = TimeUnit.MILLISECONDS.toNanos(random.nextInt(atWork ? 3 * PEOPLE : 4_000));
            Process process = project.process(OUT, "sync");
            long counted = began;
            while (process.isAlive() && (atWork && counted == began || System.nanoTime() - counted < instant)) {
                if (counted == began && logged() > before) {
                    resumed.add((System.nanoTime() - began) / 1e9);
                    counted = atWork ? System.nanoTime() : began - 1;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            boolean killed = process.isAlive();
            process.destroyForcibly().waitFor();
            kills += killed ? 1 : 0;
            if (!killed) {
                assertThat(process.exitValue()).as(() -> project.said(OUT)).isZero();
                hr(PEOPLE, "name" + ++round);
            }
        }
        runs();
        everybodyHasOneOfEach(PEOPLE, "name" + round);
        long recognised = theLogSaysSo(PEOPLE);
        System.out.printf("killed %d times with %d people in three targets: resumed within %.1f s at most, %d accounts looked for and recognised, seed %d%n", kills, PEOPLE,
                resumed.stream().mapToDouble(seconds -> seconds).max().orElse(0), recognised, SEED);
    }

    /** Full while the tables are made, and while people are read. */
    @ParameterizedTest
    @ValueSource(strings = {"1200k", "1800k"})
    void aFullDiskIsSaidAndNothingIsLostOrDoneTwice(String size) throws Exception {
        Path state = Files.createDirectories(project.folder().resolve("state"));
        assumeTrue(command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", state.toString()) == 0, "no small disk can be mounted: this user is not root, or may not mount");
        try {
            hr(400, "name0");
            assertThat(run("sync")).as(() -> project.said(OUT)).isEqualTo(1);
            assertThat(project.said(OUT)).contains("the disk is full or failing").doesNotContain("\tat ");
            assertThat(command("mount", "-o", "remount,size=200m", state.toString())).isZero();
            runs();
            everybodyHasOneOfEach(400, "name0");
            theLogSaysSo(400);
        } finally {
            project.close();
            command("umount", state.toString());
        }
    }

    private static int command(String... words) throws Exception {
        return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    @Test
    void aStoreWhoseLastPagesAreCutOffIsSaidToBeDamagedAndCanBeDeletedWithoutASecondAccount() throws Exception {
        hr(200, "name0");
        runs();
        Path store = project.folder().resolve("state/caravan.db");
        try (RandomAccessFile cut = new RandomAccessFile(store.toFile(), "rw")) {
            cut.setLength(cut.length() - 20 * PAGE);
        }
        hr(201, "name1");
        assertThat(run("store", "verify")).isEqualTo(1);
        assertThat(project.said(OUT)).contains("damaged").doesNotContain("\tat ");
        run("sync");
        assertThat(project.said(OUT)).doesNotContain("\tat ");
        for (String beside : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(store + beside));
        }
        runs();
        everybodyHasOneOfEach(201, "name1");
        theLogSaysSo(201);
    }

    @Test
    void aClockThatJumpsInTheMiddleOfACycleChangesNothing() throws Exception {
        AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
        Clock jumping = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.now().plus(offset.get());
            }
        };
        project.on(jumping);
        int people = 100;
        for (Duration jump : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(1), Duration.ofDays(-1))) {
            people += 50;
            hr(people, "name" + people);
            int all = people;
            CompletableFuture<Void> jumps = CompletableFuture.runAsync(() -> {
                while (scim.userCount() < all - 40) {
                    Thread.onSpinWait();
                }
                offset.set(jump);
            });
            project.syncAll().values().forEach(run -> assertThat(run.getCycle().status()).as(run.getJob() + " " + run.getCycle().reason()).isEqualTo(CycleStatus.DONE));
            jumps.get(1, TimeUnit.MINUTES);
            everybodyHasOneOfEach(people, "name" + people);
        }
        theLogSaysSo(people);
    }
}
