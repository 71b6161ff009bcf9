package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.LogStore.Verification;
import io.caravan.store.SqlStateStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stores as earlier versions of the program wrote them, one for each version of the tables in its final form that was ever the newest: six people, of whom one has
 * left, one never got an account because the table refuses her name, and one stands twice in the file. They were made by these programs themselves.
 */
class UpgradeTest {

    @TempDir
    private Path folder;

    static Stream<Path> stores() throws IOException, URISyntaxException {
        List<Path> stores = Files.list(Path.of(UpgradeTest.class.getResource("/store").toURI())).sorted().toList();
        assertThat(stores).hasSizeGreaterThan(10);
        return stores.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stores")
    void aStoreOfAnEarlierVersionGoesOnWhereThatLeftOff(Path dump) throws IOException, SQLException {
        try (CompanyShell shell = new CompanyShell(folder)) {
            Path store = Files.createDirectories(folder.resolve("state")).resolve("caravan.db");
            load(store, Files.readString(dump));
            shell.company().sql("drop table users");
            shell.company().sql("create table users (login text primary key, worker text unique, name text check (name <> 'Nobody'), dept text, manager text, active text)");
            shell.company().sql("insert into users values ('ada','E1','Ada','Sales',null,'yes'), ('bob','E2','Bob','Sales',null,'yes'), ('zoë','E3','Zoë','IT',null,'yes'),"
                    + " ('dan','E4','Dan','Legal',null,'no')");
            shell.company().write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")).replaceAll("(?m)^  manager:.*\n", ""));
            shell.company().hr("E1,Ada,Sales,,", "E2,Bob,Sales,E1,", "E3,Zoë,IT,E2,", "E4,Dan,Legal,E2,2026-03-31", "E5,Eve,IT,E1,2020-01-31", "E6,Nobody,IT,E1,", "E7,Fay,IT,E1,");
            List<String> before = shell.company().rows("select * from users order by login");
            assertThat(shell.run("store", "verify")).as(() -> "as a copy: " + shell.out() + shell.err()).isZero();
            assertThat(shell.out()).contains("has the tables of version " + dump.getFileName().toString().replaceAll("v0?|\\.sql", "") + ";").contains("The log is whole: 17 entries");

            assertThat(shell.run("sync")).as(shell.out() + shell.err()).isEqualTo(4);

            assertThat(shell.company().rows("select * from users where worker <> 'E7' order by login")).as("nobody is made twice, opened, closed or written anew").isEqualTo(before);
            assertThat(shell.company().rows("select login, active from users where worker = 'E7'")).as("who joins, joins").containsExactly("fay|yes");
            assertThat(shell.run("dead-letters", "list", "--job", "app")).isZero();
            assertThat(shell.out()).contains("E6");
            assertThat(shell.run("explain", "E4")).isZero();
            assertThat(shell.out()).contains("2026-03-31");
            try (SqlStateStore now = SqlStateStore.openToRead("jdbc:sqlite:" + store, "", "")) {
                Verification log = now.log().verify();
                assertThat(log.brokenAt()).isEmpty();
                assertThat(log.entries()).isGreaterThan(17);
                assertThat(now.hub().identityCount()).isEqualTo(7);
            }
        }
    }

    /** The driver carries out all statements of a text. */
    private static void load(Path store, String dump) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store); Statement statement = connection.createStatement()) {
            statement.executeUpdate(dump);
        }
    }
}
