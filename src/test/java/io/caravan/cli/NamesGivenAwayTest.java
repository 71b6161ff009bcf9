package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account is deleted by hand, and its name in the target is given to somebody else's. */
class NamesGivenAwayTest {

    private static final int PARTLY = ExitCode.SOME_FAILED.number();

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aCompanyOfTenOfWhomOneHasLeft() {
        company = new AfflictedCompany(folder);
        company.withTable("").hr(people());
        sync(0);
        company.hr(people("E3"));
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

    private static String[] people(String... left) {
        return IntStream.rangeClosed(1, 10).mapToObj(i -> "E" + i + ",Name" + i + ",D1,,," + (List.of(left).contains("E" + i) ? "2026-11-01" : "") + ",").toArray(String[]::new);
    }

    private void givenAway(String worker, String to) {
        company.sql("update users set worker = 'X" + worker + "', name = '" + to + "', active = 'yes' where worker = '" + worker + "'");
    }

    private List<String> others() {
        return company.rows("select login || ' ' || name || ' ' || active from users where worker like 'X%'");
    }

    @Test
    void whoHasItNowIsNotClosedBecauseSomebodyElseHasLeft() {
        givenAway("E3", "Stranger One");
        company.at("2026-11-22T12:00:00Z");
        assertThat(sync(PARTLY)).contains("Left behind in crm: 1 (account-missing)", "E3: has left: ", "the target shows somebody else under the account's name: name, worker have nothing in common");
        assertThat(sync(PARTLY, "--full")).contains("E3: has left");
        assertThat(others()).containsExactly("name3 Stranger One yes");

        assertThat(company.run("settle", "E3", "crm", "--no-account")).as(company.said()).isZero();
        sync(0, "--full");
        assertThat(others()).containsExactly("name3 Stranger One yes");
    }

    @Test
    void herAccountIsNeitherOverwrittenNorTakenOver() {
        givenAway("E5", "Stranger One");
        assertThat(sync(PARTLY, "--full")).contains("E5: the target shows somebody else under the account's name");
        company.hr(people("E3", "E5"));
        sync(PARTLY);
        assertThat(others()).containsExactly("name5 Stranger One yes");
        company.sql("update users set worker = 'E5', name = 'Name5' where login = 'name5'");
        sync(0, "--full");
        assertThat(company.rows("select active from users where login = 'name5'")).as("it was hers after all").containsExactly("no");
    }

    /** As data protection may want it. */
    @Test
    void whoHasLeftAndWasMadeUnrecognisableIsClosedStill() {
        company.sql("update users set worker = 'gone-1', name = 'Deleted user' where worker = 'E3'");
        sync(0, "--full");
        sync(0);
        assertThat(company.rows("select login || ' ' || worker || ' ' || name || ' ' || active from users where login = 'name3'")).containsExactly("name3 gone-1 Deleted user no");
        company.hr(people());
        sync(0);
        assertThat(company.rows("select login || ' ' || worker || ' ' || name || ' ' || active from users where login = 'name3'")).as("she is back").containsExactly("name3 E3 Name3 yes");
    }

    @Test
    void aNumberThatWasChangedByHandIsPutBackAsEver() {
        company.sql("update users set worker = 'X7' where worker = 'E7'");
        sync(0, "--full");
        assertThat(company.rows("select worker from users where login = 'name7'")).containsExactly("E7");
    }
}
