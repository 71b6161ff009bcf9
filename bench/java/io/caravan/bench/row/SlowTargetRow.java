package io.caravan.bench.row;

import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.Usage;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.server.ScimServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody into a target that takes 50 ms for an answer and lets 200 requests in at a time: whether it is kept full. */
final class SlowTargetRow implements Row {

    private static final Duration ANSWER = Duration.ofMillis(50);
    private static final int PLACES = 200;
    private static final double MOST = PLACES / (ANSWER.toMillis() / 1e3);
    private static final String SHARE = "of 4,000/s";

    @Override
    public String name() {
        return "slow-target";
    }

    @Override
    public String title() {
        return "everybody into a SCIM provider that takes " + ANSWER.toMillis() + " ms for each answer and lets " + PLACES + " requests in at a time";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 100_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeast(SHARE, 0.95));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        return shop.interleaved(
                round -> caravan(shop, round),
                round -> bare(shop, round, "JDK"),
                round -> bare(shop, round, "APACHE"));
    }

    private Trial caravan(Workshop shop, int round) throws Exception {
        try (ScimServer target = ScimProjects.slow(shop, "slow", ANSWER, PLACES)) {
            CaravanProject project = ScimProjects.into(shop, shop.project("project").hr(shop.export()), "app", target, PLACES, 1);
            Usage before = target.usage();
            SyncRun run = project.sync();
            Map<String, Double> figures = Rates.of("creates/s", run.created("app"), "people/s", shop.people() / run.seconds());
            figures.put(SHARE, run.created("app") / MOST);
            return new Trial(Role.CARAVAN, "caravan", round, run.seconds(), figures, run.steps(), project.state().answerTimes("app"),
                    List.of(run.usage(), target.usage().since(before)), Optional.of(target.endState()));
        }
    }

    private Trial bare(Workshop shop, int round, String client) throws Exception {
        try (ScimServer target = ScimProjects.slow(shop, "slow", ANSWER, PLACES)) {
            Trial trial = ScimRow.bare(shop, round, client, target, PLACES, 1);
            trial.figures().put(SHARE, trial.figures().get("creates/s") / MOST);
            return trial;
        }
    }
}
