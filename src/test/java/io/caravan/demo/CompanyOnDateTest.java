package io.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HR file against the data, asked a second time in another language: SQL. */
class CompanyOnDateTest {

    private static final Path DATA = Path.of("examples/employees/data");

    private static Connection sql;

    @TempDir
    private Path folder;

    @BeforeAll
    static void loadTheDataIntoADatabase() throws SQLException, IOException {
        sql = DriverManager.getConnection("jdbc:sqlite::memory:");
        for (String table : List.of("employees", "dept_emp", "titles", "dept_manager", "departments")) {
            load(table);
        }
        execute("create index stay_of on dept_emp(emp_no)");
        execute("create index title_of on titles(emp_no)");
    }

    @AfterAll
    static void close() throws SQLException {
        sql.close();
    }

    @ParameterizedTest
    @CsvSource({"1985-02-02, 2", "1990-01-01, 3111", "1995-01-01, 6130", "2000-01-01, 8615", "2002-08-01, 8064"})
    void employsAsManyPeopleAsTheDataSays(LocalDate day, long people) throws SQLException {
        assertThat(CompanyOnDate.read(DATA, day).employed()).isEqualTo(people)
                .isEqualTo(number("select count(*) from dept_emp where from_date <= ? and to_date > ?", day, day));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1990-01-01", "1993-10-29", "1995-01-01", "2000-01-01", "2001-01-01", "2002-08-01"})
    void everyFieldIsWhatSqlSays(LocalDate day) throws SQLException {
        Map<String, String> expected = new HashMap<>();
        query("""
                select 'E' || e.emp_no, e.first_name, e.last_name, d.dept_no, n.dept_name, t.title,
                       (select 'E' || m.emp_no from dept_manager m where m.dept_no = d.dept_no and m.emp_no <> e.emp_no
                         and m.from_date <= ? and m.to_date > ?),
                       (select min(from_date) from dept_emp f where f.emp_no = e.emp_no and f.from_date < f.to_date)
                  from employees e join dept_emp d using (emp_no) join departments n using (dept_no) join titles t using (emp_no)
                 where d.from_date <= ? and d.to_date > ? and t.from_date <= ? and t.to_date > ?""",
                row -> expected.put(row.getString(1), joined(row)), day, day, day, day, day, day);

        Map<String, String> employed = CompanyOnDate.read(DATA, day).workers().stream().filter(Worker::employed)
                .collect(Collectors.toMap(Worker::workerId, worker -> String.join("|", worker.givenName(), worker.familyName(),
                        worker.post().departmentCode(), worker.post().department(), worker.post().title(), worker.post().managerId().orElse("null"),
                        worker.contract().startDate().toString())));

        assertThat(employed).isEqualTo(expected);
    }

    @Test
    void aYearLaterJoinersMoversAndLeaversAreThoseSqlFinds() throws SQLException {
        LocalDate before = LocalDate.of(2000, 1, 1);
        LocalDate after = before.plusYears(1);
        Map<String, Worker> then = employedOn(before);
        Map<String, Worker> later = employedOn(after);

        assertThat(without(later.keySet(), then.keySet())).hasSize(53).isEqualTo(names("""
                select emp_no from dept_emp where from_date <= ?2 and to_date > ?2
                except select emp_no from dept_emp where from_date <= ?1 and to_date > ?1""", before, after));
        assertThat(without(then.keySet(), later.keySet())).hasSize(247).isEqualTo(names("""
                select emp_no from dept_emp where from_date <= ?1 and to_date > ?1
                except select emp_no from dept_emp where from_date <= ?2 and to_date > ?2""", before, after));
        Set<String> moved = then.values().stream().filter(worker -> later.containsKey(worker.workerId()))
                .filter(worker -> !worker.equals(later.get(worker.workerId()))).map(Worker::workerId).collect(Collectors.toSet());
        assertThat(moved).hasSize(544).isEqualTo(names("""
                select a.emp_no from dept_emp a join dept_emp b using (emp_no) join titles s using (emp_no) join titles t using (emp_no)
                 where a.from_date <= ?1 and a.to_date > ?1 and b.from_date <= ?2 and b.to_date > ?2
                   and s.from_date <= ?1 and s.to_date > ?1 and t.from_date <= ?2 and t.to_date > ?2
                   and (a.dept_no <> b.dept_no or s.title <> t.title)""", before, after));
    }

    @Test
    void whoeverLeftStaysInTheFileWithTheLastDay() {
        CompanyOnDate company = CompanyOnDate.read(DATA, LocalDate.of(2002, 8, 1));
        Worker left = company.workers().stream().filter(worker -> worker.workerId().equals("E10008")).findFirst().orElseThrow();

        assertThat(left.status()).isEqualTo("terminated");
        assertThat(left.contract().endDate()).contains(LocalDate.of(2000, 7, 30));
        assertThat(left.post().title()).isEqualTo("Assistant Engineer");
        assertThat(company.left()).isEqualTo(company.workers().size() - 8064L).isPositive();
    }

    @Test
    void whoeverWasHiredButHasNoDepartmentYetIsNotInTheFile() throws SQLException {
        assertThat(number("select count(*) from employees e where hire_date < "
                + "(select min(from_date) from dept_emp d where d.emp_no = e.emp_no)")).isEqualTo(4999);
        // E10003 has a contract since 1986-08-28 and a department since 1995-12-03.
        assertThat(employedOn(LocalDate.of(1995, 12, 2))).doesNotContainKey("E10003");
        assertThat(employedOn(LocalDate.of(1995, 12, 3))).containsKey("E10003");
    }

    @Test
    void nobodyIsTheirOwnManager() {
        for (LocalDate day = CompanyOnDate.FIRST_DAY; day.isBefore(CompanyOnDate.LAST_DAY); day = day.plusYears(3)) {
            assertThat(CompanyOnDate.read(DATA, day).workers()).noneMatch(worker -> worker.post().managerId().equals(java.util.Optional.of(worker.workerId())));
        }
    }

    @Test
    void aFileThatIsReadAgainHasEveryRow() throws IOException {
        Path file = folder.resolve("hr/hr.csv");
        CompanyOnDate.read(DATA, LocalDate.of(2000, 1, 1)).writeHrFile(file);

        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            List<NamedCsvRecord> all = rows.stream().toList();
            assertThat(all.stream().filter(row -> row.getField("status").equals("active"))).hasSize(8615);
            assertThat(all.get(0).getFieldsAsMap()).containsEntry("workerId", "E10001").containsEntry("givenName", "Georgi")
                    .containsEntry("department", "Development").containsEntry("endDate", "").containsEntry("managerId", "E10567");
        }
        assertThat(folder.resolve("hr")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aDayOutsideTheHistoryIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CompanyOnDate.read(DATA, LocalDate.of(2003, 1, 1)))
                .withMessage("2003-01-01 is outside the company's history, which goes from 1985-02-02 to 2002-08-01");
    }

