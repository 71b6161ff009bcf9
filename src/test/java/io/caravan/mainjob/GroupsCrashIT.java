package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.connector.AttributeChange;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of departments in the groups of a directory, month by month, by {@code caravan sync} that is killed without warning: at some points of the first fill, and
 * in each month at a random one. It ends where the data says, and the log has each membership as often as it began.
 */
class GroupsCrashIT {

    private static final LocalDate BEGIN = LocalDate.parse("1990-01-01");
    private static final int MONTHS = 12;
    private static final int EVERY_NTH = 8;
    private static final String OUT = "out.txt";
    /** Memberships in the directory at which the process is killed; 0: while it makes people's entries. */
    private static final List<Integer> JOINED = List.of(0, 1, 500);
    /** What the process writes to as soon as it works. */
    private static final String STATE = "state/caravan.db-wal";
    /** Milliseconds from there. */
    private static final int LATEST = 1500;

    @TempDir
    private Path folder;

    @Test
    void killedAtManyPointsTheGroupsAreWhatTheDataSays() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (EmbeddedDirectory directory = EmbeddedDirectory.start();
             DepartmentsInDirectory company = new DepartmentsInDirectory(folder, directory.url(), directory.password(), EVERY_NTH)) {
            company.listOn(BEGIN);
            for (int count : JOINED) {
                assertThat(killed(company, () -> count == 0 ? directory.count(EmbeddedDirectory.PEOPLE) > 100 : company.found().size() >= count)).as("at " + count).isTrue();
            }
            int killed = 0;
            LocalDate day = BEGIN;
            for (int month = 0; month < MONTHS; month++) {
                day = day.plusMonths(1);
                company.listOn(day);
                killed += killed(company, later(company.project().folder().resolve(STATE), random.nextInt(LATEST))) ? 1 : 0;
            }
            assertThat(killed).as("seed " + seed).isPositive();

            Process last = company.project().process(OUT, "sync");
            assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue()).as(() -> "seed " + seed + company.project().said(OUT)).isZero();
            assertThat(company.found()).as("seed " + seed).isEqualTo(company.expected(day));
            theLogTellsOfEachMembership(company);
            nothingIsLeftToDo(company);
        }
    }

    private static boolean killed(DepartmentsInDirectory company, BooleanSupplier reached) throws Exception {
        Process process = company.project().process(OUT, "sync");
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5)).until(() -> reached.getAsBoolean() || !process.isAlive());
            return process.isAlive();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** So many milliseconds after the file was written to. */
    private static BooleanSupplier later(Path file, int millis) {
        FileTime before = written(file);
        AtomicLong at = new AtomicLong(Long.MAX_VALUE);
        return () -> {
            if (at.get() == Long.MAX_VALUE && !written(file).equals(before)) {
                at.set(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
            }
            return System.nanoTime() >= at.get();
        };
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException notThere) {
            return FileTime.fromMillis(0);
        }
    }

    private static void theLogTellsOfEachMembership(DepartmentsInDirectory company) {
        LogStore.Verification log = company.project().caravan().store().log().verify();
        assertThat(log.brokenAt()).isEmpty();
        Set<String> members = new TreeSet<>();
        company.project().log().stream().map(stored -> stored.entry()).filter(entry -> entry.job().equals("groups") && entry.status() == LogEntry.Status.SUCCESS)
                .filter(entry -> entry.action().equals("join") || entry.action().equals("leave")).forEach(entry -> {
                    AttributeChange group = entry.changes().get(0);
                    boolean joins = entry.action().equals("join");
                    String membership = (joins ? group.after() : group.before()) + "|" + entry.about().targetAnchor();
                    if (joins) {
                        assertThat(members.add(membership)).as("it begins once: " + membership).isTrue();
                    } else {
                        // Whose join was on its way when the process was killed is taken out all the same.
                        members.remove(membership);
                    }
                });
        assertThat(members).isEqualTo(company.memberNames());
    }

    private static void nothingIsLeftToDo(DepartmentsInDirectory company) {
        Map<String, Map<String, List<String>>> contents = company.contents();
        assertThat(company.sync()).isEmpty();
        assertThat(company.contents()).isEqualTo(contents);
    }
}
