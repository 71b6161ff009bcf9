package io.caravan.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything the employees data says, from 1985 to 2002: who was hired when, and who was where, as what, under whom.
 *
 * @param people      by employee number, in the order of the data
 * @param departments name by code
 * @param stays       departments by employee number, oldest first
 * @param titles      titles by employee number, oldest first
 * @param managers    employee numbers of managers by department code
 */
record CompanyHistory(Map<String, Person> people, Map<String, String> departments, Map<String, List<Tenure<String>>> stays,
                      Map<String, List<Tenure<String>>> titles, Map<String, List<Tenure<String>>> managers) {

    record Person(String number, String givenName, String familyName, LocalDate hireDate) {
    }

    /**
     * @param folder with the five CSV files
     * @throws UncheckedIOException when one of them cannot be read
     */
    static CompanyHistory read(Path folder) {
        Map<String, Person> people = new LinkedHashMap<>();
        eachRow(folder.resolve("employees.csv"), row -> people.put(row.getField("emp_no"), new Person(row.getField("emp_no"),
                row.getField("first_name"), row.getField("last_name"), LocalDate.parse(row.getField("hire_date")))));
        Map<String, String> departments = new LinkedHashMap<>();
        eachRow(folder.resolve("departments.csv"), row -> departments.put(row.getField("dept_no"), row.getField("dept_name")));
        return new CompanyHistory(people, departments,
                terms(folder.resolve("dept_emp.csv"), "emp_no", "dept_no"),
                terms(folder.resolve("titles.csv"), "emp_no", "title"),
                terms(folder.resolve("dept_manager.csv"), "dept_no", "emp_no"));
    }

    private static Map<String, List<Tenure<String>>> terms(Path file, String key, String value) {
        Map<String, List<Tenure<String>>> terms = new HashMap<>();
        eachRow(file, row -> {
            Tenure<String> term = new Tenure<>(row.getField(value), LocalDate.parse(row.getField("from_date")),
                    LocalDate.parse(row.getField("to_date")));
            if (!term.neverHeld()) {
                terms.computeIfAbsent(row.getField(key), any -> new ArrayList<>(2)).add(term);
            }
        });
        terms.values().forEach(several -> several.sort(Comparator.comparing(Tenure::from)));
        return terms;
    }

    private static void eachRow(Path file, Consumer<NamedCsvRecord> use) {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            rows.forEach(use);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
