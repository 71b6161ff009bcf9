package io.caravan.camel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcOnSqliteTest extends JdbcContract {

    @TempDir
    Path folder;

    @Override
    String url() {
        return "jdbc:sqlite:" + folder.resolve("app.db") + "?journal_mode=WAL";
    }

    @Override
    String username() {
        return "";
    }

    @Override
    Connection open() throws SQLException {
        return DriverManager.getConnection(url());
    }

    @Override
    String generatedKey() {
        return "integer primary key autoincrement";
    }

    @Test
    void aDatabaseThatCannotBeOpenedIsUnavailable() {
        Outcome outcome = system("login", Map.of("url", "jdbc:sqlite:" + folder.resolve("no/such/folder.db"), "table", "people")).test();
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.UNAVAILABLE);
    }

    @Test
    void anUrlThatNoDriverTakesIsExplained() {
        Outcome outcome = system("login", Map.of("url", "jdbc:nosuch://db/x?password=y", "table", "people")).test();
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(outcome.message()).contains("no JDBC driver takes the url jdbc:nosuch://db/x;").contains("lib/").doesNotContain("password");
    }

    @Test
    void aRelativeFileLiesInTheProjectFolderWhereverTheCommandIsGiven() {
        try (JdbcSystem bean = new JdbcSystem()) {
            bean.setFolder(folder.toString());
            bean.setUrl("jdbc:sqlite:app.db");
            bean.setTable("people");
            bean.setKey("login");
            Exchange test = new DefaultExchange(new DefaultCamelContext());
            test.setVariable("operation", "test");

            bean.call(test);
            assertThat(Path.of("app.db")).doesNotExist();
        }
    }
}
