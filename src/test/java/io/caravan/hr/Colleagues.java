package io.caravan.hr;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.hr.Tenure.Department;
import io.caravan.hr.Tenure.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * People with a history, made of the employees data: who began and left when, and in which departments, is the data's; that some come back, are away, have two jobs,
 * change from an agency, take another name or never come is added, the same in every run.
 */
final class Colleagues {

    private static final Path DATA = Path.of("examples/employees/data");
    private static final LocalDate OPEN = LocalDate.of(9999, 1, 1);
    private static final LocalDate END_OF_DATA = LocalDate.of(2002, 8, 1);

    private Colleagues() {
    }

    /** The first so many of the data. */
    static List<Colleague> first(int many) {
        Map<String, List<String[]>> stays = new HashMap<>();
        rows("dept_emp.csv", row -> stays.computeIfAbsent(row.getField("emp_no"), none -> new ArrayList<>())
                .add(new String[] {row.getField("dept_no"), row.getField("from_date"), row.getField("to_date")}));
        List<Colleague> colleagues = new ArrayList<>();
        rows("employees.csv", row -> {
            if (colleagues.size() < many && stays.containsKey(row.getField("emp_no"))) {
                colleagues.add(colleague(row, stays.get(row.getField("emp_no"))));
            }
        });
        return colleagues;
    }

    private static void rows(String file, Consumer<NamedCsvRecord> use) {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(DATA.resolve(file))) {
            rows.forEach(use);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Colleague colleague(NamedCsvRecord row, List<String[]> stays) {
        int number = Integer.parseInt(row.getField("emp_no"));
        Random chance = new Random(number);
        stays.sort(Comparator.comparing(stay -> stay[1]));
        List<Department> departments = stays.stream().map(stay -> new Department(stay[0], LocalDate.parse(stay[1]))).toList();
        LocalDate first = departments.get(0).from();
        LocalDate until = LocalDate.parse(stays.get(stays.size() - 1)[2]);
        LocalDate last = until.equals(OPEN) ? Tenure.FOREVER : until.isAfter(first) ? until.minusDays(1) : first;
        Tenure whole = new Tenure(0, false, first, last, departments, List.of());
        Optional<LocalDate> married = chance.nextInt(10) == 0 ? Optional.of(first.plusDays(200 + chance.nextInt(2000))) : Optional.empty();
        return new Colleague(number, row.getField("first_name"), row.getField("last_name"), married, first, lived(whole, chance));
    }

    private static List<Tenure> lived(Tenure whole, Random chance) {
        LocalDate first = whole.first();
        LocalDate last = whole.last();
        int days = (int) Math.max(0, (last.equals(Tenure.FOREVER) ? END_OF_DATA : last).toEpochDay() - first.toEpochDay());
        int what = chance.nextInt(100);
        if (what < 4) {
            return List.of();
        }
        if (days < 900 || what >= 64) {
            return List.of(whole);
        }
        LocalDate middle = first.plusDays(300 + chance.nextInt(days - 600));
        if (what < 20) {
            LocalDate back = middle.plusDays(2 + chance.nextInt(250));
            return List.of(whole.of(0, false, first, middle), whole.of(0, false, back, last));
        }
        if (what < 38) {
            Span away = new Span(middle, middle.plusDays(chance.nextInt(150)));
            Span again = new Span(away.last().plusDays(60), away.last().plusDays(60 + chance.nextInt(40)));
            return List.of(new Tenure(0, false, first, last, whole.departments(), List.of(away, again)));
        }
        if (what < 50) {
            LocalDate mainEnds = last.equals(Tenure.FOREVER) || chance.nextBoolean() ? middle.plusDays(200) : last;
            return List.of(whole.of(0, false, first, mainEnds), whole.of(1, false, middle, middle.plusDays(250 + chance.nextInt(200))));
        }
        return List.of(whole.of(1, true, first, middle), whole.of(0, false, middle.plusDays(1), last));
    }
}
