package io.caravan.bench.row;

import io.caravan.bench.company.Company;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.server.AccountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Projects in which everybody of a company has an account already, made by the first row that asks for one and used by all. A
 * row may change the company or the mapping, as long as it leaves everything in step.
 */
final class LoadedCompanies {

    private final Map<Long, Loaded> companies = new HashMap<>();

    /**
     * One of them: an export {@code hr.csv} in the project's own folder, the hub, and one target, the table {@code table}.
     *
     * @param load the run that loaded everything, into an empty hub and an empty table
     */
    record Loaded(CaravanProject project, Path export, Company company, AccountTable table, SyncRun load) {
    }

    Loaded of(Workshop shop, Company company) throws IOException, InterruptedException {
        Loaded known = companies.get(company.size());
        if (known == null) {
            known = load(shop, company);
            companies.put(company.size(), known);
        }
        return known;
    }

    private static Loaded load(Workshop shop, Company company) throws IOException, InterruptedException {
        shop.says(String.format("first everybody is loaded, %,d people", company.size()));
        CaravanProject project = shop.project("loaded-" + company.size());
        Path export = project.folder().resolve("hr.csv");
        company.write(export);
        project.hr(export);
        AccountTable table = TableTarget.sqlite(project, "table");
        return new Loaded(project, export, company, table, project.sync());
    }
}
