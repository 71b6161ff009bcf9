package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.caravan.embedded.EmbeddedActiveDirectory;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that is begun passes check and test whatever stands in the files, opens nothing by a guess, and is written whole or not at all. */
class NewProjectTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T08:00:00Z"), ZoneOffset.UTC);
    private static final String PEOPLE = "workerId,givenName,familyName,status,startDate,email,managerId\nE1,Ada,Lovelace,active,2020-01-01,ada@corp.example,\nE2,Grace,Hopper,active,2021-02-03,grace@corp.example,E1\n";

    @TempDir
    private Path folder;
    private Path project;
    private ProjectFolder place;

    @BeforeEach
    void aFolder() {
        project = folder.resolve("project");
        place = new ProjectFolder(project, Optional.of(Path.of("").toAbsolutePath()));
    }

    private Proposal begin(List<String> from, List<String> to, Map<String, String> given, boolean anonymise) {
        Proposal begun = NewProject.write(place, folder, new NewProject.Wishes(from, to, given, anonymise, Questions.NOBODY), CLOCK);
        assertThat(CheckReport.of(place).problems()).isEmpty();
        assertThat(ExamplesReport.of(place.project(), List.of(), CLOCK.instant()).failed()).isZero();
        return begun;
    }

    private Proposal begin(String... from) {
        return begin(List.of(from), List.of(), Map.of(), false);
    }

    private void csv(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String mapping(String job) throws IOException {
        return Files.readString(project.resolve("mappings/" + job + ".yaml"));
    }

    private String settings() throws IOException {
        return Files.readString(project.resolve("application.properties"));
    }

    private void database(String... statements) throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db")); var statement = db.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Test
    void whatIsObviousIsFilledInAndNothingIsLeftToDecide() throws IOException {
        csv("people.csv", PEOPLE);
        Proposal begun = begin("people.csv");
        assertThat(begun.decisions()).isEmpty();
        assertThat(begun.files()).allSatisfy(file -> assertThat(Path.of(file)).exists());
        assertThat(mapping("people")).contains("  status: \"${body[status]}\"", "  managerId: \"${body[managerId]}\"", "{hub: workerId, value: \"${body[workerId]}\"}");
        assertThat(ExamplesReport.of(place.project(), List.of(), CLOCK.instant()).passed()).isEqualTo(2);
        assertThat(project.resolve("schemas/mapping.schema.json")).exists();
    }

    @Test
    void datesThatMayBeReadInTwoWaysAreNotGuessed() throws IOException {
        csv("people.csv", "id,first name,last name,end date\n1,Ada,Lovelace,03/04/2026\n2,Grace,Hopper,05/06/2026\n");
        Proposal begun = begin("people.csv");
        assertThat(begun.decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.what()).contains("is the day or the month first?", "dd/MM/yyyy", "MM/dd/yyyy");
            assertThat(Files.readAllLines(project.resolve(decision.file())).get(decision.line() - 1)).contains(decision.what());
        });
        assertThat(mapping("people")).contains("endDate: \"${body['end date']}\"");
    }

    @Test
    void oneDateThatCanOnlyBeReadInOneWayTellsOfAll() throws IOException {
        csv("people.csv", "id,first name,last name,start date,end date\n1,Ada,Lovelace,03/04/2020,\n2,Grace,Hopper,05/06/2020,12/31/2026\n");
        assertThat(begin("people.csv").decisions()).isEmpty();
        assertThat(mapping("people")).contains("startDate: \"${dateParse(${body['start date']}, 'MM/dd/yyyy')}\"");
    }

    @Test
    void wordsOfAStatusThatNobodyKnowsOpenNothing() throws IOException {
        csv("people.csv", "id,Vorname,Nachname,Status\n1,Ada,Lovelace,aktiv\n2,Grace,Hopper,ausgeschieden\n3,Alan,Turing,ruhend\n");
        assertThat(begin("people.csv").decisions()).singleElement().satisfies(decision -> assertThat(decision.what()).contains("ruhend").doesNotContain("aktiv ·"));
        assertThat(mapping("people")).contains("switch(${body[Status]}, ${body[Status]}, 'aktiv', 'active', 'ausgeschieden', 'terminated')");
    }

    @Test
    void aStatusOfNumbersIsNotGuessed() throws IOException {
        csv("people.csv", "id,first,last,status\n1,Ada,Lovelace,1\n2,Grace,Hopper,0\n");
        assertThat(begin("people.csv").decisions()).singleElement().satisfies(decision -> assertThat(decision.what()).contains("what do these words mean?"));
    }

    @Test
    void whoIsAnonymisedIsNowhereInTheProject() throws Exception {
        csv("people.csv", PEOPLE + "E3,Katherine,Johnson,active,2019-05-06,kj@corp.example,E1\nE4,Alan,Turing,active,2019-05-07,alan@corp.example,E1\nE5,Zoë,Li,active,2019-08-07,zoe@corp.example,E1\n");
        database("create table account (login text primary key, worker_id text unique, full_name text, mail text, active boolean)",
                "insert into account values ('kj', 'E3', 'Katherine Johnson', 'kj@corp.example', true)");
        begin(List.of("people.csv"), List.of("jdbc:sqlite:app.db"), Map.of(), true);
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("Katherine", "Johnson", "corp.example", "2019-05-06", "Zoë");
            }
        }
        assertThat(mapping("people")).contains("@example.com");
    }

    @Test
    void ofSecretsNothingIsShown() throws IOException {
        csv("people.csv", "id,first,last,password,pin\n1,Ada,Lovelace,hunter2,4711\n2,Grace,Hopper,swordfish,4712\n");
        begin("people.csv");
        assertThat(mapping("people")).doesNotContain("hunter2", "swordfish", "4711", "password");
    }

    @Test
    void aPasswordInAnAddressIsNotWritten() throws IOException {
        csv("people.csv", PEOPLE);
        Proposal begun = begin(List.of("people.csv"), List.of("crm=jdbc:postgresql://127.0.0.1:9/crm?user=caravan&password=hunter2", "app=http://ann:hunter2@127.0.0.1:9/scim/v2"), Map.of(), false);
        assertThat(settings()).doesNotContain("hunter2").contains("caravan.systems.crm.username = caravan", "caravan.systems.crm.password = {{env:CRM_PASSWORD}}",
                "caravan.systems.crm.url = jdbc:postgresql://127.0.0.1:9/crm\n", "caravan.systems.app.username = ann", "caravan.systems.app.password = {{env:APP_PASSWORD}}");
        assertThat(begun.toString()).doesNotContain("hunter2");
        assertThat(begun.systems()).filteredOn(system -> !system.system().equals("people")).allSatisfy(system -> {
            assertThat(system.asked()).isFalse();
            assertThat(system.problem()).isPresent();
        });
        assertThat(mapping("app")).contains("# DECIDE: the system did not say what it has").contains("userName:");
    }

    @Test
    void aDatabaseOfSeveralTablesIsAskedForTheOneOfPeople() throws Exception {
        csv("people.csv", PEOPLE);
        database("create table account (id integer primary key, login text not null unique, employee_no text, mail text, enabled boolean)", "create table log (id integer primary key, what text)");
        begin(List.of("people.csv"), List.of("jdbc:sqlite:app.db"), Map.of(), false);
        assertThat(settings()).contains("caravan.systems.app.table = account", "caravan.systems.app.key = id", "caravan.systems.app.enabledColumn = enabled", "caravan.systems.app.findBy = employee_no,mail,login");
        assertThat(mapping("app")).contains("match:\n  - {target: employee_no,", "  login: {value: \"${uniqueName(").doesNotContain("creates: false");
        assertThat(Files.readString(project.resolve("mappings/common.yaml"))).contains("shortName:");
    }

    @Test
    void aTableThatCannotCloseAccountsGetsNone() throws Exception {
        csv("people.csv", PEOPLE);
        database("create table account (login text primary key, worker_id text, licence text not null)");
        Proposal begun = begin(List.of("people.csv"), List.of("jdbc:sqlite:app.db"), Map.of(), false);
        assertThat(mapping("app")).contains("\ncreates: false\n", "scope: {onExit: keep}", "lifecycle: {onLeaver: keep}", "#licence:");
        assertThat(begun.decisions()).extracting(OpenDecision::what).anySatisfy(what -> assertThat(what).contains("how is an account closed here?"))
                .anySatisfy(what -> assertThat(what).contains("licence is required"));
    }

    @Test
    void twoTablesOfPeopleAreNotGuessedBetween() throws Exception {
        csv("people.csv", PEOPLE);
        database("create table a (login text primary key, mail text)", "create table b (login text primary key, mail text)");
        assertThatThrownBy(() -> begin(List.of("people.csv"), List.of("jdbc:sqlite:app.db"), Map.of(), false)).isInstanceOf(Refusal.class)
                .hasMessageContaining("it is not clear which table").hasMessageContaining("a, b");
        assertThat(project).as("nothing stays of a project that was not written").doesNotExist();
    }

    @Test
    void theSamePeopleAgainAreNotMadeTwice() throws IOException {
        csv("people.csv", PEOPLE);
        csv("phones.csv", "\uFEFFpersonnel no;tel;Nachname\nE1;+49 1;Lovelace\nE2;+49 2;Hopper\n");
        begin("people.csv", "phones.csv");
        assertThat(mapping("phones")).contains("creates: false", "phone: \"${body[tel]}\"").doesNotContain("DECIDE", "\n  familyName", "\n  workerId");
        assertThat(settings()).contains("caravan.systems.phones.delimiter = ;");
    }

    @Test
    void theSamePeopleByTheirAddressesAreNotMadeTwiceEither() throws IOException {
        csv("people.csv", PEOPLE);
        csv("badges.csv", "id,mail,room\n77,ADA@corp.example,A\n78,grace@corp.example,B\n");
        begin("people.csv", "badges.csv");
        assertThat(mapping("badges")).contains("creates: false", "{hub: email, value: \"${body[mail]}\"}");
    }

    @Test
    void otherPeopleOfTheSameNumbersAreADecision() throws IOException {
        csv("people.csv", "id,first,last\n1,Ada,Lovelace\n2,Grace,Hopper\n");
        csv("externals.csv", "id,first,last\n1,Alan,Turing\n2,Kurt,Gödel\n");
        assertThat(begin("people.csv", "externals.csv").decisions()).anySatisfy(decision -> assertThat(decision.what()).contains("are these people the people of people?"));
        assertThat(mapping("externals")).contains("creates: false", "externals-${body[id]}");
    }

    @Test
    void namesThatMeanSomethingToYamlOrExpressionsArePlainText() throws IOException {
        csv("people.csv", "id,first,last,\"a: b # c\",'x',${y},[z],\"new\"\"quote\"\n1,Ada,\"${sys:user.home}\",\"- x: {y}\",true,null,~,\u202Eevil\n2,Grace,O'Hara,#,on,1e3,*a,&b\n");
        begin("people.csv");
        assertThat(mapping("people")).contains("${sys:user.home}").doesNotContain("\u202E");
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() throws IOException {
        csv("people.csv", "");
        Proposal begun = begin("people.csv");
        assertThat(begun.decisions()).anySatisfy(decision -> assertThat(decision.what()).contains("the file is empty"));
        assertThat(begun.systems()).singleElement().satisfies(system -> assertThat(system.asked()).isFalse());
    }

    @Test
    void aFileThatWasCutOffIsSaidToBe() throws IOException {
        csv("people.csv", PEOPLE + "E3,\"Kat");
        Proposal begun = begin("people.csv");
        assertThat(begun.systems()).singleElement().satisfies(system -> assertThat(system.problem()).isPresent());
        assertThat(mapping("people")).contains("# DECIDE: the records could not be read");
    }

    @Test
    void charsetsAndDelimitersStandInTheSettings() throws IOException {
        Files.write(folder.resolve("people.csv"), "id;first;last\n1;Zoë;Müller\n".getBytes(Charset.forName("windows-1252")));
        Files.write(folder.resolve("more.csv"), "\uFEFFid\tfirst\tlast\n7\tZoë\tMüller\n".getBytes(StandardCharsets.UTF_16LE));
        begin("people.csv", "more.csv");
        assertThat(settings()).contains("caravan.systems.people.delimiter = ;", "caravan.systems.people.charset = windows-1252", "caravan.systems.more.delimiter = tab",
                "caravan.systems.more.charset = UTF-16LE", "# DECIDE: it is not UTF-8");
        assertThat(mapping("people")).contains("Zoë");
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        csv("people.csv", PEOPLE);
        Files.createDirectories(project);
        Files.writeString(project.resolve("application.properties"), "# mine\n");
        assertThatThrownBy(() -> begin("people.csv")).isInstanceOf(Refusal.class).hasMessageContaining("nothing is written over");
        assertThat(settings()).isEqualTo("# mine\n");
        try (Stream<Path> files = Files.list(project)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToKeepsNothing() throws IOException {
        csv("people.csv", PEOPLE);
        Files.createDirectories(project);
        Files.writeString(project.resolve("schemas"), "a file where a folder is needed");
        assertThatThrownBy(() -> begin("people.csv")).isInstanceOf(Refusal.class);
        try (Stream<Path> files = Files.list(project)) {
            assertThat(files).containsExactly(project.resolve("schemas"));
        }
    }

    @Test
    void aMisspeltFileIsRefusedWithTheNearest() throws IOException {
        csv("people.csv", PEOPLE);
        assertThatThrownBy(() -> begin("poeple.csv")).isInstanceOf(Refusal.class).hasMessageContaining("did you mean 'people.csv'?");
        assertThatThrownBy(() -> begin("ftp://host/people.csv")).isInstanceOf(Refusal.class).hasMessageContaining("no kind of address");
        assertThatThrownBy(() -> begin(List.of("people.csv"), List.of("people.csv"), Map.of(), false)).isInstanceOf(Refusal.class).hasMessageContaining("accounts cannot be written into one");
        assertThatThrownBy(() -> begin(List.of("people.csv"), List.of(), Map.of("poeple.key", "id"), false)).isInstanceOf(Refusal.class).hasMessageContaining("about no system");
    }

    @Test
    void directoriesAndApplicationsAreSourcesToo() throws Exception {
        Files.writeString(folder.resolve("pw"), "geheim");
        try (EmbeddedDirectory directory = EmbeddedDirectory.with().password("geheim").start(); EmbeddedScim scim = EmbeddedScim.with().token("geheim").start();
             LDAPConnection admin = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, "geheim")) {
            admin.add("dn: uid=ann," + EmbeddedDirectory.PEOPLE, "objectClass: inetOrgPerson", "uid: ann", "cn: Ann Archer", "sn: Archer", "givenName: Ann", "employeeNumber: 7",
                    "mail: ann@corp.example", "userPassword: topsecret", "telephoneNumber: 1", "telephoneNumber: 2");
            admin.add("dn: uid=bob," + EmbeddedDirectory.PEOPLE, "objectClass: inetOrgPerson", "uid: bob", "cn: Bob Bell", "sn: Bell", "givenName: Bob", "employeeNumber: 8", "mail: bob@corp.example");
            user(scim, "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"cy\",\"active\":false,\"name\":{\"givenName\":\"Cy\",\"familyName\":\"Young\"}}");
            user(scim, "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"di\",\"active\":true,\"name\":{\"givenName\":\"Di\",\"familyName\":\"Moe\"}}");
            Proposal begun = begin(List.of(directory.url() + "/" + EmbeddedDirectory.PEOPLE, "app=" + scim.url()), List.of(), Map.of("directory.bindDn", EmbeddedDirectory.ADMIN,
                    "directory.bindPassword", "{{file:../pw}}", "app.token", "{{file:../pw}}"), false);
            assertThat(begun.systems()).allSatisfy(system -> {
                assertThat(system.asked()).isTrue();
                assertThat(system.records()).isEqualTo(2);
            });
            assertThat(mapping("directory")).contains("{hub: workerId, value: \"${body[employeeNumber]}\"}", "familyName: \"${body[sn]}\"", "email: \"${body[mail]}\"").doesNotContain("topsecret", "jpegPhoto");
            assertThat(mapping("app")).contains("status: \"${switch(${body[active]}, ${body[active]}, 'false', 'terminated', 'true', 'active')}\"", "${body['name.familyName']}");
            assertThat(ExamplesReport.of(place.project(), List.of(), CLOCK.instant()).passed()).isEqualTo(4);
        }
    }

    @Test
    void aDomainOfActiveDirectoryIsRecognisedByWhatItSaysOfItself() throws Exception {
        csv("people.csv", PEOPLE);
        Files.writeString(folder.resolve("pw"), "geheim");
        try (EmbeddedActiveDirectory domain = EmbeddedActiveDirectory.start()) {
            begin(List.of("people.csv"), List.of("corp=" + domain.secureUrl() + "/" + EmbeddedActiveDirectory.STAFF),
                    Map.of("corp.trustStore", domain.certificateFile().toString(), "corp.bindPassword", "{{file:../pw}}"), false);
            assertThat(settings()).contains("caravan.systems.corp.connector = active-directory", "caravan.systems.corp.bindDn = caravan@corp.example.test",
                    "#caravan.systems.corp.disabledBaseDn = OU=Leavers,DC=corp,DC=example,DC=test").doesNotContain("disableAttribute", "anchor");
            assertThat(mapping("corp")).contains("sAMAccountName:").doesNotContain("userAccountControl:");
            assertThat(CheckReport.of(place).problems()).isEmpty();
        }
    }

    private static void user(EmbeddedScim scim, String json) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create(scim.url() + "/Users")).header("Authorization", "Bearer geheim").header("Content-Type", "application/scim+json")
                .POST(HttpRequest.BodyPublishers.ofString(json)).build();
        assertThat(HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    @Test
    void whatIsNotSaidIsAskedAndSecretsAreNotTakenForAnAnswer() throws IOException {
        csv("people.csv", PEOPLE);
        List<String> asked = new ArrayList<>();
        Questions person = question -> {
            asked.add(question);
            return question.contains("Below which DN") ? Optional.of("ou=people,dc=example,dc=com") : question.contains("bind DN") ? Optional.of("cn=caravan,dc=example,dc=com")
                    : question.contains("password") ? Optional.of("hunter2") : Optional.empty();
        };
        NewProject.write(place, folder, new NewProject.Wishes(List.of("people.csv"), List.of("ldap://127.0.0.1:9"), Map.of(), false, person), CLOCK);
        assertThat(asked).hasSize(3);
        assertThat(settings()).contains("caravan.systems.directory.bindDn = cn=caravan,dc=example,dc=com", "caravan.systems.directory.baseDn = ou=people,dc=example,dc=com",
                "caravan.systems.directory.bindPassword = {{env:DIRECTORY_PASSWORD}}").doesNotContain("hunter2");
        assertThat(mapping("directory")).contains("{target: employeeNumber,", "creates: false", "  uid: ", "  mail: ");
        assertThat(CheckReport.of(place).problems()).isEmpty();
    }

    @Test
    void aSecretThatIsSetIsRefusedWithoutBeingShown() throws IOException {
        csv("people.csv", PEOPLE);
        assertThatThrownBy(() -> begin(List.of("people.csv"), List.of("app=http://127.0.0.1:9/scim"), Map.of("app.token", "hunter2"), false)).isInstanceOf(Refusal.class)
                .hasMessageNotContaining("hunter2");
        assertThat(project).doesNotExist();
    }

    @Test
    void mappingsAreProposedForSystemsThatAreThereAlready() throws Exception {
        csv("people.csv", PEOPLE);
        begin("people.csv");
        database("create table account (login text primary key, worker_id text unique, full_name text, active boolean)");
        Files.writeString(project.resolve("application.properties"), settings() + """
                caravan.systems.shop.connector = jdbc
                caravan.systems.shop.url = jdbc:sqlite:../app.db
                caravan.systems.shop.table = account
                caravan.systems.shop.key = login
                caravan.systems.shop.enabledColumn = active
                """);
        Proposal written = NewMapping.write(place, new NewMapping.Wish("people", "shop", Optional.empty(), Optional.empty(), false), CLOCK);
        assertThat(written.files()).as("the half that is there is left alone").containsExactly(project.resolve("mappings/shop.yaml").toString(),
                project.resolve("schemas/project.schema.json").toString());
        assertThat(mapping("shop")).contains("full_name: \"${body[givenName]} ${body[familyName]}\"");
        assertThat(CheckReport.of(place).problems()).isEmpty();
        assertThat(ExamplesReport.of(place.project(), List.of(), CLOCK.instant()).passed()).isEqualTo(4);
        assertThatThrownBy(() -> NewMapping.write(place, new NewMapping.Wish("hub", "shop", Optional.empty(), Optional.empty(), false), CLOCK))
                .isInstanceOf(Refusal.class).hasMessageContaining("there is a job 'shop' already");
        assertThatThrownBy(() -> NewMapping.write(place, new NewMapping.Wish("hub", "shopp", Optional.empty(), Optional.empty(), false), CLOCK))
                .isInstanceOf(Refusal.class).hasMessageContaining("did you mean 'shop'?");
    }
}
