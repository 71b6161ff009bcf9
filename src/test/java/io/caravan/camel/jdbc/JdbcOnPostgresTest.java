package io.caravan.camel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JdbcOnPostgresTest extends JdbcContract {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @Override
    String url() {
        return postgres.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", "");
    }

    @Override
    String username() {
        return "postgres";
    }

    @Override
    Connection open() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    String generatedKey() {
        return "integer generated always as identity primary key";
    }

    @Test
    void columnsOfUnusualTypesAreTextsAndWhatHasNoEndIsFarAway() throws SQLException {
        sql("drop table if exists odd", "create table odd (id int primary key, j jsonb, u uuid, i inet, n numeric, f float8, ends date, gone timestamptz, stamp timestamp, tags text[], b bytea, span interval, cash money)",
                "insert into odd values (1, '{\"a\": [1]}', '7b8f6c7a-0000-4000-8000-000000000001', '10.0.0.1', 'NaN', 'Infinity', 'infinity', 'infinity', 'infinity', '{a,b}', '\\xff00', '1 day', 3)");
        Map<String, Object> row = all(system("id", Map.of("table", "odd")).list("record", List.of())).get(0).asMap();
        assertThat(row).containsEntry("j", "{\"a\": [1]}").containsEntry("u", "7b8f6c7a-0000-4000-8000-000000000001").containsEntry("i", "10.0.0.1").containsEntry("n", "NaN").containsEntry("f", "Infinity")
                .containsEntry("tags", List.of("a", "b")).containsEntry("b", "/wA=");
        assertThat(List.of(row.get("ends"), row.get("gone"), row.get("stamp"))).allSatisfy(end -> assertThat(end.toString()).startsWith("9999-12-31"));
    }

    @Test
    void whatIsNoDatabaseSaysSoInTime() throws Exception {
        byte[] html = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>Bad Request</html>\r\n".getBytes(StandardCharsets.UTF_8);
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                while (!web.isClosed()) {
                    try (Socket client = web.accept()) {
                        client.getInputStream().read();
                        client.getOutputStream().write(html);
                    } catch (IOException gone) {
                        // the next one, or the end
                    }
                }
            });
            answering.setDaemon(true);
            answering.start();
            Outcome outcome = system("login", Map.of("url", "jdbc:postgresql://127.0.0.1:" + web.getLocalPort() + "/app", "table", "people")).test();
            assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(outcome.message()).isNotBlank();
        }
    }

    @Test
    void oneBadRequestOfABatchCostsItsNeighboursATransactionOfTheirOwnAndNoOtherOne() throws SQLException {
        List<Outcome> outcomes = people().execute(IntStream.range(0, 50).mapToObj(i -> create(person(i == 33 ? "p3" : "p" + i), true)).toList());
        assertThat(outcomes.stream().filter(Outcome::isOk)).hasSize(49);
        assertThat(outcomes.get(33).kind()).isEqualTo(OutcomeKind.CONFLICT);
        try (Connection connection = open(); var counted = connection.createStatement().executeQuery("select count(distinct xmin::text) from people")) {
            counted.next();
            assertThat(counted.getInt(1)).as("transactions").isLessThan(10);
        }
    }

    /** Else a wrong password would be tried once for each of them, and lock the account. */
    @Test
    void aDatabaseThatTurnsCaravanAwayIsAskedOnceForAWholeBatch() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread doorman = new Thread(() -> {
                while (!door.isClosed()) {
                    try (Socket guest = door.accept()) {
                        asked.incrementAndGet();
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            doorman.start();
            List<Outcome> outcomes = system("login", Map.of("table", "people", "url", "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + "/x?sslmode=disable"))
                    .execute(IntStream.range(0, 50).mapToObj(i -> create(person("p" + i), true)).toList());
            assertThat(outcomes).hasSize(50).extracting(Outcome::kind).containsOnly(OutcomeKind.UNAVAILABLE);
        }
        assertThat(asked.get()).isLessThan(10);
    }

    /** The server goes away while it commits: whether it did is anybody's guess. */
    @Test
    void whatWasUnderWayWhenTheConnectionBrokeAtCommitIsInDoubt() throws SQLException {
        sql("create or replace function die() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'",
                "create constraint trigger die after insert on people deferrable initially deferred for each row execute function die()");
        try {
            assertThat(people().execute(create(person("p1"), true)).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
            assertThat(people().execute(List.of(create(person("p1"), true), create(person("p2"), true)))).extracting(Outcome::kind)
                    .containsOnly(OutcomeKind.IN_DOUBT);
        } finally {
            sql("drop trigger die on people", "drop function die");
        }
    }

    /** Each of them would wait for as long, and each half of a batch again. */
    @Test
    void aStatementThatIsHeldUpEndsAndTheOthersOfItsBatchAreNotSentOneByOne() throws SQLException {
        SystemPort people = system("login", Map.of("table", "people", "statementTimeout", "1"));
        people.execute(create(person("p0"), true));
        try (Connection other = open()) {
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                statement.execute("lock table people in share mode");
            }
            long start = System.nanoTime();
            List<Outcome> outcomes = people.execute(IntStream.range(1, 40).mapToObj(i -> create(person("p" + i), true)).toList());
            assertThat(outcomes).hasSize(39).extracting(Outcome::kind).containsOnly(OutcomeKind.UNAVAILABLE);
            assertThat(outcomes.get(0).message()).contains("the setting statementTimeout");
            assertThat(System.nanoTime() - start).as("one wait, not one for each").isLessThan(20_000_000_000L);
            other.rollback();
        }
        assertThat(people.execute(create(person("p1"), true)).isOk()).isTrue();
    }

    @Test
    void aServerThatTakesAConnectionAndSaysNothingIsNotWaitedForForEver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Outcome outcome = system("login", Map.of("table", "people", "url", "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?sslmode=disable"))
                    .execute(create(person("p1"), true));
            assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.UNAVAILABLE);
        }
    }

    @Test
    void aRowThatMayBeSeenButNotChangedIsNotTakenForGone() throws SQLException {
        sql("drop view if exists staff", "insert into people (login, \"Full Name\") values ('p1', 'P')",
                "create view staff as select * from people", "create or replace rule locked as on update to staff do instead nothing");
        SystemPort staff = system("login", Map.of("table", "staff"));
        assertThat(staff.execute(change(Operation.UPDATE, "p1", Map.of("Full Name", "Q"))).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(staff.get("record", "p1").isOk()).as("what the engine asks before it believes that").isTrue();
        sql("drop view staff");
    }

    @Test
    void typesOfPostgresBecomeValues() throws SQLException {
        sql("drop table if exists types", "create table types (id uuid primary key, n numeric(10,2), at timestamptz, local timestamp, tags text[], ok boolean, b bytea)",
                "insert into types values ('00000000-0000-0000-0000-000000000001', 1.50, '2026-01-01 12:00:00+02', '2026-01-01 12:00', '{a,b}', true, '\\x00ff')");
        Map<String, Object> row = system("id", Map.of("table", "types")).get("record", "00000000-0000-0000-0000-000000000001").attributes().asMap();
        assertThat(row).containsEntry("at", "2026-01-01T10:00:00Z").containsEntry("local", "2026-01-01T12:00:00").containsEntry("tags", List.of("a", "b"))
                .containsEntry("ok", true).containsEntry("b", "AP8=");
        assertThat(row.get("n")).hasToString("1.50");
    }

    @Test
    void aLargeTableIsReadInBlocks() throws SQLException {
        sql("insert into people (login, \"Full Name\") select 'p' || i, 'P' from generate_series(1, 20000) i");
        try (SourceReading reading = system("login", Map.of("table", "people", "fetchSize", "500")).list("record", List.of())) {
            int count = 0;
            while (reading.hasNext()) {
                assertThat(reading.next()).isInstanceOf(SourceItem.Read.class);
                count++;
            }
            assertThat(count).isEqualTo(20_000);
        }
    }

    @Test
    void aTooLongValueAndAWrongTypeAreInvalid() {
        SystemPort people = people();
        assertThat(people.execute(create(Map.of("login", "a", "Full Name", "x".repeat(500)), true)).kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(people.execute(create(Map.of("login", "a", "Full Name", "x", "level", "high"), true)).kind()).isEqualTo(OutcomeKind.INVALID);
    }

    @Test
    void aWrongPasswordIsUnauthorizedAndAMissingServerUnavailable() throws SQLException {
        Outcome unknownUser = system("login", Map.of("username", "nobody", "password", "s3cr3t", "table", "people")).test();
        assertThat(unknownUser.kind()).as(unknownUser.message()).isEqualTo(OutcomeKind.UNAUTHORIZED);
        Outcome nobodyThere = system("login", Map.of("url", "jdbc:postgresql://127.0.0.1:1/x", "table", "people")).test();
        assertThat(nobodyThere.kind()).as(nobodyThere.message()).isEqualTo(OutcomeKind.UNAVAILABLE);
    }

    @Test
    void theWatermarkOfATimeWithZoneIsExact() throws SQLException {
        sql("drop table if exists zoned", "create table zoned (id text primary key, at timestamptz)",
                "insert into zoned values ('a', '2026-01-01 09:55:00.654320+00'), ('b', '2026-01-01 11:00:00.654321+01'), ('c', '2026-01-01 10:55:00.654321+01')");
        SystemPort zoned = system("id", Map.of("table", "zoned", "changedSince", "at"));
        SourceReading full = zoned.list("record", List.of());
        assertThat(all(full)).hasSize(3);
        assertThat(all(zoned.changes("record", List.of(), full.watermark().orElseThrow()))).extracting(row -> row.get("id"))
                .as("from five minutes before it on, to the microsecond").containsExactlyInAnyOrder("b", "c");
    }
}
