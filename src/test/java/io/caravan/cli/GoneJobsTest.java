package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mapping of a job is gone, or has another name by now. Nothing follows from that by itself, and it is told as long as somebody depends on it. */
class GoneJobsTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aCompanyWithTwoSourcesAndATable() {
        company = new AfflictedCompany(folder);
        company.withTable("").settings("caravan.systems.phones.connector = csv-source", "caravan.systems.phones.file = phones.csv",
                "caravan.systems.phones.quietSeconds = 0", "caravan.systems.phones.key = worker");
        company.write("mappings/phones.yaml", """
                job: phones
                from: {system: phones, object: record, attributes: [worker, phone]}
                to: hub
                creates: false
                match: [{hub: workerId, value: "${body[worker]}"}]
                attributes: {phone: "${body[phone]}"}
                """);
        company.settings("caravan.systems.agency.connector = csv-source", "caravan.systems.agency.file = agency.csv",
                "caravan.systems.agency.quietSeconds = 0", "caravan.systems.agency.key = workerId");
        company.write("mappings/agency.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("job: hr", "job: agency").replace("system: hr", "system: agency"));
        company.write("agency.csv", "workerId,name,dept,manager,start,end,zone\nC1,Cora,D2,,,,\nC2,Carl,D2,,,,\n");
        company.hr(people(20));
        phones("1");
        sync(0);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void phones(String ofCora) {
        company.write("phones.csv", "worker,phone\nE1,11\nE2,12\nC1,1" + ofCora + "\n");
    }

    private String sync(int exitCode, String... more) {
        int ended = company.run(IntStream.rangeClosed(0, more.length).mapToObj(i -> i == 0 ? "sync" : more[i - 1]).toArray(String[]::new));
        assertThat(ended).as(company.said()).isEqualTo(exitCode);
        return company.said();
    }

    private static String[] people(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "E" + i + ",Name" + i + ",D1,,,,").toArray(String[]::new);
    }

    private List<String> closed() {
        return company.rows("select worker from users where active = 'no'");
    }

    private void move(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to));
    }

    @Test
    void whomASourceTellsOfThatNobodyReadsAnyMoreHasNotLeft() throws Exception {
        move("mappings/agency.yaml", "agency.away");
        phones("999");
        assertThat(sync(4)).contains("Left behind in agency: 2 (job-gone)", "caravan job forget agency");
        assertThat(closed()).isEmpty();
        assertThat(company.run("plan")).isEqualTo(4);
        assertThat(company.run("status")).isEqualTo(4);
        assertThat(company.said()).contains("Left behind in agency: 2 (job-gone)");

        move("agency.away", "mappings/agency.yaml");
        sync(0);
        assertThat(closed()).isEmpty();
        company.run("explain", "C1");
        assertThat(company.said()).as("what another source said meanwhile has not been lost").contains("1999");
    }

    @Test
    void aSourceThatIsOverTakesWhomItAloneToldOfAlongOnceSomebodySaysSo() throws Exception {
        move("mappings/agency.yaml", "agency.away");
        sync(4);
        assertThat(company.run("job", "forget", "agency", "--why", "the contract has ended", "--as", "ada")).as(company.said()).isZero();
        assertThat(closed()).as("nothing is sent by that").isEmpty();
        sync(0);
        assertThat(closed()).containsExactlyInAnyOrder("C1", "C2");
        assertThat(company.run("status")).isZero();
        company.run("log", "--action", "forget-job");
        assertThat(company.said()).contains("the contract has ended", "job forget by ada");
    }

    @Test
    void accountsOfAJobThatIsGoneAreToldOfUntilSomebodySaysWhatBecomesOfThem() throws Exception {
        move("mappings/crm.yaml", "crm.away");
        company.hr(people(19));
        assertThat(sync(4)).contains("Left behind in crm: 22 (job-gone)", "E1", "caravan job rename crm NEW", "caravan job forget crm --why TEXT");
        assertThat(company.run("status")).isEqualTo(4);
        assertThat(company.run("report", "leavers")).as(company.said()).isEqualTo(4);
        assertThat(company.said()).as("who left and still has an account").contains("E20", "crm");
        move("crm.away", "mappings/crm.yaml");
        sync(0);
        assertThat(closed()).as("who left meanwhile").containsExactly("E20");

        move("mappings/crm.yaml", "crm.away");
        assertThat(company.run("job", "forget", "crm", "--why", "it is switched off")).as(company.said()).isZero();
        sync(0);
        assertThat(company.run("status")).isZero();
    }

    @Test
    void aJobThatIsCalledOtherwiseKeepsItsAccountsOnceSomebodySaysSo() throws Exception {
        String mapping = AfflictedCompany.text(folder, "mappings/crm.yaml");
        Files.delete(folder.resolve("mappings/crm.yaml"));
        company.write("mappings/customers.yaml", mapping.replace("job: crm", "job: customers"));
        company.hr(people(19));
        assertThat(company.run("job", "rename", "crm", "customers")).as(company.said()).isZero();
        assertThat(sync(0)).doesNotContain("RECOGNISED");
        assertThat(closed()).as("who left meanwhile").containsExactly("E20");
        assertThat(company.rows("select count(*) from users")).containsExactly("22");
        assertThat(company.run("job", "rename", "crm", "customers")).as("there is nothing left").isEqualTo(ExitCode.USAGE.number());
        assertThat(company.run("job", "forget", "customers", "--why", "by mistake")).as("it is there").isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void whatIsElsewhereUnderTheSameNamesIsNobodysByThat() throws Exception {
        String mapping = AfflictedCompany.text(folder, "mappings/crm.yaml");
        Files.delete(folder.resolve("mappings/crm.yaml"));
        company.sql("create table others (worker text, login text primary key, name text, active text)");
        company.sql("insert into others select 'X' || worker, login, 'somebody else', 'yes' from users limit 1");
        company.settings("caravan.systems.erp.connector = jdbc", "caravan.systems.erp.url = jdbc:sqlite:" + folder.resolve("crm.db"), "caravan.systems.erp.table = others",
                "caravan.systems.erp.key = login", "caravan.systems.erp.findBy = login,worker", "caravan.systems.erp.enabledColumn = active",
                "caravan.systems.erp.enabledValue = yes", "caravan.systems.erp.disabledValue = no");
        company.write("mappings/erp.yaml", mapping.replace("job: crm", "job: erp").replace("system: crm", "system: erp"));
        assertThat(company.run("job", "rename", "crm", "erp")).as(company.said()).isEqualTo(ExitCode.FAILED.number());
        assertThat(company.said()).contains("the accounts of crm are in crm, and erp has its own in erp", "caravan job forget crm");
        assertThat(company.rows("select count(*) from others where name <> 'somebody else'")).containsExactly("0");
    }
}
