package io.caravan.bench.row;

import io.caravan.bench.bare.BareResult;
import io.caravan.bench.bare.SqlLoader;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.server.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody of an export into an empty PostgreSQL table. */
final class SqlRow implements Row {

    private static final int CONNECTIONS = 8;
    private static final int BATCH = 500;

    @Override
    public String name() {
        return "sql";
    }

    @Override
    public String title() {
        return "everybody from a CSV file into an empty PostgreSQL table, " + CONNECTIONS + " connections, a commit for every " + BATCH + " rows";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 100_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeastOfBare("rows/s", 0.8));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        return shop.interleaved(round -> caravan(shop, round), round -> bare(shop, round));
    }

    private static Trial caravan(Workshop shop, int round) throws IOException, InterruptedException {
        Path export = shop.export();
        try (Postgres postgres = Postgres.start(shop.folder("postgres"))) {
            CaravanProject project = shop.project("project").hr(export).mapping("table.yaml");
            TableTarget.system(project, "table", Map.of("url", postgres.url(), "username", Postgres.USER, "poolSize", String.valueOf(CONNECTIONS)));
            Usage before = postgres.usage();
            SyncRun run = project.sync();
            return new Trial(Role.CARAVAN, "caravan", round, run.seconds(),
                    Rates.of("rows/s", run.created("table"), "people/s", shop.people() / run.seconds()),
                    run.steps(), project.state().answerTimes("table"), List.of(run.usage(), postgres.usage().since(before)),
                    Optional.of(postgres.endState()));
        }
    }

    private static Trial bare(Workshop shop, int round) throws IOException, InterruptedException {
        Path export = shop.export();
        try (Postgres postgres = Postgres.start(shop.folder("postgres"))) {
            Usage before = postgres.usage();
            try (MeasuredProcess process = shop.java("bare", SqlLoader.class, shop.folder("bare"), export.toString(), postgres.url(),
                    String.valueOf(CONNECTIONS), String.valueOf(BATCH))) {
                BareResult result = BareResult.parse(process.succeed().out());
                return new Trial(Role.BARE, "bare, batched inserts", round, process.seconds(),
                        Rates.of("rows/s", result.items() / result.seconds(), "people/s", shop.people() / process.seconds()),
                        List.of(new Trial.Step("write", result.items(), result.seconds())), result.millis(),
                        List.of(process.usage(), postgres.usage().since(before)), Optional.of(postgres.endState()));
            }
        }
    }
}
