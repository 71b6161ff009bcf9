package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provisioning job of Entra is told becomes mappings that pass a check; what cannot be followed opens nothing, and is told. */
class ImportEntraTest {

    private static final Path SAMPLES = Path.of("src/test/resources/entra");

    @TempDir
    private Path folder;
    private final Shell shell = new Shell();
    private final String homeBefore = System.getProperty("caravan.home");

    @BeforeEach
    void aProject() throws Exception {
        System.setProperty("caravan.home", Path.of("").toAbsolutePath().toString());
        Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(folder.resolve("application.properties"), """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.app.connector = scim2
                caravan.systems.app.url = https://app.example.com/scim/v2
                caravan.systems.app.token = {{file:token}}
                caravan.systems.directory.connector = ldap
                caravan.systems.directory.url = ldaps://ldap.example.com
                caravan.systems.directory.bindDn = cn=admin,dc=example,dc=com
                caravan.systems.directory.bindPassword = {{file:token}}
                caravan.systems.directory.baseDn = ou=people,dc=example,dc=com
                caravan.systems.directory.groupBaseDn = ou=groups,dc=example,dc=com
                caravan.systems.directory.disableAttribute = employeeType
                caravan.systems.directory.disabledValue = left
                """);
        Files.writeString(folder.resolve("token"), "nothing");
        Files.writeString(folder.resolve("hr.csv"), "workerId\n1\n");
        Files.writeString(folder.resolve("mappings/hr.yaml"), """
                job: hr
                from: {system: hr, object: record}
                to: hub
                match:
                  - {hub: workerId, value: "${body[workerId]}"}
                attributes:
                  workerId: "${body[workerId]}"
                  givenName: "${body[first]}"
                  familyName: "${body[last]}"
                  displayName: "${body[first]} ${body[last]}"
                  email: "${body[mail]}"
                  title: "${body[title]}"
                  country: "${body[country]}"
                  department: "${body[department]}"
                  preferredLanguage: "${body[language]}"
                  managerId: "${body[manager]}"
                """);
    }

    @AfterEach
    void stop() {
        if (homeBefore == null) {
            System.clearProperty("caravan.home");
        } else {
            System.setProperty("caravan.home", homeBefore);
        }
    }

