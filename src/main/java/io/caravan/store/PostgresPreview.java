package io.caravan.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a PostgreSQL store in temporary tables, which hide the real ones on the one connection the preview has and
 * are gone with it. Nobody sees them and nobody waits for them, as somebody would for a transaction that is rolled back
 * in the end. The provisioning log starts empty, as in {@link SqlitePreview}.
 */
final class PostgresPreview {

    private PostgresPreview() {
    }

    static SqlStateStore of(Location original) {
        HikariDataSource single = original.single();
        try (Connection connection = single.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                copyTables(statement);
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            single.close();
            throw original.failures().explain(e);
        }
        Database database = new Database(Dialect.POSTGRESQL, single, single, original.failures());
        return new SqlStateStore(original, database, database::close);
    }

    private static void copyTables(Statement statement) throws SQLException {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        List<String> tables = new ArrayList<>();
        String schema = "";
        try (ResultSet rows = statement.executeQuery(
                "SELECT tablename, quote_ident(schemaname) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '" + Schema.HISTORY + "'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
                schema = rows.getString(2);
            }
        }
        for (String table : tables) {
            statement.execute("CREATE TEMPORARY TABLE " + table + " (LIKE " + schema + "." + table + " INCLUDING ALL)");
            if (!table.startsWith("log_")) {
                statement.execute("INSERT INTO pg_temp." + table + " SELECT * FROM " + schema + "." + table);
                statement.execute("ANALYZE pg_temp." + table);
            }
        }
        statement.execute("INSERT INTO pg_temp.log_head (entries, hash) VALUES (0, '" + LogChain.START + "')");
    }
}
