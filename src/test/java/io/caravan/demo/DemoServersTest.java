package io.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.caravan.embedded.EmbeddedDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoServersTest {

    @TempDir
    private Path somewhere;
    private DemoFolder demo;

    @BeforeEach
    void prepare() {
        demo = DemoFolder.open(Path.of("examples/employees"), somewhere.resolve("demo"));
    }

    @Test
    void theSettingsPointToWhereTheServersReallyAre() throws Exception {
        try (DemoServers servers = DemoServers.start(demo)) {
            URI directory = URI.create(text("servers/directory.url"));
            try (LDAPConnection connection = new LDAPConnection(directory.getHost(), directory.getPort(), EmbeddedDirectory.ADMIN,
                    text("servers/directory.password"))) {
                assertThat(connection.getEntry(EmbeddedDirectory.PEOPLE)).isNotNull();
            }
            HttpResponse<String> users = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(text("servers/app.url") + "/Users?count=1"))
                    .header("Authorization", "Bearer " + text("servers/app.token")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(users.statusCode()).isEqualTo(200);
            try (var database = DriverManager.getConnection(text("servers/crm-db.url"));
                 var count = database.createStatement().executeQuery("select count(*) from account where active = 1")) {
                assertThat(count.getInt(1)).isZero();
            }
            assertThat(servers.looks()).extracting(DemoServers.Look::system).containsExactly("directory", "directory", "app", "crm-db");
        }
    }

    @Test
    void secretsAreForThisUserOnlyAndStayTheSame() throws IOException {
        DemoServers.start(demo).close();
        String password = text("servers/directory.password");
        DemoServers.start(demo).close();

        assertThat(text("servers/directory.password")).isEqualTo(password).hasSizeGreaterThan(20);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(demo.folder().resolve("servers/directory.password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherDemonstrationBesideItGetsPortsOfItsOwn() throws IOException {
        DemoFolder other = DemoFolder.open(Path.of("examples/employees"), somewhere.resolve("other"));
        try (DemoServers first = DemoServers.start(demo); DemoServers second = DemoServers.start(other)) {
            assertThat(text("servers/directory.url")).isNotEqualTo(Files.readString(other.folder().resolve("servers/directory.url")));
            assertThat(first.looks()).isNotEqualTo(second.looks());
        }
    }

    private String text(String file) throws IOException {
        return Files.readString(demo.folder().resolve(file));
    }
}
