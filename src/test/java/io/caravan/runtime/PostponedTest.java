package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.Postponed;
import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a target did not take waits one cycle, two, four, a day at most; a target that does not answer is asked once in a cycle. The clock is simulated. */
class PostponedTest {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void start() throws IOException {
        FlakyTarget.reset();
        company = new SmallCompany(folder);
        Files.createDirectories(folder.resolve("connectors"));
        Files.createDirectories(folder.resolve("routes"));
        company.write("connectors/flaky.kamelet.yaml", FlakyTarget.KAMELET.replace("RATE\n", ""));
        company.write("routes/dispatch.camel.yaml", Files.readString(SmallCompany.INSTALLATION.resolve("routes/dispatch.camel.yaml")).replace("maximumRedeliveries: 3", "maximumRedeliveries: 0"));
        Files.writeString(folder.resolve("application.properties"), """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.hr.key = workerId
                caravan.systems.app.connector = flaky
                """);
        company.write("mappings/app.yaml", """
                job: app
                description: Everybody.
                from: hub
                to: {system: app, object: user}
                schedule: {every: 5m}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  worker: "${body[workerId]}"
                """);
    }

    @AfterEach
    void stop() {
        company.close();
    }

    private void doesNotAnswer(int calls) {
        FlakyTarget.ANSWERS.clear();
        IntStream.range(0, calls).forEach(i -> FlakyTarget.ANSWERS.add(Outcome.failed(OutcomeKind.UNAVAILABLE, "down")));
    }

    private CycleRun at(Duration since) {
        return company.passesTo(START.plus(since)).sync("app", false);
    }

    private Postponed waiting() {
        return company.caravan().store().changes().postponed("app", 10).get(0);
    }

    @Test
    void whatATargetDidNotTakeWaitsOneCycleThenTwoThenFourAndADayAtMost() throws IOException {
        company.hr("E1,Ada,D1,,");
        doesNotAnswer(100);
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(waiting().again()).as("the next cycle, whenever it is").isEqualTo(START);
        at(Duration.ofMinutes(5));
        assertThat(waiting().again()).isEqualTo(START.plus(Duration.ofMinutes(15)));
        int calls = FlakyTarget.CALLED_AT.size();
        CycleRun waits = at(Duration.ofMinutes(10));
        assertThat(FlakyTarget.CALLED_AT).as("it is left alone").hasSize(calls);
        assertThat(waits.getCycle().counted(Counted.POSTPONED)).isEqualTo(1);
        assertThat(waits.getCycle().status()).as("never green").isEqualTo(CycleStatus.PARTLY);
        at(Duration.ofMinutes(15));
        assertThat(waiting().again()).isEqualTo(START.plus(Duration.ofMinutes(35)));
        Duration since = Duration.ofMinutes(15);
        for (int i = 0; i < 10; i++) {
            since = Duration.between(START, waiting().again());
            at(since);
        }
        assertThat(Duration.between(waiting().last(), waiting().again())).isEqualTo(Duration.ofDays(1));
        company.close();
        FlakyTarget.ANSWERS.clear();
        assertThat(at(since.plus(Duration.ofHours(1))).getCycle().counted(Counted.POSTPONED)).as("after a restart, too").isEqualTo(1);
        assertThat(at(since.plus(Duration.ofDays(1))).getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.caravan().store().changes().postponedCount("app")).isZero();
    }

    @Test
    void whatIsWantedOtherwiseNowAndWhatSomebodyAsksForNowDoesNotWait() throws IOException {
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        doesNotAnswer(100);
        company.sync();
        at(Duration.ofMinutes(5));
        assertThat(company.caravan().store().changes().postponedCount("app")).isEqualTo(2);
        FlakyTarget.ANSWERS.clear();
        company.passesTo(START.plus(Duration.ofMinutes(6)));
        company.caravan().askAgain("app");
        assertThat(company.sync("app", false).getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(FlakyTarget.ACCOUNTS).hasSize(2);
    }

    @Test
    void whoLeavesDoesNotWait() throws IOException {
        company.hr("E1,Ada,D1,,");
        company.sync();
        FlakyTarget.refuses = OutcomeKind.UNAVAILABLE;
        company.hr("E1,Ada,D1,,2026-11-19");
        company.sync();
        for (int i = 1; i <= 4; i++) {
            at(Duration.ofMinutes(5 * i));
            assertThat(FlakyTarget.OTHERS).as("tried in each cycle").hasSize(1 + i);
        }
        assertThat(company.caravan().store().changes().postponedCount("app")).isZero();
        FlakyTarget.refuses = null;
        assertThat(at(Duration.ofMinutes(25)).getCycle().status()).isEqualTo(CycleStatus.DONE);
    }

    @Test
    void aTargetThatIsDownIsAskedOnceInACycle() throws IOException {
        company.hr(IntStream.range(0, 15).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new));
        doesNotAnswer(1_000);
        company.sync();
        FlakyTarget.down = true;
        int calls = FlakyTarget.CALLED_AT.size();
        FlakyTarget.TESTS.set(0);
        for (int i = 1; i <= 5; i++) {
            CycleRun run = at(Duration.ofMinutes(5 * i));
            assertThat(run.getCycle().status()).isEqualTo(CycleStatus.FAILED);
            assertThat(run.getCycle().reason()).contains("does not let us in, or is not there");
            assertThat(FlakyTarget.TESTS).hasValue(i);
        }
        assertThat(FlakyTarget.CALLED_AT).as("no change was sent").hasSize(calls);
        FlakyTarget.reset();
        assertThat(at(Duration.ofMinutes(30)).getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(List.copyOf(FlakyTarget.ACCOUNTS.keySet())).hasSize(15);
    }

    @Test
    void aServerThatThrottlesAboveARateThatNobodyDeclaredTakesAllOfItAndRefusesFew() throws IOException {
        company.hr(IntStream.range(0, 160).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new));
        FlakyTarget.mostPerSecond = 40;
        long start = System.nanoTime();
        CycleRun run = company.sync();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(run.getCycle().status()).as(run.getCycle().reason()).isEqualTo(CycleStatus.DONE);
        assertThat(FlakyTarget.ACCOUNTS).hasSize(160);
        System.out.printf("160 accounts in a target that takes 40 a second and does not say so: %d answers 429, %.1f s, %.1f calls a second in the end%n",
                FlakyTarget.THROTTLED.get(), seconds, company.caravan().callsPerSecond("app"));
        assertThat(FlakyTarget.THROTTLED.get()).isLessThan(30);
        assertThat(company.caravan().callsPerSecond("app")).isBetween(5.0, 45.0);
    }
}
