package io.caravan.hr;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A database of a vendor's tables and of Caravan's views, in which the test says what day it is. */
final class HrDatabase {

    private final EmbeddedPostgres postgres;
    private final String name;

    HrDatabase(EmbeddedPostgres postgres, String name, HrTables tables, List<Colleague> colleagues) {
        this.postgres = postgres;
        this.name = name;
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement run = connection.createStatement()) {
            run.execute("create database " + name);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
        sql(tables.shape());
        sql(List.of(shipped(tables.file()), "create table test_day (day date)", "insert into test_day values (date '2000-01-01')",
                "create or replace view \"caravan_today\" as " + tables.today(), shipped("hr-inbox.sql")));
        fill(tables, colleagues);
    }

    void fill(HrTables tables, List<Colleague> colleagues) {
        colleagues.forEach(tables::add);
        sql(tables.filling());
    }

    private static String shipped(String file) {
        try {
            return Files.readString(Path.of("connectors/sql").resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String url() {
        return postgres.getJdbcUrl("postgres", name).replaceAll("\\?.*", "");
    }

    void isToday(LocalDate day) {
        sql(List.of("update test_day set day = date '" + day + "'"));
    }

    void sql(List<String> statements) {
        try (Connection connection = connect(); Statement run = connection.createStatement()) {
            for (String statement : statements) {
                run.execute(statement);
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Rows of a query, as {@code a|b|c}. */
    List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(); Statement run = connection.createStatement(); ResultSet result = run.executeQuery(query)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private Connection connect() throws SQLException {
        return postgres.getDatabase("postgres", name).getConnection();
    }
}
