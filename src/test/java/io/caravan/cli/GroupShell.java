package io.caravan.cli;

import io.caravan.embedded.EmbeddedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Commands typed in the folder of a project that has people, groups, and sources that say who is in which. */
final class GroupShell implements AutoCloseable {

    private static final String HOME = "caravan.home";

    private final Shell shell = new Shell();
    private final Path folder;
    private final String homeBefore = System.getProperty(HOME);

    GroupShell(Path folder) throws IOException {
        System.setProperty(HOME, Path.of("").toAbsolutePath().toString());
        this.folder = folder;
        Files.createDirectories(folder.resolve("mappings"));
        settings("caravan.store.url = jdbc:sqlite:state/caravan.db", "caravan.read.retryAfter = PT0.01S");
        csv("hr", "workerId");
        text("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, zone]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                completeness: {maxShrink: 100%, maxVanish: 100%}
                attributes:
                  workerId: "${body[workerId]}"
                  name: "${body[name]}"
                  timeZone: "${body[zone]}"
                """);
        csv("groups", "name");
        text("mappings/groups.yaml", """
                job: groups
                from: {system: groups, object: record, attributes: [name, title]}
                to: {hub: group}
                completeness: {maxShrink: 100%}
                attributes:
                  title: "${body[title]}"
                """);
    }

    /** What time it is from here on. */
    void at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    /** Pairs of a team and a person in members.csv. */
    void pairs() throws IOException {
        pairs("members");
    }

    void secondPairs() throws IOException {
        pairs("more");
    }

    private void pairs(String name) throws IOException {
        csv(name, "team, person");
        text("mappings/" + name + ".yaml", """
                job: %s
                from: {system: %s, object: record, attributes: [team, person, since, until]}
                to: {hub: membership}
                completeness: {maxShrink: 60%%}
                attributes:
                  group: {reference: "${body[team]}"}
                  member: {reference: {by: workerId, value: "${body[person]}"}}
                  from: "${body[since]}"
                  until: "${body[until]}"
                """.formatted(name, name));
    }

    /** The people and the groups go into a directory. */
    void directory(EmbeddedDirectory directory) throws IOException {
        settings("caravan.systems.ldap.connector = ldap", "caravan.systems.ldap.url = " + directory.url(), "caravan.systems.ldap.baseDn = " + EmbeddedDirectory.SUFFIX,
                "caravan.systems.ldap.bindDn = " + EmbeddedDirectory.ADMIN, "caravan.systems.ldap.bindPassword = {{file:password.txt}}",
                "caravan.systems.ldap.disableAttribute = description", "caravan.systems.ldap.disabledValue = disabled");
        text("password.txt", directory.password());
        text("mappings/users.yaml", """
                job: users
                from: hub
                to: {system: ldap, object: user}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                attributes:
                  dn: "uid=${lowercase(${body[workerId]})},ou=people,dc=example,dc=com"
                  uid: "${lowercase(${body[workerId]})}"
                  cn: "${body[name]}"
                  sn: "${body[name]}"
                  employeeNumber: "${body[workerId]}"
                """);
        text("mappings/teams.yaml", """
                job: teams
                from: {hub: group}
                to: {system: ldap, object: group}
                match: [{target: cn, value: "${body[name]}"}]
                attributes:
                  dn: "cn=${body[name]},ou=groups,dc=example,dc=com"
                  cn: "${body[name]}"
                  description: "${body[title]}"
                """);
        replace("mappings/groups.yaml", "  title:", "  name: \"${body[name]}\"\n  title:");
    }

    private void csv(String system, String key) throws IOException {
        settings("caravan.systems." + system + ".connector = csv-source", "caravan.systems." + system + ".file = " + system + ".csv",
                "caravan.systems." + system + ".quietSeconds = 0", "caravan.systems." + system + ".key = " + key);
    }

    void settings(String... lines) throws IOException {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, (Files.exists(file) ? Files.readString(file) : "") + String.join("\n", lines) + "\n");
    }

    void text(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    void write(String file, String header, String... rows) throws IOException {
        text(file, header + "\n" + (rows.length == 0 ? "" : String.join("\n", rows) + "\n"));
    }

    void replace(String file, String old, String other) throws IOException {
        String text = Files.readString(folder.resolve(file));
        if (!text.contains(old)) {
            throw new AssertionError(file + " has no " + old);
        }
        text(file, text.replace(old, other));
    }

    int sync(String... more) {
        List<String> words = new ArrayList<>(List.of("sync"));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    int run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--project", folder.toString()));
        return shell.run(line.toArray(String[]::new));
    }

    String said() {
        return shell.out() + shell.err();
    }

    /** {@code group member origin} of each membership. */
    List<String> memberships() {
        return rows("select g.key || ' ' || m.key || ' ' || origin from membership s join subject g on g.id = s.group_id join subject m on m.id = s.member_id order by 1");
    }

    /** {@code group member from until} of each membership, to the minute. */
    List<String> spans() {
        return rows("select g.key || ' ' || m.key || ' ' || coalesce(substr(starts_at, 1, 16), '-') || ' ' || coalesce(substr(ends_at, 1, 16), '-') "
                + "from membership s join subject g on g.id = s.group_id join subject m on m.id = s.member_id order by 1");
    }

    List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); ResultSet found = connection.createStatement().executeQuery(query)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    @Override
    public void close() {
        if (homeBefore == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, homeBefore);
        }
    }
}
