package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caravan.connector.DisbelievedException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SourceReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that its exporter has not finished is not read; one that changes while it is read is not believed. */
class UnfinishedFileTest {

    @TempDir
    private Path folder;
    private CsvFiles files;

    @BeforeEach
    void settings() throws IOException {
        files = new CsvFiles(folder);
        Files.writeString(files.path, "id,name\n1,a\n2,b\n");
    }

    private void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void everyReadWaitsUntilNobodyHasWrittenForAWhileAndFailsWhenThatTakesTooLong() throws IOException {
        files.csv.setQuietSeconds(600);
        files.csv.setWaitSeconds(0);
        assertThat(files.read().failureText()).contains("hr.csv is still being written").contains("quietSeconds");
        assertThat(files.read().failure().orElseThrow().outcome().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        age(files.path, Duration.ofSeconds(601));
        assertThat(files.read().keys()).as("nobody has written to it for long: no need to wait").containsExactly("1", "2");
    }

    @Test
    void aReadThatWaitsGoesOnAsSoonAsTheFileIsQuiet() throws Exception {
        files.csv.setQuietSeconds(600);
        CompletableFuture<CsvFiles.Result> waiting = CompletableFuture.supplyAsync(files::read, reading -> new Thread(reading).start());
        Files.writeString(files.path, "id,name\n1,a\n2,b\n3,c\n");
        age(files.path, Duration.ofSeconds(601));
        await().atMost(Duration.ofSeconds(20)).until(waiting::isDone);
        assertThat(waiting.get().keys()).containsExactly("1", "2", "3");
    }

    @Test
    void whoIsStoppedWhileWaitingDoesNotWaitOn() {
        files.csv.setQuietSeconds(600);
        AtomicBoolean stopping = new AtomicBoolean(true);
        assertThatThrownBy(() -> files.csv.list(stopping::get)).hasMessageContaining("stopped");
    }

    @Test
    void aMarkerSaysThatTheFileIsFinishedUnlessItIsOlder() throws IOException {
        files.csv.setMarker("*.done");
        files.csv.setWaitSeconds(0);
        assertThat(files.read().failureText()).contains("hr.csv.done is not there");
        Path marker = Files.createFile(folder.resolve("hr.csv.done"));
        assertThat(files.read().keys()).containsExactly("1", "2");
        age(marker, Duration.ofSeconds(30));
        assertThat(files.read().failureText()).contains("older than the file");
    }

    @Test
    void aFileThatIsWrittenToWhileItIsReadIsNotBelievedAndMayBeReadAgain() throws IOException {
        try (SourceReading reading = files.csv.list(() -> false)) {
            reading.next();
            Files.writeString(files.path, "3,c\n", StandardOpenOption.APPEND);
            assertDisbelieved(reading);
        }
    }

    @Test
    void aFileThatIsReplacedWhileItIsReadIsNotBelievedAndMayBeReadAgain() throws IOException {
        try (SourceReading reading = files.csv.list(() -> false)) {
            reading.next();
            Path other = Files.writeString(folder.resolve("other"), "id,name\n1,a\n2,b\n");
            Files.setLastModifiedTime(other, Files.getLastModifiedTime(files.path));
            Files.move(other, files.path, StandardCopyOption.ATOMIC_MOVE);
            assertDisbelieved(reading);
        }
    }

    private static void assertDisbelieved(SourceReading reading) {
        assertThatThrownBy(() -> reading.forEachRemaining(item -> { })).isInstanceOfSatisfying(DisbelievedException.class,
                failed -> assertThat(failed.readAgain()).isTrue()).hasMessageContaining("written to while it was read");
    }

    @Test
    void ofAPatternUploadsThatHaveNotEndedAndMarkersAreNotMeant() throws IOException {
        files.csv.setFile("hr-*");
        files.csv.setMarker("*.ok");
        Files.writeString(folder.resolve("hr-1.csv"), "id\n1\n");
        for (String other : new String[] {"hr-2.csv.filepart", "hr-2.csv.tmp", "hr-2.csv.PART", "hr-2.csv~", "hr-1.csv.ok"}) {
            Files.writeString(folder.resolve(other), "id\n2\n");
        }
        age(folder.resolve("hr-1.csv"), Duration.ofSeconds(30));
        assertThat(files.read().keys()).containsExactly("1");
    }
}
