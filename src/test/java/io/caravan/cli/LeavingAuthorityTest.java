package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that only adds to people says when they leave, too: whose word counts is said by somebody, and not by how a file is called. */
class LeavingAuthorityTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aTable() {
        company = new AfflictedCompany(folder).withTable("").hr("E1,Ada,D1,,,2026-11-01,", "E2,Bob,D1,,,,");
    }

    @AfterEach
    void close() {
        company.close();
    }

    /** What {@code check} warns of. */
    private String warned(String name, String creates, String authority) {
        company.settings("caravan.systems." + name + ".connector = csv-source", "caravan.systems." + name + ".file = " + name + ".csv", "caravan.systems." + name + ".quietSeconds = 0",
                "caravan.systems." + name + ".key = id");
        company.write(name + ".csv", "id,expires\nE1,2027-12-31\nE2,2027-12-31\n");
        company.write("mappings/" + name + ".yaml", """
                job: NAME
                from: {system: NAME, object: record, attributes: [id, expires]}
                to: hub
                CREATES
                match: [{hub: workerId, value: "${body[id]}"}]
                attributes:
                  endDate: {value: "${body[expires]}"AUTHORITY}
                """.replace("NAME", name).replace("CREATES", creates).replace("AUTHORITY", authority));
        assertThat(company.run("check")).as(company.said()).isZero();
        String said = company.said();
        company.delete("mappings/" + name + ".yaml");
        return said;
    }

    @Test
    void whatIsHeardBeforeHrForItsNameAloneIsWarnedOf() {
        assertThat(warned("ad", "creates: false", "")).contains("mappings/ad.yaml:7:3 warning MAP033: where hr, which makes people, says that somebody has left, \"endDate\" of this job counts");
        assertThat(List.of(warned("ad2", "creates: false", ", authority: 5"), warned("zad", "creates: false", ""))).as("somebody has said so; or it is heard behind HR").noneMatch(said -> said.contains("MAP033"));
    }

    @Test
    void itIsAlsoWhereHrIsHeardLessOfWhoHasLeft() {
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("to: hub\n", "to: hub\nauthority: {active: 20, ahead: 5, ended: 0}\n"));
        assertThat(warned("zad", "creates: false", ", authority: 10")).contains("MAP033");
        assertThat(warned("zad2", "creates: false", ", authority: 30")).doesNotContain("MAP033");
    }
}
