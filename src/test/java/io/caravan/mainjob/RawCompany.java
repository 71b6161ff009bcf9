package io.caravan.mainjob;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The files of the employees data as tables in memory, unchanged, and questions to them in SQL. Knows nothing of the program. */
final class RawCompany implements AutoCloseable {

    private static final List<String> FILES = List.of("employees", "departments", "dept_emp", "titles", "dept_manager");

    private final Connection connection;

    RawCompany(Path data) throws SQLException, IOException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        for (String file : FILES) {
            load(file, data.resolve(file + ".csv"));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create index stays on dept_emp (emp_no)");
            statement.execute("create index held on titles (emp_no)");
            statement.execute("create table looked (day text)");
            statement.execute("create view stay as select * from dept_emp where from_date < to_date");
        }
    }

    private void load(String table, Path file) throws SQLException, IOException {
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(file); Statement statement = connection.createStatement()) {
            Iterator<CsvRecord> iterator = rows.iterator();
            List<String> header = iterator.next().getFields();
            statement.execute("create table " + table + " (" + String.join(" text, ", header) + " text)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into " + table + " values ("
                    + String.join(", ", Collections.nCopies(header.size(), "?")) + ")")) {
                while (iterator.hasNext()) {
                    List<String> fields = iterator.next().getFields();
                    for (int i = 0; i < fields.size(); i++) {
                        insert.setString(i + 1, fields.get(i));
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** Only every so manieth person is left, and whoever ever held the post of a department's manager. */
    void only(int everyNth) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from employees where emp_no % " + everyNth + " <> 0 and emp_no not in (select emp_no from dept_manager)");
            for (String of : List.of("dept_emp", "titles")) {
                statement.execute("delete from " + of + " where emp_no not in (select emp_no from employees)");
            }
        }
    }

    /** Who has a department on the second day and had none on the first. */
    Set<String> joined(String from, String to) {
        return workers("select emp_no from stay where from_date <= :to and to_date > :to"
                + " except select emp_no from stay where from_date <= :from and to_date > :from", from, to);
    }

    /** Who had a department on the first day and has none on the second. */
    Set<String> left(String from, String to) {
        return workers("select emp_no from stay where from_date <= :from and to_date > :from"
                + " except select emp_no from stay where from_date <= :to and to_date > :to", from, to);
    }

    /** Who is in another department. */
    Set<String> moved(String from, String to) {
        return workers("select a.emp_no from stay a join stay b using (emp_no) where a.from_date <= :from and a.to_date > :from"
                + " and b.from_date <= :to and b.to_date > :to and a.dept_no <> b.dept_no", from, to);
    }

    /** Who is at work on both days, with another title. */
    Set<String> promoted(String from, String to) {
        return workers("""
                select s.emp_no from stay s join stay t using (emp_no)
                where s.from_date <= :from and s.to_date > :from and t.from_date <= :to and t.to_date > :to
                  and (select title from titles a where a.emp_no = s.emp_no and a.from_date <= :from and a.to_date > :from)
                   is not (select title from titles b where b.emp_no = s.emp_no and b.from_date <= :to and b.to_date > :to)""", from, to);
    }

    /**
     * Everybody at work on a day: {@code worker|department|title|manager}, {@code null} for none. Nobody is his own
     * manager, and a manager who was never at work since another day has no account that could be named.
     */
    List<String> atWork(String day, String accountsSince) {
        return rows("""
                select 'E' || s.emp_no, d.dept_name,
                       (select title from titles t where t.emp_no = s.emp_no and t.from_date <= :to and t.to_date > :to),
                       (select 'E' || m.emp_no from dept_manager m where m.dept_no = s.dept_no and m.from_date <= :to and m.to_date > :to
                           and m.emp_no <> s.emp_no and exists (select 1 from stay a where a.emp_no = m.emp_no and a.from_date <= :to and a.to_date > :from))
                from stay s join departments d using (dept_no) where s.from_date <= :to and s.to_date > :to order by 1""", accountsSince, day);
    }

    private Set<String> workers(String query, String from, String to) {
        Set<String> workers = new TreeSet<>();
        rows(query, from, to).forEach(number -> workers.add("E" + number));
        return workers;
    }

    /** Somebody looks at the company on this day: it comes into the table {@code looked}. */
    void look(LocalDate day) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into looked values ('" + day + "')");
        }
    }

    /** Rows as {@code a|b|c}. In the query {@code :to} stands for the day. */
    List<String> rows(String query, LocalDate day) {
        return rows(query, "", day.toString());
    }

    private List<String> rows(String query, String from, String to) {
        return OutsideView.rows(connection, query.replace(":from", "'" + from + "'").replace(":to", "'" + to + "'"));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
