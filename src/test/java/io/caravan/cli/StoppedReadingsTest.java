package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reading that was held or refused is let through in the words of held changes: as much as was counted then, once, and no more. */
class StoppedReadingsTest {

    private static final int PEOPLE = 20;

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyOfTwentyWithLastDaysAhead() throws Exception {
        shell = new CompanyShell(folder);
        shell.at(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));
        file(i -> true, i -> true);
        assertThat(shell.run("sync")).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void file(IntPredicate there, IntPredicate withEnd) throws Exception {
        shell.company().hr(IntStream.range(0, PEOPLE).filter(there).mapToObj(i -> "E" + i + ",Person " + i + ",D,," + (withEnd.test(i) ? "2027-12-31" : "")).toArray(String[]::new));
    }

    private String seen() throws Exception {
        assertThat(shell.run("approve", "hr", "--json")).isEqualTo(ExitCode.HELD.number());
        return new ObjectMapper().readTree(shell.out()).at("/reading/seen").asText();
    }

    private int approve(String seen) {
        return shell.run("approve", "hr", "--why", "HR says so", "--seen", seen, "--as", "ada");
    }

    private long absent() throws Exception {
        shell.run("status", "--json");
        return PEOPLE - new ObjectMapper().readTree(shell.out()).at("/jobs/0/records").asLong();
    }

    @Test
    void valuesThatVanishedFromAsManyAsWereSeenAreLetThroughOnce() throws Exception {
        file(i -> true, i -> i >= 4);
        assertThat(shell.run("sync", "hr")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("caravan approve hr");
        assertThat(shell.run("approve", "hr")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("vanished: \"end\" from 4 of 20 people", "Let through would be: \"end\" of 4 people vanishes", "caravan approve hr --why TEXT --seen ");
        String four = seen();

        file(i -> true, i -> i >= 9);
        assertThat(approve(four)).as("nine is not four").isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("\"end\" from 9 of 20 people", "Not let through");
        assertThat(approve(four)).as("that was another reading").isEqualTo(ExitCode.FAILED.number());

        assertThat(approve(seen())).as(shell.out()).isZero();
        assertThat(shell.out()).contains("Approved: \"end\" of 9 people vanishes");
        shell.run("log", "--action", "approve");
        assertThat(shell.out()).contains("HR says so; \"end\" of 9 people vanishes");
        shell.run("log", "--action", "guard", "--status", "success");
        assertThat(shell.out()).contains("let through by ada: HR says so");
        assertThat(shell.run("log", "verify")).isZero();
        assertThat(shell.run("approve", "hr")).as("and that was that").isEqualTo(ExitCode.FAILED.number());
        file(i -> true, i -> i >= 15);
        assertThat(shell.run("sync", "hr")).as("the next reading is judged by itself").isEqualTo(ExitCode.HELD.number());
    }

    @Test
    void asManyRecordsAsWereSeenMayBeMissingOnce() throws Exception {
        file(i -> i >= 5, i -> true);
        assertThat(shell.run("sync", "hr")).isEqualTo(ExitCode.FAILED.number());
        shell.run("approve", "hr");
        assertThat(shell.out()).contains("Let through would be: 5 records are missing");
        String five = seen();
        file(i -> i >= 6, i -> true);
        assertThat(approve(five)).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("5 were let through, and 6 are missing");
        assertThat(absent()).isZero();
        file(i -> i >= 5, i -> true);
        assertThat(shell.run("sync", "hr")).isEqualTo(ExitCode.FAILED.number());
        assertThat(approve(five)).as(shell.out()).isZero();
        assertThat(absent()).isEqualTo(5);
    }

    @Test
    void somebodyWhoseKeyIsWrittenLikeAMissingOneIsLetThroughByName() throws Exception {
        shell.company().hr(IntStream.range(0, PEOPLE).mapToObj(i -> (i == 7 ? "E07" : "E" + i) + ",Person " + i + ",D,,2027-12-31").toArray(String[]::new));
        assertThat(shell.run("sync", "hr")).isEqualTo(ExitCode.FAILED.number());
        shell.run("approve", "hr");
        assertThat(shell.out()).contains("Let through would be: E07 is new, and somebody else's");
        assertThat(approve(seen())).as(shell.out()).isZero();
        assertThat(shell.run("explain", "E07")).isZero();
    }

    @Test
    void whatNobodyCanLetThroughStaysRefused() throws Exception {
        shell.company().hr();
        assertThat(shell.run("sync", "hr")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.run("approve", "hr", "--why", "x")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("failed for what nobody can let through");
        assertThat(shell.run("approve", "hr", "--only", "E1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(absent()).isZero();
    }
}
