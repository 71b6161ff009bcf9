package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.diagnostic.VisibleText;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Characters that do not show, in keys and in what is printed. */
class UnseenCharactersTest {

    private static final String NASTY = "Gra\u200Bce\u00A0\u202E\u001B[31mRed\u009B2J\uFEFF";

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompany() throws Exception {
        shell = new CompanyShell(folder);
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aKeyWithOneAndTheSameKeyWithoutAreOneRecord() throws Exception {
        shell.company().hr("E1,Ada,R1,,", "E2\u00A0,Grace,R2,E1,", "\uFEFFE3,Alan,R2,E2,");
        assertThat(shell.run("sync")).isZero();
        shell.company().hr("E1,Ada,R1,,", "E2,Grace,R2,E1,", "E3\u200B,Alan,R2,\u3000E2,");
        assertThat(shell.run("sync")).isZero();

        assertThat(shell.run("status", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(shell.out()).at("/identities").asLong()).isEqualTo(3);
        assertThat(shell.run("log", "--status", "failure")).isZero();
        assertThat(shell.out()).isEqualToIgnoringWhitespace("No entry.");
    }

    @Test
    void twoRecordsWhoseKeysOnlySeemToDifferAreRejectedBoth() throws Exception {
        shell.company().hr("E1,Ada,R1,,", "E2,Grace,R2,,", "E2\u00A0,Hopper,R2,,", "\u00A0\u200B,Nobody,R2,,");
        shell.run("sync");
        assertThat(shell.run("dead-letters")).isZero();
        assertThat(shell.out()).contains("\"E2\" stands more than once", "it has no value in workerId");
        assertThat(shell.run("explain", "E2")).isZero();
        assertThat(shell.out()).contains("E2 is no identity");
    }

    @Test
    void nothingThatIsPrintedHidesOrSteersTheTerminal() throws Exception {
        shell.company().hr("E1," + NASTY + ",R1,,", "E2,Ada,R\u2066\u0007,E1,", "E\u00AD3\u0085,Alan,R1,,2001-13-31" + "\u200E");
        printsOnlyWhatShows("plan");
        assertThat(shell.out()).contains("gra\\u200Bce\\u00A0\\u202E\\u001B[31mred\\u009B2j\\uFEFF");
        printsOnlyWhatShows("sync");
        printsOnlyWhatShows("log");
        printsOnlyWhatShows("status");
        printsOnlyWhatShows("dead-letters");
        for (String who : new String[] {"E1", "E2", "E3", "E1" + NASTY, "Gr\u200Ba"}) {
            printsOnlyWhatShows("explain", who);
        }
        printsOnlyWhatShows("explain", "E1", "app" + NASTY);
        printsOnlyWhatShows("pl\u200Ban");
        printsOnlyWhatShows("sync", "--unk\u202Enown");
        printsOnlyWhatShows("explain", "E1", "--color", "always");
    }

    @Test
    void aDocumentHasEscapesThatReadAsTheTextItself() throws Exception {
        shell.company().hr("E1," + NASTY + ",R1,,");
        shell.run("sync");
        printsOnlyWhatShows("explain", "E1", "--json");
        assertThat(new ObjectMapper().readTree(shell.out()).at("/records/0/values/name").asText()).isEqualTo(NASTY);
        printsOnlyWhatShows("log", "--json");
    }

    @Test
    void whatIsWrongInAFileIsShownWithoutWhatDoesNotShow() throws Exception {
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping).replace("${body[dept]}", "${bo\u200Bdy[dept]}"));
        printsOnlyWhatShows("check");
        assertThat(shell.out() + shell.err()).contains("\\u200B");
    }

    private void printsOnlyWhatShows(String... words) {
        shell.run(words);
        for (String printed : new String[] {shell.out(), shell.err()}) {
            String withoutColours = printed.replaceAll("\u001B\\[[0-9;]+m", "").replaceAll("\\R", "");
            assertThat(VisibleText.of(withoutColours)).as(String.join(" ", words)).isEqualTo(withoutColours);
            assertThat(printed).doesNotContain("\u001B[31mRed");
        }
    }
}
