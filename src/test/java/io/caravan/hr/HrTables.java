package io.caravan.hr;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of one vendor: their shape, and what stands in them of people. */
abstract class HrTables {

    private static final int AT_ONCE = 500;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /** The file in {@code connectors/sql}. */
    abstract String file();

    /** Statements that make the tables, as the vendor's are shaped. */
    abstract List<String> shape();

    /** What {@code "caravan_today"} is to be, of the day in the table {@code test_day}. */
    abstract String today();

    abstract void add(Colleague who);

    /** The person's id in the view, as the number she has here. */
    abstract int number(String personId);

    /** Statements that move somebody into a department from a day on, typed on another. */
    abstract List<String> transfer(int number, String department, LocalDate from, LocalDate typed);

    /** Statements that take such a move back. */
    abstract List<String> transferTakenBack(int number, String department);

    /** Statements that take somebody's hire back. */
    abstract List<String> cancelled(int number);

    /** Statements that give somebody who is there a status of which nobody knows what it means. */
    abstract List<String> oddStatus(int number);

    static Map<String, HrTables> all() {
        Map<String, HrTables> all = new LinkedHashMap<>();
        List.of(new SapTables(), new OracleTables(), new PeopleSoftTables()).forEach(tables -> all.put(tables.file(), tables));
        return all;
    }

    final void row(String table, Object... values) {
        List<String> written = new ArrayList<>();
        for (Object value : values) {
            written.add(value == null ? "null" : value instanceof Integer ? value.toString() : value instanceof LocalDate day ? "date '" + day + "'"
                    : "'" + value.toString().replace("'", "''") + "'");
        }
        rows.computeIfAbsent(table, none -> new ArrayList<>()).add("(" + String.join(", ", written) + ")");
    }

    /** Statements that fill the tables; nothing is left to be filled. */
    final List<String> filling() {
        List<String> statements = new ArrayList<>();
        rows.forEach((table, all) -> {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                statements.add("insert into " + table + " values " + all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream().collect(Collectors.joining(", ")));
            }
        });
        rows.clear();
        return statements;
    }
}
