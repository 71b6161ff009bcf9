package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters are put together by their cause, and tried again or dropped by it. */
class DeadLettersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyOfSixtyOfWhomAThirdIsRefused() throws Exception {
        shell = new CompanyShell(folder);
        shell.company().hr(IntStream.rangeClosed(1, 60).mapToObj(i -> "E" + i + ",Person" + i + ",R1,,").toArray(String[]::new));
        shell.company().sql("create trigger no_odd before insert on users when new.worker like 'E_' and new.worker <> 'E2' begin select raise(abort, 'no room left for them'); end");
        shell.company().sql("create trigger no_ten before insert on users when new.worker like 'E1_' begin select raise(abort, 'the ''tens'' are closed at 17:03'); end");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private JsonNode causes() throws Exception {
        shell.run("dead-letters", "list", "--json");
        return JSON.readTree(shell.out()).at("/causes");
    }

    /** The id of those who stand in so many letters. */
    private String cause(int count) throws Exception {
        for (JsonNode cause : causes()) {
            if (cause.at("/count").asInt() == count) {
                return cause.at("/id").asText();
            }
        }
        throw new AssertionError("no cause of " + count + ": " + shell.out());
    }

    @Test
    void manyAreListedByWhatTheyHaveInCommon() throws Exception {
        assertThat(shell.run("dead-letters")).isZero();
        assertThat(shell.out()).contains("no room left for them", "'tens' are closed", "dead-letters list --cause").doesNotContain("E13");
        assertThat(causes()).hasSize(2);
        assertThat(shell.run("dead-letters", "list", "--cause", cause(10))).isZero();
        assertThat(shell.out()).contains("E10", "E19").doesNotContain("E3 ");
        shell.run("dead-letters", "--limit", "3");
        assertThat(shell.out()).contains("These are the newest of 18.");
    }

    @Test
    void theyAreChosenByOutcomeAndMoment() {
        assertThat(shell.run("dead-letters", "list", "--outcome", "invalid", "--since", "1h", "--identity", "E5")).isZero();
        assertThat(shell.out()).contains("E5").doesNotContain("E6");
        shell.run("dead-letters", "list", "--outcome", "forbidden");
        assertThat(shell.out()).startsWith("None.");
        shell.run("dead-letters", "list", "--since", "2999-01-01");
        assertThat(shell.out()).startsWith("None.");
        assertThat(shell.run("dead-letters", "list", "--outcome", "forbiden")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("there is no outcome 'forbiden'", "Did you mean 'forbidden'?");
    }

    @Test
    void aCauseThatIsGoneIsTriedAgainWithoutTheOthers() throws Exception {
        String tens = cause(10);
        shell.company().sql("drop trigger no_ten");
        assertThat(shell.run("dead-letters", "retry", "--cause", tens)).isZero();
        assertThat(shell.out()).contains("tries 10 again");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.company().rows("select worker from users where worker like 'E1_'")).hasSize(10);
        assertThat(cause(8)).as("the same id as before for the others").isNotEqualTo(tens);
        assertThat(causes()).hasSize(1);
    }

    @Test
    void whatIsDroppedSaysWhyAndIsNotMadeUntilSomethingElseIsDue() throws Exception {
        String tens = cause(10);
        assertThat(shell.run("dead-letters", "drop", "--cause", tens)).as("without a reason").isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("dead-letters", "drop", "--cause", tens, "--why", " ")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("dead-letters", "drop", "--why", "all of them")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("dead-letters", "drop", "--cause", tens, "--why", "the tens were a trial", "--as", "ada")).isZero();
        assertThat(shell.out()).contains("10 changes of app are not made until something else is due", "caravan approve app --rejected");
        assertThat(causes()).hasSize(1);
        shell.company().sql("drop trigger no_ten");
        assertThat(shell.run("sync", "--full")).as("they are named all the same").isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("10 (change-rejected)", "rejected by ada");
        assertThat(shell.company().rows("select worker from users where worker like 'E1_'")).isEmpty();
        shell.run("log", "--action", "drop", "--by", "ada");
        assertThat(shell.out()).contains("E10", "the tens were a trial", "it came to:");

        shell.company().hr(IntStream.rangeClosed(1, 60).mapToObj(i -> "E" + i + ",Person" + i + (i == 12 ? ",R2,," : ",R1,,")).toArray(String[]::new));
        shell.run("sync");
        assertThat(shell.company().rows("select worker from users where worker like 'E1_'")).as("something else is due").hasSize(1);
    }

    @Test
    void aRecordThatIsDroppedIsToldAgainWhenItIsMetAgain() throws Exception {
        shell.company().hr("E1,Ada,R1,,", "E1,Bea,R1,,");
        shell.run("sync", "hr", "--let-shrink", "hr=59");
        shell.run("dead-letters", "list", "--job", "hr");
        assertThat(shell.out()).contains("stands more than once");
        assertThat(shell.run("dead-letters", "drop", "--job", "hr", "--why", "known")).isZero();
        assertThat(shell.out()).contains("of hr", "forgotten");
        shell.run("dead-letters", "list", "--job", "hr");
        assertThat(shell.out()).startsWith("None.");
        shell.run("sync", "hr", "--full");
        shell.run("dead-letters", "list", "--job", "hr");
        assertThat(shell.out()).contains("stands more than once");
    }
}
