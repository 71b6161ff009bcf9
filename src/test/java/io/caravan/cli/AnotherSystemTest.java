package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.scim.ScimProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The accounts under the names that are known are other people's: the address leads to another system than before, or the system has been exchanged behind it. */
class AnotherSystemTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aCompanyOfThirty() {
        company = new AfflictedCompany(folder);
        company.withTable("").hr(people(30));
        sync(0);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private String sync(int exitCode, String... more) {
        int ended = company.run(IntStream.rangeClosed(0, more.length).mapToObj(i -> i == 0 ? "sync" : more[i - 1]).toArray(String[]::new));
        assertThat(ended).as(company.said()).isEqualTo(exitCode);
        return company.said();
    }

    private static String[] people(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "E" + i + ",Name" + i + ",D1,,,,").toArray(String[]::new);
    }

    /** What is known of its accounts is of the other one. */
    private void theAddressLeadsElsewhere() throws Exception {
        Files.copy(folder.resolve("crm.db"), folder.resolve("old.db"));
        company.sql("update users set worker = 'X' || worker, name = 'Stranger ' || worker");
        Files.move(folder.resolve("crm.db"), folder.resolve("other.db"));
        Files.move(folder.resolve("old.db"), folder.resolve("crm.db"));
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("crm.db", "other.db"));
    }

    private List<String> strangers() {
        return company.other("other.db", "select worker || ' ' || name || ' ' || active from users where worker not like 'X%' or name not like 'Stranger%' or active <> 'yes'");
    }

    @Test
    void nothingIsDoneToStrangersWhoHaveTheNamesOfOurAccounts() throws Exception {
        theAddressLeadsElsewhere();
        String[] rows = people(29);
        rows[3] = "E4,Another,D1,,,,";
        company.hr(rows);
        assertThat(company.run("plan")).as(company.said()).isEqualTo(ExitCode.FAILED.number());
        assertThat(sync(1)).contains("6 of 6 known accounts that crm shows have another worker than they had", "sync crm --let-vanish worker");
        assertThat(sync(1)).as("it is looked at again in each cycle").contains("than they had");
        assertThat(sync(1, "--full")).contains("than they had");
        assertThat(strangers()).isEmpty();

        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("other.db", "crm.db"));
        sync(0);
        assertThat(company.rows("select worker from users where active = 'no'")).containsExactly("E30");
        assertThat(company.rows("select name from users where worker = 'E4'")).containsExactly("Another");
    }

    @Test
    void whatStandsBehindTheSameAddressIsAnotherAndThatIsSeenByAFullCycle() {
        company.sql("update users set worker = 'X' || worker, name = 'Stranger ' || worker");
        assertThat(sync(1, "--full")).contains("than they had");
        company.hr(people(29));
        assertThat(sync(1)).as("until it is known whose they are nothing goes out").contains("than they had");
        assertThat(company.rows("select worker from users where active = 'no' or worker not like 'X%'")).isEmpty();
    }

    @Test
    void whoHasLookedMayLetItBe() {
        company.sql("update users set worker = 'X' || worker");
        sync(1, "--full");
        sync(0, "crm", "--let-vanish", "worker");
        assertThat(company.rows("select worker from users where worker like 'X%'")).isEmpty();
        sync(0, "--full");
    }

    @Test
    void aFewWhoWereChangedByHandAreChangedBackAndASystemThatMovedWithItsAccountsIsTheSame() throws Exception {
        company.sql("update users set worker = 'X' || worker where worker in ('E1', 'E2', 'E3')");
        Files.move(folder.resolve("crm.db"), folder.resolve("moved.db"));
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("crm.db", "moved.db"));
        company.hr(people(29));
        sync(0);
        assertThat(company.other("moved.db", "select worker from users where worker like 'X%'")).isEmpty();
        assertThat(company.other("moved.db", "select worker from users where active = 'no'")).containsExactly("E30");
    }

    @Test
    void anAddressThatStandsInAFileLeadsElsewhereTooWhenTheFileSaysSo() throws Exception {
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("jdbc:sqlite:" + folder.resolve("crm.db"), "jdbc:sqlite:{{file:where.txt}}"));
        company.write("where.txt", folder.resolve("crm.db").toString());
        sync(0);
        Files.copy(folder.resolve("crm.db"), folder.resolve("other.db"));
        company.write("where.txt", folder.resolve("other.db").toString()).hr(people(29));
        sync(0);
        assertThat(company.other("other.db", "select worker from users where active = 'no'")).as("the same accounts").containsExactly("E30");
        company.sql("update users set worker = 'X' || worker, name = 'Stranger ' || worker");
        company.write("where.txt", folder.resolve("crm.db").toString()).hr(people(28));
        assertThat(sync(1)).contains("than they had");
        assertThat(company.rows("select worker from users where active = 'no'")).isEmpty();
    }

    /** Only some who are known are asked for, one by one. */
    @Test
    void anApplicationThatListsNobodyIsNoOtherEither() throws Exception {
        company.withApplication("").write("connectors/closed.kamelet.yaml", """
                kind: Kamelet
                metadata: {name: closed}
                spec:
                  definition: {title: One that lists nobody}
                  provisioning:
                    contract: 1
                    extends: scim2
                    objects:
                      user: {operations: [test, get, find, create, update, disable, enable]}
                      group: {operations: []}
                """);
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("app.connector = scim2", "app.connector = closed"));
        sync(0);
        company.application().afterwards = (asked, answer) -> new ScimProxy.Answer(answer.status(), answer.body().replace("\"externalId\":\"E", "\"externalId\":\"X").replace(":\"Name", ":\"Stranger "));
        company.settings("caravan.systems.app.pageSize = 50").hr(people(29));
        company.application().asked();
        assertThat(sync(1, "app")).contains("known accounts that app shows have another externalId than they had");
        assertThat(company.application().asked()).allMatch(asked -> asked.method().equals("GET"));
        assertThat(sync(1, "app")).as("it is looked at again in each cycle").contains("than they had");

        company.application().afterwards = (asked, answer) -> answer;
        sync(0);
        assertThat(company.user("E30").path("active").asBoolean()).isFalse();
    }

    @Test
    void newNumbersThatThePeopleHaveTooAreTheirs() throws Exception {
        company.sql("update users set worker = 'N' || worker");
        company.write("mappings/crm.yaml", Files.readString(folder.resolve("mappings/crm.yaml")).replace("${body[workerId]}", "N${body[workerId]}"));
        sync(0, "--full");
        assertThat(company.rows("select count(*) from users where worker like 'NE%' and active = 'yes'")).containsExactly("30");
    }
}
