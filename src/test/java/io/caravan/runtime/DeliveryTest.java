package io.caravan.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.CycleKind;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore;
import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.LogStore;
import io.caravan.engine.StateStore;
import io.caravan.subject.LinkState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.seda.SedaEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;

/** The dispatch routes as they are shipped, on a target that fails as it is told. */
class DeliveryTest {

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void start() throws IOException {
        FlakyTarget.reset();
        company = new SmallCompany(folder);
        connector("");
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
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  worker: "${body[workerId]}"
                """);
    }

    private void connector(String rate) throws IOException {
        Files.createDirectories(folder.resolve("connectors"));
        company.write("connectors/flaky.kamelet.yaml", FlakyTarget.KAMELET.replace("RATE\n", rate));
    }

    /** The route as it is shipped, but for how long it waits: a project may have its own. */
    private void waitsLess(String route, String pause, String shorter) throws IOException {
        String shipped = Files.readString(SmallCompany.INSTALLATION.resolve("routes").resolve(route));
        assertThat(shipped).containsOnlyOnce(pause);
        Files.createDirectories(folder.resolve("routes"));
        company.write("routes/" + route, shipped.replace(pause, shorter));
    }

    @AfterEach
    void stop() {
        company.close();
    }

    @Test
    void whatThrowsAfterTheLastTryIsToldAsWell() throws IOException {
        waitsLess("dispatch.camel.yaml", "            - to: caravan:record\n", "            - throwException: {exceptionType: java.lang.IllegalStateException, message: the disk is full}\n");
        String quick = Files.readString(folder.resolve("routes/dispatch.camel.yaml")).replace("redeliveryDelay: 500", "redeliveryDelay: 5");
        company.write("routes/dispatch.camel.yaml", quick).hr("E1,Ada,D1,,");
        IntStream.range(0, 9).forEach(i -> FlakyTarget.ANSWERS.add(Outcome.failed(OutcomeKind.UNAVAILABLE, "down")));
        assertThat(company.sync().getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("routes/dispatch.camel.yaml:", "the disk is full"));
    }

    /** An errorHandler by itself, in whatever file, is that of all routes in Camel. */
    @Test
    void aFileOfTheProjectCannotSwitchTheTriesOff() throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        company.write("routes/mine.camel.yaml", """
                - errorHandler:
                    noErrorHandler: {}
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - log: "mine"
                """);
        aTargetThatDoesNotAnswerIsTriedAgainWithinTheCycle();
    }

    @Test
    void aTargetThatDoesNotAnswerIsTriedAgainWithinTheCycle() throws IOException {
        FlakyTarget.ANSWERS.add(Outcome.failed(OutcomeKind.UNAVAILABLE, "down"));
        FlakyTarget.ANSWERS.add(Outcome.failed(OutcomeKind.UNAVAILABLE, "down"));
        CycleRun run = company.hr("E1,Ada,D1,,").sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(FlakyTarget.CALLED_AT).hasSize(3);
        assertThat(gap(1, 2)).as("the pauses grow").isGreaterThan(gap(0, 1));
        assertThat(company.caravan().store().log().read(LogStore.Filter.latest(1)).get(0).entry().result().attempts()).isEqualTo(3);
    }

    @Test
    void aPauseStopsACycleThatIsUnderWayBeforeItsNextBatchAndTheRestGoesWhenTheJobIsResumed() throws Exception {
        FlakyTarget.millis = 200;
        company.hr(IntStream.range(0, 60).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new));
        company.sync("hr", false);
        CompletableFuture<CycleRun> cycle = CompletableFuture.supplyAsync(() -> company.sync("app", false), cycling -> new Thread(cycling).start());
        await().atMost(Duration.ofSeconds(10)).until(() -> !FlakyTarget.ACCOUNTS.isEmpty());
        StateStore store = company.caravan().store();
        store.cycles().pause(new Pause("app", company.caravan().now(), "ada", "moving house", Optional.empty()));
        CycleRun run = cycle.get(30, TimeUnit.SECONDS);
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PAUSED);
        assertThat(run.getCycle().reason()).contains("by ada", "moving house");
        assertThat(FlakyTarget.ACCOUNTS).hasSizeBetween(1, 59);
        assertThat(store.links().enabledAccounts("app")).as("what was answered is recorded").isEqualTo(FlakyTarget.ACCOUNTS.size());
        assertThat(company.caravan().sync("app", false, "test")).as("it does not begin").isEmpty();
        FlakyTarget.millis = 0;
        company.caravan().sync("app", false, "test");
        store.cycles().resume("app");
        assertThat(company.sync("app", false).getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(FlakyTarget.ACCOUNTS).hasSize(60);
    }

    @Test
    void aServiceTakesUpWhatAPausedJobWasAskedForAsSoonAsItIsResumed() throws Exception {
        company.hr("E1,Ada,D1,,");
        StateStore store = company.caravan().store();
        store.cycles().pause(new Pause("app", company.caravan().now(), "ada", "", Optional.empty()));
        company.caravan().startSchedules();
        await().atMost(Duration.ofSeconds(20)).until(() -> store.hub().identityCount() == 1);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).until(FlakyTarget.ACCOUNTS::isEmpty);
        store.cycles().resume("app");
        await().atMost(Duration.ofSeconds(20)).until(() -> FlakyTarget.ACCOUNTS.size() == 1);
    }

    @Test
    void whatStaysUnansweredIsAFailureOfThisCycleAndIsDoneByTheNext() throws IOException {
        waitsLess("dispatch.camel.yaml", "redeliveryDelay: 500", "redeliveryDelay: 20");
        IntStream.range(0, 4).forEach(i -> FlakyTarget.ANSWERS.add(Outcome.failed(OutcomeKind.UNAVAILABLE, "down")));
        CycleRun run = company.hr("E1,Ada,D1,,").sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(company.sync("app", false).getCycle().counted("applied")).isEqualTo(1);
    }

    @Test
    void aTargetThatAsksToBeLeftAloneIsLeftAloneForSoLong() throws IOException {
        FlakyTarget.ANSWERS.add(FlakyTarget.throttled(Duration.ofMillis(1500)));
        CycleRun run = company.hr("E1,Ada,D1,,").sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(gap(0, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(1400));
    }

    @Test
    void aCreateThatHappenedAlthoughTheTargetAskedToWaitIsFoundAndNotMadeAgain() throws IOException {
        FlakyTarget.doesItAllTheSame = true;
        IntStream.range(0, 5).forEach(i -> FlakyTarget.ANSWERS.add(FlakyTarget.throttled(Duration.ofMillis(20))));
        company.hr("E1,Ada,D1,,").sync();
        assertThat(FlakyTarget.CALLED_AT).hasSize(1);
        assertThat(company.caravan().store().links().countByState("app")).containsExactly(Map.entry(LinkState.ENABLED, 1L));
    }

    @Test
    void waitingDoesNotUseUpTheTriesForATargetThatDoesNotAnswer() throws IOException {
        waitsLess("dispatch.camel.yaml", "redeliveryDelay: 500", "redeliveryDelay: 20");
        IntStream.range(0, 2).forEach(i -> FlakyTarget.ANSWERS.add(FlakyTarget.throttled(Duration.ofMillis(20))));
        IntStream.range(0, 3).forEach(i -> FlakyTarget.ANSWERS.add(Outcome.failed(OutcomeKind.UNAVAILABLE, "down")));
        assertThat(company.hr("E1,Ada,D1,,").sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(FlakyTarget.CALLED_AT).hasSize(6);
    }

    @Test
    void whoAsksToBeLeftAloneForADayIsLeftForALaterCycleAndThatIsSaid() throws IOException {
        FlakyTarget.ANSWERS.add(FlakyTarget.throttled(Duration.ofDays(1)));
        CycleRun run = company.hr("E1,Ada,D1,,").sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.FAILED);
        assertThat(run.getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("app asks to be left alone for 1 d").contains("later cycle"));
        assertThat(FlakyTarget.CALLED_AT).hasSize(1);
    }

    @Test
    void anythingElseIsNotTriedAgain() throws IOException {
        FlakyTarget.ANSWERS.add(Outcome.failed(OutcomeKind.INVALID, "no"));
        assertThat(company.hr("E1,Ada,D1,,").sync().getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(FlakyTarget.CALLED_AT).hasSize(1);
    }

    @Test
    void whoLeavesWhileABulkLoadIsUnderWayIsDisabledBeforeItsEnd() throws IOException {
        replaceFile("E0,Ada,D1,,");
        company.caravan().startSchedules();
        await().atMost(ofSeconds(30)).until(() -> FlakyTarget.CALLED_AT.size() == 1);
        FlakyTarget.millis = 150;
        // few enough to be searched for: this target lists nobody
        String[] joiners = IntStream.range(1, 190).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new);
        replaceFile("E0,Ada,D1,,", joiners);
        await().atMost(ofSeconds(30)).until(() -> FlakyTarget.CALLED_AT.size() > 20);
        replaceFile("E0,Ada,D1,,2026-11-01", joiners);
        await().atMost(ofSeconds(30)).until(() -> FlakyTarget.OTHERS.contains("disable id-E0"));
        assertThat(FlakyTarget.CALLED_AT).as("creates so far").hasSizeLessThan(190);
        FlakyTarget.millis = 0;
        await().atMost(ofSeconds(30)).until(() -> FlakyTarget.CALLED_AT.size() == 190);
        assertThat(FlakyTarget.OTHERS).containsExactly("disable id-E0");
    }

    @Test
    void whoJoinsWhileACycleIsUnderWayIsServedRightAfterIt() throws IOException {
        FlakyTarget.held = new CountDownLatch(1);
        replaceFile("E0,Ada,D1,,");
        company.caravan().startSchedules();
        await().atMost(ofSeconds(30)).until(() -> FlakyTarget.AT_ONCE.get() == 1);
        replaceFile("E0,Ada,D1,,", "E1,Grace,D1,,");
        await().atMost(ofSeconds(30)).until(() -> company.caravan().store().hub().identityCount() == 2);
        FlakyTarget.held.countDown();
        await().atMost(ofSeconds(30)).until(() -> FlakyTarget.CALLED_AT.size() == 2);
    }

    @Test
    void whoJoinsWhileAnotherProcessHasTheJobIsServedWhenThatHasEnded() throws IOException {
        waitsLess("schedule.camel.yaml", "constant: \"2000\"", "constant: \"200\"");
        CycleStore cycles = company.hr("E0,Ada,D1,,").caravan().store().cycles();
        CycleStore.Lease another = cycles.take("app", "another process", Instant.now(), Duration.ofMinutes(5)).orElseThrow();
        company.caravan().startSchedules();
        await().atMost(ofSeconds(30)).until(() -> company.caravan().store().hub().identityCount() == 1);
        await().during(ofSeconds(1)).atMost(ofSeconds(30)).until(FlakyTarget.CALLED_AT::isEmpty);
        cycles.release(another);
        await().atMost(ofSeconds(30)).until(() -> FlakyTarget.CALLED_AT.size() == 1);
    }

    @Test
    void aFullCycleComesToItsTurnHoweverOftenTheJobIsAskedForBeforeIt() throws Exception {
        company.write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")) + "schedule: {full: \"0 0 0 1 1 ? 2099\"}\n");
        company.hr("E0,Ada,D1,,").sync("hr", false);
        FlakyTarget.held = new CountDownLatch(1);
        company.caravan().startSchedules();
        await().atMost(ofSeconds(30)).until(() -> FlakyTarget.AT_ONCE.get() == 1);
        try (ProducerTemplate ask = company.caravan().context().createProducerTemplate()) {
            IntStream.range(0, 2).forEach(i -> ask.sendBodyAndHeader("seda:job-app?discardWhenFull=true", "", "full", false));
            assertThat(company.caravan().context().getEndpoint("seda:job-app", SedaEndpoint.class).getQueue()).as("the queue is full").hasSize(2);
            Scheduler scheduler = company.caravan().context().getComponent("quartz", QuartzComponent.class).getScheduler();
            scheduler.triggerJob(scheduler.getTrigger(new TriggerKey("app-true", "caravan")).getJobKey()); // as if its time had come
            await().atMost(ofSeconds(30)).until(() -> !scheduler.getCurrentlyExecutingJobs().isEmpty());
        } finally {
            FlakyTarget.held.countDown();
        }
        await().atMost(ofSeconds(30)).until(() -> company.caravan().store().cycles().recent("app", 10).stream().anyMatch(cycle -> cycle.kind() == CycleKind.FULL));
    }

    /** A finished file takes the place of the one before. */
    private void replaceFile(String first, String... others) throws IOException {
        company.write("next.csv", "workerId,name,dept,manager,end\n" + first + "\n" + String.join("\n", others) + "\n");
        Files.move(folder.resolve("next.csv"), folder.resolve("hr.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void asManyCallsAreUnderWayAtOnceAsTheConnectorTakes() throws IOException {
        connector("    concurrency: 12\n");
        FlakyTarget.held = new CountDownLatch(1);
        CompletableFuture.runAsync(() -> await().atMost(ofSeconds(30)).until(() -> FlakyTarget.AT_ONCE.get() == 12))
                .whenComplete((all, tooFew) -> FlakyTarget.held.countDown());
        company.hr(IntStream.range(0, 60).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new)).sync();
        assertThat(FlakyTarget.MOST_AT_ONCE.get()).isEqualTo(12);
    }

    @Test
    void noMoreCallsAreUnderWayAtOnceThanTheConnectorAllows() throws IOException {
        connector("    rate: {requests: 1000, per: 1s, concurrency: 3}\n");
        FlakyTarget.millis = 20;
        company.hr(IntStream.range(0, 30).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new)).sync();
        assertThat(FlakyTarget.CALLED_AT).hasSize(30);
        assertThat(FlakyTarget.MOST_AT_ONCE.get()).isEqualTo(3);
    }

    @Test
    void noMoreCallsAreMadePerSecondThanTheConnectorAllows() throws IOException {
        connector("    rate: {requests: 5, per: 1s, concurrency: 4}\n");
        company.hr(IntStream.range(0, 12).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new)).sync();
        assertThat(FlakyTarget.CALLED_AT).hasSize(12);
        assertThat(gap(0, 11)).isGreaterThanOrEqualTo(Duration.ofMillis(1900));
    }

    private static Duration gap(int from, int to) {
        return Duration.ofNanos(FlakyTarget.CALLED_AT.get(to) - FlakyTarget.CALLED_AT.get(from));
    }
}
