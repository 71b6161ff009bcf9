package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Long text on a terminal goes on in the next line, below where it began; elsewhere it stays whole. */
class LayoutTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void wordsGoOnInTheNextLine() {
        out(44, false).paragraph("  Next: ", 4, "caravan plan app --out FILE, then caravan apply FILE --approve");
        assertThat(written()).isEqualTo("""
                  Next: caravan plan app --out FILE, then
                    caravan apply FILE --approve
                """);
    }

    @Test
    void aCommandToCopyIsNeverBroken() {
        out(50, false).paragraph("  Next: ", 4, "caravan dead-letters retry --job app --cause denied");
        out(44, false).paragraph("  Next: ", 4, "put it right, then caravan dead-letters retry --job app --cause denied; caravan explain E1 tells more");
        assertThat(written()).isEqualTo("""
                  Next:
                    caravan dead-letters retry --job app --cause denied
                  Next: put it right, then
                    caravan dead-letters retry --job app --cause denied;
                    caravan explain E1 tells more
                """);
    }

    @Test
    void theFileAndLineStandBehindTheWords() {
        out(44, true).paragraph("  scope  ", 9, "out: type is \"visitor\"", "mappings/app.yaml:5");
        assertThat(written()).isEqualTo("  scope  out: type is \"visitor\"\n         \u001b[2mmappings/app.yaml:5\u001b[0m\n");
    }

    @Test
    void wordsForWhichNoRoomIsLeftGoBelowTheirRow() {
        Table table = new Table("JOB", "ACCOUNT", "WHY");
        table.row("directory", "cn=Ada Lovelace", "last working day was 2026-11-25, says hr");
        table.row("crm", "ada", "");
        table.print(out(48, false));
        assertThat(written()).isEqualTo("""
                JOB        ACCOUNT
                    WHY
                directory  cn=Ada Lovelace
                    last working day was 2026-11-25, says hr
                crm        ada
                """);
    }

    @Test
    void whatIsReadByProgramsIsNotBroken() {
        out(0, false).paragraph("  Next: ", 4, "caravan plan app --out FILE, then caravan apply FILE --approve");
        assertThat(written()).isEqualTo("  Next: caravan plan app --out FILE, then caravan apply FILE --approve\n");
    }

    @Test
    void aWordThatIsLongerThanALineStaysWhole() {
        out(44, false).paragraph("", 2, "see https://example.com/a/very/long/address/that/does/not/fit here");
        assertThat(written()).isEqualTo("""
                see
                  https://example.com/a/very/long/address/that/does/not/fit
                  here
                """);
    }

    @Test
    void numbersStandBelowEachOtherAndTheLastColumnHasTheRestOfTheLine() {
        Table table = new Table("JOB", "LEFT", "WHY").numbers("LEFT");
        table.row("people", "9", "the file is not there, and nobody is taken for gone");
        table.row("a", "1,200", "");
        table.print(out(48, false));
        assertThat(written()).isEqualTo("""
                JOB      LEFT  WHY
                people      9  the file is not there, and nobody
                               is taken for gone
                a       1,200
                """);
    }

    @Test
    void coloursTakeNoRoom() {
        Table table = new Table("JOB", "RESULT", "LEFT").numbers("LEFT").styled("RESULT", text -> Optional.of(TextOut.Style.BAD));
        table.row("people", "failed", "9");
        table.print(out(48, true));
        assertThat(written()).isEqualTo("\u001b[2mJOB     RESULT  LEFT\u001b[0m\npeople  \u001b[31mfailed\u001b[0m     9\n");
    }

    private TextOut out(int columns, boolean colour) {
        return new TextOut(new PrintStream(bytes, true, StandardCharsets.UTF_8), colour, columns);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
