package io.caravan.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.engine.CycleStore.CycleRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** What becomes of people and of appointed times when the clock is set. */
class ClockSetTest {

    private static final Instant FAR = Instant.parse("2090-01-01T00:00:00Z");

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void open() throws IOException {
        company = new SmallCompany(folder);
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void whoWasClosedByAClockThatWasAheadIsOpenAgainWhenItIsSetBackWithoutAFullRead() throws IOException {
        company.hr("1,Ada,R1,,2026-12-31", "2,Grace,R1,,").at("2026-11-28T12:00:00Z").sync();
        company.at("2027-11-28T12:00:00Z").sync();
        assertThat(active()).containsExactly("Ada|no", "Grace|yes");
        company.at("2026-11-28T12:05:00Z").sync("app", false);
        assertThat(active()).containsExactly("Ada|yes", "Grace|yes");
        company.at("2027-01-01T00:05:00Z").sync("app", false);
        assertThat(active()).as("and closed when it is time").containsExactly("Ada|no", "Grace|yes");
    }

    @Test
    void appointedTimesAreReckonedAnewAndWhatIsDueIsLookedAt() throws Exception {
        company.write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")) + "schedule: {every: 1h}\n");
        company.write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")) + "schedule: {cron: \"0 0 3 * * ?\"}\n");
        company.hr("1,Ada,R1,,");
        company.caravan().startSchedules();
        await().atMost(ofSeconds(30)).until(() -> !cycles("hr").isEmpty() && !cycles("app").isEmpty());

        Scheduler scheduler = company.caravan().context().getComponent("quartz", QuartzComponent.class).getScheduler();
        for (String job : List.of("hr", "app")) {
            Trigger trigger = scheduler.getTrigger(new TriggerKey(job + "-false", "caravan"));
            scheduler.rescheduleJob(trigger.getKey(), trigger.getTriggerBuilder().startAt(Date.from(FAR)).build()); // as if the clock had been there
        }
        int read = cycles("hr").size();
        int written = cycles("app").size();
        new Schedules(company.caravan().context(), company.caravan().project()).reckonAnew();

        await().atMost(ofSeconds(30)).until(() -> cycles("hr").size() > read && cycles("app").size() > written);
        for (String job : List.of("hr", "app")) {
            assertThat(scheduler.getTrigger(new TriggerKey(job + "-false", "caravan")).getNextFireTime()).isBefore(Date.from(Instant.now().plusSeconds(90_000)));
        }
    }

    private List<CycleRow> cycles(String job) {
        return company.caravan().store().cycles().recent(job, 10);
    }

    private List<String> active() {
        return company.rows("select name, active from users order by name");
    }
}
