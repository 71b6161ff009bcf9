package io.caravan.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;

/** Brings a store's tables to the version this program works with; a store that is there already costs one query. */
final class Schema {

    /** The newest migration, in {@code db/migration} or in Java; a test compares. */
    static final int VERSION = 41;

    /** Those that take more than SQL can say on both databases. */
    static final List<JavaMigration> IN_JAVA = List.of(new V4__why_is_data(), new V25__causes());

    static final String HISTORY = "caravan_schema_history";

    /** V1 was published twice, by Flyway's checksums; what is different goes with V3. */
    static final int V1_AS_FIRST_PUBLISHED = -27_840_524;
    static final int V1 = -293_283_310;

    /** What V5 takes away at the ends of keys: white space and format characters that occur in texts; {@link io.caravan.subject.KeyText} knows all. */
    private static final String UNSEEN = " \t\r\n\u0085\u00A0\u00AD\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D"
            + "\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u202F\u205F\u2060\u2066\u2067\u2068\u2069\u3000\uFEFF";

    private final Location location;

    private Schema(Location location) {
        this.location = location;
    }

    static void bringUpToDate(Location location) {
        Schema schema = new Schema(location);
        int known = schema.known();
        if (known == 0) {
            NewStore.make(location);
            known = schema.known();
        }
        if (known < VERSION) {
            schema.migrate();
        }
    }

    /** The version of a store that this program can work with, or bring up to date; 0: without tables. */
    static int of(Location location) {
        return new Schema(location).known();
    }

    private int known() {
        int version = version();
        refuseNewer(version);
        return version;
    }

    private static void refuseNewer(long version) {
        if (version > VERSION) {
            throw new StoreException("the store was written by a newer Caravan (schema " + version + ", this program knows " + VERSION + ")",
                    "Run the newer Caravan, or point caravan.store.url to another store.");
        }
    }

    /** Another process may have brought the store up to date after this one opened it: nobody works in tables that mean something else by now. */
    static void refuseNewer(Sql sql) throws SQLException {
        refuseNewer(sql.number("SELECT MAX(CAST(version AS INTEGER)) FROM " + HISTORY + " WHERE success"));
    }

    private void migrate() {
        try {
            acceptFirstV1();
            migrations(location).load().migrate();
        } catch (FlywayException e) {
            // two processes that open a new store at the same moment: the other one did it
            if (version() < VERSION) {
                throw explain(e);
            }
        }
    }

    private void acceptFirstV1() {
        try (Connection connection = location.source().getConnection()) {
            if (hasHistory(connection)) {
                try (PreparedStatement update = connection.prepareStatement("UPDATE " + HISTORY + " SET checksum = ? WHERE version = '1' AND checksum = ?")) {
                    update.setInt(1, V1);
                    update.setInt(2, V1_AS_FIRST_PUBLISHED);
                    update.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw location.failures().explain(e);
        }
    }

    /** What makes and brings up to date the tables there. */
    static FluentConfiguration migrations(Location location) {
        Map<String, String> placeholders = new HashMap<>(location.dialect().placeholders());
        placeholders.put("chainStart", LogChain.START);
        placeholders.put("unseen", UNSEEN);
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(location.migrating())
                .locations("classpath:db/migration/common", "classpath:db/migration/" + location.dialect().folder())
                .placeholders(placeholders)
                .javaMigrations(IN_JAVA.toArray(JavaMigration[]::new))
                .table(HISTORY)
                .validateMigrationNaming(true);
    }

    private StoreException explain(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return location.failures().explain(sql);
            }
        }
        return new StoreException("the store's tables cannot be created or brought up to date: " + failure.getMessage(),
                "Use an empty database or schema, or restore the store from a backup.", failure);
    }

    /** 0 for a store without tables. */
    private int version() {
        try (Connection connection = location.source().getConnection()) {
            if (!hasHistory(connection)) {
                return 0;
            }
            try (PreparedStatement query = connection.prepareStatement("SELECT version FROM " + HISTORY + " WHERE success AND version IS NOT NULL");
                    ResultSet rows = query.executeQuery()) {
                int newest = 0;
                while (rows.next()) {
                    newest = Math.max(newest, Integer.parseInt(rows.getString(1)));
                }
                return newest;
            }
        } catch (SQLException e) {
            throw location.failures().explain(e);
        }
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), HISTORY, new String[] {"TABLE"})) {
            return tables.next();
        }
    }
}
