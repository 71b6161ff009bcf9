package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.camel.ldap.Slapd;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An integration engineer's first hour: two exports, a directory, an application that speaks SCIM and a database that has people in it already, of none of
 * which Caravan knows anything. What the engineer types into files is counted.
 */
class FirstHourIT {

    private static final int EMPLOYEES = 40;
    private static final int LEFT = 5;
    private static final int CONTRACTORS = 15;
    private static final int AT_WORK = EMPLOYEES - LEFT + CONTRACTORS;
    private static final int EDITED_LINES = 25;

    @TempDir
    private Path folder;
    private final Shell shell = new Shell();
    private final String homeBefore = System.getProperty("caravan.home");
    private DirectoryAtHand directory;
    private EmbeddedScim app;
    private Path project;
    private int edited;

    @BeforeEach
    void aCompanyAsOneFindsIt() throws Exception {
        System.setProperty("caravan.home", Path.of("").toAbsolutePath().toString());
        project = folder.resolve("project");
        app = EmbeddedScim.with().token("auch geheim").start();
        StringBuilder people = new StringBuilder("Personalnummer;Vorname;Nachname;E-Mail;Abteilung;Eintritt;Austritt;Status;Vorgesetzter;Raum\r\n");
        for (int i = 1; i <= EMPLOYEES; i++) {
            boolean left = i > EMPLOYEES - LEFT;
            people.append(1000 + i).append(";Jörg").append(i).append(";Müller").append(i).append(";p").append(i).append("@example.com;").append(i % 2 == 0 ? "Forschung" : "Vertrieb")
                    .append(";01.03.20").append(10 + i % 10).append(';').append(left ? "31.12.2023" : "").append(';').append(left ? "ausgeschieden" : "aktiv").append(';')
                    .append(i == 1 ? "" : "1001").append(";A ").append(i).append("\r\n");
        }
        Files.write(folder.resolve("people.csv"), people.toString().getBytes(Charset.forName("windows-1252")));
        StringBuilder contractors = new StringBuilder("\uFEFFid,first_name,last_name,mail,company,start,end\n");
        for (int i = 1; i <= CONTRACTORS; i++) {
            contractors.append(i).append(",Ada").append(i).append(",Byron").append(i).append(",c").append(i).append("@contractor.example,Acme,2024-05-01,\n");
        }
        Files.writeString(folder.resolve("contractors.csv"), contractors);
        try (Connection db = database(); var statement = db.createStatement()) {
            statement.execute("create table account (login text primary key, personnel_no text unique, full_name text not null, mail text, dept text, manager text, active integer not null default 1)");
            statement.execute("create table audit_log (id integer primary key, what text)");
            statement.execute("insert into account (login, personnel_no, full_name) values ('jmueller', '1001', 'J. Mueller')");
        }
        Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(folder.resolve("secrets/app"), "auch geheim");
    }

    @AfterEach
    void stop() {
        app.close();
        if (homeBefore == null) {
            System.clearProperty("caravan.home");
        } else {
            System.setProperty("caravan.home", homeBefore);
        }
    }

