package io.caravan.bench.row;

import io.caravan.bench.measure.AnswerTimes;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.server.ScimServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People leave while a large import is on its way into the same target: a daemon, an export that grew by everybody, and a second
 * file that names the leavers, in several versions spread over the import. The target is the slow one, which says when it
 * answered. Without overtaking, the leavers are disabled after the import.
 */
final class LeaversRow implements Row {

    private static final String P99 = "s p99 trigger to answer";
    private static final Duration ANSWER = Duration.ofMillis(50);
    private static final int PLACES = 200;

    @Override
    public String name() {
        return "leavers";
    }

    @Override
    public String title() {
        return "leavers named in a file while everybody is being created in the same target (50 ms an answer, 200 at a time)";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(400, 100_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost(P99, 1));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        return shop.interleaved(round -> caravan(shop, round));
    }

    private static Trial caravan(Workshop shop, int round) throws Exception {
        try (ScimServer target = ScimProjects.slow(shop, "slow", ANSWER, PLACES)) {
            CaravanProject project = ScimProjects.into(shop, shop.project("project"), "app", target, PLACES, 1);
            Departing departing = new Departing(shop, project, target);
            departing.accountsOfThoseWhoLeave();
            try (MeasuredProcess daemon = project.start(Map.of(), "run")) {
                departing.everybodyComesAndSomeLeave(daemon);
                // Its end is awaited: then all it knows is in its file.
                daemon.close();
                Departing.Times times = departing.times();
                Map<String, Double> answer = AnswerTimes.percentiles(times.triggerToAnswer(), 1);
                Map<String, Double> figures = Rates.of(P99, answer.get("p99") / 1e3,
                        "s p99 file to answer", AnswerTimes.percentiles(times.fileToAnswer(), 1).get("p99") / 1e3);
                figures.put("s p99 trigger to log", AnswerTimes.percentiles(times.triggerToLog(), 1).get("p99") / 1e3);
                figures.put("share before the import ended", times.shareBeforeEnd());
                figures.put("creates/s", times.createsPerSecond());
                return new Trial(Role.CARAVAN, "caravan", round, daemon.seconds(), figures, List.of(), answer,
                        List.of(daemon.usage(), target.usage()), Optional.of(target.endState()));
            }
        }
    }
}
