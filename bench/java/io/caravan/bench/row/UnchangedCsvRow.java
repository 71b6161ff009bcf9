package io.caravan.bench.row;

import io.caravan.bench.bare.BareResult;
import io.caravan.bench.bare.CsvHasher;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.row.LoadedCompanies.Loaded;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An export in which nothing has changed. */
final class UnchangedCsvRow implements Row {

    private final LoadedCompanies companies;

    UnchangedCsvRow(LoadedCompanies companies) {
        this.companies = companies;
    }

    @Override
    public String name() {
        return "csv-unchanged";
    }

    @Override
    public String title() {
        return "a CSV file in which nothing changed, one source and one target, against parsing and hashing it";
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
        return shop.interleaved(round -> caravan(shop, loaded, round), round -> bare(shop, loaded, "bare, parse and hash", round));
    }

    private static Trial caravan(Workshop shop, Loaded loaded, int round) throws IOException, InterruptedException {
        SyncRun run = loaded.project().sync();
        if (run.count("hr", "unchanged-records") != shop.people() || run.count("table", "applied") != 0) {
            throw new IOException("something changed that should not have");
        }
        double work = run.seconds("hr") + run.seconds("table");
        return new Trial(Role.CARAVAN, "caravan", round, run.seconds(), Rates.of("work s", work, "rows/s", shop.people() / work),
                run.steps(), Map.of(), List.of(run.usage()), Optional.empty());
    }

    /** The yardstick for reading an export. */
    static Trial bare(Workshop shop, Loaded loaded, String client, int round) throws IOException, InterruptedException {
        try (MeasuredProcess process = shop.java("bare", CsvHasher.class, shop.folder("bare"), loaded.export().toString())) {
            BareResult result = BareResult.parse(process.succeed().out());
            return new Trial(Role.BARE, client, round, process.seconds(), Rates.of("work s", result.seconds(), "rows/s", result.items() / result.seconds()),
                    List.of(), Map.of(), List.of(process.usage()), Optional.empty());
        }
    }
}
