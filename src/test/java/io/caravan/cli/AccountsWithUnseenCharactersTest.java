package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that a target has under a value with something in it that does not show: they are whose value it is, and nobody gets a second one beside. */
class AccountsWithUnseenCharactersTest {

    private static final String COMPOSED = "Jos\u00E9";
    private static final String OF_TWO_SIGNS = "Jose\u0301";

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
        return company.rows("select login || ' ' || name || ' ' || active from users order by login");
    }

    private void sync() {
        assertThat(company.run("sync")).as(company.said()).isZero();
    }

    @Test
    void inAListTheyAreRecognisedAndClosedWhenSheLeaves() {
        company.sql("insert into users values ('E1\u00A0', 'old1', 'Ada', 'yes')");
        company.sql("insert into users values ('" + OF_TWO_SIGNS + "', 'old2', 'J', 'yes')");
        company.sql("insert into users values ('\u200BE3 ', 'old3', 'Alan', 'yes')");
        company.hr("E1,Ada,,,,,", COMPOSED + ",J,,,,,", "E3,Alan,,,,,");
        sync();
        assertThat(accounts()).containsExactly("old1 Ada yes", "old2 J yes", "old3 Alan yes");
        company.hr("E1,Ada,,,,2026-11-01,", COMPOSED + ",J,,,,2026-11-01,", "E3,Alan,,,,,");
        sync();
        assertThat(accounts()).containsExactly("old1 Ada no", "old2 J no", "old3 Alan yes");
    }

    @Test
    void aSearchFindsALetterThatIsComposedOfOtherSigns() {
        company.hr("E1,Ada,,,,,");
        sync();
        company.sql("insert into users values ('" + OF_TWO_SIGNS + "', 'old2', 'J', 'yes')");
        company.hr("E1,Ada,,,,,", COMPOSED + ",J,,,,,");
        sync();
        assertThat(accounts()).containsExactly("ada Ada yes", "old2 J yes");
    }
}
