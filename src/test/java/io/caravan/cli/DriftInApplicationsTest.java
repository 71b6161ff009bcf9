package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory and a SCIM application whose accounts were changed past us. */
class DriftInApplicationsTest {

    @TempDir
    private Path folder;

    private static List<String> findings(CompanyShell shell, String job) throws Exception {
        assertThat(shell.run("drift", job, "--json")).as(shell.out() + shell.err()).isIn(0, 4);
        JsonNode document = new ObjectMapper().readTree(shell.out());
        assertThat(document.get("jobs").get(0).get("incomplete").isNull()).as(shell.out()).isTrue();
        List<String> found = new ArrayList<>();
        document.get("findings").forEach(one -> found.add(one.get("kind").asText() + " " + one.get("identity").asText() + (one.get("attribute").isNull() ? "" : " "
                + one.get("attribute").get("name").asText()) + " " + one.get("follows").asText()));
        return found;
    }

    @Test
    void whatWasChangedInADirectoryAndInAScimApplicationIsFoundAndNothingElse() throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start(); EmbeddedScim scim = EmbeddedScim.start(); CompanyShell shell = new CompanyShell(folder)) {
            shell.at(Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC));
            Path properties = folder.resolve("application.properties");
            shell.company().write("application.properties", Files.readString(properties) + """
                    caravan.systems.directory.connector = ldap
                    caravan.systems.directory.url = %s
                    caravan.systems.directory.bindDn = %s
                    caravan.systems.directory.bindPassword = {{file:directory.password}}
                    caravan.systems.directory.baseDn = %s
                    caravan.systems.directory.disableAttribute = employeeType
                    caravan.systems.directory.disabledValue = left
                    caravan.systems.directory.enabledValue = active
                    caravan.systems.scim.connector = scim2
                    caravan.systems.scim.url = %s
                    caravan.systems.scim.token = {{file:scim.token}}
                    """.formatted(directory.url(), EmbeddedDirectory.ADMIN, EmbeddedDirectory.PEOPLE, scim.url()));
            shell.company().write("directory.password", directory.password()).write("scim.token", scim.token());
            shell.company().write("mappings/directory.yaml", """
                    job: directory
                    description: Entries.
                    from: hub
                    to: {system: directory, object: user}
                    match: [{target: employeeNumber, value: "${body[workerId]}"}]
                    attributes:
                      uid: "${lowercase(${body[workerId]})}"
                      dn: "uid=${uid},ou=people,dc=example,dc=com"
                      employeeNumber: "${body[workerId]}"
                      cn: "${body[name]}"
                      sn: "${body[name]}"
                      departmentNumber: "${body[dept]}"
                      title: {constant: Clerk, drift: report}
                    """);
            shell.company().write("mappings/scim.yaml", """
                    job: scim
                    description: Users.
                    from: hub
                    to: {system: scim, object: user}
                    match: [{target: userName, value: "${lowercase(${body[workerId]})}"}]
                    attributes:
                      userName: "${lowercase(${body[workerId]})}"
                      displayName: "${body[name]}"
                    """);
            String[] people = IntStream.rangeClosed(2, 300).mapToObj(i -> "E" + i + ",Name " + i + ",R1,,").toArray(String[]::new);
            shell.company().hr(Stream.concat(Stream.of("E1,Name 1,R1,,"), Stream.of(people)).toArray(String[]::new));
            assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
            shell.company().hr(Stream.concat(Stream.of("E1,Name 1,R1,,2026-11-20"), Stream.of(people)).toArray(String[]::new));
            assertThat(shell.run("sync", "--full")).as(shell.out() + shell.err()).isZero();
            assertThat(findings(shell, "directory")).isEmpty();
            assertThat(findings(shell, "scim")).isEmpty();

            try (LDAPConnection ldap = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password())) {
                ldap.modify("uid=e1," + EmbeddedDirectory.PEOPLE, new Modification(ModificationType.REPLACE, "employeeType", "active"));
                ldap.modify("uid=e2," + EmbeddedDirectory.PEOPLE, new Modification(ModificationType.REPLACE, "employeeType", "left"));
                ldap.modify("uid=e3," + EmbeddedDirectory.PEOPLE, new Modification(ModificationType.REPLACE, "departmentNumber", "R9"));
                ldap.modify("uid=e4," + EmbeddedDirectory.PEOPLE, new Modification(ModificationType.REPLACE, "title", "Boss"));
                ldap.delete("uid=e5," + EmbeddedDirectory.PEOPLE);
                ldap.add("dn: uid=svc," + EmbeddedDirectory.PEOPLE, "objectClass: inetOrgPerson", "uid: svc", "cn: svc", "sn: svc");
            }
            assertThat(findings(shell, "directory")).containsExactlyInAnyOrder("leaver-open E1 revert", "disabled-by-hand E2 revert", "attribute E3 departmentNumber revert",
                    "attribute E4 title report", "link-to-nothing E5 create", "unowned  report");
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest.Builder request = HttpRequest.newBuilder().header("Authorization", "Bearer " + scim.token()).header("Content-Type", "application/scim+json");
            HttpResponse<String> made = http.send(request.copy().uri(URI.create(scim.url() + "/Users")).POST(HttpRequest.BodyPublishers.ofString(
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"svc\",\"active\":true}")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(made.statusCode()).isEqualTo(201);
            String found = http.send(request.copy().uri(URI.create(scim.url() + "/Users?filter=userName%20eq%20%22e7%22")).GET().build(), HttpResponse.BodyHandlers.ofString()).body();
            String id = new ObjectMapper().readTree(found).get("Resources").get(0).get("id").asText();
            assertThat(http.send(request.copy().uri(URI.create(scim.url() + "/Users/" + id)).method("PATCH", HttpRequest.BodyPublishers.ofString(
                    "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"=cmd\"}]}")).build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode()).isIn(200, 204);
            assertThat(findings(shell, "scim")).containsExactlyInAnyOrder("attribute E7 displayName revert", "unowned  report");
            assertThat(shell.run("drift", "scim", "--csv")).isEqualTo(4);
            assertThat(shell.out()).contains(",displayName,Name 7,'=cmd,Name 7,revert,");
            Path page = folder.resolve("drift.html");
            assertThat(shell.run("drift", "--html", page.toString())).isEqualTo(4);
            assertThat(Files.readString(page)).contains("leaver-open", "uid=e1", "Content-Security-Policy");
        }
    }
}
