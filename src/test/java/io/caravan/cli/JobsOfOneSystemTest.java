package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two jobs have accounts of one kind in one system, one of employees and one of externals: what is somebody's in one of them is nobody else's in the other. */
class JobsOfOneSystemTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void employeesAndExternals() {
        company = new AfflictedCompany(folder).withTable("");
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone:", "mail:"));
        String mapping = AfflictedCompany.text(folder, "mappings/crm.yaml").replace("worker: \"${body[workerId]}\"", "worker: \"${body[mail]}\"")
                .replace("value: \"${body[workerId]}\"", "value: \"${body[mail]}\"");
        company.write("mappings/crm.yaml", mapping.replace("match:", "scope: {include: \"${body[dept]} != 'ext'\"}\nmatch:"));
        company.write("mappings/externals.yaml", mapping.replace("job: crm", "job: externals").replace("match:", "scope: {include: \"${body[dept]} == 'ext'\"}\nmatch:"));
    }

    @AfterEach
    void close() {
        company.close();
    }

    private List<String> accounts() {
        return company.rows("select worker || ' ' || login || ' ' || name || ' ' || active from users order by login");
    }

    private void sync(int exitCode) {
        assertThat(company.run("sync")).as(company.said()).isEqualTo(exitCode);
    }

    @Test
    void anAccountThatIsSomebodysInOneJobIsNobodyElsesInTheOther() {
        company.hr("E1,Ada,D1,,,,a@x", "E3,Carl,D1,,,,c@x");
        sync(0);
        company.hr("E1,Ada,D1,,,,a@x", "E2,Bob,ext,,,,a@x", "E3,Carl,D1,,,,c@x");
        sync(4);
        assertThat(company.said()).contains("E2: the account that matches worker, ada, is linked to another identity");
        assertThat(accounts()).containsExactly("a@x ada Ada yes", "c@x carl Carl yes");
        assertThat(company.run("settle", "E2", "externals", "--account", "ada")).as(company.said()).isNotZero();
        assertThat(company.said()).contains("the account ada is E1's");
        assertThat(accounts()).containsExactly("a@x ada Ada yes", "c@x carl Carl yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"externals", "agency"})
    void whoeverGoesFromOneToTheOtherHasTheSameAccountWhereEachDeletesWhoIsNotItsOwn(String externals) {
        String mapping = AfflictedCompany.text(folder, "mappings/externals.yaml").replace("job: externals", "job: " + externals).replace("'ext'\"}", "'ext'\", onExit: delete}");
        company.delete("mappings/externals.yaml");
        company.write("mappings/" + externals + ".yaml", mapping);
        company.write("mappings/crm.yaml", AfflictedCompany.text(folder, "mappings/crm.yaml").replace("'ext'\"}", "'ext'\", onExit: delete}"));
        company.hr("E1,Ada,ext,,,,a@x", "E2,Bob,D1,,,,b@x", "E3,Cid,D1,,,,c@x");
        sync(0);
        company.sql("alter table users add column mailbox text");
        company.sql("update users set mailbox = worker");
        company.hr("E1,Ada,D1,,,,a@x", "E2,Bob,ext,,,,b@x", "E3,Cid,D1,,,,c@x");
        for (int twice = 0; twice < 2; twice++) {
            sync(0);
            assertThat(company.rows("select worker || ' ' || coalesce(mailbox, 'none') || ' ' || active from users order by worker")).containsExactly("a@x a@x yes", "b@x b@x yes", "c@x c@x yes");
        }
        company.hr("E1,Ada,none,,,2026-11-01,a@x", "E2,Bob,ext,,,2026-11-01,b@x", "E3,Cid,D1,,,,c@x");
        sync(0);
        assertThat(company.rows("select worker || ' ' || active from users order by worker")).containsExactly("a@x no", "b@x no", "c@x yes");
    }

    /** Beside the accounts that everybody has, some have another to administer with. */
    @Test
    void anotherAccountOfHersKeepsNoneOpen() {
        company.write("mappings/externals.yaml", AfflictedCompany.text(folder, "mappings/externals.yaml").replace("== 'ext'", "== 'adm'").replace("creates: true\n", "")
                .replace("${body[mail]}", "adm-${body[mail]}").replace("match:", "creates: false\nmatch:"));
        company.hr("E1,Ada,D1,,,,a@x", "E2,Bob,D1,,,,b@x");
        sync(0);
        company.write("mappings/crm.yaml", AfflictedCompany.text(folder, "mappings/crm.yaml").replace("!= 'ext'", "== 'D1'"));
        company.hr("E1,Ada,adm,,,,a@x", "E2,Bob,D1,,,,b@x");
        sync(0);
        assertThat(accounts()).containsExactly("a@x ada Ada no", "b@x bob Bob yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"externals", "agency"})
    void whoeverGoesFromOneToTheOtherKeepsTheAccountOpen(String externals) {
        String mapping = AfflictedCompany.text(folder, "mappings/externals.yaml").replace("job: externals", "job: " + externals);
        company.delete("mappings/externals.yaml");
        company.write("mappings/" + externals + ".yaml", mapping);
        company.hr("E1,Ada,ext,,,,a@x", "E2,Bob,D1,,,,b@x");
        sync(0);
        company.hr("E1,Ada,D1,,,,a@x", "E2,Bob,ext,,,,b@x");
        sync(0);
        assertThat(accounts()).containsExactly("a@x ada Ada yes", "b@x bob Bob yes");
        for (int more = 0; more < 2; more++) {
            assertThat(company.run("sync", "--full")).as(company.said()).isZero();
            assertThat(accounts()).containsExactly("a@x ada Ada yes", "b@x bob Bob yes");
        }
        company.hr("E1,Ada,D1,,,2026-11-01,a@x", "E2,Bob,ext,,,2026-11-01,b@x");
        sync(0);
        assertThat(accounts()).containsExactly("a@x ada Ada no", "b@x bob Bob no");
    }
}
