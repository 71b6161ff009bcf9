package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogEntry;
import io.caravan.runtime.CycleRun;
import io.caravan.store.StoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The store is a PostgreSQL that is restarted while a cycle is under way. */
class StoreAwayIT {

    private static final int PEOPLE = 600;
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private EmbeddedScim scim;
    private EmbeddedPostgres postgres;
    private ProjectUnderTest project;

    @BeforeEach
    void start() throws IOException {
        scim = EmbeddedScim.start();
        postgres = server(0);
        String url = postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
        project = new ProjectUnderTest(folder).fileIntoScim(scim.url(), PEOPLE, "caravan.store.url = " + url + "\ncaravan.store.user = postgres").write("token", scim.token());
        said.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(said);
    }

    @AfterEach
    void stop() throws IOException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(said);
        project.close();
        scim.close();
        postgres.close();
    }

    /** @param port 0: any that is free */
    private EmbeddedPostgres server(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgres")).setCleanDataDirectory(false).setServerConfig("fsync", "off");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private Future<?> restartWhen(BooleanSupplier reached) {
        return CompletableFuture.runAsync(() -> {
            try {
                await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(reached::getAsBoolean);
                int port = postgres.getPort();
                postgres.close();
                postgres = server(port);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private List<ILoggingEvent> complaints() {
        return new ArrayList<>(said.list).stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN)).toList();
    }

    private void everybodyHasOneAccountAndOneEntry() {
        assertThat(scim.userCount()).isEqualTo(PEOPLE);
        assertThat(project.caravan().store().log().verify().brokenAt()).isEmpty();
        assertThat(project.log().stream().map(stored -> stored.entry()).filter(entry -> entry.job().equals("app") && entry.status() == LogEntry.Status.SUCCESS
                && List.of("create", "link").contains(entry.action())).map(LogEntry::identityKey)).hasSize(PEOPLE).doesNotHaveDuplicates();
    }

    @Test
    void whatIsAnsweredWhileItIsAwayIsRecordedWhenItIsBackInTheSameCycle() throws Exception {
        project.sync("hr");
        Future<?> restart = restartWhen(() -> scim.userCount() > 150);

        CycleRun run = project.sync("app");

        restart.get();
        assertThat(run.getCycle().status()).as(() -> run.getCycle().reason() + complaints()).isEqualTo(CycleStatus.DONE);
        everybodyHasOneAccountAndOneEntry();
        assertThat(complaints()).as("not more than one line for each thing that waited, and no traces").hasSizeLessThan(4)
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).as(event.getFormattedMessage()).isNull());
    }

    /** A cycle may break off before it has begun, or while it ends; whoever asked for it is told what to do. */
    private void unlessItIsAway(String job) {
        try {
            project.sync(job);
        } catch (StoreException away) {
            assertThat(away.fix()).isNotBlank();
        }
    }

    @Test
    void aCycleThatItBrokeOffInTheMiddleSaysSoInOneLineAndTheNextGoesOn() throws Exception {
        for (int round = 0; round < 3; round++) {
            project.people(PEOPLE - 2 + round);
            project.caravan();
            int after = round;
            long begin = System.nanoTime();
            Future<?> restart = restartWhen(() -> Duration.ofNanos(System.nanoTime() - begin).toMillis() > 60L * after);
            unlessItIsAway("hr");
            unlessItIsAway("app");
            restart.get();
        }
        project.sync("hr");
        CycleRun run = project.sync("app");
        assertThat(run.getCycle().status()).as(() -> run.getCycle().reason()).isEqualTo(CycleStatus.DONE);
        everybodyHasOneAccountAndOneEntry();
        assertThat(complaints()).hasSizeLessThan(12).allSatisfy(event -> assertThat(event.getThrowableProxy()).as(event.getFormattedMessage()).isNull());
    }
}
