package io.caravan.lives;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A table of accounts in a SQLite database behind a driver that lies as it is told to. */
final class TableApplication implements Application {

    private static final Map<String, String> NAMES = Map.of(Account.WORKER, "worker", Account.LOGIN, "login", Account.NAME, "name",
            Account.MAIL, "mail", Account.PHONE, "phone", Account.DEPT, "dept");

    private final Path file;
    private final Connection connection;
    private final LyingDriver.Server server;

    TableApplication(Path folder, BooleanSupplier askerIsDead) {
        file = folder.resolve("accounts.db");
        server = LyingDriver.serve(folder.getFileName().toString(), "jdbc:sqlite:" + file, askerIsDead);
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("pragma journal_mode = wal");
                statement.execute("create table account (login text primary key not null, worker text, name text, mail text, phone text, dept text, boss text, active text)");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    String url() {
        return server.url();
    }

    @Override
    public String job() {
        return "crm";
    }

    @Override
    public boolean closesOnLeave() {
        return false;
    }

    @Override
    public List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("select * from account order by login")) {
            while (rows.next()) {
                Map<String, String> values = new TreeMap<>();
                for (Map.Entry<String, String> name : NAMES.entrySet()) {
                    Optional.ofNullable(rows.getString(name.getValue())).ifPresent(value -> values.put(name.getKey(), value));
                }
                accounts.add(new Account(rows.getString("login"), rows.getString("worker"), "yes".equals(rows.getString("active")),
                        Optional.ofNullable(rows.getString("boss")), values));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return accounts;
    }

    @Override
    public void lies(Lying how) {
        server.lies(how);
    }

    @Override
    public Lying lying() {
        return server.lying();
    }

    @Override
    public int writesAskedFor() {
        return server.writesAskedFor();
    }

    @Override
    public void close() {
        server.close();
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
