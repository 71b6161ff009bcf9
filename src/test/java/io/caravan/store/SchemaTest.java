package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void eachDatabaseHasEveryMigrationUpToTheVersionTheProgramKnows(Dialect dialect) throws Exception {
        TreeSet<Integer> versions = new TreeSet<>();
        Schema.IN_JAVA.forEach(migration -> versions.add(Integer.parseInt(migration.getVersion().getVersion())));
        for (String folder : new String[] {"common", dialect.folder()}) {
            try (Stream<Path> files = files(folder)) {
                files.forEach(file -> assertThat(versions.add(number(file))).as(file + " is the only one of its number").isTrue());
            }
        }

        assertThat(versions.first()).isEqualTo(1);
        assertThat(versions.last()).isEqualTo(Schema.VERSION);
    }

    /** Who adds a migration takes the script from where this test leaves it. */
    @Test
    void aNewStoreIsMadeByOneScriptOfWhatAllMigrationsMake(@TempDir Path folder) throws Exception {
        String migrated = "jdbc:sqlite:" + folder.resolve("migrated.db");
        Schema.migrations(Location.of(migrated, "", "")).load().migrate();
        String script = StoreScript.of(migrated);
        Path made = Files.writeString(Path.of("target", "new-store.sql"), script);
        try (InputStream shipped = Schema.class.getResourceAsStream(NewStore.SCRIPT)) {
            assertThat(new String(shipped.readAllBytes(), StandardCharsets.UTF_8)).as("copy " + made + " to src/main/resources" + NewStore.SCRIPT).isEqualTo(script);
        }

        String fresh = "jdbc:sqlite:" + folder.resolve("fresh.db");
        SqlStateStore.open(fresh, "", "").close();
        assertThat(StoreScript.of(fresh)).isEqualTo(script);
        assertThat(Schema.migrations(Location.of(fresh, "", "")).load().validateWithResult().validationSuccessful).isTrue();
    }

    @Test
    void eachNewStoreHasASealOfItsOwn(@TempDir Path folder) throws Exception {
        TreeSet<String> seals = new TreeSet<>();
        for (String name : List.of("one.db", "other.db")) {
            String url = "jdbc:sqlite:" + folder.resolve(name);
            SqlStateStore.open(url, "", "").close();
            try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement();
                    ResultSet seal = statement.executeQuery("SELECT store, secret FROM seal")) {
                assertThat(seal.getString("store")).matches("[0-9a-f]{32}");
                assertThat(seal.getString("secret")).matches("[0-9a-f]{64}");
                seals.addAll(List.of(seal.getString("store"), seal.getString("secret")));
            }
        }
        assertThat(seals).hasSize(4);
    }

    /** Somebody's database that is no store stays what it is. */
    @Test
    void tablesOfOthersAreNotWrittenBeside(@TempDir Path folder) throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("others.db");
        execute(url, "CREATE TABLE theirs (id INTEGER)");
        assertThatThrownBy(() -> SqlStateStore.open(url, "", "")).isInstanceOf(StoreException.class);
        execute(url, "CREATE TABLE counter (id INTEGER)");
    }

    /** As it was before V3, made by either of the two V1 that were published. */
    @ParameterizedTest
    @ValueSource(ints = {Schema.V1, Schema.V1_AS_FIRST_PUBLISHED})
    void aStoreOfAnEarlierVersionIsBroughtUpToDateAndKeepsWhatItHolds(int checksum, @TempDir Path folder) throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("caravan.db");
        Schema.migrations(Location.of(url, "", "")).target("2").load().migrate();
        execute(url, "INSERT INTO identity (id, key, version, attributes) VALUES (1, 'E1', 1, '{}')");
        if (checksum == Schema.V1_AS_FIRST_PUBLISHED) {
            execute(url, "CREATE INDEX identity_value_identity ON identity_value (identity_id)",
                    "UPDATE " + Schema.HISTORY + " SET checksum = " + checksum + " WHERE version = '1' AND checksum = " + Schema.V1);
        }
        try (SqlStateStore store = SqlStateStore.open(url, "", "")) {
            store.hub().lastReading("hr", new long[] {1});
            assertThat(store.hub().identityCount()).isEqualTo(1);
        }
        assertThatThrownBy(() -> execute(url, "DROP INDEX identity_value_identity")).hasMessageContaining("no such index");
    }

    private static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            for (String one : statements) {
                assertThat(statement.executeUpdate(one)).as(one).isGreaterThanOrEqualTo(one.startsWith("UPDATE") ? 1 : 0);
            }
        }
    }

    private static Stream<Path> files(String folder) throws URISyntaxException, IOException {
        return Files.list(Path.of(Schema.class.getResource("/db/migration/" + folder).toURI()));
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceFirst("V(\\d+)__.*\\.sql", "$1"));
    }
}
