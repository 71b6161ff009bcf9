package io.caravan.operations;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A CSV of decisions, one a line, as {@code caravan accounts JOB --ambiguous --csv} writes it and a spreadsheet saves it: UTF-8, with a line of headings;
 * commas or semicolons. {@code identity} and {@code decision} are read, {@code why} and {@code ids} where they are there.
 */
final class DecisionFile {

    private static final long LARGEST = 20_000_000;
    /** What a spreadsheet would take for a formula is written with an apostrophe before it, and read without. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    /** Between two ids in one cell. */
    static final String BETWEEN = " | ";

    private DecisionFile() {
    }

    /**
     * One line.
     *
     * @param number   in the file, from 1
     * @param accounts that matched when the file was written; empty where it does not say
     */
    record Line(long number, String identity, String decision, String why, Set<String> accounts) {
    }

    /** @throws Refusal when it cannot be read as such a file; says in which line */
    static List<Line> read(Path file) {
        String text = text(file);
        List<Line> lines = new ArrayList<>();
        List<String> headings = List.of();
        try (CsvReader<CsvRecord> records = CsvReader.builder().fieldSeparator(separator(text)).allowExtraFields(true).allowMissingFields(true).ofCsvRecord(text)) {
            for (CsvRecord record : records) {
                if (headings.isEmpty()) {
                    headings = record.getFields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
                    check(headings, file);
                } else if (record.getFields().stream().anyMatch(cell -> !cell.isBlank())) {
                    lines.add(line(record, headings));
                }
            }
        } catch (CsvParseException broken) {
            throw refused(file + " is no CSV: " + broken.getMessage(), "Save it as CSV in UTF-8");
        } catch (IOException | UncheckedIOException broken) {
            throw refused(file + " cannot be read: " + broken.getMessage(), "Save it as CSV in UTF-8");
        }
        if (lines.isEmpty()) {
            throw refused(file + " has no decisions", "caravan accounts JOB --ambiguous --csv > " + file.getFileName() + " writes a file to decide in");
        }
        return lines;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw refused(file + " is larger than 20 MB", "Is it the right file?");
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException otherCharset) {
            throw refused(file + " is not UTF-8", "Save it as CSV in UTF-8; names with other letters would be read wrongly");
        } catch (IOException unreadable) {
            throw refused("cannot read " + file, "Name a file that is there");
        }
    }

    private static char separator(String text) {
        String first = text.lines().findFirst().orElse("");
        return first.chars().filter(c -> c == ';').count() > first.chars().filter(c -> c == ',').count() ? ';' : ',';
    }

    private static void check(List<String> headings, Path file) {
        for (String needed : List.of("identity", "decision")) {
            if (headings.stream().filter(needed::equals).count() != 1) {
                throw refused(file + ":1 has " + (headings.contains(needed) ? "two columns" : "no column") + " '" + needed + "'",
                        "The first line is: identity,decision,why,person,accounts,ids; of those, identity and decision have to be there");
            }
        }
    }

    private static Line line(CsvRecord record, List<String> headings) {
        Set<String> accounts = Arrays.stream(original(cell(record, headings, "ids")).split(Pattern.quote(BETWEEN.strip()))).map(String::strip).filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Line(record.getStartingLineNumber(), original(cell(record, headings, "identity")), original(cell(record, headings, "decision")),
                original(cell(record, headings, "why")), accounts);
    }

    private static String cell(CsvRecord record, List<String> headings, String name) {
        int at = headings.indexOf(name);
        return at < 0 || at >= record.getFieldCount() ? "" : record.getField(at).strip();
    }

    static String original(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '\'' && FORMULA.indexOf(cell.charAt(1)) >= 0 ? cell.substring(1) : cell;
    }

    private static Refusal refused(String why, String next) {
        return new Refusal(Refusal.Kind.FAILED, why, next);
    }
}