    private Connection database() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("crm.db"));
    }

    private void run(int exitCode, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--project", project.toString()));
        assertThat(shell.run(line.toArray(String[]::new))).as(String.join(" ", words) + "\n" + shell.out() + shell.err()).isEqualTo(exitCode);
    }

    @Test
    void fromFilesNobodyKnowsToAccountsEverywhere() throws Exception {
        try (EmbeddedDirectory embedded = EmbeddedDirectory.with().password("geheim").start()) {
            withDirectory(new DirectoryAtHand(embedded.url(), EmbeddedDirectory.PEOPLE, EmbeddedDirectory.ADMIN, "geheim"));
        }
    }

    @Test
    @Tag("real-servers")
    void theSameWithOpenLdap() throws Exception {
        try (Slapd slapd = Slapd.start()) {
            withDirectory(new DirectoryAtHand(slapd.url(), Slapd.PEOPLE, Slapd.ADMIN, Slapd.PASSWORD));
        }
    }

    /** A directory, and who may write there. */
    private record DirectoryAtHand(String url, String people, String admin, String password) {

        List<SearchResultEntry> entries() throws LDAPException {
            URI address = URI.create(url);
            try (LDAPConnection connection = new LDAPConnection(address.getHost(), address.getPort(), admin, password)) {
                return connection.search(people, SearchScope.ONE, "(objectClass=*)", "*", "modifyTimestamp").getSearchEntries();
            }
        }
    }

    private void withDirectory(DirectoryAtHand atHand) throws Exception {
        directory = atHand;
        Files.writeString(folder.resolve("secrets/directory"), directory.password());
        run(0, "init", "--from", folder.resolve("people.csv").toString(), "--from", folder.resolve("contractors.csv").toString(),
                "--to", directory.url() + "/" + directory.people(), "--set", "directory.bindDn=" + directory.admin(),
                "--set", "directory.bindPassword={{file:../secrets/directory}}", "--to", "app=" + app.url(), "--set", "app.token={{file:../secrets/app}}");
        assertThat(shell.out()).contains("DECIDE");
        run(0, "check");
        run(0, "test");
        nobodyHasAnAccountThatCouldNotBeClosed();

        edit("application.properties", text -> text.replaceAll("#(caravan\\.systems\\.directory\\.(disable|enable).*)", "$1") + """
                caravan.systems.crm.connector = jdbc
                caravan.systems.crm.url = jdbc:sqlite:../crm.db
                caravan.systems.crm.table = account
                caravan.systems.crm.key = login
                caravan.systems.crm.findBy = personnel_no
                caravan.systems.crm.enabledColumn = active
                caravan.systems.crm.enabledValue = 1
                caravan.systems.crm.disabledValue = 0
                """);
        edit("mappings/directory.yaml", text -> text.replace("scope: {onExit: keep}\n", "").replace("lifecycle: {onLeaver: keep}\n", "").replace("creates: false\n", ""));
        run(0, "mapping", "new", "--from", "hub", "--to", "crm");
        run(0, "check");
        assertThat(shell.out()).contains("Nothing is wrong: 5 systems, 5 mappings, 10 examples");
        run(0, "test");
        run(0, "sync");

        assertThat(directory.entries()).hasSize(AT_WORK);
        assertThat(app.userCount()).isEqualTo(AT_WORK);
        assertThat(row("select count(*) from account where active = 1")).isEqualTo(AT_WORK);
        assertThat(row("select count(*) from account where login = 'jmueller' and full_name = 'Jörg1 Müller1'")).as("who was there already keeps the account").isEqualTo(1);
        assertThat(row("select count(*) from account where manager = 'jmueller'")).as("a number became the manager's login").isEqualTo(EMPLOYEES - LEFT - 1);
        Map<String, String> before = contents();
        run(0, "sync");
        assertThat(contents()).isEqualTo(before);
        run(0, "plan", "--exit-code");
        assertThat(edited).as("lines that were typed or deleted").isLessThan(EDITED_LINES);
    }

    /** The directory was not told how an account is closed; so as it was proposed nothing is opened there. */
    private void nobodyHasAnAccountThatCouldNotBeClosed() throws IOException {
        assertThat(Files.readString(project.resolve("mappings/directory.yaml"))).contains("\ncreates: false\n");
        assertThat(Files.readString(project.resolve("mappings/app.yaml"))).doesNotContain("creates: false");
    }

    private interface Edit {
        String of(String text);
    }

    private void edit(String file, Edit edit) throws IOException {
        String before = Files.readString(project.resolve(file));
        String after = edit.of(before);
        edited += lines(before, after) + lines(after, before);
        Files.writeString(project.resolve(file), after);
    }

    /** Lines of the one that the other lacks; a changed one counts twice. */
    private static int lines(String of, String butNotOf) {
        List<String> missing = new ArrayList<>(of.lines().toList());
        butNotOf.lines().forEach(missing::remove);
        return missing.size();
    }

    private int row(String sql) throws Exception {
        try (Connection db = database(); var statement = db.createStatement(); var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Map<String, String> contents() throws Exception {
        Map<String, String> contents = new TreeMap<>();
        directory.entries().forEach(entry -> contents.put(entry.getDN(), entry.toLDIFString()));
        try (Connection db = database(); var statement = db.createStatement(); var rows = statement.executeQuery("select * from account")) {
            while (rows.next()) {
                contents.put(rows.getString(1), Stream.of(2, 3, 4, 5, 6, 7).map(i -> {
                    try {
                        return rows.getString(i);
                    } catch (java.sql.SQLException failed) {
                        throw new IllegalStateException(failed);
                    }
                }).toList().toString());
            }
        }
        return contents;
    }
}
