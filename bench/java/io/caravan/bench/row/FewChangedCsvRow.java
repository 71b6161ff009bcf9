package io.caravan.bench.row;

import io.caravan.bench.company.Company;
import io.caravan.bench.company.Person;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.row.LoadedCompanies.Loaded;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An export in which a few people have changed: it should cost what an unchanged one does, and what the target needs. */
final class FewChangedCsvRow implements Row {

    private static final int CHANGED = 1000;

    private final LoadedCompanies companies;

    FewChangedCsvRow(LoadedCompanies companies) {
        this.companies = companies;
    }

    @Override
    public String name() {
        return "csv-1000-changed";
    }

    @Override
    public String title() {
        return "a CSV file in which 1,000 people (a tenth, if fewer) got another title; work s is without sending";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 1_000_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMostOfBare("work s", 2));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        Loaded loaded = companies.of(shop, shop.company());
        return shop.interleaved(round -> caravan(shop, loaded, round),
                round -> UnchangedCsvRow.bare(shop, loaded, "bare, parse and hash", round));
    }

    private static Trial caravan(Workshop shop, Loaded loaded, int round) throws IOException, InterruptedException {
        long wanted = Math.max(1, Math.min(CHANGED, shop.people() / 10));
        long changed = change(loaded, round, wanted);
        SyncRun run = loaded.project().sync();
        if (run.count("table", "applied") != changed) {
            throw new IOException("the target should have got " + changed + " changes, and got " + run.count("table", "applied"));
        }
        double sending = run.seconds("table", "dispatch");
        double work = run.seconds("hr") + run.seconds("table") - sending;
        Map<String, Double> figures = Rates.of("work s", work, "sending s", sending);
        figures.put("changes/s sent", changed / sending);
        return new Trial(Role.CARAVAN, "caravan", round, run.seconds(), figures, run.steps(), Map.of(), List.of(run.usage()), Optional.empty());
    }

    /** Gives people all over the export another title, in each round another one; returns how many have an account. */
    private static long change(Loaded loaded, int round, long wanted) throws IOException {
        Company company = loaded.company();
        long step = company.size() / wanted;
        long[] changed = {0};
        company.write(loaded.export(), person -> {
            if (person.number() % step != 0 || person.number() / step >= wanted) {
                return person;
            }
            changed[0] += person.works() ? 1 : 0;
            return new Person(person.number(), person.workerId(), person.givenName(), person.familyName(), person.status(), person.hireDate(),
                    person.startDate(), person.endDate(), person.department(), person.title() + " " + round, person.managerId());
        });
        return changed[0];
    }
}
