package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeSet;
import java.util.stream.Stream;
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
