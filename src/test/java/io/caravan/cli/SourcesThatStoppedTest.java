package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that its exporter no longer renews looks as whole as ever, and no leaver is ever in it: with {@code completeness.maxAge} somebody is told. */
class SourcesThatStoppedTest {

    private static final String TODAY = "2026-11-20T12:00:00Z";
    private static final String BEFORE = "2026-11-20T11:00:00Z";
    private static final String LATER = "2026-11-23T12:00:00Z";
    private static final String AGED = "completeness: {maxShrink: 100%, maxAge: 2d}\n";

    @TempDir
    private Path folder;
    private CompanyShell shell;
    private String mapping;

    @BeforeEach
    void aCompanyWhoseFileIsOfToday() throws IOException {
        shell = new CompanyShell(folder);
        mapping = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", mapping + AGED);
        hr(BEFORE, "E1,Ada,D1,,", "E2,Bob,D1,,");
        ends(0, TODAY, "sync");
        assertThat(open()).containsExactly("E1", "E2");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void hr(String written, String... rows) throws IOException {
        shell.company().hr(rows);
        Files.setLastModifiedTime(folder.resolve("hr.csv"), FileTime.from(Instant.parse(written)));
    }

    /** What a command said, which ended so at that moment. */
    private String ends(int exit, String moment, String... words) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
        int ended = shell.run(words);
        String said = shell.out() + shell.err();
        assertThat(ended).as(said).isEqualTo(exit);
        return said.replaceAll("\\s+", " ");
    }

    private List<String> open() {
        return shell.company().rows("select worker from users where active = 'yes' order by worker");
    }

    @Test
    void aFileThatNobodyRenewsFailsEachCycleUntilANewerOneIsThere() throws IOException {
        assertThat(ends(1, LATER, "sync")).contains("reading hr failed", "from 2026-11-20T11:00:00Z", "3 days ago", "completeness.maxAge 2 days", "mappings/hr.yaml", "seems to have stopped",
                "nobody is taken for gone", "See to its exporter or sender");
        assertThat(ends(1, LATER, "sync")).as("an unchanged file, again").contains("maxAge");
        assertThat(ends(1, LATER, "sync", "--full")).contains("maxAge");
        assertThat(ends(1, LATER, "status")).contains("seems to have stopped");
        assertThat(open()).containsExactly("E1", "E2");

        hr("2026-11-23T11:00:00Z", "E1,Ada,D1,,");
        ends(0, LATER, "sync");
        assertThat(open()).containsExactly("E1");
    }

    @Test
    void nothingOfAFileThatIsTooOldIsUsed() throws IOException {
        hr("2026-11-20T11:30:00Z", "E1,Ada,D2,,", "E3,Cyd,D1,,");
        ends(1, LATER, "sync");
        assertThat(shell.company().rows("select worker, dept, active from users order by worker")).containsExactly("E1|D1|yes", "E2|D1|yes");
        ends(0, "2026-11-21T12:00:00Z", "sync");
        assertThat(shell.company().rows("select worker, dept, active from users order by worker")).containsExactly("E1|D2|yes", "E2|D1|no", "E3|D1|yes");
    }

    @Test
    void aFileOfTheFutureIsNotOld() throws IOException {
        hr("2027-11-20T11:30:00Z", "E1,Ada,D1,,");
        ends(0, LATER, "sync");
        assertThat(open()).containsExactly("E1");
    }

    @Test
    void withoutAWordOfItAFileMayBeOfAnyAge() throws IOException {
        shell.company().write("mappings/hr.yaml", mapping);
        ends(0, "2027-11-20T12:00:00Z", "sync");
    }

    @Test
    void aSourceThatIsAskedAnewHasNoAge() throws IOException {
        shell.company().write("mappings/hr.yaml", mapping.replace("{system: hr,", "{system: app,") + AGED);
        assertThat(ends(3, TODAY, "check")).contains("mappings/hr.yaml:", "MAP013", "\"app\" is asked anew with each reading", "remove maxAge");
    }
}
