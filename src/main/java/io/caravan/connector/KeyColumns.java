package io.caravan.connector;

import io.caravan.subject.KeyText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns that together identify a record, as in a table of pairs: one, or several with commas between. The records of a system whose key is
 * several columns have, beside them, an attribute called as the setting is written, whose value is all of theirs.
 *
 * @param name    as the setting is written
 * @param columns in its order
 */
public record KeyColumns(String name, List<String> columns) {

    public KeyColumns {
        columns = List.copyOf(columns);
    }

    /** @param known the columns there are: one that has commas in its name is one column */
    public static KeyColumns of(String setting, Collection<String> known) {
        return known.contains(setting) || setting.indexOf(',') < 0 ? new KeyColumns(setting, List.of(setting))
                : new KeyColumns(setting, Arrays.stream(setting.split(",")).map(String::strip).filter(column -> !column.isEmpty()).toList());
    }

    public boolean isOne() {
        return columns.size() == 1 && columns.get(0).equals(name);
    }

    /** {@code sales,E17}: no two rows whose columns differ have the same. */
    public static String joined(List<String> values) {
        return values.stream().map(value -> KeyText.of(value).replace("\\", "\\\\").replace(",", "\\,")).collect(Collectors.joining(","));
    }
}
