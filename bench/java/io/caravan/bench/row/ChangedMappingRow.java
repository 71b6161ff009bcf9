package io.caravan.bench.row;

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

/** A mapping whose title rule changed: everybody is looked at again, and the heads of department, at most 500, are written. */
final class ChangedMappingRow implements Row {

    private static final String RULE = "\"${body[title]}\"";
    private static final String CHANGED_RULE = "\"${replace('Head of Department', 'Department Head', ${body[title]})}\"";
    /** Of CPU time, which is counted in hundredths of seconds. */
    private static final double LEAST = 0.01;

    private final LoadedCompanies companies;
    private boolean isChanged;

    ChangedMappingRow(LoadedCompanies companies) {
        this.companies = companies;
    }

    @Override
    public String name() {
        return "mapping-changed";
    }

    @Override
    public String title() {
        return "one attribute rule changed, everybody evaluated again, the heads of department (up to 500) written";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 1_000_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeast("identities a CPU s", 200_000));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        Loaded loaded = companies.of(shop, shop.company());
        double[] idle = new double[1];
        return shop.interleaved(round -> {
            Trial trial = unchanged(loaded, round);
            idle[0] = trial.processes().get(0).cpuSeconds();
            return trial;
        }, round -> changed(shop, loaded, round, idle[0]));
    }

    /** What starting, and looking whether there is anything to do, costs: not part of evaluating. */
    private static Trial unchanged(Loaded loaded, int round) throws IOException, InterruptedException {
        SyncRun run = loaded.project().sync("table");
        return new Trial(Role.OTHER, "caravan, nothing to do", round, run.seconds(), Map.of(), run.steps(), Map.of(), List.of(run.usage()), Optional.empty());
    }

    private Trial changed(Workshop shop, Loaded loaded, int round, double idle) throws IOException, InterruptedException {
        isChanged = !isChanged;
        loaded.project().mapping("table.yaml", loaded.project().text("table.yaml").replace(RULE, isChanged ? CHANGED_RULE : RULE));
        SyncRun run = loaded.project().sync("table");
        long applied = run.count("table", "applied");
        if (applied == 0 || applied > 500) {
            throw new IOException("up to 500 results should differ, and " + applied + " did");
        }
        double cpu = Math.max(LEAST, run.usage().cpuSeconds() - idle);
        Map<String, Double> figures = Rates.of("identities a CPU s", shop.people() / cpu,
                "identities/s", shop.people() / run.seconds("table", "evaluate"));
        figures.put("results that differ", (double) applied);
        return new Trial(Role.CARAVAN, "caravan", round, run.seconds(), figures, run.steps(), Map.of(), List.of(run.usage()), Optional.empty());
    }
}
