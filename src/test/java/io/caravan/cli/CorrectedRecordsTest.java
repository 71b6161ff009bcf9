package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that named the wrong person, and is corrected: what it says is said of the right one from then on, and of the other no more. */
class CorrectedRecordsTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void employeesAndAnotherSource() {
        company = new AfflictedCompany(folder).withTable("");
        company.write("mappings/crm.yaml", AfflictedCompany.text(folder, "mappings/crm.yaml").replace("name: \"${body[name]}\"", "name: \"${body[name]} ${coalesce(${body[phone]}, '-')}\""));
        company.settings("caravan.systems.other.connector = csv-source", "caravan.systems.other.file = other.csv", "caravan.systems.other.quietSeconds = 0",
                "caravan.systems.other.key = id");
        company.hr("E1,Ada,D1,,,,", "E2,Bob,D1,,,,", "E3,Carl,D1,,,,");
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void other(String more) {
        company.write("mappings/other.yaml", """
                job: other
                from: {system: other, object: record, attributes: [id, worker, phone, end], optional: [end, phone]}
                to: hub
                match: [{hub: workerId, value: "${body[worker]}"}]
                completeness: {maxShrink: 100%, maxVanish: 100%}
                """ + more);
    }

    private void sync(String... rows) {
        company.write("other.csv", "id,worker,phone,end\n" + String.join("\n", rows) + "\n");
        assertThat(company.run("sync")).as(company.said()).isZero();
        assertThat(company.run("sync")).as(company.said()).isZero();
    }

    private List<String> accounts() {
        return company.rows("select worker || ' ' || name || ' ' || active from users order by worker");
    }

    @Test
    void aTelephoneThatWasEnteredForTheWrongOne() {
        other("creates: false\nattributes:\n  phone: \"${body[phone]}\"\n");
        sync("1,E1,111,", "3,E3,333,");
        assertThat(accounts()).containsExactly("E1 Ada 111 yes", "E2 Bob - yes", "E3 Carl 333 yes");
        sync("1,E2,111,", "3,E3,333,");
        assertThat(accounts()).containsExactly("E1 Ada - yes", "E2 Bob 111 yes", "E3 Carl 333 yes");
        assertThat(company.run("log", "--identity", "E1")).as(company.said()).isZero();
        assertThat(company.said()).contains("the record 1 names another person than before");
    }

    @Test
    void aLastDayThatWasEnteredForTheWrongOne() {
        other("attributes:\n  workerId: \"${body[worker]}\"\n  phone: \"${body[phone]}\"\n  endDate: {value: \"${body[end]}\", authority: 5}\n");
        sync("3,E3,,");
        sync("1,E1,,2026-11-01", "3,E3,,");
        assertThat(accounts()).containsExactly("E1 Ada - no", "E2 Bob - yes", "E3 Carl - yes");
        sync("1,E2,,2026-11-01", "3,E3,,");
        assertThat(accounts()).containsExactly("E1 Ada - yes", "E2 Bob - no", "E3 Carl - yes");
    }

    @Test
    void whoeverGetsAnotherNumberIsWhoSheWas() {
        other("creates: false\nattributes:\n  phone: \"${body[phone]}\"\n");
        sync("1,E1,111,", "3,E3,333,");
        sync("1,E9,111,", "3,E3,333,");
        assertThat(accounts()).as("nobody has that number, or not yet").containsExactly("E1 Ada 111 yes", "E2 Bob - yes", "E3 Carl 333 yes");
    }

    /** One source, in which each contract is a record, and the number in the last column says whose it is. */
    private void contracts(String... rows) {
        company.write("mappings/crm.yaml", AfflictedCompany.text(folder, "mappings/crm.yaml").replace(" ${coalesce(${body[phone]}, '-')}", ""));
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone: \"${body[zone]}\"", "").replace("${body[workerId]}", "${body[zone]}"));
        company.hr(rows);
        company.run("sync");
    }

    @Test
    void aSecondContractThatWasEnteredForTheWrongOne() {
        contracts("c1,Ada,D1,,2026-01-01,,E1", "c2,Bob,D1,,2026-01-01,2026-11-10,E2", "c3,Bob,D1,,2026-11-11,2026-11-19,E1", "c4,Carl,D1,,,,E3");
        assertThat(accounts()).as("Bob's new contract was entered for Ada").containsExactly("E1 Ada yes", "E3 Carl yes");
        contracts("c1,Ada,D1,,2026-01-01,,E1", "c2,Bob,D1,,2026-01-01,2026-11-10,E2", "c3,Bob,D1,,2026-11-11,,E2", "c4,Carl,D1,,,,E3");
        assertThat(accounts()).containsExactly("E1 Ada yes", "E2 Bob yes", "E3 Carl yes");
    }

    @Test
    void twoWhoGetEachOthersNumbersAreWhoTheyWere() {
        contracts("a1,Sam,D1,,2026-01-01,,S1", "a2,Sam,D1,,2025-01-01,,S1", "b1,Sue,D2,,2026-01-01,,S2", "b2,Sue,D2,,2025-01-01,,S2");
        contracts("a1,Sam,D1,,2026-01-01,,S2", "a2,Sam,D1,,2025-01-01,,S2", "b1,Sue,D2,,2026-01-01,,S1", "b2,Sue,D2,,2025-01-01,,S1");
        assertThat(company.rows("select login || ' ' || name || ' ' || active from users order by login")).containsExactly("sam Sam yes", "sue Sue yes");
    }
}
