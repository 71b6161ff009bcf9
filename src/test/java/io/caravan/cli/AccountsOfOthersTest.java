package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a target stands an account of somebody of long ago, under the number that somebody new has by now: who is new does not get it for the number alone. */
class AccountsOfOthersTest {

    private static final int PARTLY = ExitCode.SOME_FAILED.number();

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aTableWithTitles() {
        company = new AfflictedCompany(folder).withTable("  title: \"${body[dept]}\"\n");
        company.sql("alter table users add column title text");
        company.hr("8,Carl Low,D1,9,,,", "9,Mo Man,D1,1,,,");
        sync(0);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void sync(int exitCode, String... more) {
        String[] words = IntStream.rangeClosed(0, more.length).mapToObj(i -> i == 0 ? "sync" : more[i - 1]).toArray(String[]::new);
        assertThat(company.run(words)).as(company.said()).isEqualTo(exitCode);
    }

    private List<String> accounts() {
        return company.rows("select worker || ' ' || login || ' ' || name || ' ' || coalesce(title, '-') || ' ' || active from users where worker in ('5', '6', '7') order by login");
    }

    @Test
    void anAccountWithNothingInCommonIsNeitherOpenedNorOverwritten() {
        company.sql("insert into users values ('7', 'aking', 'Ada King', 'no', 'Tax')");
        company.sql("insert into users values ('6', 'zking', 'Zoe King', 'yes', 'Tax')");
        company.hr("7,Bob Stone,Law,8,,,", "6,Eve Fox,Law,8,,,", "8,Carl Low,D1,9,,,", "9,Mo Man,D1,1,,,");
        for (String[] more : new String[][] {{}, {"--full"}}) {
            sync(PARTLY, more);
            assertThat(company.said()).contains("Left behind in crm: 2 (matches-another)", "7: the account that matches worker, aking, seems to be somebody else's: name, title have nothing in common");
            assertThat(accounts()).containsExactly("7 aking Ada King Tax no", "6 zking Zoe King Tax yes");
        }
        assertThat(company.run("settle", "6", "crm", "--account", "zking")).as(company.said()).isZero();
        company.sql("update users set worker = 'former-7' where worker = '7'");
        sync(0, "--full");
        assertThat(accounts()).as("each as somebody has said; and nobody's name is taken for hers").containsExactly("7 bob stone Bob Stone Law yes", "6 zking Eve Fox Law yes");
    }

    @Test
    void whoeverHasAWordInCommonIsTheSameOrTooLittleIsKnown() {
        company.sql("insert into users values ('7', 'x7', 'Ada King', 'no', 'Tax')");
        company.sql("insert into users values ('6', 'x6', 'Zoe', 'yes', null)");
        company.hr("7,Ada Stone,Law,8,,,", "6,Eve Fox,Law,8,,,", "8,Carl Low,D1,9,,,", "9,Mo Man,D1,1,,,");
        sync(0);
        assertThat(accounts()).containsExactly("6 x6 Eve Fox Law yes", "7 x7 Ada Stone Law yes");
    }
}
