package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** What many have says nothing, also on the first day; nor does what is made of the number alone. */
    @Test
    void inATargetThatIsNewADepartmentAndANameMadeOfTheNumberAreNobodysOwn() {
        AccountsOfOthersTest first = new AccountsOfOthersTest();
        first.company = new AfflictedCompany(folder.resolve("new")).withTable("  title: \"${body[dept]}\"\n  badge: \"b ${body[workerId]}\"\n  mail: \"${body[mail]}\"\n");
        first.company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "new/mappings/hr.yaml").replace("timeZone:", "mail:"));
        first.company.sql("alter table users add column title text");
        first.company.sql("alter table users add column badge text");
        first.company.sql("alter table users add column mail text");
        first.company.sql("insert into users values ('7', 'aking', 'Ada King', 'no', 'Law', 'b 7', 'king@x.example')");
        first.company.hr(Stream.concat(Stream.of("7,Bob Stone,Law,8,,,stone@x.example"), IntStream.range(10, 20).mapToObj(i -> i + ",Name" + i + " Of" + i + ",Law,8,,,p" + i + "@x.example")).toArray(String[]::new));
        first.sync(PARTLY);
        assertThat(first.company.said()).contains("7: the account that matches worker, aking, seems to be somebody else's: mail, name");
        assertThat(first.accounts()).containsExactly("7 aking Ada King Law no");
        first.company.sql("update users set worker = 'former-7' where worker = '7'");
        first.sync(0);
        assertThat(first.accounts()).as("each cycle looks").containsExactly("7 bob stone Bob Stone Law yes");
    }

    /** A target that is full of accounts made by hand, in which all is written otherwise. */
    @Test
    void whomAnotherRuleFindsTooIsHersHoweverItIsWritten() {
        adopt("""
                match: [{target: worker, value: "${body[workerId]}"}, {target: mail, value: "${body[mail]}"}]
                """, i -> "'P" + i + "@x.example'");
        sync(0);
        assertThat(company.rows("select worker from users where login like 'h%' and name like 'Name%' and active = 'yes'")).hasSize(40);
    }

    @Test
    void whereNothingElseTellsAllAreToldAndDecidedInOneFile() {
        adopt("", i -> "null");
        sync(PARTLY);
        assertThat(company.said()).contains("Left behind in crm: 40 (matches-another)", "caravan accounts crm --ambiguous --csv");
        assertThat(company.run("accounts", "crm", "--ambiguous", "--csv")).as(company.said()).isZero();
        List<String> csv = company.said().lines().filter(line -> line.contains(",") || line.startsWith("identity")).toList();
        assertThat(csv).startsWith("identity,decision,why,person,accounts,ids").hasSize(41);
        company.write("decisions.csv", csv.get(0) + "\n" + csv.stream().skip(1).map(line -> line.replaceAll("^(\\d+),,(.*),(h\\d+)$", "$1,$3,$2,$3")).collect(Collectors.joining("\n")) + "\n");
        assertThat(company.run("adopt", "crm", folder.resolve("decisions.csv").toString())).as(company.said()).isZero();
        sync(0);
        assertThat(company.rows("select worker from users where login like 'h%' and name like 'Name%' and active = 'yes'")).hasSize(40);
    }

    /** Whoever made accounts by hand wrote Müller as Mueller, or as Muller. */
    @Test
    void aNameIsTheSameHoweverItsSignsAreWritten() {
        company.sql("insert into users values ('7', 'x7', 'Mueller', 'no', 'Steuern')");
        company.sql("insert into users values ('6', 'x6', 'Jorg', 'no', 'Steuern')");
        company.sql("insert into users values ('5', 'x5', 'STRASSER', 'no', 'Steuern')");
        company.hr("7,Jörg Müller,Law,8,,,", "6,Jörg Fox,Law,8,,,", "5,Eva Straßer,Law,8,,,", "8,Carl Low,D1,9,,,", "9,Mo Man,D1,1,,,");
        sync(0);
        assertThat(accounts()).containsExactly("5 x5 Eva Straßer Law yes", "6 x6 Jörg Fox Law yes", "7 x7 Jörg Müller Law yes");
    }

    private void adopt(String match, IntFunction<String> mail) {
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone:", "mail:"));
        String mapping = AfflictedCompany.text(folder, "mappings/crm.yaml");
        company.write("mappings/crm.yaml", match.isEmpty() ? mapping : mapping.replaceAll("match: .*\n", Matcher.quoteReplacement(match)) + "  mail: \"${body[mail]}\"\n");
        company.write("application.properties", AfflictedCompany.text(folder, "application.properties").replace("findBy = login,worker", "findBy = login,worker,mail"));
        company.sql("alter table users add column mail text");
        IntStream.range(100, 140).forEach(i -> company.sql("insert into users values ('" + i + "', 'h" + i + "', 'NN" + i + "', 'yes', 'Steuern', " + mail.apply(i) + ")"));
        company.hr(Stream.concat(Stream.of("8,Carl Low,D1,9,,,", "9,Mo Man,D1,1,,,"), IntStream.range(100, 140).mapToObj(i -> i + ",Name" + i + " Of" + i + ",Law" + i % 20 + ",8,,,p" + i + "@x.example")).toArray(String[]::new));
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
