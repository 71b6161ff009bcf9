package io.caravan.lives;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The contractors' source: a view of a SQLite table whose rows say when they were changed. */
final class ContractorTable implements AutoCloseable {

    private static final String COLUMNS = "id, given, family, mail, phone, dept, boss, status, starts, ends, changed";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    /** So long a transaction is under way at most. */
    private static final Duration LATE = Duration.ofMinutes(3);

    /** What can be wrong with it. */
    enum Fault {
        NONE("the table is as it should be", "select " + COLUMNS + " from base"),
        COLUMNS_RENAMED("two columns have other names", COLUMNS.replace("status", "status as state").replace("ends", "ends as last_day")),
        COLUMN_MISSING("the columns status and ends are not there", COLUMNS.replace("status, ", "").replace("ends, ", "")),
        COLUMN_EMPTIED("nobody has a status or an end any more", COLUMNS.replace("status", "null as status").replace("ends", "null as ends")),
        HALF("every second row is missing", "select " + COLUMNS + " from base where (select count(*) from base other where other.rowid <= base.rowid) % 2 = 0"),
        EMPTY("there is no row", "select " + COLUMNS + " from base where 0 = 1"),
        ROWS_TWICE("a join gives every row twice", "select " + COLUMNS + " from base union all select " + COLUMNS + " from base"),
        BREAKS_OFF("the database breaks off in the middle of the rows",
                COLUMNS.replace("dept", "case when rowid > (select avg(rowid) from base) then abs(-9223372036854775807 - 1) else dept end as dept")),
        KEYS_AS_DECIMALS("every key became a number with a point: 7.0", COLUMNS.replace("id,", "id || '.0' as id,")),
        LATE("a transaction commits after others that began later", "select " + COLUMNS + " from base"),
        IN_THE_FUTURE("a row is stamped with the year 2030", "select " + COLUMNS + " from base");

        private final String words;
        private final String view;

        Fault(String words, String view) {
            this.words = words;
            this.view = view.startsWith("select") ? view : "select " + view + " from base";
        }

        String words() {
            return words;
        }

        /** Whether a read of what has changed can look like this and be right. */
        boolean isPlausibleInADelta() {
            return this == COLUMN_EMPTIED || this == KEYS_AS_DECIMALS;
        }

        /** Whether rows are hidden, and those that are not are right. */
        boolean hides() {
            return this == HALF || this == EMPTY;
        }
    }

    private final boolean numbered;
    private final Connection connection;
    private final Map<String, Person> rows = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    /** Whose row was hidden when it had something to tell: a read of what has changed may never see it. */
    private final Set<String> missed = new HashSet<>();
    private Instant stampOfThose = Instant.EPOCH;

    /** @param numbered whether people are called by numbers */
    ContractorTable(Path folder, boolean numbered) {
        this.numbered = numbered;
        try {
            connection = DriverManager.getConnection(url(folder));
            run("create table base (" + COLUMNS.replace(", ", " text, ").replace("id text", "id text primary key") + " text)");
            view(Fault.NONE);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static String url(Path folder) {
        return "jdbc:sqlite:" + folder.resolve("contractors.db");
    }

    /** Makes the table what is true; what a transaction under way is to change is not to be seen yet. */
    void write(Company company, Fault fault, Random random) {
        Instant now = company.now();
        Map<String, Person> wanted = new HashMap<>();
        company.inRecords(true).forEach(person -> wanted.put(person.worker(), person));
        List<Person> changed = new ArrayList<>(wanted.values().stream().filter(person -> !person.equals(rows.get(person.worker()))).toList());
        try {
            for (String gone : rows.keySet().stream().filter(worker -> !wanted.containsKey(worker)).toList()) {
                run("delete from base where id = '" + rows.get(gone).key(numbered) + "'");
                rows.remove(gone);
                underWay.remove(gone);
                missed.remove(gone);
            }
            List<Person> late = fault == Fault.LATE ? changed.stream().filter(person -> random.nextBoolean()).toList() : List.of();
            for (Person person : changed) {
                if (!late.contains(person)) {
                    boolean future = fault == Fault.IN_THE_FUTURE && person == changed.get(0);
                    put(person, underWay.contains(person.worker()) ? stampOfThose : future ? Instant.parse("2030-01-01T00:00:00Z") : now);
                }
            }
            underWay.clear();
            late.forEach(person -> underWay.add(person.worker()));
            stampOfThose = now.minus(LATE);
            view(fault);
            changed.forEach(person -> missed.remove(person.worker()));
            if (fault.hides()) {
                hidden().filter(worker -> !company.known(worker).equals(Set.of(company.person(worker)))).forEach(missed::add);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Whether what is true of her is in a transaction that has not been committed. */
    boolean isUnderWay(Person person) {
        return underWay.contains(person.worker());
    }

    boolean isMissed(Person person) {
        return missed.contains(person.worker());
    }

    /** Everything was read. */
    void wasReadInFull() {
        missed.clear();
    }

    private Stream<String> hidden() throws SQLException {
        Set<String> shown = new HashSet<>();
        try (Statement statement = connection.createStatement(); ResultSet ids = statement.executeQuery("select id from contractor")) {
            while (ids.next()) {
                shown.add(ids.getString(1));
            }
        }
        return rows.values().stream().filter(person -> !shown.contains(person.key(numbered))).map(Person::worker);
    }

    private void put(Person person, Instant stamp) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert or replace into base (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            List<Object> values = new ArrayList<>(List.of(person.key(numbered), person.given(), person.family(), person.mail()));
            values.add(person.phone().orElse(null));
            values.add(person.dept());
            values.add(person.boss().orElse(null));
            values.addAll(List.of(person.status(), person.start().toString()));
            values.add(person.end().map(Object::toString).orElse(null));
            values.add(STAMP.format(stamp));
            for (int i = 0; i < values.size(); i++) {
                insert.setObject(i + 1, values.get(i));
            }
            insert.executeUpdate();
        }
        rows.put(person.worker(), person);
    }

    private void view(Fault fault) throws SQLException {
        run("drop view if exists contractor");
        run("create view contractor as " + fault.view);
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
