package io.caravan.bench.row;

import io.caravan.bench.company.Company;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.project.SyncRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The same first load of companies ten times larger each time: a person should cost the same in all of them. */
final class GrowthRow implements Row {

    private static final int TIMES = 10;
    private static final int SIZES = 3;
    private static final double FLAT = 1.2;
    private static final double MICROS = 1e6;
    private static final List<String> COSTS = List.of("read and resolve", "evaluate", "dispatch", "CPU");

    private final LoadedCompanies companies;

    GrowthRow(LoadedCompanies companies) {
        this.companies = companies;
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String title() {
        return "everybody from a CSV file into a SQLite table, in companies of three sizes: microseconds a person;"
                + " growth is the worst from one size to the next";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 1_000_000);
    }

    @Override
    public List<Goal> goals() {
        return COSTS.stream().map(cost -> Goal.atMost("growth " + cost, FLAT)).toList();
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        List<Map<String, Double>> costs = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        for (int i = SIZES - 1; i >= 0; i--) {
            long size = Math.max(1, shop.people() / Math.round(Math.pow(TIMES, i)));
            Trial trial = load(shop, shop.company(size));
            costs.add(trial.figures());
            trials.add(trial);
        }
        Map<String, Double> growth = new LinkedHashMap<>();
        for (String cost : COSTS) {
            double worst = 0;
            for (int i = 1; i < costs.size(); i++) {
                worst = Math.max(worst, costs.get(i).get("µs " + cost) / costs.get(i - 1).get("µs " + cost));
            }
            growth.put("growth " + cost, worst);
        }
        trials.add(new Trial(Role.CARAVAN, "caravan, growth", 1, 0, growth, List.of(), Map.of(), List.of(), Optional.empty()));
        return trials;
    }

    private Trial load(Workshop shop, Company company) throws IOException, InterruptedException {
        SyncRun run = companies.of(shop, company).load();
        double micros = MICROS / company.size();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("µs read and resolve", micros * run.seconds("hr"));
        figures.put("µs evaluate", micros * (run.seconds("table", "evaluate") + run.seconds("table", "list")));
        figures.put("µs dispatch", micros * run.seconds("table", "dispatch"));
        figures.put("µs CPU", micros * run.usage().cpuSeconds());
        return new Trial(Role.CARAVAN, String.format(Locale.ROOT, "caravan, %,d people", company.size()), 1, run.seconds(), figures, run.steps(),
                Map.of(), List.of(run.usage()), Optional.empty());
    }
}
