package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.demo.CompanyOnDate;
import io.caravan.demo.DemoFolder;
import io.caravan.demo.DemoServers;
import io.caravan.embedded.EmbeddedDirectory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README, and what it leaves in three targets, counted with clients that are not ours. */
@Timeout(600)
class DemoIT {

    private static final Path EXAMPLE = Path.of("examples/employees");
    private static final String HOME = "caravan.home";

    @TempDir
    private Path folder;
    private final Shell shell = new Shell();
    private final String homeBefore = System.getProperty(HOME);
    private Path state;

    private record Counted(long directory, long app, long database) {

        static Counted each(long count) {
            return new Counted(count, count, count);
        }
    }

    @BeforeEach
    void home() {
        System.setProperty(HOME, Path.of("").toAbsolutePath().toString());
        state = folder.resolve("demo");
    }

    @AfterEach
    void homeAgain() {
        if (homeBefore == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, homeBefore);
        }
    }

    @Test
    void everybodyAtWorkGetsThreeAccountsAndTheSecondRunHasNothingToDo() throws Exception {
        assertThat(demo()).as(() -> shell.err()).isZero();
        assertThat(shell.out()).contains("8,064 people at work", "Done: everybody at work has an account in all three");
        assertThat(openAccounts()).isEqualTo(Counted.each(8064));
        assertThat(inDepartments()).isEqualTo(8064);
        assertThat(withRole()).as("by the group").isEqualTo(members("(cn=senior-engineers)")).isPositive();
        String explain = shell.out().lines().filter(line -> line.contains(" explain ")).findFirst().orElseThrow().replaceFirst(".*: +caravan ", "");

        byte[] directory = Files.readAllBytes(state.resolve("servers/directory.ldif"));
        assertThat(demo()).isZero();
        assertThat(shell.out()).contains("Nothing to do: ");
        assertThat(Files.readAllBytes(state.resolve("servers/directory.ldif"))).isEqualTo(directory);
        assertThat(openAccounts()).isEqualTo(Counted.each(8064));

        assertThat(shell.run(explain.split(" "))).isZero();
        assertThat(shell.out()).contains("In the hub", "mappings/hr.yaml:", "directory: account in directory is enabled", "→ unchanged");
    }

    @Test
    void aYearLaterPeopleHaveJoinedAndLeft() throws Exception {
        assertThat(demo("--fresh", "--as-of", "2000-01-01")).as(() -> shell.err()).isZero();
        assertThat(openAccounts()).isEqualTo(Counted.each(employed("2000-01-01")));

        assertThat(demo("--as-of", "2001-01-01")).as(() -> shell.err()).isZero();
        assertThat(shell.out()).contains("Done: everybody at work has an account in all three");
        assertThat(openAccounts()).isEqualTo(Counted.each(employed("2001-01-01")));
        assertThat(inDepartments()).isEqualTo(employed("2001-01-01"));

        assertThat(demo("--as-of", "2000-06-01")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("time only moves forward", "--fresh starts again");
    }

    private int demo(String... words) {
        List<String> line = new java.util.ArrayList<>(List.of("demo", "--state", state.toString()));
        line.addAll(List.of(words));
        return shell.run(line.toArray(String[]::new));
    }

    private static long employed(String day) {
        return CompanyOnDate.read(EXAMPLE.resolve("data"), LocalDate.parse(day)).employed();
    }

    private Counted openAccounts() throws Exception {
        DemoServers servers = DemoServers.start(DemoFolder.open(EXAMPLE, state));
        try (servers) {
            return new Counted(inDirectory(), inApp(), inDatabase());
        }
    }

    private long inDirectory() throws Exception {
        try (LDAPConnection connection = directory()) {
            return connection.search(EmbeddedDirectory.PEOPLE, SearchScope.ONE, "(employeeType=active)", "1.1").getEntryCount();
        }
    }

    private long inDepartments() throws Exception {
        return members("(cn=dept-*)");
    }

    /** How many members groups have in the directory. */
    private long members(String groups) throws Exception {
        try (DemoServers servers = DemoServers.start(DemoFolder.open(EXAMPLE, state)); LDAPConnection connection = directory()) {
            return connection.search(EmbeddedDirectory.GROUPS, SearchScope.ONE, groups, "member").getSearchEntries().stream()
                    .flatMap(group -> Arrays.stream(group.getAttributeValues("member"))).filter(member -> member.endsWith(EmbeddedDirectory.PEOPLE)).count();
        }
    }

    private long withRole() throws Exception {
        try (DemoServers servers = DemoServers.start(DemoFolder.open(EXAMPLE, state))) {
            return inApp("roles.value+eq+%22Releaser%22");
        }
    }

    private LDAPConnection directory() throws Exception {
        LDAPURL url = new LDAPURL(read("directory.url"));
        return new LDAPConnection(url.getHost(), url.getPort(), EmbeddedDirectory.ADMIN, read("directory.password"));
    }

    private long inApp() throws Exception {
        return inApp("active+eq+true");
    }

    private long inApp(String filter) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(read("app.url") + "/Users?filter=" + filter + "&count=1"))
                .header("Authorization", "Bearer " + read("app.token")).build();
        return new ObjectMapper().readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body()).at("/totalResults").asLong();
    }

    private long inDatabase() throws Exception {
        try (Connection connection = DriverManager.getConnection(read("crm-db.url")); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("select count(*) from account where active = 1")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private String read(String file) throws Exception {
        return Files.readString(state.resolve("servers").resolve(file));
    }
}
