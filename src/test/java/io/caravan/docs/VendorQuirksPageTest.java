package io.caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of quirks names tests that there are, in each row. */
class VendorQuirksPageTest {

    private static final Path PAGE = Path.of("docs/explanation/quirks-of-vendors.md");
    private static final Pattern TEST = Pattern.compile("`([a-z][A-Za-z0-9]{7,})`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|[^|]*\\|[^|]*\\|([^|]*)\\|$");

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    private static Set<String> found(Stream<String> texts, Pattern pattern) {
        return texts.flatMap(text -> pattern.matcher(text).results().map(MatchResult::group)).map(match -> pattern.matcher(match).replaceAll("$1")).collect(Collectors.toSet());
    }

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        Set<String> named = found(ROW.matcher(text(PAGE)).results().map(row -> row.group(1)), TEST);
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Set<String> there = found(files.filter(file -> file.toString().endsWith(".java")).map(VendorQuirksPageTest::text), Pattern.compile("void (\\w+)\\("));
            assertThat(named).hasSizeGreaterThan(90).isSubsetOf(there);
        }
    }

    @Test
    void everyRowNamesATest() {
        assertThat(ROW.matcher(text(PAGE)).results().map(row -> row.group(1).strip()).filter(cell -> !cell.equals("test") && !cell.equals("---"))).isNotEmpty().allMatch(cell -> TEST.matcher(cell).find());
    }
}
