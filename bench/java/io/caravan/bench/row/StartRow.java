package io.caravan.bench.row;

import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.project.CaravanProject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long people wait for Caravan itself. */
final class StartRow implements Row {

    private static final int MAPPINGS = 20;
    private static final String READY = "caravan: ready after";
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "caravan check, and caravan run until it says that it is ready, with " + MAPPINGS + " mappings";
    }

    @Override
    public long people(Scale scale) {
        return 20;
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost("check s", 2), Goal.atMost("ready s", 3));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        CaravanProject project = shop.project("project").hr(shop.export());
        for (int i = 1; i < MAPPINGS; i++) {
            TableTarget.sqlite(project, "table" + i);
        }
        return shop.interleaved(round -> check(project, round), round -> ready(project, round));
    }

    private static Trial check(CaravanProject project, int round) throws IOException, InterruptedException {
        try (MeasuredProcess process = project.start(Map.of(), "check").succeed()) {
            return new Trial(Role.CARAVAN, "caravan check", round, process.seconds(), Rates.of("check s", process.seconds()), List.of(), Map.of(),
                    List.of(process.usage()), Optional.empty());
        }
    }

    private static Trial ready(CaravanProject project, int round) throws IOException, InterruptedException {
        try (MeasuredProcess process = project.start(Map.of(), "run")) {
            long until = System.nanoTime() + AT_MOST.toNanos();
            while (!process.err().contains(READY)) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new IOException("caravan run never said that it is ready, but:\n" + process.err());
                }
                Thread.sleep(5);
            }
            double seconds = process.seconds();
            return new Trial(Role.CARAVAN, "caravan run", round, seconds, Rates.of("ready s", seconds), List.of(), Map.of(),
                    List.of(process.usage()), Optional.empty());
        }
    }
}
