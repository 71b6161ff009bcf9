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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stores as earlier versions of the program wrote them, for versions of the tables that were the newest for a while: six people, of whom one has
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
            assertThat(shell.out()).containsPattern("has the tables of version " + dump.getFileName().toString().replaceAll("v0?|\\.sql", "") + "[;,]").contains("The log is whole: 17 entries");

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

    /**
     * Its source has not changed since: Nobody's create was refused, with a manager who got an account on the way; an update of Dan's, whose manager has none; and Eve's disabling.
     * Fay has left and is disabled; three leavers are held; two are called Ann.
     */
    @Test
    void nothingFollowsFromThatAStoreOfTheFirstVersionIsOpenedByThisOne() throws IOException, SQLException, URISyntaxException {
        try (CompanyShell shell = new CompanyShell(folder).at(Clock.fixed(Instant.parse("2026-12-02T09:00:00Z"), ZoneOffset.UTC))) {
            Path store = Files.createDirectories(folder.resolve("state")).resolve("caravan.db");
            load(store, Files.readString(Path.of(UpgradeTest.class.getResource("/store-first/held-and-refused.sql").toURI())));
            shell.company().sql("drop table users");
            shell.company().sql("create table users (login text primary key, worker text unique, name text check (name <> 'Nobody'), dept text check (dept <> 'Moon'), manager text, active text)");
            shell.company().sql("create trigger stuck before update of active on users when old.dept = 'Stuck' begin select raise(abort, 'CHECK constraint failed: stuck'); end");
            shell.company().sql("insert into users values ('ada','E1','Ada','Sales',null,'yes'), ('bob','E2','Bob','Sales','ada','yes'), ('dan','E4','Dan','IT',null,'yes'), ('eve','E5','Eve','Stuck','ada','yes'),"
                    + " ('fay','E6','Fay','IT','bob','no'), ('gus','E7','Gus','IT','bob','yes'), ('hal','E8','Hal','IT','bob','yes'), ('ida','E9','Ida','IT','bob','yes'),"
                    + " ('ann','E10','Ann','IT','ada','yes'), ('ann2','E11','Ann','IT','ada','yes')");
            shell.company().write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")).replace("attributes:\n", "lifecycle: {onLeaver: disable, hold: 30d}\nguard: {maxDisable: 2}\nattributes:\n"));
            List<String> people = new ArrayList<>(List.of("E1,Ada,Sales,,", "E2,Bob,Sales,E1,", "E3,Nobody,IT,E1,", "E4,Dan,Moon,E3,", "E5,Eve,Stuck,E1,2026-11-15", "E6,Fay,IT,E2,2026-11-20",
                    "E7,Gus,IT,E2,2026-11-21", "E8,Hal,IT,E2,2026-11-21", "E9,Ida,IT,E2,2026-11-21", "E10,Ann,IT,E1,", "E11,Ann,IT,E1,"));
            shell.company().hr(people.toArray(String[]::new));
            List<String> before = shell.company().rows("select * from users order by login");

            for (List<String> words : List.of(List.of("sync"), List.of("sync", "--full"))) {
                assertThat(shell.run(words.toArray(String[]::new))).as(shell.out() + shell.err()).isEqualTo(5);
                assertThat(shell.out()).as("only what was held is").containsPattern("app +held +- +- +- +- +3 +- ");
                assertThat(shell.company().rows("select * from users order by login")).isEqualTo(before);
            }
            assertThat(shell.run("dead-letters", "list", "--job", "app")).isZero();
            assertThat(shell.out()).as("as the first version left them").containsPattern("E3 +create +invalid +2026-12-01").containsPattern("E4 +update +invalid +2026-12-01").containsPattern("E5 +disable +invalid +2026-12-01");
            assertThat(shell.run("log", "--job", "app", "--limit", "50")).isZero();
            assertThat(shell.out()).as("but what is held, nothing was tried").doesNotContainPattern("2026-12-02\\S+ +#\\d+ +\\w+ +app +(?! |guard )");
            assertThat(shell.run("explain", "E3")).isZero();
            assertThat(shell.out()).contains("create is due, and given up since 2026-12-01T").contains("caravan dead-letters retry --identity E3");
            assertThat(shell.run("plan", "--as-of", "2026-12-31")).as("some are left behind").isEqualTo(4);
            assertThat(shell.out()).containsPattern("From 2026-12-31 \\d\\d:\\d\\d on\\s+app [^\\n]*\\n +- E6 +delete");

            people.add("E12,Ann,IT,E1,");
            people.set(3, "E4,Dan,Sales,E3,");
            shell.company().hr(people.toArray(String[]::new));
            assertThat(shell.run("sync")).as(shell.out() + shell.err()).isEqualTo(5);
            assertThat(shell.company().rows("select login from users where worker = 'E12'")).as("no name is given twice").containsExactly("ann3");
            assertThat(shell.company().rows("select dept from users where worker = 'E4'")).as("what is another change goes").containsExactly("Sales");
        }
    }

    /** The driver carries out all statements of a text. */
    private static void load(Path store, String dump) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store); Statement statement = connection.createStatement()) {
            statement.executeUpdate(dump);
        }
    }
}
