package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is taken soon after it is finished, and never before. */
class FinishedFileTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    @TempDir
    private Path folder;
    private Path file;
    private long nanos;
    private boolean ofThisMachine = true;
    private FinishedFile finished;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("hr.csv"), "a\n");
        finished = new FinishedFile(Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos, path -> ofThisMachine);
    }

    @Test
    void aFinishedFileThatIsRenamedIntoPlaceIsTakenAtOnce() throws IOException {
        modified(Duration.ofMillis(-100));
        assertThat(finished.isFinished(file)).isFalse();
        Path other = Files.writeString(folder.resolve("other"), "a\nb\n");
        Files.setLastModifiedTime(other, FileTime.from(NOW.minusMillis(600)));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(finished.isFinished(file)).isTrue();
    }

    @Test
    void aFileThatIsBeingWrittenIsNotTakenBeforeHalfASecondOfSilence() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.writeString(file, "a\n".repeat(i + 1));
            modified(Duration.ofMillis(-100));
            assertThat(finished.isFinished(file)).isFalse();
            passes(400);
            assertThat(finished.isFinished(file)).isFalse();
        }
        passes(100);
        assertThat(finished.isFinished(file)).isTrue();
    }

    @Test
    void theTimeOfAnotherMachineIsNotBelieved() throws IOException {
        ofThisMachine = false;
        modified(Duration.ofHours(-1));
        assertThat(finished.isFinished(file)).isFalse();
        passes(400);
        Files.writeString(file, "a\nb\n");
        modified(Duration.ofHours(-1));
        assertThat(finished.isFinished(file)).isFalse();
        passes(400);
        assertThat(finished.isFinished(file)).isFalse();
        passes(100);
        assertThat(finished.isFinished(file)).isTrue();
    }

    @Test
    void aTimeThatLiesAheadMakesNobodyWaitForIt() throws IOException {
        modified(Duration.ofHours(1));
        assertThat(finished.isFinished(file)).isFalse();
        passes(500);
        assertThat(finished.isFinished(file)).isTrue();
    }

    @Test
    void anEmptyFileAndNoFileAreNotFinished() throws IOException {
        Files.writeString(file, "");
        modified(Duration.ofHours(-1));
        passes(60_000);
        assertThat(finished.isFinished(file)).isFalse();
        Files.delete(file);
        assertThat(finished.isFinished(file)).isFalse();
    }

    @Test
    void aFileWhoseCycleBrokeIsNotOfferedAgainBeforeAMinute() throws IOException {
        modified(Duration.ofHours(-1));
        assertThat(finished.isFinished(file)).isTrue();
        finished.releaseExclusiveReadLockOnRollback(null, null, null);
        passes(59_000);
        assertThat(finished.isFinished(file)).isFalse();
        passes(1_000);
        assertThat(finished.isFinished(file)).isTrue();
    }

    private void modified(Duration fromNow) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(NOW.plus(fromNow)));
    }

    private void passes(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }
}