    private int run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--project", folder.toString()));
        return shell.run(line.toArray(String[]::new));
    }

    private int imported(String sample, String... words) {
        return run(Stream.concat(Stream.of("import", "entra", SAMPLES.resolve(sample).toString()), Stream.of(words)).toArray(String[]::new));
    }

    private String mapping(String job) throws Exception {
        return Files.readString(folder.resolve("mappings/" + job + ".yaml"));
    }

    private void passesCheck() {
        assertThat(run("check")).as(shell.out()).isZero();
        assertThat(shell.out().lines().filter(line -> line.contains(" warning ")).toList()).allSatisfy(line -> assertThat(line).contains("MAP032"));
    }

    @Test
    void anApplicationThatSpeaksScimIsFollowedInAllThatTheHubHas() throws Exception {
        assertThat(imported("scim.json", "--to", "app", "--everybody", "--attribute", "userPrincipalName=email")).as(shell.out() + shell.err()).isEqualTo(4);
        assertThat(shell.out()).contains("Provision Microsoft Entra ID Groups").contains("nothing brings groups into the hub yet").contains("14 followed, 4 with a note, 1 not followed");
        assertThat(mapping("app")).contains("""
                scope: {include: "(${isPresent(${body[department]})} && ${body[department]} != 'Contractors' && ${isPresent(${body[title]})}) || ${body[workerId]} regex 'E1[0-9]+'"}

                match:
                  - {target: userName, value: "${body[email]}"}
                  - {target: externalId, value: "${body[workerId]}"}
                """).contains("emails.work: \"${body[email]}\"", "name.familyName: \"${body[familyName]}\"", "preferredLanguage: {value: \"${body[preferredLanguage]}\", default: en}",
                "externalId: {value: \"${body[workerId]}\", apply: on-create}", "userType: {constant: Employee}", "manager: {reference: \"${body[managerId]}\"}", "addresses.work.country:")
                .doesNotContain("creates: false", "DECIDE", "active");
        passesCheck();
        assertThat(imported("scim.json", "--to", "app")).isEqualTo(2);
        assertThat(shell.err()).contains("there is a job 'app' already");
    }

    @Test
    void whoIsAssignedIsAskedHereAsWell() throws Exception {
        imported("scim.json", "--to", "app", "--attribute", "userPrincipalName=email");
        assertThat(shell.out()).contains("assignment to the application, scoping filter", "who is assigned is not in the file");
        assertThat(mapping("app")).contains("\nscope: {assigned: true, include: \"(${isPresent(").doesNotContain("creates: false");
        passesCheck();
    }

    @Test
    void whatNobodyHasIsLeftOutAndNothingIsMade() throws Exception {
        assertThat(imported("scim.json", "--to", "app", "--everybody")).isEqualTo(4);
        assertThat(shell.out()).contains("--attribute userPrincipalName=NAME");
        assertThat(mapping("app")).contains("creates: false", "# DECIDE: userName is required", "# NOT FOLLOWED: attribute userName ← [userPrincipalName]",
                "# NOT FOLLOWED: matching by userName");
        passesCheck();
        assertThat(shell.out()).contains("mappings/app.yaml:", "warning MAP032");
    }

    @Test
    void anHrSystemGoesIntoTheHubAndOutOfIt() throws Exception {
        assertThat(imported("hr-to-directory.json", "--from", "hr", "--to", "hub", "--job", "workday")).isEqualTo(4);
        assertThat(mapping("workday")).contains("workerId: \"${body[WorkerID]}\"", "- {hub: workerId, value: \"${body[WorkerID]}\"}", "# DECIDE: who is still here?", "creates: false");
        assertThat(run("check")).as(shell.out()).isZero();
        Files.delete(folder.resolve("mappings/workday.yaml"));

        assertThat(imported("hr-to-directory.json", "--from", "hub", "--to", "directory", "--attribute", "WorkerID=workerId", "--attribute", "PreferredFirstName=givenName",
                "--attribute", "PreferredLastName=familyName", "--attribute", "CountryCode=country", "--attribute", "ManagerReference=managerId")).isEqualTo(4);
        assertThat(mapping("directory")).contains("scope: {include: \"${body[country]} == 'CH'\", onExit: keep}", "lifecycle: {onLeaver: keep}",
                "  familyNameText: \"${ignoreIfEmpty(${normalizeDiacritics(${stripSpaces(${body[familyName]})})})}\"", "mail: \"${givenNameAndFamilyName}@example.com\"",
                "uid: {value: \"${uniqueName('uid', ${givenNameAndFamilyName}, ${lowercase(", "sn: {value: \"${body[familyName]}\", default: \".\"}",
                "# NOT FOLLOWED: attribute labeledURI ← Frobnicate([WorkerID]): there is no function Frobnicate here", "# NOT FOLLOWED: attribute title ← [BusinessTitle]")
                .doesNotContain("creates: false", "accountDisabled:");
        passesCheck();
        Files.writeString(folder.resolve("mappings/directory.yaml"), """

                examples:
                  - name: somebody
                    given: {workerId: E1, givenName: ZOË MARIA, familyName: Li, country: FR}
                    expect: {uid: zoemaria.li, mail: zoemaria.li@example.com, cn: Zoë Maria Li, businessCategory: foreign, preferredLanguage: fr, initials: Z}
                """.replace("country: FR", "country: CH").replace("foreign", "domestic").replace("preferredLanguage: fr", "preferredLanguage: de"), java.nio.file.StandardOpenOption.APPEND);
        assertThat(run("test")).as(shell.out()).isZero();
    }

    @Test
    void rolesAndFiltersThatAreNotUnderstoodOpenNothing() throws Exception {
        assertThat(imported("roles.json", "--to", "app", "--everybody", "--attribute", "mailNickname=email")).isEqualTo(4);
        assertThat(shell.out()).contains("who has which role is not in the file", "there is no operator here that is surely &", "a bracket is never closed (character 23)", "left out", "Write back", "Old users");
        assertThat(mapping("app")).contains("creates: false", "onMatch: report").contains("roles: \"${assignment[roles]}\"", "entitlements: {value: \"${item(${assignment[roles]}, 1)}\", default: Reader}").doesNotContain("scope:");
        passesCheck();
        Files.delete(folder.resolve("mappings/app.yaml"));
        imported("roles.json", "--from", "app", "--to", "hub", "--job", "back");
        assertThat(mapping("back")).doesNotContain("assignment");
    }

    @Test
    void nobodyIsTakenForAnotherWhereNothingSaysByWhat() throws Exception {
        assertThat(imported("roles.json", "--to", "app", "--everybody")).isEqualTo(4);
        assertThat(mapping("app")).contains("# DECIDE: by what is an account recognised", "creates: false", "onMatch: report", "  - {target: id, value: \"${body[workerId]}\"}");
        passesCheck();
    }

    @Test
    void groupsAreMadeWhereTheyComeIntoTheHub() throws Exception {
        Files.writeString(folder.resolve("mappings/units.yaml"), """
                job: units
                from: {system: hr, object: record}
                to: {hub: group}
                match:
                  - {hub: name, value: "${body[unit]}"}
                attributes:
                  name: "${body[unit]}"
                  displayName: "${body[title]}"
                """);
        imported("roles.json", "--to", "directory", "--everybody", "--attribute", "mailNickname=email");
        assertThat(mapping("directory-groups")).contains("from: {hub: group}", "to: {system: directory, object: group}", "displayName: \"${body[displayName]}\"").doesNotContain("members:");
        assertThat(shell.out()).contains("whoever is in the group in the hub");
        assertThat(run("check")).as(shell.out()).isZero();
    }

    @Test
    void nothingIsWrittenWhenItIsOnlyTried() throws Exception {
        assertThat(imported("scim.json", "--to", "app", "--dry-run", "--json")).isEqualTo(4);
        JsonNode document = new ObjectMapper().readTree(shell.out());
        assertThat(document.at("/command").asText()).isEqualTo("import entra");
        assertThat(document.at("/written").asBoolean()).isFalse();
        assertThat(document.at("/files/0/text").asText()).startsWith("# yaml-language-server");
        JsonNode first = document.at("/items/0");
        assertThat(first.at("/part").asText()).isEqualTo("assignment to the application, scoping filter");
        assertThat(first.at("/followed").asText()).isEqualTo("NEARLY");
        assertThat(folder.resolve("mappings/app.yaml")).doesNotExist();
        assertThat(folder.resolve("schemas")).doesNotExist();
    }

    @Test
    void theEndsHaveToBeNamed() {
        assertThat(imported("scim.json")).isEqualTo(2);
        assertThat(shell.err()).contains("--from hub --to SYSTEM", "User of Azure Active Directory to");
        assertThat(imported("scim.json", "--from", "hr", "--to", "app")).isEqualTo(2);
        assertThat(imported("scim.json", "--to", "nowhere")).isEqualTo(2);
        assertThat(imported("scim.json", "--from", "hr", "--to", "hub")).isEqualTo(2);
        assertThat(shell.err()).contains("the file has no such mapping into Entra");
        assertThat(imported("scim.json", "--to", "app", "--object", "toaster")).isEqualTo(2);
        assertThat(imported("scim.json", "--to", "app", "--job", "../x")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"synchronizationRules\": [{|1:",
        "[]|the whole is no object in curly brackets",
        "|the whole is no object in curly brackets",
        "{\"a\": 1, \"a\": 2}|Duplicate field 'a'",
        "{} {}|is no JSON that can be read",
        "{\"value\": []}|/synchronizationRules is missing",
        "{\"synchronizationRules\": []}|has no object mapping that is enabled",
        "{\"synchronizationRules\": {}}|/synchronizationRules is no list",
        "{\"synchronizationRules\": [1]}|/synchronizationRules/0 is no object",
        "{\"synchronizationRules\": [{\"objectMappings\": [{}]}]}|/synchronizationRules/0/sourceDirectoryName is missing",
        "{\"synchronizationRules\": [{\"objectMappings\": [{\"enabled\": \"yes\"}]}]}|/synchronizationRules/0/objectMappings/0/enabled is neither true nor false"})
    void aFileThatIsNoneSaysWhere(String text, String why) throws Exception {
        Path file = Files.writeString(folder.resolve("broken.json"), Optional.ofNullable(text).orElse(""));
        assertThat(run("import", "entra", file.toString(), "--to", "app")).isEqualTo(3);
        assertThat(shell.err()).contains(why).contains("synchronization/jobs").doesNotContain("Exception");
        assertThat(folder.resolve("mappings/app.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"matchingPriority\": 1,|\"matchingPriority\": \"first\",|/matchingPriority is no whole number",
        "\"targetAttributeName\": \"userName\"|\"targetAttributeName\": 7|/attributeMappings/0/targetAttributeName is no text",
        "\"flowTypes\": \"Add, Update, Delete\"|\"flowTypes\": \"Add, Fly\"|/flowTypes has 'Fly'",
        "\"expression\": \"[mail]\"|\"expression\": [\"mail\"]|/source/expression is no text"})
    void aValueOfTheWrongKindSaysWhere(String right, String wrong, String why) throws Exception {
        Path file = Files.writeString(folder.resolve("broken.json"), Files.readString(SAMPLES.resolve("scim.json")).replace(right, wrong));
        assertThat(run("import", "entra", file.toString(), "--to", "app")).isEqualTo(3);
        assertThat(shell.err()).contains("/synchronizationRules/0/objectMappings/0").contains(why);
    }

    @Test
    void whatIsMeantToHurtDoesNot() throws Exception {
        String sample = Files.readString(SAMPLES.resolve("scim.json"));
        Path deep = Files.writeString(folder.resolve("deep.json"), "{\"a\": " + "[".repeat(100_000));
        assertThat(run("import", "entra", deep.toString(), "--to", "app")).isEqualTo(3);
        Path brackets = Files.writeString(folder.resolve("brackets.json"), sample.replace("\"[givenName]\"", "\"" + "A(".repeat(9_000) + "\""));
        assertThat(run("import", "entra", brackets.toString(), "--to", "app", "--dry-run")).isEqualTo(4);
        assertThat(shell.out()).contains("nested more than 64 deep").doesNotContain("A(A(A(A(".repeat(100));
        Path yaml = Files.writeString(folder.resolve("yaml.json"), sample.replace("Provision Microsoft Entra ID Users", "x\\ncreates: true\\u0000 \\\" #").replace("\"Contractors\"", "\"it's \\\"x\\\" ${sys:user.home}\""));
        assertThat(run("import", "entra", yaml.toString(), "--to", "app")).isEqualTo(4);
        assertThat(mapping("app")).contains("creates: false").doesNotContain("\ncreates: true");
        assertThat(run("check")).isZero();
        assertThat(run("import", "entra", folder.resolve("none.json").toString(), "--to", "app")).isEqualTo(1);
    }
}
