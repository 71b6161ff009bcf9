package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the service log says of cycles. */
class CycleLogTest {

    private static final Logger SERVICE = (Logger) LoggerFactory.getLogger(CycleLog.NAME);

    @TempDir
    private Path folder;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private SmallCompany company;
    private Level before;

    @BeforeEach
    void listen() throws IOException {
        company = new SmallCompany(folder).hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        before = SERVICE.getLevel();
        SERVICE.setLevel(Level.DEBUG);
        lines.start();
        SERVICE.addAppender(lines);
    }

    @AfterEach
    void stop() {
        company.close();
        SERVICE.detachAppender(lines);
        SERVICE.setLevel(before);
    }

    @Test
    void aCycleThatDidSomethingIsOneLineWithItsCounts() {
        company.sync();
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO, Level.INFO);
        assertThat(data(1)).containsEntry("job", "app").containsEntry("status", "done").containsEntry("applied-create", 2L).doesNotContainKey("next");
    }

    @Test
    void aCycleThatFoundNothingToDoIsForWhoeverAsksForDetails() {
        company.sync();
        lines.list.clear();
        company.sync();
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG, Level.DEBUG);
    }

    @Test
    void aCycleThatLeavesSomebodyBehindWarnsAndSaysWhereToLook() {
        company.sql("create trigger nobody_called_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
        company.sync();
        assertThat(lines.list.get(1).getLevel()).isEqualTo(Level.WARN);
        assertThat(data(1)).containsEntry("left-behind", 1L).containsEntry("next", "who and why: caravan dead-letters list --job app, caravan log --job app --status failure");
    }

    @Test
    void aCycleThatFailedIsAnErrorWithItsReason() throws IOException {
        Files.delete(folder.resolve("hr.csv"));
        company.sync("hr", false);
        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(data(0).get("reason").toString()).contains("hr.csv");
        assertThat(data(0).get("next").toString()).contains("caravan sync hr");
    }

    /** Another process has brought the store up to date, say, or the database is being restarted. */
    @Test
    void aStoreThatCannotBeUsedIsToldOnceAndTheJobIsTriedUntilItCan() throws Exception {
        company.caravan().startSchedules();
        Path store = folder.resolve("state/caravan.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store); Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)"
                    + " VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, TRUE)");
            lines.list.clear();
            for (int i = 0; i < 3; i++) {
                company.caravan().context().createProducerTemplate().sendBody("seda:job-hr?size=2&discardWhenFull=true", "hr");
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> !lines.list.isEmpty());
            await().during(Duration.ofMillis(2500)).atMost(Duration.ofSeconds(10)).until(() -> lines.list.size() == 1); // one more try
            assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.ERROR));
            assertThat(data(0).get("reason").toString()).contains("written by a newer Caravan");
            assertThat(data(0).get("next").toString()).contains("Run the newer Caravan");

            statement.execute("DELETE FROM caravan_schema_history WHERE version = '999'");
            await().atMost(Duration.ofSeconds(20)).until(() -> lines.list.stream().anyMatch(line -> line.getMessage().equals("cycle ended")));
            assertThat(lines.list.get(1).getMessage()).isEqualTo("cycles begin again");
        }
    }

    @Test
    void aLongStepSaysHowFarItIsAfterTenSecondsAndThenOnceAMinute() {
        long[] seconds = {0};
        Cycle cycle = company.sync().getCycle();
        lines.list.clear();
        StepLog steps = new StepLog(CycleListener.NONE, () -> TimeUnit.SECONDS.toNanos(seconds[0]));
        steps.begins(cycle, "dispatch", 24_000);
        for (seconds[0] = 0; seconds[0] < 100; seconds[0]++) {
            steps.advances(cycle, "dispatch", 100);
        }
        steps.ends(cycle, "dispatch");
        steps.advances(cycle, "dispatch", 1);
        assertThat(lines.list).hasSize(2);
        assertThat(data(0)).containsEntry("job", "app").containsEntry("step", "dispatch").containsEntry("done", 1_100L).containsEntry("of", 24_000L)
                .containsEntry("seconds", 10L);
        assertThat(data(1)).containsEntry("seconds", 70L);
    }

    private Map<String, Object> data(int line) {
        List<org.slf4j.event.KeyValuePair> pairs = lines.list.get(line).getKeyValuePairs();
        return pairs.stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }
}
