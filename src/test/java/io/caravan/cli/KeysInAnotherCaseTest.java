package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two records whose keys differ in upper and lower case only: some systems have such keys, and mean two people. */
class KeysInAnotherCaseTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aTable() {
        company = new AfflictedCompany(folder).withTable("");
    }

    @AfterEach
    void close() {
        company.close();
    }

    private List<String> accounts() {
        return company.rows("select worker || ' ' || name || ' ' || active from users order by worker");
    }

    private void sync(int exitCode) {
        assertThat(company.run("sync")).as(company.said()).isEqualTo(exitCode);
    }

    @Test
    void theSecondIsToldAndNeitherTakesOverTheOthersAccount() {
        company.hr("005Ab,Ada,D1,,,,", "006,Carl,D1,,,,");
        sync(0);
        company.hr("005Ab,Ada,D1,,,,", "005aB,Bob,D1,,,,", "006,Carl,D1,,,,");
        sync(4);
        assertThat(company.said()).contains("005aB", "in nothing but upper and lower case");
        assertThat(accounts()).containsExactly("005Ab Ada yes", "006 Carl yes");
        company.hr("005aB,Bobby,D1,,,,", "006,Carl,D1,,,,");
        sync(4);
        assertThat(accounts()).as("Ada has left, and Bobby is not Ada").containsExactly("005Ab Ada no", "006 Carl yes");
    }

    @Test
    void whereBothComeAtOnceItIsTheSameAndAnotherMatchRuleTellsThemApart() {
        company.hr("005Ab,Ada,D1,,,,", "005aB,Bob,D1,,,,", "006,Carl,D1,,,,");
        sync(4);
        assertThat(accounts()).hasSize(2).contains("006 Carl yes");
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("match: [{hub: workerId, value: \"${body[workerId]}\"}]", "match: [{hub: name, value: \"${body[name]}\"}]"));
        sync(0);
        assertThat(company.rows("select name || active from users order by name")).containsExactly("Adayes", "Bobyes", "Carlyes");
    }
}
