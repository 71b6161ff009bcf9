package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is years ahead for an hour: what is deleted by it does not come back with the right one. */
class HoldsByAWrongClockTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    /** Three have left, and are held for ninety days. */
    @BeforeEach
    void someHaveLeft() {
        company = new AfflictedCompany(folder).withTable("lifecycle: {onLeaver: disable, hold: P90D}\n");
        company.hr(IntStream.range(0, 30).mapToObj(i -> "E" + (10 + i) + ",N" + i + ",,,," + (i < 3 ? "2026-11-01" : i < 5 ? "2027-02-01" : "") + ",").toArray(String[]::new));
        company.at("2026-10-20T12:00:00Z");
        sync(0);
        company.at("2026-11-20T12:00:00Z");
        sync(0);
        assertThat(accounts()).containsExactly("27 open, 3 closed");
    }

    @AfterEach
    void close() {
        company.close();
    }

    private List<String> accounts() {
        return company.rows("select sum(active = 'yes') || ' open, ' || sum(active = 'no') || ' closed' from users");
    }

    private void sync(int exitCode) {
        assertThat(company.run("sync")).as(company.said()).isEqualTo(exitCode);
    }

    @Test
    void nobodyIsDeletedByIt() {
        company.at("2031-11-20T12:00:00Z");
        sync(5);
        assertThat(company.said()).contains("3 changes stay held", "by which the job has not run since 2026-11-20T12:00:00Z");
        company.at("2031-11-20T12:05:00Z");
        sync(5);
        assertThat(accounts()).as("two of February have left by that clock").containsExactly("25 open, 5 closed");
        company.at("2026-11-20T13:00:00Z");
        sync(0);
        assertThat(accounts()).containsExactly("27 open, 3 closed");
    }

    @Test
    void whereItIsRightSomebodySaysSoAndADailyCycleNeedsNobody() throws Exception {
        company.at("2027-03-01T12:00:00Z");
        sync(5);
        assertThat(company.run("approve", "crm", "--json")).isEqualTo(5);
        String seen = new ObjectMapper().readTree(company.said()).at("/held/seen").asText();
        assertThat(company.run("approve", "crm", "--why", "it was switched off over the winter", "--seen", seen)).as(company.said()).isZero();
        assertThat(accounts()).containsExactly("25 open, 2 closed");
        for (String day : List.of("2027-03-31", "2027-04-30", "2027-05-29")) {
            company.at(day + "T12:00:00Z");
            sync(0);
        }
        assertThat(accounts()).containsExactly("25 open, 2 closed");
        company.at("2027-06-01T12:00:00Z");
        sync(0);
        assertThat(accounts()).as("ninety days after the first of March").isEqualTo(List.of("25 open, 0 closed"));
    }
}
