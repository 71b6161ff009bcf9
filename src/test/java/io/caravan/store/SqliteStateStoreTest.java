package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.engine.CycleKind;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.engine.HubStore;
import io.caravan.engine.StateStore;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Reference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite, and what is true of files only. */
class SqliteStateStoreTest extends SqlStoreContract {

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    /** Making the tables takes longer than any test, so it is done once. */
    @BeforeAll
    static void makeTables() {
        SqlStateStore.open("jdbc:sqlite:" + shared.resolve("empty.db"), "", "").close();
    }

    private Path file() {
        return folder.resolve("caravan.db");
    }

    @Override
    StateStore open() {
        try {
            Files.copy(shared.resolve("empty.db"), file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return another();
    }

    @Override
    StateStore another() {
        return SqlStateStore.open("jdbc:sqlite:" + file(), "", "");
    }

    @Override
    Location empty() {
        return Location.of("jdbc:sqlite:" + folder.resolve("earlier.db"), "", "");
    }

    @Override
    Connection stranger() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    @Override
    void disarm(Statement statement) throws SQLException {
        statement.execute("DROP TRIGGER log_entry_refuses_update");
        statement.execute("DROP TRIGGER log_entry_refuses_delete");
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> SqlStateStore.open("jdbc:sqlite:" + file, "", "")).isInstanceOfSatisfying(StoreException.class, refused -> {
            assertThat(refused).hasMessageContaining(message).hasMessageContaining(file.getFileName().toString());
            assertThat(refused.fix()).isNotBlank();
        });
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void everythingAboutEverybodyIsForItsOwnerAlone() throws IOException {
        Path made = folder.resolve("made/caravan.db");
        try (StateStore store = SqlStateStore.open("jdbc:sqlite:" + made, "", ""); StateStore preview = store.preview()) {
            preview.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E1", Attributes.empty())));
            assertThat(rights(made.getParent())).isEqualTo("rwx------");
            try (var files = Files.list(made.getParent())) {
                assertThat(files.map(SqliteStateStoreTest::rights).toList()).hasSizeGreaterThan(1).containsOnly("rw-------");
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStoreThatStoodOpenIsClosedAndAFolderThatIsNotItsOwnIsLeftAlone() throws IOException {
        for (String place : List.of("state", "elsewhere")) {
            Path there = Files.createDirectory(folder.resolve(place)).resolve("caravan.db");
            SqlStateStore.open("jdbc:sqlite:" + there, "", "").close();
            Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(there.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            SqlStateStore.open("jdbc:sqlite:" + there, "", "").close();
            assertThat(rights(there)).isEqualTo("rw-------");
        }
        assertThat(rights(folder.resolve("state"))).isEqualTo("rwx------");
        assertThat(rights(folder.resolve("elsewhere"))).isEqualTo("rwxr-xr-x");
    }

    private static String rights(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void whoOnlyLooksChangesNothingAndSeesWhatIsWrittenMeanwhile() throws IOException {
        String url = "jdbc:sqlite:" + folder.resolve("looked.db");
        try (StateStore writing = SqlStateStore.open(url, "", ""); StateStore looking = SqlStateStore.openToRead(url, "", "")) {
            assertThat(looking.cycles().jobs()).isEmpty();
            writing.cycles().open("ldap", CycleKind.DELTA, NOW);
            assertThat(looking.cycles().jobs()).containsExactly("ldap");
            looking.hub().indexAlso(KindAttribute.of(Kind.PERSON, "mail"));
            assertThatThrownBy(() -> looking.cycles().open("ldap", CycleKind.DELTA, NOW)).isInstanceOf(StoreException.class).hasMessageContaining("nothing may be written");
        }
        byte[] before = Files.readAllBytes(folder.resolve("looked.db"));
        try (StateStore looking = SqlStateStore.openToRead(url, "", "")) {
            assertThat(looking.cycles().recent("ldap", 5)).hasSize(1);
        }
        assertThat(Files.readAllBytes(folder.resolve("looked.db"))).isEqualTo(before);
    }

    @Test
    void whoOnlyLooksFindsPeopleByWhatNobodyHasIndexedYet() {
        String url = "jdbc:sqlite:" + folder.resolve("looked.db");
        try (StateStore writing = SqlStateStore.open(url, "", ""); StateStore looking = SqlStateStore.openToRead(url, "", "")) {
            long id = writing.hub().save(List.of(new HubStore.IdentityDraft(OptionalLong.empty(), Kind.PERSON, "1", Attributes.of(Map.of("mail", "Ann@Example.com"))))).get(0).id();
            Reference reference = new Reference("mail", "ann@example.com");
            looking.hub().indexAlso(KindAttribute.of(Kind.PERSON, "mail"));
            assertThat(looking.hub().identitiesMeant(List.of(reference, new Reference("mail", "bob@example.com"))).get(reference)).containsExactly(id);
            writing.hub().indexAlso(KindAttribute.of(Kind.PERSON, "mail"));
            assertThat(looking.hub().identitiesMeant(List.of(reference)).get(reference)).containsExactly(id);
        }
    }

    @Test
    void aStoreThatIsNotThereYetIsMadeByWhoLooksFirst() {
        try (StateStore looking = SqlStateStore.openToRead("jdbc:sqlite:" + folder.resolve("first/caravan.db"), "", "")) {
            assertThat(looking.cycles().jobs()).isEmpty();
        }
    }

    @Test
    void aFileThatIsNoStoreIsSaidSoToWhoLooks() throws IOException {
        Path file = Files.writeString(folder.resolve("none.db"), "this is no database, and long enough to be seen as something else than one".repeat(20));
        assertThatThrownBy(() -> SqlStateStore.openToRead("jdbc:sqlite:" + file, "", "")).isInstanceOf(StoreException.class).hasMessageContaining("is not a Caravan store");
    }

    @Test
    void theFolderOfTheFileIsCreated() {
        Path deep = folder.resolve("a/b/caravan.db");

        SqlStateStore.open("jdbc:sqlite:" + deep, "", "").close();

        assertThat(deep).exists();
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "These are my notes. ".repeat(300));

        refused(text, "is not a Caravan store");
    }

    @Test
    void aDatabaseOfSomebodyElseIsRefused() throws SQLException {
        Path foreign = folder.resolve("foreign.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + foreign); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE identity (x)");
        }

        assertThatThrownBy(() -> SqlStateStore.open("jdbc:sqlite:" + foreign, "", "")).isInstanceOf(StoreException.class);
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsRefused() throws IOException {
        refused(Files.createDirectory(folder.resolve("folder.db")), "cannot be opened for writing");
        refused(Files.writeString(folder.resolve("file"), "").resolve("caravan.db"), "cannot be opened for writing");
    }

    @Test
    void anAddressThatIsNeitherSqliteNorPostgresqlIsRefused() {
        assertThatThrownBy(() -> SqlStateStore.open("jdbc:mysql://localhost/x?password=secret", "", ""))
                .isInstanceOf(StoreException.class).hasMessageNotContaining("secret");
    }

    @Test
    void aPreviewLeavesNoFileBehind() throws IOException {
        store.preview().close();

        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("preview"));
        }
    }

    @Test
    void whatAnIdentityIsCannotBeLinkedBeforeItIsThere() {
        assertThatThrownBy(() -> store.links().save("ldap", List.of(io.caravan.subject.Link.none(77)))).isInstanceOf(StoreException.class);
    }

    @Test
    void aKilledProcessLeavesNothingHalfWritten() throws Exception {
        store.close();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), WritesUntilKilled.class.getName(), file().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long committed = 0;
            for (String line = lines.readLine(); line != null && committed < 20; line = lines.readLine()) {
                committed += line.startsWith("committed") ? 1 : 0;
            }
            process.destroyForcibly().waitFor();

            store = another();
            assertThat(committed).isEqualTo(20);
            assertThat(store.hub().identityCount()).isGreaterThanOrEqualTo(20 * WritesUntilKilled.ROWS).isEqualTo(store.log().verify().entries());
            assertThat(store.hub().identityCount() % WritesUntilKilled.ROWS).isZero();
            assertThat(store.log().verify().brokenAt()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Identities and their log entries, transaction after transaction. */
    static final class WritesUntilKilled {

        static final int ROWS = 50;

        public static void main(String[] arguments) {
            try (StateStore store = SqlStateStore.open("jdbc:sqlite:" + arguments[0], "", "")) {
                for (int round = 0; round < 100_000; round++) {
                    int now = round;
                    store.inTransaction(() -> {
                        for (int i = 0; i < ROWS; i++) {
                            String key = now + "-" + i;
                            store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, key, Attributes.empty())));
                            store.log().append(List.of(entry("hr", key, "resolve")));
                        }
                    });
                    System.out.println("committed " + round);
                }
            }
        }
    }
}
