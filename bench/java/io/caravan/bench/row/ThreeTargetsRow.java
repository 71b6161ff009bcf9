package io.caravan.bench.row;

import io.caravan.bench.measure.EndState;
import io.caravan.bench.measure.Figures;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.Usage;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.server.ScimServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Three targets of different speeds, each alone and all at once. They cost time and no processor, so that what is seen is whether
 * they wait for each other, and not how many processors there are.
 */
final class ThreeTargetsRow implements Row {

    private static final List<Speed> SPEEDS = List.of(new Speed("quick", 20, 16), new Speed("middling", 40, 16), new Speed("slowest", 50, 10));
    private static final String TIMES = "times the slowest alone";

    /** A target that takes so many milliseconds for an answer, and lets so many requests in at a time. */
    private record Speed(String name, int millis, int places) {
    }

    @Override
    public String name() {
        return "three-targets";
    }

    @Override
    public String title() {
        return "everybody into three SCIM providers of different speed (800, 400 and 200 answers/s), alone and all at once";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(100, 10_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost(TIMES, 1.1));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        List<Trial> trials = new ArrayList<>();
        for (int round = 1; round <= shop.rounds(); round++) {
            double slowest = 0;
            for (Speed speed : SPEEDS) {
                Trial alone = run(shop, Role.OTHER, "caravan, " + speed.name() + " alone", round, List.of(speed));
                slowest = Math.max(slowest, alone.seconds());
                trials.add(alone);
            }
            Trial together = run(shop, Role.CARAVAN, "caravan, all at once", round, SPEEDS);
            together.figures().put(TIMES, together.seconds() / slowest);
            trials.add(together);
        }
        trials.forEach(trial -> shop.says("round " + trial.round() + ", " + trial.client() + ": " + Figures.line(trial.figures())));
        return trials;
    }

    private static Trial run(Workshop shop, Role role, String client, int round, List<Speed> speeds) throws Exception {
        CaravanProject project = shop.project("project").hr(shop.export());
        Map<String, ScimServer> servers = new LinkedHashMap<>();
        try {
            for (Speed speed : speeds) {
                ScimServer server = ScimProjects.slow(shop, speed.name(), Duration.ofMillis(speed.millis()), speed.places());
                servers.put(speed.name(), server);
                ScimProjects.into(shop, project, speed.name(), server, speed.places(), 1);
            }
            SyncRun run = project.sync();
            Map<String, Double> figures = Rates.of("s in all", run.seconds());
            List<Usage> usages = new ArrayList<>(List.of(run.usage()));
            for (Map.Entry<String, ScimServer> server : servers.entrySet()) {
                figures.put("s " + server.getKey(), run.seconds(server.getKey()));
                usages.add(server.getValue().usage());
            }
            return new Trial(role, client, round, run.seconds(), figures, run.steps(), Map.of(), usages, Optional.of(onlyState(servers)));
        } finally {
            servers.values().forEach(ScimServer::close);
        }
    }

    /** Each holds the same. */
    private static EndState onlyState(Map<String, ScimServer> servers) throws IOException {
        Set<EndState> states = new HashSet<>();
        for (ScimServer server : servers.values()) {
            states.add(server.endState());
        }
        if (states.size() > 1) {
            throw new IOException("the targets hold different accounts: " + states);
        }
        return states.iterator().next();
    }
}
