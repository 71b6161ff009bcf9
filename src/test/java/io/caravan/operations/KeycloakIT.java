package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caravan.camel.kit.ConnectorKit;
import io.caravan.camel.kit.KitReport;
import io.caravan.config.ProblemText;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keycloak, a server of other authors, through its admin API: the connector is what {@code connector new --openapi} proposes from Keycloak's own document,
 * with one guess corrected: an empty text empties an attribute, where null says nothing. It lives through what the kit asks of every connector, a person's life from create to delete and members of groups among it.
 */
@Tag("real-servers")
class KeycloakIT {

    private static final Path UNPACKED = Path.of("target/keycloak");
    private static final Path DOCUMENT = Path.of("src/test/resources/vendors/keycloak/openapi.json");
    private static final String SECRET = "secret-for-tests";

    @TempDir
    private static Path data;
    private static Process keycloak;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> script = script();
        assumeTrue(script.isPresent(), "needs Keycloak in " + UNPACKED + ": the build unpacks it with -Preal-servers");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        ProcessBuilder command = new ProcessBuilder("bash", script.get().toString(), "start-dev", "--http-host=127.0.0.1", "--http-port=" + port, "--log-level=warn", "--db=dev-mem");
        command.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_ID", "caravan");
        command.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", SECRET);
        command.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m");
        command.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        keycloak = command.redirectErrorStream(true).redirectOutput(data.resolve("keycloak.log").toFile()).start();
        Awaitility.await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(500)).until(KeycloakIT::answers);
    }

    private static Optional<Path> script() throws IOException {
        if (!Files.isDirectory(UNPACKED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(UNPACKED)) {
            return versions.map(version -> version.resolve("bin/kc.sh").toAbsolutePath()).filter(Files::isRegularFile).findFirst();
        }
    }

    private static boolean answers() throws IOException, InterruptedException {
        assertThat(keycloak.isAlive()).as(Files.readString(data.resolve("keycloak.log"))).isTrue();
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url + "/realms/master")).build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (keycloak != null) {
            keycloak.descendants().forEach(ProcessHandle::destroy);
            keycloak.destroy();
            keycloak.waitFor();
        }
    }

    @Test
    void aConnectorThatItsDocumentProposesLivesAPersonsLifeInIt(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("secret"), SECRET);
        Files.writeString(folder.resolve("application.properties"), "");
        ProjectFolder place = new ProjectFolder(folder, Optional.of(Path.of("").toAbsolutePath()));
        NewConnector made = NewConnector.propose(place, "keycloak", DOCUMENT, List.of());
        assertThat(made.objects()).containsExactly("user", "group");
        Path connector = folder.resolve("connectors/keycloak.kamelet.yaml");
        Files.writeString(connector, Files.readString(connector).replaceFirst("        rest:\\n", "        rest:\n          clear: empty\n"));
        assertThat(Files.readAllLines(connector)).contains("          clear: empty").hasSizeLessThan(100);
        Files.writeString(folder.resolve("application.properties"), """
                caravan.systems.keycloak.connector = keycloak
                caravan.systems.keycloak.url = %1$s
                caravan.systems.keycloak.realm = master
                caravan.systems.keycloak.auth = client-credentials
                caravan.systems.keycloak.tokenUrl = %1$s/realms/master/protocol/openid-connect/token
                caravan.systems.keycloak.clientId = caravan
                caravan.systems.keycloak.clientSecret = {{file:secret}}
                """.formatted(url));
        ProjectReading reading = ProjectReader.read(folder, Path.of("connectors"));
        assertThat(new ProblemText(reading.texts(), false).render(reading.problems())).isEmpty();
        Files.writeString(folder.resolve("connectors/keycloak.kit.yaml"), """
                environment: none
                settings: {url: "%1$s", realm: master, auth: client-credentials, tokenUrl: "%1$s/realms/master/protocol/openid-connect/token", clientId: caravan}
                secrets: {clientSecret: "%2$s"}
                unauthorized: {clientSecret: certainly not this}
                unavailable: {url: "http://127.0.0.1:1", tokenUrl: "http://127.0.0.1:1/token"}
                objects:
                  user:
                    account: {username: "kit-<n>", email: "kit-<n>@example.com", firstName: Kit}
                    change: {lastName: Another, email: "changed-<n>@example.com"}
                    clear: [firstName]
                  group:
                    account: {name: "kit-<n>"}
                    change: {name: "renamed-<n>"}
                    members: user
                """.formatted(url, SECRET));
        KitReport report = new ConnectorKit(place.connectorFolders(), new KitProjects(place.connectorFolders())).run("keycloak");
        assertThat(report.checks()).hasSizeGreaterThan(40).allSatisfy(check -> assertThat(check.result()).as(check.title() + ": " + check.message()).isNotEqualTo(KitReport.Result.FAILED));

        Path recording = folder.resolve("keycloak.recording.jsonl");
        assertThat(ConnectorRecording.of(place, "keycloak", recording, new ConnectorRecording.Hidden(Set.of(), false), new ConnectorRecording.Tour(5, Optional.empty())).differences()).isEmpty();
        assertThat(Files.readString(recording)).doesNotContain(SECRET).doesNotContain(url);
    }
}
