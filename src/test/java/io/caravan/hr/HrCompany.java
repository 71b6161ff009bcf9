package io.caravan.hr;

import io.caravan.runtime.CycleRun;
import io.caravan.runtime.SmallCompany;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The project {@code examples/hr-database}, with the HR database of a test and one application whose rows show who may work. */
final class HrCompany implements AutoCloseable {

    private static final Path EXAMPLE = Path.of("examples/hr-database");
    /** How a mapping reads {@code caravan_worker_dated}, as the page on these systems has it. */
    static final String DATED = "asOf: {value: \"${body[valid_from]}\", of: \"${body[employment_key]}\"}\n";
    private final SmallCompany company;
    private final HrTables tables;

    HrCompany(Path folder, HrDatabase database, HrTables tables) throws IOException {
        this.tables = tables;
        company = new SmallCompany(folder);
        String settings = Files.readString(EXAMPLE.resolve("application.properties")).replaceAll("jdbc:postgresql://\\S+", database.url()).replace("= caravan\n", "= postgres\n")
                .replaceAll("(?m)^caravan\\.systems\\.hr(-inbox)?\\.password.*\n", "").replaceAll("(?m)^(caravan.systems.mail.file.*)$", "$1\ncaravan.systems.mail.quietSeconds = 0");
        company.write("application.properties", settings + Files.readString(folder.resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.hr\\..*\n", ""));
        company.write("mail.csv", "worker,address\n-,nobody@example.com\n");
        for (String job : List.of("mail", "hr-back")) {
            company.write("mappings/" + job + ".yaml", Files.readString(EXAMPLE.resolve("mappings/" + job + ".yaml")));
        }
        // Years pass between two readings here: more may change in them than in a night.
        company.write("mappings/hr.yaml", Files.readString(EXAMPLE.resolve("mappings/hr.yaml")) + "completeness: {maxShrink: 100%, maxVanish: 100%}\n");
        company.write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: record}
                lifecycle: {onLeave: disable, prehire: P0D}
                match: [{target: login, value: "${body[workerId]}"}]
                attributes:
                  login: {value: "${body[workerId]}", apply: on-create}
                  name: "${body[familyName]}"
                  dept: "${body[department]}"
                guard: {maxDisable: 100%, maxDelete: 100%, maxEnable: 100%, maxBlank: 100%}
                """);
    }

    /** From now on rows that are not true yet are read, too. */
    HrCompany dated() throws IOException {
        Path settings = company.folder().resolve("application.properties");
        company.write("application.properties", Files.readString(settings).replace("table = caravan_worker\n", "table = caravan_worker_dated\n"));
        Path mapping = company.folder().resolve("mappings/hr.yaml");
        company.write("mappings/hr.yaml", Files.readString(mapping).replace("  optional: [", "  optional: [valid_from, employment_key, ") + DATED);
        return this;
    }

    /** It is noon of that day. */
    void passesTo(LocalDate day) {
        company.passesTo(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
    }

    CycleRun sync(String job, boolean full) {
        return company.sync(job, full);
    }

    SmallCompany company() {
        return company;
    }

    /** Department and name of whoever may work, by number. */
    Map<Integer, String> active() {
        Map<Integer, String> active = new TreeMap<>();
        company.rows("select login, dept, name from users where active = 'yes'").forEach(row -> {
            String[] parts = row.split("\\|");
            active.put(tables.number(parts[0]), parts[1] + " " + parts[2]);
        });
        return active;
    }

    @Override
    public void close() {
        company.close();
    }
}
