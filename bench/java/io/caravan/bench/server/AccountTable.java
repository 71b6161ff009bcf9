package io.caravan.bench.server;

import io.caravan.bench.measure.EndState;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table that accounts are written to, in any database: as in examples/employees. */
public final class AccountTable {

    private static final String CREATE = """
            create table account (worker_id text primary key, login text not null unique, full_name text not null,
                email text, department text, title text, manager text, active integer not null default 1)""";
    private static final String READ = "select worker_id, login, full_name, email, department, title, manager, active from account";

    private final String url;

    /** @param url a JDBC URL with all that is needed to connect */
    public AccountTable(String url) {
        this.url = url;
    }

    public void create() throws IOException {
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        } catch (SQLException failed) {
            throw new IOException("the table cannot be created: " + failed.getMessage(), failed);
        }
    }

    public EndState endState() throws IOException {
        EndState.Sum sum = new EndState.Sum();
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery(READ)) {
            while (rows.next()) {
                String login = rows.getString("login");
                sum.account(String.join("|", rows.getString("worker_id"), LoginNames.shared(login), rows.getString("full_name"),
                        LoginNames.sharedIn(rows.getString("email"), login), rows.getString("department"), rows.getString("title"),
                        String.valueOf(rows.getString("manager")), rows.getString("active")));
                sum.more(login);
            }
        } catch (SQLException failed) {
            throw new IOException("the table cannot be read: " + failed.getMessage(), failed);
        }
        return sum.state();
    }
}
