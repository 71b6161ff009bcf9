package io.caravan.mainjob;

import io.caravan.demo.DemoFolder;
import io.caravan.demo.DemoServers;
import io.caravan.embedded.EmbeddedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The company of the example, as it is shipped, with its three targets running. What they hold is read by Java's own
 * LDAP client (JNDI), its own HTTP client and JDBC, none of which the program uses for provisioning them.
 */
final class EmployeesCompany implements AutoCloseable {

    private static final Path EXAMPLE = ProjectUnderTest.INSTALLATION.resolve("examples/employees");

    private static final int SHOWN = 5;

    private final DemoFolder demo;
    private final DemoServers servers;
    private final ProjectUnderTest project;

    EmployeesCompany(Path folder) {
        demo = DemoFolder.open(EXAMPLE, folder.resolve("demo"));
        servers = DemoServers.start(demo);
        project = new ProjectUnderTest(demo.folder());
    }

    ProjectUnderTest project() {
        return project;
    }

    void moveTo(LocalDate day) {
        demo.moveTo(day);
    }

    OutsideView.Directory directory() {
        return new OutsideView.Directory(text("directory.url"), EmbeddedDirectory.ADMIN, text("directory.password"));
    }

    OutsideView.Scim app() {
        return new OutsideView.Scim(text("app.url"), text("app.token"));
    }

    String database() {
        return text("crm-db.url");
    }

    /** Enabled accounts by target. */
    Map<String, Long> enabled() {
        Map<String, Long> enabled = new TreeMap<>();
        enabled.put("directory", (long) directory().entries(EmbeddedDirectory.PEOPLE, "(employeeType=active)", "1.1").size());
        enabled.put("app", app().count("active eq true"));
        enabled.put("crm-db", Long.parseLong(OutsideView.rows(database(), "select count(*) from account where active = 1").get(0)));
        return enabled;
    }

    /** Everything the three targets hold, with times of change and versions: where nothing differs nothing was written. */
    Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        directory().entries(EmbeddedDirectory.PEOPLE, "(objectClass=*)", "*", "+").forEach((dn, entry) -> contents.put(dn, entry.toString()));
        app().users().forEach((id, user) -> contents.put("app " + id, user.toString()));
        OutsideView.rows(database(), "select * from account").forEach(row -> contents.put("crm-db " + row, row));
        return contents;
    }

    /** What differs between two contents, each with what it was and is; the first few. */
    static List<String> differences(Map<String, String> before, Map<String, String> after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys.stream().filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .map(key -> key + ": " + before.get(key) + " → " + after.get(key)).limit(SHOWN).toList();
    }

    private String text(String file) {
        try {
            return Files.readString(demo.folder().resolve("servers").resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        project.close();
        servers.close();
    }
}
