package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several people have the value by which one is recognised: nobody is taken for another by it. */
class SharedValuesTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    /** People have an address in the last column. */
    @BeforeEach
    void aTable() {
        company = new AfflictedCompany(folder).withTable("");
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone:", "mail:"));
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void recognisedByMail(String file) {
        company.write(file, AfflictedCompany.text(folder, file).replace("match: [{hub: workerId, value: \"${body[workerId]}\"}]", "match: [{hub: mail, value: \"${body[zone]}\"}]")
                .replace("worker: \"${body[workerId]}\"", "worker: \"${body[mail]}\"").replace("match: [{target: worker, value: \"${body[workerId]}\"}]", "match: [{target: worker, value: \"${body[mail]}\"}]"));
    }

    private List<String> accounts() {
        return company.rows("select worker || ' ' || name || ' ' || active from users order by worker, name");
    }

    private void sync(int exitCode) {
        assertThat(company.run("sync")).as(company.said()).isEqualTo(exitCode);
    }

    @Test
    void whatIsWrittenWhereThereIsNoAddressMakesNobodyOnePerson() {
        recognisedByMail("mappings/hr.yaml");
        company.hr("E1,Ada,Production,,,,n/a", "E2,Bob,Production,,,,n/a", "E3,Carl,Production,,,,-", "E4,Dan,Production,,,,-", "E5,Eve,Office,,,,e@x");
        sync(0);
        assertThat(accounts()).containsExactly("E1 Ada yes", "E2 Bob yes", "E3 Carl yes", "E4 Dan yes", "E5 Eve yes");
    }

    @Test
    void oneAddressForAllIsNobodysOwn() {
        recognisedByMail("mappings/hr.yaml");
        company.hr(IntStream.range(0, 30).mapToObj(i -> "E" + (10 + i) + ",N" + i + ",Production,,,," + (i < 25 ? "noreply@x" : "n" + i + "@x")).toArray(String[]::new));
        sync(4);
        assertThat(company.said()).contains("more than 20 records of this source for one person");
    }

    @Test
    void anAccountThatWouldBeOfTwoPeopleIsOfNeitherUntilTheyDiffer() {
        recognisedByMail("mappings/crm.yaml");
        company.sql("insert into users values ('b@x','bob','Bob','yes')");
        company.hr("E1,Ada,D1,,,,b@x", "E2,Bob,D1,,,,b@x", "E3,Carl,D1,,,,c@x");
        for (int twice = 0; twice < 2; twice++) {
            sync(4);
            assertThat(company.said()).contains("Left behind in crm: 2 (matches-several)", "would also be that of E2", "would also be that of E1");
            assertThat(accounts()).containsExactly("b@x Bob yes", "c@x Carl yes");
        }
        company.hr("E1,Ada,D1,,,,a@x", "E2,Bob,D1,,,,b@x", "E3,Carl,D1,,,,c@x");
        sync(0);
        assertThat(company.rows("select login || ' ' || name from users order by login")).containsExactly("ada Ada", "bob Bob", "carl Carl");
    }
}
