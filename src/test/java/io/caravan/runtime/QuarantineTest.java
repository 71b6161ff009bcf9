package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.engine.Quarantine;
import io.caravan.engine.Quarantine.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of which something is wrong as a whole is only probed, more and more seldom, until a cycle goes well. The clock is simulated. */
class QuarantineTest {

    private static final Path PAGE = SmallCompany.INSTALLATION.resolve("docs/explanation/quarantine.md");
    private static final String BEGIN = "<!-- Written by QuarantineTest from what it saw: -Dcaravan.docs.write=true -->\n";
    private static final String END = "<!-- End of what QuarantineTest saw -->\n";
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final String REFUSE = "create trigger no_licence before %s on users begin select raise(abort, 'no licence left'); end";
    private static final String EVERY = "schedule: {every: 5m}\n";

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void aCompany() throws IOException {
        company = new SmallCompany(folder);
        company.write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + EVERY);
        company.write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")) + "  urgent: {test: \"${body[dept]} == 'OUT'\"}\n" + EVERY);
    }

    @AfterEach
    void close() {
        company.close();
    }

    /** Thirty people of a department; the first of them in another one. */
    private void people(String dept, String first, String end) throws IOException {
        company.hr(IntStream.rangeClosed(1, 30).mapToObj(i -> "E" + i + ",P" + i + "," + (i == 1 ? first : dept) + ",," + (i == 1 ? end : "")).toArray(String[]::new));
    }

    private Optional<Quarantine> quarantine(String job) {
        return company.caravan().store().services().quarantines().stream().filter(one -> one.job().equals(job)).findFirst();
    }

    private List<LogEntry> logged(String action) {
        return company.caravan().store().log().read(new LogStore.Filter(Optional.empty(), Optional.empty(), Optional.of(action), Optional.empty(), Optional.empty(), OptionalLong.empty(), 100))
                .stream().map(LogStore.StoredEntry::entry).toList();
    }

    private boolean begins(String job) {
        return company.caravan().sync(job, false, "test").isPresent();
    }

    private String count(String where) {
        return company.rows("select count(*) from users where " + where).get(0);
    }

    /** All thirty have an account, and none of them can be changed from here on. */
    private void nobodyCanBeChanged() throws IOException {
        people("R1", "R1", "");
        company.sync();
        company.sql(REFUSE.formatted("update"));
        people("R2", "R2", "");
        company.sync();
        assertThat(quarantine("app")).get().satisfies(one -> assertThat(one.why().cause()).isEqualTo(Cause.CHANGES));
    }

    @Test
    void twentyChangesOfWhichMoreThanFortyPerCentFailPutTheJobIntoQuarantineAndNoOtherJobNotices() throws IOException {
        company.sql(REFUSE.formatted("insert"));
        people("R1", "R1", "");
        CycleRun run = company.sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.FAILED);
        assertThat(quarantine("app")).get().satisfies(one -> {
            assertThat(one.why().reason()).contains("refuses everybody", "changes failed");
            assertThat(one.probes().again()).isEqualTo(START.plus(Duration.ofMinutes(5)));
        });
        assertThat(quarantine("hr")).isEmpty();
        assertThat(begins("app")).isFalse();
        assertThat(begins("hr")).isTrue();
        assertThat(logged("quarantine")).singleElement().satisfies(entry -> assertThat(entry.result().reason()).contains("changes: ", "probed at 2026-11-20T12:05:00Z"));
        company.at("2026-11-20T12:04:59Z");
        assertThat(begins("app")).as("after a restart, too").isFalse();
    }

    @Test
    void nineteenChangesOrFortyPerCentAreNotEnough() throws IOException {
        company.sql("create trigger some before insert on users when new.name in ('P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12') "
                + "begin select raise(abort, 'no ' || new.name); end");
        people("R1", "R1", "");
        CycleRun run = company.sync();
        assertThat(run.getCycle().attempts().failed()).isEqualTo(12);
        assertThat(run.getCycle().attempts().made()).isEqualTo(30);
        assertThat(quarantine("app")).isEmpty();
        company.sql("create trigger all_of_them before update on users begin select raise(abort, 'no change'); end");
        company.hr(IntStream.rangeClosed(1, 30).mapToObj(i -> "E" + i + ",P" + i + "," + (i > 11 ? "R2" : "R1") + ",,").toArray(String[]::new));
        CycleRun nineteen = company.sync();
        assertThat(nineteen.getCycle().attempts().made()).isLessThan(20);
        assertThat(quarantine("app")).isEmpty();
    }

    @Test
    void aProbeSendsTenChangesAtMostAndOneThatGoesWellIsFollowedByTheRest() throws IOException {
        company.sql(REFUSE.formatted("insert"));
        people("R1", "R1", "");
        company.sync();
        company.passesTo(START.plus(Duration.ofMinutes(5)));
        CycleRun probe = company.sync("app", false);
        assertThat(probe.isProbe()).isTrue();
        assertThat(probe.getCycle().attempts().made()).isEqualTo(10);
        assertThat(quarantine("app")).get().satisfies(one -> {
            assertThat(one.probes().tries()).isEqualTo(2);
            assertThat(one.why().reason()).endsWith("10 of 10 changes failed");
        });
        company.sql("drop trigger no_licence");
        company.passesTo(START.plus(Duration.ofMinutes(15)));
        CycleRun good = company.sync("app", false);
        assertThat(good.getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(count("active = 'yes'")).isEqualTo("30");
        assertThat(quarantine("app")).isEmpty();
        assertThat(logged("leave-quarantine")).singleElement().satisfies(entry -> assertThat(entry.result().reason()).isEqualTo("a cycle went well"));
        assertThat(logged("quarantine")).hasSize(1);
    }

    @Test
    void inAProbeWhoeverIsToLoseAccessComesFirst() throws IOException {
        nobodyCanBeChanged();
        company.sql("drop trigger no_licence");
        company.sql("create trigger no_licence before update on users when new.active = 'yes' begin select raise(abort, 'no licence left'); end");
        people("R2", "R2", "2026-11-19");
        company.sync("hr", false);
        company.passesTo(START.plus(Duration.ofMinutes(5)));
        CycleRun probe = company.sync("app", false);
        assertThat(count("active = 'no' and worker = 'E1'")).isEqualTo("1");
        assertThat(probe.getCycle().attempts().made()).isEqualTo(10);
        assertThat(quarantine("app")).as("the others still fail").isPresent();
    }

    @Test
    void whoIsToLoseAccessWaitsAnHourAtMostAndWhoHasToGoAtOnceUntilTheNextCycle() throws IOException {
        nobodyCanBeChanged();
        Instant probed = START;
        while (Duration.between(probed, quarantine("app").orElseThrow().probes().again()).compareTo(Duration.ofHours(2)) < 0) {
            probed = quarantine("app").orElseThrow().probes().again();
            company.passesTo(probed).sync("app", false);
        }
        Instant last = quarantine("app").orElseThrow().probes().last();
        company.sql("drop trigger no_licence");
        people("R2", "R2", "2026-11-19");
        company.passesTo(last.plus(Duration.ofMinutes(59))).sync("hr", false);
        assertThat(begins("app")).isFalse();
        people("R2", "OUT", "");
        company.passesTo(last.plus(Duration.ofMinutes(59))).sync("hr", false);
        assertThat(begins("app")).as("urgently: with the next cycle").isTrue();
        assertThat(count("active = 'no' and worker = 'E1'")).isEqualTo("1");
    }

    @Test
    void anHourLaterSomebodyWhoLeftAsAnyoneDoesIsReasonEnoughForAProbe() throws IOException {
        nobodyCanBeChanged();
        for (int i = 0; i < 5; i++) {
            company.passesTo(quarantine("app").orElseThrow().probes().again()).sync("app", false);
        }
        Instant last = quarantine("app").orElseThrow().probes().last();
        company.passesTo(last.plus(Duration.ofHours(1)));
        assertThat(begins("app")).as("nobody has left").isFalse();
        people("R2", "R2", "2026-11-19");
        company.sync("hr", false);
        assertThat(begins("app")).isTrue();
    }

    @Test
    void aSourceThatFailsThreeTimesRunningIsInQuarantineUntilItIsThereOrProbed() throws IOException {
        people("R1", "R1", "");
        company.sync();
        Files.delete(folder.resolve("hr.csv"));
        for (int i = 1; i <= 3; i++) {
            assertThat(quarantine("hr")).isEmpty();
            assertThat(company.sync("hr", false).getCycle().status()).isEqualTo(CycleStatus.FAILED);
        }
        assertThat(quarantine("hr")).get().satisfies(one -> assertThat(one.why().cause()).isEqualTo(Cause.SOURCE));
        assertThat(begins("hr")).isFalse();
        assertThat(begins("app")).isTrue();
        people("R2", "R2", "");
        assertThat(company.sync("hr", false).getCycle().status()).as("the file has come").isEqualTo(CycleStatus.DONE);
        assertThat(quarantine("hr")).isEmpty();
        assertThat(logged("quarantine")).hasSize(1);
        assertThat(logged("leave-quarantine")).hasSize(1);
    }

    @Test
    void aWaitOfLessThanAMinuteIsNotOverBeforeItBegan() throws IOException {
        company.write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")).replace("every: 5m", "every: 20s"));
        company.at("2026-11-20T12:00:50Z");
        for (int i = 0; i < 3; i++) {
            begins("hr");
        }
        assertThat(quarantine("hr")).get().satisfies(one -> assertThat(one.probes().again()).isEqualTo(Instant.parse("2026-11-20T12:01:10Z")));
        assertThat(begins("hr")).isFalse();
    }

    @Test
    void aMappingThatIsMendedIsTriedAtOnce() throws IOException {
        company.sql(REFUSE.formatted("insert"));
        people("R1", "R1", "");
        company.sync();
        company.close();
        company.write("mappings/app.yaml", SmallCompany.mapping("${lowercase(${body[dept]})}") + EVERY);
        assertThat(begins("app")).isTrue();
    }

    @Test
    void aSavedPlanIsNotCarriedOutByAJobInQuarantine() throws IOException {
        nobodyCanBeChanged();
        company.sql("drop trigger no_licence");
        CycleRun run = company.caravan().begin("app", false, "apply", new CycleRun.Purpose(Optional.empty(), Optional.of(new io.caravan.engine.SavedChanges(java.util.Map.of(), START)), true),
                company.caravan().thisMoment()).orElseThrow();
        company.caravan().end(run, Optional.empty());
        assertThat(run.getCycle().failure().orElse("")).contains("app is in quarantine", "caravan quarantine release app");
        assertThat(quarantine("app")).get().satisfies(one -> assertThat(one.probes().tries()).as("that says nothing of it").isEqualTo(1));
    }

    @Test
    void aClockThatJumpsAMonthDoesNotSwitchAJobOff() throws IOException {
        nobodyCanBeChanged();
        company.passesTo(START.plus(Duration.ofDays(31))).sync("app", false);
        assertThat(quarantine("app")).get().satisfies(one -> assertThat(one.probes().spent()).isEqualTo(Duration.ofMinutes(10)));
        assertThat(company.caravan().store().cycles().pauses()).isEmpty();
        company.passesTo(START);
        assertThat(begins("app")).as("and one that is put back makes nobody wait").isTrue();
    }

    @Test
    void aCopyOfTheRoutesFromBeforeQuarantineTriesAllOfItAtEachProbe() throws IOException {
        String pad = " ".repeat(26);
        company.route("cycle.camel.yaml", pad + "- simple: \"${variable.probe}\"   # in quarantine: routes/quarantine.camel.yaml\n" + pad + "  steps:\n" + pad + "    - to: direct:probe\n", "");
        company.sql(REFUSE.formatted("insert"));
        people("R1", "R1", "");
        company.sync();
        company.sql("drop trigger no_licence");
        company.passesTo(START.plus(Duration.ofMinutes(5))).sync("app", false);
        assertThat(count("active = 'yes'")).isEqualTo("30");
        assertThat(quarantine("app")).isEmpty();
    }

    @Test
    void theTimeline() throws IOException {
        nobodyCanBeChanged();
        List<String> lines = new ArrayList<>();
        tell(lines, START, "a cycle: more than 20 changes fail, in quarantine");
        while (company.caravan().store().cycles().pauses().isEmpty()) {
            Quarantine before = quarantine("app").orElseThrow();
            company.passesTo(before.probes().again().minusSeconds(1));
            assertThat(begins("app")).as("nobody is asked in between").isFalse();
            CycleRun probe = company.passesTo(before.probes().again()).sync("app", false);
            assertThat(probe.getCycle().attempts().made()).isLessThanOrEqualTo(10);
            tell(lines, company.now(), "probe " + before.probes().tries() + ": " + probe.getCycle().attempts().failed() + " of " + probe.getCycle().attempts().made() + " changes fail");
        }
        Pause off = company.caravan().store().cycles().pauses().get(0);
        assertThat(off.disabled()).isTrue();
        assertThat(Duration.between(START, off.since())).isBetween(Duration.ofDays(28), Duration.ofDays(29));
        lines.set(lines.size() - 1, lines.get(lines.size() - 1).replaceFirst("\\| [^|]+ \\|$", "| switched off, until somebody resumes it |"));
        company.passesTo(off.since().plus(Duration.ofDays(3)));
        assertThat(begins("app")).isFalse();
        assertThat(logged("disable-job")).singleElement().satisfies(entry -> assertThat(entry.result().reason()).contains("28 days"));
        assertThat(logged("quarantine")).as("entered once").hasSize(1);

        company.caravan().store().cycles().resume("app");
        Quarantines.release(company.caravan().store(), "app", "somebody has resumed the job", "test", company.now());
        company.sync("app", false);
        company.sql("drop trigger no_licence");
        Instant again = quarantine("app").orElseThrow().probes().again();
        assertThat(company.passesTo(again).sync("app", false).getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(quarantine("app")).isEmpty();
        assertThat(count("dept = 'R2'")).isEqualTo("30");
        lines.add("| " + elapsed(company.now()) + " | resumed, it fails once more; then the cause is gone, and the first probe goes well | as always again; what it did not send follows at once |");

        String table = "| after | what | probed again in |\n|---|---|---|\n" + String.join("\n", lines) + "\n";
        System.out.println(table);
        String page = Files.readString(PAGE);
        String wanted = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + table + "\n" + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE)).as(PAGE + " is stale; run with -Dcaravan.docs.write=true").isEqualTo(wanted);
    }

    private void tell(List<String> lines, Instant at, String what) {
        Duration wait = Duration.between(at, quarantine("app").orElseThrow().probes().again());
        String words = wait.toMinutes() < 60 ? wait.toMinutes() + " min" : wait.toMinutesPart() == 0 ? wait.toHours() + " h" : wait.toHours() + " h " + wait.toMinutesPart() + " min";
        lines.add("| " + elapsed(at) + " | " + what + " | " + words + " |");
    }

    private static String elapsed(Instant at) {
        Duration passed = Duration.between(START, at);
        return "%d d %02d:%02d".formatted(passed.toDays(), passed.toHoursPart(), passed.toMinutesPart());
    }
}
