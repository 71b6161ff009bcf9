package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogStore;
import io.caravan.embedded.EmbeddedDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A first password goes from the mapping into the directory, and nothing of it stays behind. */
class PasswordOnCreateTest {

    private static final String JOB = """
            job: corp
            description: Everybody gets an entry.
            from: hub
            to: {system: corp, object: user}
            match: [{target: employeeNumber, value: "${body[workerId]}"}]
            attributes:
              uid: "${lowercase(${body[name]})}"
              cn: "${body[name]}"
              sn: "${body[dept]}"
              employeeNumber: "${body[workerId]}"
              userPassword: "${concat('hush-', ${body[workerId]})}"
            """;
    /** On the page of routes, letter by letter. */
    static final String SECRETS = """
            - from:
                uri: direct:secret
                steps:
                  - marshal: {json: {}}
                  - to: "file:first-passwords?fileName=${exchangeId}.json&chmod=600"
            """;

    @TempDir
    Path folder;

    @TempDir
    Path vault;

    @Test
    void itIsInTheDirectoryAndNowhereElse() throws Exception {
        provision(company -> { });
    }

    @ParameterizedTest
    @ValueSource(strings = {"'title', 'Dr'", "'userPassword', 'hush-${body[key]}'"})
    void norDoesItGetAnywhereWhenARouteEnrichesTheChangeOrBringsThePassword(String attribute) throws Exception {
        provision(company -> company.route("dispatch.camel.yaml", CustomRoutesTest.DELIVER, """
                - split:
                    simple: "${body}"
                    steps:
                      - script:
                          simple: "${body[attributes].put(%s)}"
                """.formatted(attribute).indent(10) + CustomRoutesTest.DELIVER));
    }

    /** Before the directory gets it: whatever breaks, there is no account with a password that nobody was given. */
    @Test
    void itIsHandedToTheRouteForSecretsWithWhatElseIsSent() throws Exception {
        provision(company -> {
            Files.createDirectories(folder.resolve("routes"));
            company.write("routes/secrets.camel.yaml", SECRETS.replace("file:first-passwords", "file:" + vault));
        });
        List<Map<?, ?>> given = new ArrayList<>();
        try (Stream<Path> files = Files.list(vault)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
                given.add(new ObjectMapper().readValue(file.toFile(), Map.class));
            }
        }
        assertThat(given).extracting(one -> String.valueOf(one.get("key"))).contains("E1", "E2");
        assertThat(given).filteredOn(one -> one.get("key").equals("E1")).singleElement().satisfies(one -> {
            assertThat(one.get("operation")).isEqualTo("create");
            assertThat(one.get("system")).isEqualTo("corp");
            assertThat(one.get("secrets")).isEqualTo(Map.of("userPassword", "hush-E1"));
            assertThat(one.get("account").toString()).contains("uid=ada").doesNotContain("hush");
        });
    }

    @Test
    void nobodyIsMadeWhoseFirstPasswordTheRouteDoesNotTake() throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start(); SmallCompany company = new SmallCompany(folder)) {
            route(company, """
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: "the vault is sealed; it was asked to take ${body[secrets]}\"""");
            settings(company, directory);
            company.hr("E1,Ada,D1,,").sync("hr", false);
            assertThat(company.sync("corp", false).getCycle().counted("left-behind")).isEqualTo(1);
            assertThat(entries(directory)).isZero();
            assertThat(company.caravan().store().changes().deadLetters(Optional.empty(), 10).toString())
                    .contains("direct:secret did not take userPassword (IllegalStateException)").doesNotContain("hush-");
            company.close();
            route(company, "- log: {message: taken, loggingLevel: DEBUG}");
            assertThat(company.sync("corp", false).getCycle().counted("left-behind")).as("each cycle tries again").isZero();
            assertThat(entries(directory)).isEqualTo(1);
            company.close();
            assertThat(filesThatSay("hush-E")).isEmpty();
        }
    }

    private static long entries(EmbeddedDirectory directory) throws LDAPException {
        try (LDAPConnection connection = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password())) {
            return connection.search(EmbeddedDirectory.PEOPLE, SearchScope.ONE, "(objectClass=*)").getEntryCount();
        }
    }

    private void route(SmallCompany company, String step) throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        company.write("routes/secrets.camel.yaml", """
                - route:
                    id: secrets
                    from:
                      uri: direct:secret
                      steps:
                """ + step.strip().indent(8));
    }

    private interface Preparation {
        void of(SmallCompany company) throws Exception;
    }

    private void settings(SmallCompany company, EmbeddedDirectory directory) throws IOException {
        Files.writeString(folder.resolve("bind"), directory.password());
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.corp.connector = ldap
                caravan.systems.corp.url = %s
                caravan.systems.corp.bindDn = %s
                caravan.systems.corp.bindPassword = {{file:bind}}
                caravan.systems.corp.baseDn = %s
                caravan.systems.corp.disableAttribute = employeeType
                caravan.systems.corp.disabledValue = left
                """.formatted(directory.url(), EmbeddedDirectory.ADMIN, EmbeddedDirectory.PEOPLE));
        company.write("mappings/corp.yaml", JOB);
    }

    private void provision(Preparation preparation) throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start(); SmallCompany company = new SmallCompany(folder)) {
            preparation.of(company);
            settings(company, directory);
            // The second has no department, so no sn: the directory refuses the entry, and what was to be sent becomes a dead letter.
            company.hr("E1,Ada,D1,,", "E2,Bob,,,").sync("hr", false);
            company.sync("corp", false);
            try (LDAPConnection bound = new LDAPConnection("127.0.0.1", directory.port(), "uid=ada," + EmbeddedDirectory.PEOPLE, "hush-E1")) {
                assertThat(bound.isConnected()).isTrue();
            }
            assertThat(company.caravan().store().changes().deadLetterCount("corp")).isEqualTo(1);
            assertThat(company.sync("corp", true).getCycle().status()).as("a full cycle finds nothing to do about it").isNotEqualTo(CycleStatus.FAILED);
            assertThat(company.caravan().store().log().read(LogStore.Filter.latest(100)).toString()).doesNotContain("hush-").contains("userPassword");
            company.close();
            assertThat(filesThatSay("hush-E")).isEmpty();
            assertThat(filesThatSay(directory.password())).containsExactly(folder.resolve("bind"));
        }
    }

    private List<Path> filesThatSay(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> {
                try {
                    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }).toList();
        }
    }
}
