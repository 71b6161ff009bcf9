package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.caravan.engine.CycleKind;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.StateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a real PostgreSQL: one server for all tests, a database for each. */
class PostgresStateStoreTest extends SqlStoreContract {

    private static final String PASSWORD = "correct-horse";

    private static EmbeddedPostgres server;
    private static int databases;

    /** Making the tables takes longer than any test, so it is done once, in the database all others are copies of. */
    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").setServerConfig("full_page_writes", "off").start();
        onServer("CREATE DATABASE model");
        SqlStateStore.open(url("model"), "postgres", "").close();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    private static String url(String database) {
        return server.getJdbcUrl("postgres", database).replaceFirst("\\?.*", "");
    }

    private static void onServer(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String current() {
        return "store" + databases;
    }

    @Override
    StateStore open() {
        databases++;
        try {
            onServer("CREATE DATABASE " + current() + " TEMPLATE model");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return another();
    }

    @Override
    StateStore another() {
        return SqlStateStore.open(url(current()), "postgres", "");
    }

    @Override
    Location empty() throws SQLException {
        String name = "earlier" + databases;
        onServer("CREATE DATABASE " + name);
        return Location.of(url(name), "postgres", "");
    }

    @Override
    Connection stranger() throws SQLException {
        return server.getDatabase("postgres", current()).getConnection();
    }

    @Override
    void disarm(Statement statement) throws SQLException {
        statement.execute("DROP TRIGGER log_entry_refuses_change ON log_entry");
        statement.execute("DROP TRIGGER log_entry_refuses_delete ON log_entry");
    }

    @Test
    void theLogCannotBeTruncatedEither() {
        assertThatThrownBy(() -> asStranger("TRUNCATE log_entry")).hasMessageContaining("append-only");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> SqlStateStore.open("jdbc:postgresql://127.0.0.1:" + port + "/caravan?user=x&password=" + PASSWORD, "", ""))
                .isInstanceOfSatisfying(StoreException.class, refused -> assertThat(refused.fix()).contains("server runs"))
                .hasMessageContaining("127.0.0.1:" + port + "/caravan cannot be reached").hasMessageNotContaining(PASSWORD);
    }

    @Test
    void aWrongPasswordIsSaidWithoutSayingIt() throws IOException, SQLException {
        Path rules = Path.of(look("SHOW hba_file"));
        onServer("CREATE ROLE guarded LOGIN PASSWORD '" + PASSWORD + "'");
        Files.writeString(rules, "host all guarded 127.0.0.1/32 scram-sha-256\nhost all guarded ::1/128 scram-sha-256\n" + Files.readString(rules));
        onServer("SELECT pg_reload_conf()");

        assertThatThrownBy(() -> SqlStateStore.open(url(current()), "guarded", "wrong-" + PASSWORD))
                .isInstanceOfSatisfying(StoreException.class, refused -> assertThat(refused.fix()).contains("caravan.store.password"))
                .hasMessageContaining("does not let this user in").hasMessageNotContaining(PASSWORD);
    }

    @Test
    void aRoleThatMayOnlyReadIsEnoughToLook() throws SQLException {
        store.cycles().open("ldap", CycleKind.DELTA, NOW);
        onServer("DROP ROLE IF EXISTS watcher", "CREATE ROLE watcher LOGIN");
        assertThatThrownBy(() -> SqlStateStore.openToRead(url(current()), "watcher", "")).isInstanceOf(StoreException.class)
                .hasMessageContaining("may not read").extracting(refused -> ((StoreException) refused).fix()).asString().contains("GRANT SELECT");
        asStranger("GRANT SELECT ON ALL TABLES IN SCHEMA public TO watcher");
        try (StateStore looked = SqlStateStore.openToRead(url(current()), "watcher", "")) {
            assertThat(looked.cycles().recent("ldap", 1)).hasSize(1);
            assertThat(looked.cycles().jobs()).containsExactly("ldap");
            assertThat(looked.log().verify().entries()).isZero();
            assertThatThrownBy(() -> looked.cycles().open("ldap", CycleKind.DELTA, NOW)).isInstanceOf(StoreException.class).hasMessageContaining("nothing may be written");
        }
        asStranger("DELETE FROM caravan_schema_history WHERE version = '" + Schema.VERSION + "'");
        assertThatThrownBy(() -> SqlStateStore.openToRead(url(current()), "watcher", "")).isInstanceOf(StoreException.class)
                .hasMessageContaining("older Caravan").hasMessageContaining("may not bring it up to date");
        asStranger("REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM watcher");
        onServer("DROP ROLE watcher");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SqlStateStore.open(url("nowhere"), "postgres", "")).isInstanceOf(StoreException.class)
                .hasMessageContaining("there is no database").hasMessageContaining("nowhere");
    }

    @Test
    void connectionsThatTheServerEndedAreReplacedAfterOneFailureAtMost() throws SQLException {
        store.cycles().open("ldap", CycleKind.DELTA, NOW);
        store.cycles().recent("ldap", 1);
        onServer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + current() + "'");

        // these may fail: the pool tries a connection before it lends it only if nobody used it for a while
        catchThrowable(() -> store.cycles().open("ldap", CycleKind.DELTA, NOW));
        catchThrowable(() -> store.cycles().recent("ldap", 1));

        long id = store.cycles().open("ldap", CycleKind.DELTA, NOW);
        assertThat(store.cycles().recent("ldap", 1)).extracting(CycleRow::id).containsExactly(id);
    }
}
