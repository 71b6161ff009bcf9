package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.caravan.engine.LogStore;
import io.caravan.embedded.EmbeddedDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    @TempDir
    Path folder;

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

    private interface Preparation {
        void of(SmallCompany company) throws IOException;
    }

    private void provision(Preparation preparation) throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start(); SmallCompany company = new SmallCompany(folder)) {
            Files.writeString(folder.resolve("bind"), directory.password());
            preparation.of(company);
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
            // The second has no department, so no sn: the directory refuses the entry, and what was to be sent becomes a dead letter.
            company.hr("E1,Ada,D1,,", "E2,Bob,,,").sync("hr", false);
            company.sync("corp", false);
            try (LDAPConnection bound = new LDAPConnection("127.0.0.1", directory.port(), "uid=ada," + EmbeddedDirectory.PEOPLE, "hush-E1")) {
                assertThat(bound.isConnected()).isTrue();
            }
            assertThat(company.caravan().store().changes().deadLetterCount("corp")).isEqualTo(1);
            assertThat(company.sync("corp", true).getCycle().status()).as("a full cycle finds nothing to do about it").isNotEqualTo("failed");
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
