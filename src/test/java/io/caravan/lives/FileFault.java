package io.caravan.lives;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be wrong with a file of employees. */
enum FileFault {

    NONE("the file is as it should be") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text);
        }
    },
    TORN_IN_A_ROW("it breaks off in a row") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text.substring(0, file.rowAt(file.someRow()) + 1 + file.random.nextInt(12)));
        }
    },
    TORN_IN_THE_LAST_KEY("it breaks off in the last row's key") {
        @Override
        byte[] spoil(Whole file) {
            int row = file.rows.size() - 1;
            return utf8(file.text.substring(0, file.rowAt(row) + Math.max(1, file.rows.get(row).get(0).length() - 1)));
        }
    },
    TORN_IN_THE_LAST_FIELD("it breaks off in the last row, behind the status") {
        @Override
        byte[] spoil(Whole file) {
            String text = HrFile.text(file.rows, false);
            return utf8(text.substring(0, text.lastIndexOf(',') - 3));
        }
    },
    HALF("it ends in the middle, with a whole line") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text.substring(0, file.rowAt(file.rows.size() / 2)));
        }
    },
    ROWS_MISSING_AT_THE_END("the last rows are missing, a sixth of all") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text.substring(0, file.rowAt(file.rows.size() - file.rows.size() / 6 - 1)));
        }
    },
    LAST_ROW_MISSING("the last row is missing, and only the number of rows that the file tells shows it") {
        @Override
        byte[] spoil(Whole file) {
            int last = file.rowAt(file.rows.size() - 1);
            return utf8(file.text.substring(0, last) + file.text.substring(file.text.indexOf('\n', last) + 1));
        }
    },
    STILL_BEING_WRITTEN("it is still being written when the cycle begins: the last row comes a moment later") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text.substring(0, file.rowAt(file.rows.size() - 1)));
        }
    },
    ONLY_THE_HEADER("there is only the header") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text.substring(0, file.rowAt(0)));
        }
    },
    EMPTY("it is empty") {
        @Override
        byte[] spoil(Whole file) {
            return new byte[0];
        }
    },
    COLUMNS_RENAMED("two columns have other names: Status, End Date") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text.replaceFirst("status,start,end", "Status,start,End Date"));
        }
    },
    COLUMN_MISSING("the columns status and end are not there") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text.lines().map(line -> line.startsWith("END,") ? line : cut(cut(line, END), STATUS)).collect(Collectors.joining("\n", "", "\n")));
        }
    },
    COLUMN_EMPTIED("nobody has a status or an end any more") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(HrFile.text(file.each(row -> replaced(replaced(row, END, ""), STATUS, "")), file.trailer));
        }
    },
    COLUMNS_SHIFTED("a column more stands in front, in rows but not in the header") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(HrFile.text(file.each(row -> Stream.concat(Stream.of("x"), row.stream()).toList()), file.trailer));
        }
    },
    ROWS_TWICE("some rows stand twice") {
        @Override
        byte[] spoil(Whole file) {
            List<List<String>> rows = new ArrayList<>(file.rows);
            rows.addAll(file.rows.subList(0, Math.max(1, file.rows.size() / 4)));
            return utf8(HrFile.text(rows, file.trailer));
        }
    },
    HEADER_AGAIN("the header stands once more between the rows") {
        @Override
        byte[] spoil(Whole file) {
            List<List<String>> rows = new ArrayList<>(file.rows);
            rows.add(rows.size() / 2, HrFile.COLUMNS);
            return utf8(HrFile.text(rows, file.trailer));
        }
    },
    WHOLE_FILE_TWICE("the whole file stands in it twice") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(file.text + file.text);
        }
    },
    REORDERED("rows and columns stand in another order") {
        @Override
        byte[] spoil(Whole file) {
            List<Integer> order = new ArrayList<>(Stream.iterate(0, i -> i + 1).limit(HrFile.COLUMNS.size()).toList());
            Collections.shuffle(order, file.random);
            List<List<String>> rows = new ArrayList<>(file.rows);
            Collections.shuffle(rows, file.random);
            StringBuilder text = new StringBuilder(HrFile.line(order.stream().map(HrFile.COLUMNS::get).toList())).append('\n');
            rows.forEach(row -> text.append(HrFile.line(order.stream().map(row::get).toList())).append('\n'));
            return utf8(file.trailer ? text.append("END,").append(rows.size()).append('\n').toString() : text.toString());
        }
    },
    STALE("it is last week's") {
        @Override
        byte[] spoil(Whole file) {
            throw new IllegalStateException("only the file itself knows last week's");
        }
    },
    KEYS_AS_DECIMALS("every key came through a spreadsheet: 7.0") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(HrFile.text(file.each(row -> rekeyed(row, key -> key + ".0")), file.trailer));
        }
    },
    KEYS_PADDED("every key is padded: 0007") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(HrFile.text(file.each(row -> rekeyed(row, key -> "0".repeat(Math.max(1, 4 - key.length())) + key)), file.trailer));
        }
    },
    BLANKS_BEHIND_KEYS("there are blanks behind every key, one that does not break among them") {
        @Override
        byte[] spoil(Whole file) {
            return utf8(HrFile.text(file.each(row -> rekeyed(row, key -> key + " \u00a0")), file.trailer));
        }
    },
    BYTE_ORDER_MARK("it begins with a byte order mark") {
        @Override
        byte[] spoil(Whole file) {
            return utf8("\ufeff" + file.text);
        }
    },
    ANOTHER_CHARSET("it is in another charset") {
        @Override
        byte[] spoil(Whole file) {
            return file.text.getBytes(StandardCharsets.ISO_8859_1);
        }
    },
    RAGGED("some rows have a field too few or too many") {
        @Override
        byte[] spoil(Whole file) {
            List<String> lines = new ArrayList<>(file.text.lines().toList());
            lines.set(2, cut(lines.get(2), 4));
            lines.set(3, lines.get(3) + ",surplus");
            return utf8(String.join("\n", lines) + "\n");
        }
    },
    ROWS_OF_DELIMITERS("rows of nothing but delimiters stand between the others") {
        @Override
        byte[] spoil(Whole file) {
            List<String> lines = new ArrayList<>(file.text.lines().toList());
            lines.add(2, ",".repeat(HrFile.COLUMNS.size() - 1));
            lines.add(lines.size() - (file.trailer ? 1 : 0), ",".repeat(HrFile.COLUMNS.size() - 1));
            return utf8(String.join("\n", lines) + "\n");
        }
    },
    TOTAL_ROW("the last row is a sum") {
        @Override
        byte[] spoil(Whole file) {
            List<String> lines = new ArrayList<>(file.text.lines().toList());
            lines.add(lines.size() - (file.trailer ? 1 : 0), "Total: " + file.rows.size() + ",".repeat(HrFile.COLUMNS.size() - 1));
            return utf8(String.join("\n", lines) + "\n");
        }
    },
    NOT_THERE("there is no file") {
        @Override
        byte[] spoil(Whole file) {
            throw new IllegalStateException("there is nothing to spoil");
        }
    };

    private static final int STATUS = HrFile.COLUMNS.indexOf("status");
    private static final int END = HrFile.COLUMNS.indexOf("end");

    private final String words;

    FileFault(String words) {
        this.words = words;
    }

    /**
     * A file without fault.
     *
     * @param rows without the header
     */
    record Whole(List<List<String>> rows, String text, boolean trailer, Random random) {

        /** Where a row begins. */
        int rowAt(int number) {
            int at = 0;
            for (int line = 0; line <= number; line++) {
                at = text.indexOf('\n', at) + 1;
            }
            return at;
        }

        int someRow() {
            return rows.size() / 3 + random.nextInt(Math.max(1, rows.size() / 2));
        }

        List<List<String>> each(UnaryOperator<List<String>> change) {
            return rows.stream().map(change).toList();
        }
    }

    abstract byte[] spoil(Whole file);

    /** What is wrong, in words. */
    String words() {
        return words;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The keys of the record and of the person. */
    private static List<String> rekeyed(List<String> row, UnaryOperator<String> change) {
        return replaced(replaced(row, 0, change.apply(row.get(0))), 1, change.apply(row.get(1)));
    }

    private static List<String> replaced(List<String> row, int place, String value) {
        List<String> other = new ArrayList<>(row);
        other.set(place, value);
        return other;
    }

    private static String cut(String line, int field) {
        List<String> fields = new ArrayList<>(List.of(line.split(",", -1)));
        fields.remove(field);
        return String.join(",", fields);
    }
}