    private static Map<String, Worker> employedOn(LocalDate day) {
        return CompanyOnDate.read(DATA, day).workers().stream().filter(Worker::employed)
                .collect(Collectors.toMap(Worker::workerId, worker -> worker));
    }

    private static Set<String> without(Collection<String> some, Collection<String> others) {
        Set<String> rest = new HashSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private static void load(String table) throws IOException, SQLException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(DATA.resolve(table + ".csv"))) {
            sql.setAutoCommit(false);
            boolean created = false;
            for (NamedCsvRecord row : rows) {
                if (!created) {
                    execute("create table " + table + "(" + String.join(",", row.getHeader()) + ")");
                    created = true;
                }
                try (var insert = sql.prepareStatement("insert into " + table + " values(" + "?,".repeat(row.getFieldCount() - 1) + "?)")) {
                    for (int i = 0; i < row.getFieldCount(); i++) {
                        insert.setString(i + 1, row.getField(i));
                    }
                    insert.execute();
                }
            }
            sql.commit();
        }
    }

    private static void execute(String statement) throws SQLException {
        try (Statement plain = sql.createStatement()) {
            plain.execute(statement);
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void query(String text, RowReader reader, LocalDate... days) throws SQLException {
        try (var prepared = sql.prepareStatement(text)) {
            for (int i = 0; i < days.length; i++) {
                prepared.setString(i + 1, days[i].toString());
            }
            ResultSet rows = prepared.executeQuery();
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private static long number(String text, LocalDate... days) throws SQLException {
        long[] number = new long[1];
        query(text, row -> number[0] = row.getLong(1), days);
        return number[0];
    }

    private static Set<String> names(String text, LocalDate... days) throws SQLException {
        Set<String> names = new HashSet<>();
        query(text, row -> names.add("E" + row.getString(1)), days);
        return names;
    }

    private static String joined(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder(row.getString(2));
        for (int i = 3; i <= 8; i++) {
            text.append('|').append(row.getString(i));
        }
        return text.toString();
    }
}
