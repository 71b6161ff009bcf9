package io.caravan.bench.row;

import io.caravan.bench.project.CaravanProject;
import java.util.Map;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * What the first run after an installation does once, and no later one: each kind of command makes its class-data archive. Done
 * before anything is measured.
 */
public final class WarmUp {

    static final String TABLE = """
            create table account (worker_id text primary key, login text not null unique, full_name text not null,
                email text, department text, title text, manager text, active integer not null default 1)""";

    /** Starts a long and a short command on a few people. */
    public void run(Workshop shop) throws Exception {
        shop.says("each kind of command once");
        CaravanProject project = shop.project("project").hr(shop.export());
        Path table = project.folder().resolve("account.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + table); Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        project.system("table", "jdbc", Map.of("url", "jdbc:sqlite:account.db", "table", "account", "key", "worker_id", "findBy", "worker_id,login",
                "enabledColumn", "active", "enabledValue", "1", "disabledValue", "0")).mapping("table.yaml");
        project.sync();
        project.start(Map.of(), "check").succeed();
    }
}
