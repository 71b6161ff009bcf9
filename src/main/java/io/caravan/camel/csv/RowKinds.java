package io.caravan.camel.csv;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells records from what else stands in the rows of a file. For one file; immutable. */
final class RowKinds {

    enum Kind {
        RECORD,
        /** Delimiters, and nothing between them. */
        NOTHING,
        /** The header once more, where files have been put together. */
        HEADER,
        /** Names of columns, but others than the header's, or in another order: what follows would be misread. */
        OTHER_HEADER,
        /** A sum below the records. */
        TOTAL,
        /** One of those that the settings leave out. */
        IGNORED
    }

    private static final Set<String> SUMS = Set.of("total", "totals", "totale", "totaal", "subtotal", "grand total", "sum", "summe", "gesamt",
            "gesamtsumme", "insgesamt", "anzahl", "count", "records", "rows", "итого", "合计", "合計");
    private static final int LONGEST_SUM = 24;

    private final CsvFormat format;
    private final List<String> header;
    private final Set<String> names;
    private final int key;

    /**
     * @param header the names as they stand in the file; those of the settings where it has none
     * @param key    which of the columns is the key
     */
    RowKinds(CsvFormat format, List<String> header, int key) {
        this.format = format;
        this.header = header.stream().map(RowKinds::bare).toList();
        this.names = new HashSet<>(this.header);
        this.key = key;
    }

    /** @param fields as many as there are columns */
    Kind of(List<String> fields) {
        String first = fields.get(key).strip();
        if (first.isEmpty()) {
            first = fields.stream().filter(field -> !field.isBlank()).findFirst().orElse("").strip();
            if (first.isEmpty()) {
                return Kind.NOTHING;
            }
        }
        if (format.rows().ignored().isPresent() && format.rows().ignored().get().matcher(first).matches()) {
            return Kind.IGNORED;
        }
        if (names.contains(bare(first))) {
            return headerOrRecord(fields);
        }
        return isSum(first) ? Kind.TOTAL : Kind.RECORD;
    }

    private Kind headerOrRecord(List<String> fields) {
        List<String> bare = fields.stream().map(RowKinds::bare).toList();
        if (bare.equals(header)) {
            return Kind.HEADER;
        }
        long alike = bare.stream().filter(names::contains).distinct().count();
        return bare.size() > 1 && alike * 2 > bare.size() ? Kind.OTHER_HEADER : Kind.RECORD;
    }

    private static String bare(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** {@code Total}, {@code Total: 158}. */
    private static boolean isSum(String text) {
        if (text.length() > LONGEST_SUM || !Character.isLetter(text.charAt(0))) {
            return false;
        }
        int end = text.length();
        while (!Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        return (end == text.length() || " \t:=.,".indexOf(text.charAt(end)) >= 0) && SUMS.contains(text.substring(0, end).toLowerCase(Locale.ROOT));
    }
}
