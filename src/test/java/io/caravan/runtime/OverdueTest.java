package io.caravan.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.engine.AlertStore.Alert;
import io.caravan.engine.CycleStore.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose routes of the schedule begin nothing: who is to be told hears of it, once, and once that it is over. */
class OverdueTest {

    @TempDir
    private Path folder;
    private SmallCompany company;
    private OverdueWatch watch;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder).hr("E1,Ada,D1,,");
        company.write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")) + "schedule: {every: 5m}\n");
        Files.createDirectories(folder.resolve("routes"));
        company.write("routes/alerts.camel.yaml", """
                # Version 1
                - from:
                    uri: direct:alert
                    steps:
                      - marshal: {json: {}}
                      - to: "file:%s?fileName=alerts.jsonl&fileExist=Append&appendChars=\\\\n"
                """.formatted(folder));
        company.route("schedule.camel.yaml", "        - to: \"direct:cycle?synchronous=true\"", "        - stop: {}\n        - to: \"direct:cycle?synchronous=true\"");
        service();
    }

    @AfterEach
    void stop() {
        company.close();
    }

    private void service() {
        company.caravan().startSchedules();
        watch = new OverdueWatch(company.caravan(), ((InstantSource) company::now).withZone(ZoneOffset.UTC), nanos::get);
        watch.lookNowAndThen();
    }

    private void after(Duration time) {
        company.passesTo(company.now().plus(time));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        watch.lookNowAndThen();
    }

    private List<Alert> alerts() {
        return company.caravan().store().alerts().alerts();
    }

    private List<String> told() throws IOException {
        return Files.exists(folder.resolve("alerts.jsonl")) ? Files.readAllLines(folder.resolve("alerts.jsonl")) : List.of();
    }

    @Test
    void aJobThatTheServiceDoesNotBeginIsToldOfOnceAndOnceThatItIsOver() throws IOException {
        after(Duration.ofMinutes(14));
        after(Duration.ofSeconds(59));
        assertThat(alerts()).as("ten minutes after its time at the latest").isEmpty();
        after(Duration.ofSeconds(2));
        assertThat(alerts()).as("it may just be beginning: the machine slept").isEmpty();
        after(Duration.ofSeconds(5));
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.reason()).isEqualTo("overdue:hr");
            assertThat(alert.words()).isEqualTo("should have run at 2026-11-20T12:05:00Z, and the service has not begun it");
            assertThat(alert.next()).contains("caravan sync hr");
        });
        after(Duration.ofSeconds(25));
        await().atMost(ofSeconds(20)).until(() -> told().size() == 1);
        assertThat(told().get(0)).contains("\"kind\":\"overdue\"", "\"job\":\"hr\"", "\"state\":\"new\"");
        after(Duration.ofMinutes(3));
        assertThat(alerts()).as("told once").noneMatch(Alert::isPending);

        company.close();
        service();
        after(Duration.ofSeconds(1));
        assertThat(alerts()).as("that a service starts anew is no sign that it is over").singleElement().matches(alert -> alert.over().isEmpty());
        after(Duration.ofMinutes(1));
        company.sync("hr", false);
        assertThat(alerts()).singleElement().matches(alert -> alert.over().isPresent());
        company.passesTo(company.now().plus(Duration.ofMinutes(16)));
        await().atMost(ofSeconds(20)).until(() -> told().size() == 2);
        assertThat(told().get(1)).contains("\"kind\":\"overdue\"", "\"state\":\"over\"");
    }

    @Test
    void whatSomebodyHasPausedIsNotOverdue() {
        company.caravan().store().cycles().pause(new Pause("hr", company.now(), "ada", "", Optional.empty(), false));
        after(Duration.ofMinutes(16));
        after(Duration.ofMinutes(1));
        assertThat(alerts()).isEmpty();
    }
}
