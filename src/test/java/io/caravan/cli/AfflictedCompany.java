package io.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.camel.scim.ScimProxy;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A company with an HR file, and as many of three targets as a test asks for: a directory, a SCIM application behind a proxy
 * that can be told to misbehave, a table of a database. Everything is done by commands, as an operator types them.
 */
final class AfflictedCompany implements AutoCloseable {

    static final String PEOPLE = EmbeddedDirectory.PEOPLE;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOME = "caravan.home";
    private static final String NAME = "${uniqueName('people', ${lowercase(${body[name]})}, ${concat(${lowercase(${body[name]})}, ${counter(2)})})}";

    private final Shell shell = new Shell();
    private final String homeBefore = System.getProperty(HOME);
    private final Path folder;
    private Optional<EmbeddedDirectory> directory = Optional.empty();
    private Optional<EmbeddedScim> provider = Optional.empty();
    private Optional<ScimProxy> proxy = Optional.empty();

    AfflictedCompany(Path folder) {
        System.setProperty(HOME, Path.of("").toAbsolutePath().toString());
        this.folder = folder;
        at("2026-11-20T12:00:00Z");
        settings("caravan.store.url = jdbc:sqlite:state/caravan.db", "caravan.systems.hr.connector = csv-source", "caravan.systems.hr.file = hr.csv",
                "caravan.systems.hr.quietSeconds = 0", "caravan.systems.hr.key = workerId", "caravan.read.retryAfter = PT0.01S");
        write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, dept, manager, start, end, zone]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                completeness: {maxShrink: 100%, maxVanish: 100%}
                attributes:
                  workerId: "${body[workerId]}"
                  name: "${body[name]}"
                  dept: "${body[dept]}"
                  managerId: "${body[manager]}"
                  startDate: "${body[start]}"
                  endDate: "${body[end]}"
                  timeZone: "${body[zone]}"
                """);
    }

    /** Rows of a worker's id, name, department, manager, first day, last day, time zone. */
    AfflictedCompany hr(String... rows) {
        return write("hr.csv", "workerId,name,dept,manager,start,end,zone\n" + String.join("\n", rows) + "\n");
    }

    /** @param more of the mapping of people, at its end */
    AfflictedCompany withDirectory(String more) {
        directory = Optional.of(EmbeddedDirectory.start());
        settings("caravan.systems.directory.connector = ldap", "caravan.systems.directory.url = " + directory.get().url(),
                "caravan.systems.directory.bindDn = " + EmbeddedDirectory.ADMIN, "caravan.systems.directory.bindPassword = {{file:directory.password}}",
                "caravan.systems.directory.baseDn = " + EmbeddedDirectory.PEOPLE, "caravan.systems.directory.groupBaseDn = " + EmbeddedDirectory.GROUPS,
                "caravan.systems.directory.disableAttribute = employeeType", "caravan.systems.directory.disabledValue = left", "caravan.systems.directory.enabledValue = active");
        write("directory.password", directory.get().password());
        return write("mappings/directory.yaml", """
                job: directory
                from: hub
                to: {system: directory, object: user}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                attributes:
                  uid: {value: "NAME", apply: on-create}
                  dn: "uid=${uid},ou=people,dc=example,dc=com"
                  employeeNumber: "${body[workerId]}"
                  cn: "${body[name]}"
                  sn: "${body[name]}"
                  manager: {reference: "${body[managerId]}"}
                """.replace("NAME", NAME) + more);
    }

    /** @param more of the mapping of people, at its end */
    AfflictedCompany withApplication(String more) {
        provider = Optional.of(EmbeddedScim.with().token("only-for-this-test").start());
        try {
            proxy = Optional.of(new ScimProxy(provider.get().url(), "only-for-this-test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings("caravan.systems.app.connector = scim2", "caravan.systems.app.url = " + proxy.get().url(), "caravan.systems.app.token = {{file:app.token}}");
        write("app.token", "only-for-this-test");
        return write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: user}
                match: [{target: externalId, value: "${body[workerId]}"}]
                attributes:
                  externalId: "${body[workerId]}"
                  userName: {value: "NAME", apply: on-create}
                  displayName: "${body[name]}"
                  manager: {reference: "${body[managerId]}"}
                """.replace("NAME", NAME) + more);
    }

    AfflictedCompany withTable(String more) {
        sql("create table users (worker text unique, login text primary key, name text, active text)");
        settings("caravan.systems.crm.connector = jdbc", "caravan.systems.crm.url = jdbc:sqlite:" + folder.resolve("crm.db"), "caravan.systems.crm.table = users",
                "caravan.systems.crm.key = login", "caravan.systems.crm.findBy = login,worker", "caravan.systems.crm.enabledColumn = active",
                "caravan.systems.crm.enabledValue = yes", "caravan.systems.crm.disabledValue = no");
        return write("mappings/crm.yaml", """
                job: crm
                from: hub
                to: {system: crm, object: record}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  worker: "${body[workerId]}"
                  login: {value: "NAME", apply: on-create}
                  name: "${body[name]}"
                """.replace("NAME", NAME) + more);
    }

    /** What rules make are groups of the directory, of the application. */
    AfflictedCompany withGroups(String system) {
        return write("mappings/" + system + "-groups.yaml", """
                job: SYSTEM-groups
                from: {hub: group}
                to: {system: SYSTEM, object: group}
                match: [{target: CALLED, value: "${body[name]}"}]
                attributes:
                  DN
                  CALLED: "${body[name]}"
                """.replace("SYSTEM", system).replace("CALLED", directory.isPresent() ? "cn" : "displayName")
                .replace("DN\n", directory.isPresent() ? "dn: \"cn=${body[name]},ou=groups,dc=example,dc=com\"\n" : "\n"));
    }

    AfflictedCompany settings(String... lines) {
        Path file = folder.resolve("application.properties");
        try {
            return write("application.properties", (Files.exists(file) ? Files.readString(file) : "") + String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AfflictedCompany write(String file, String text) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String file) {
        try {
            Files.delete(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From here on it is this moment. */
    AfflictedCompany at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
        return this;
    }

    /** Runs a command; gives its exit code. */
    int run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--project", folder.toString()));
        return shell.run(line.toArray(String[]::new));
    }

    /** What the command said, with its lines as they are. */
    String said() {
        return shell.out() + shell.err();
    }

    ScimProxy application() {
        return proxy.orElseThrow();
    }

    /** Asks the application past the proxy. */
    JsonNode ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.orElseThrow().url() + path.replace(" ", "%20").replace("\"", "%22"))).header("Authorization", "Bearer only-for-this-test")
                .header("Content-Type", "application/scim+json").method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            String answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
            return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    JsonNode user(String workerId) {
        return ask("GET", "/Users?filter=externalId eq \"" + workerId + "\"", "").path("Resources").path(0);
    }

    /** The ids of the members that a group of the application really has. */
    TreeSet<String> membersInApplication(String group) {
        TreeSet<String> members = new TreeSet<>();
        ask("GET", "/Groups?filter=displayName eq \"" + group + "\"", "").path("Resources").path(0).path("members").forEach(member -> members.add(member.path("value").asText()));
        return members;
    }

    LDAPConnection ldap() throws LDAPException {
        return new LDAPConnection("127.0.0.1", directory.orElseThrow().port(), EmbeddedDirectory.ADMIN, directory.get().password());
    }

    /** The one entry of this worker, with its operational attributes. */
    Entry entry(String workerId) throws LDAPException {
        try (LDAPConnection ldap = ldap()) {
            return ldap.search(EmbeddedDirectory.PEOPLE, SearchScope.ONE, "(employeeNumber=" + workerId + ")", "*", "+").getSearchEntries().get(0);
        }
    }

    TreeSet<String> membersInDirectory(String group) throws LDAPException {
        try (LDAPConnection ldap = ldap()) {
            Entry entry = ldap.getEntry("cn=" + group + "," + EmbeddedDirectory.GROUPS);
            return entry.hasAttribute("member") ? new TreeSet<>(Arrays.asList(entry.getAttributeValues("member"))) : new TreeSet<>();
        }
    }

    void sql(String statement) {
        try (Connection connection = connect("crm.db"); Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The first column of each row. */
    List<String> rows(String query) {
        return other("crm.db", query);
    }

    /** The same of another database than the table's own. */
    List<String> other(String database, String query) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(database); Statement run = connection.createStatement(); ResultSet result = run.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(database));
    }

    @Override
    public void close() {
        proxy.ifPresent(ScimProxy::close);
        provider.ifPresent(EmbeddedScim::close);
        directory.ifPresent(EmbeddedDirectory::close);
        if (homeBefore == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, homeBefore);
        }
    }
}
