package io.caravan.bench.bare;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What everybody who works here is to have, by the rules that the bench's mappings have, too.
 *
 * @param login   unique
 * @param manager the manager's worker id; empty for none
 */
public record Account(String workerId, String login, String givenName, String familyName, String departmentCode, String department, String title,
                      String manager) {

    public String fullName() {
        return givenName + " " + familyName;
    }

    public String mail() {
        return login + "@example.com";
    }

    /** The accounts of an export, in its order. */
    public static List<Account> of(Path export) throws IOException {
        List<Account> accounts = new ArrayList<>();
        Map<String, Integer> taken = new HashMap<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(export)) {
            for (NamedCsvRecord row : rows) {
                if (row.getField("endDate").isEmpty()) {
                    accounts.add(of(row, taken));
                }
            }
        }
        return accounts;
    }

    private static Account of(NamedCsvRecord row, Map<String, Integer> taken) {
        String given = row.getField("givenName");
        String family = row.getField("familyName");
        String wanted = (plain(given).charAt(0) + plain(family).replace(" ", "")).toLowerCase(Locale.ROOT);
        int before = taken.merge(wanted, 1, Integer::sum);
        return new Account(row.getField("workerId"), before == 1 ? wanted : wanted + before, given, family, row.getField("departmentCode"),
                row.getField("department"), row.getField("title"), row.getField("managerId"));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }
}
