package io.caravan.bench.row;

import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.server.AccountTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tables as targets of a project. */
final class TableTarget {

    private TableTarget() {
    }

    /** A table in a SQLite file of the project: the cheapest target there is, for rows that measure something else. */
    static AccountTable sqlite(CaravanProject project, String name) throws IOException {
        AccountTable table = new AccountTable("jdbc:sqlite:" + project.folder().resolve(name + ".db"));
        table.create();
        system(project, name, Map.of("url", "jdbc:sqlite:" + name + ".db"));
        project.mapping(name + ".yaml", project.text("table.yaml").replace("job: table", "job: " + name).replace("system: table", "system: " + name));
        return table;
    }

    /** A system called so, in whatever database. */
    static void system(CaravanProject project, String name, Map<String, String> settings) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(Map.of("table", "account", "key", "worker_id", "findBy", "worker_id,login",
                "enabledColumn", "active", "enabledValue", "1", "disabledValue", "0"));
        all.putAll(settings);
        project.system(name, "jdbc", all);
    }
}
