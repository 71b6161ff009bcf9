package io.caravan.bench.row;

import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.server.Slapd;
import io.caravan.bench.server.Slapd.Answered;
import io.caravan.bench.server.Slapd.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first load into OpenLDAP, killed half-way and started again, beside one that nobody disturbed. */
final class CrashRow implements Row {

    private static final String UNDISTURBED = "caravan, undisturbed";
    private static final String ADDS = "adds";
    private static final String OTHERS = "other writes";

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public String title() {
        return "SIGKILL when half of the entries are there, started again; seconds are those of the second run; writes as the directory counts them";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(2_000, 100_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost("repeated", 0));
    }

    @Override
    public Optional<String> missing() {
        return Slapd.missing();
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        List<Trial> trials = new ArrayList<>();
        for (int round = 1; round <= shop.rounds(); round++) {
            Trial undisturbed = undisturbed(shop, round);
            trials.add(undisturbed);
            trials.add(killed(shop, round, undisturbed));
        }
        return trials;
    }

    private static Trial undisturbed(Workshop shop, int round) throws IOException, InterruptedException {
        Path export = shop.export();
        try (Slapd slapd = Slapd.start(shop.folder("slapd"), Durability.NOSYNC)) {
            CaravanProject project = LdapRow.project(shop, "project", export, slapd);
            Usage before = slapd.usage();
            Answered atFirst = slapd.answered();
            SyncRun run = project.sync();
            Answered all = slapd.answered().since(atFirst);
            return new Trial(Role.CARAVAN, UNDISTURBED, round, run.seconds(), Rates.of(ADDS, all.adds(), OTHERS, all.others()), run.steps(),
                    Map.of(), List.of(run.usage(), slapd.usage().since(before)), Optional.of(slapd.endState()));
        }
    }

    private static Trial killed(Workshop shop, int round, Trial undisturbed) throws IOException, InterruptedException {
        Path export = shop.export();
        try (Slapd slapd = Slapd.start(shop.folder("slapd"), Durability.NOSYNC)) {
            CaravanProject project = LdapRow.project(shop, "project", export, slapd);
            Usage before = slapd.usage();
            Answered atFirst = slapd.answered();
            Usage first = killHalfWay(shop, project, slapd, atFirst);
            long written = slapd.answered().since(atFirst).all();
            SyncRun run = project.sync();
            Answered all = slapd.answered().since(atFirst);
            Map<String, Double> figures = Rates.of(ADDS, all.adds(), OTHERS, all.others());
            figures.put("before SIGKILL", (double) written);
            // Fewer others are no credit: they only say that more was known when the second run planned.
            figures.put("repeated", all.adds() - undisturbed.figures().get(ADDS) + Math.max(0, all.others() - undisturbed.figures().get(OTHERS)));
            return new Trial(Role.CARAVAN, "caravan, killed and restarted", round, run.seconds(), figures, run.steps(), Map.of(),
                    List.of(new Usage("caravan", first.cpuSeconds() + run.usage().cpuSeconds(), run.usage().peakRssBytes()), slapd.usage().since(before)),
                    Optional.of(slapd.endState()));
        }
    }

    private static Usage killHalfWay(Workshop shop, CaravanProject project, Slapd slapd, Answered atFirst) throws IOException, InterruptedException {
        try (MeasuredProcess process = project.start(Map.of(), "sync", "--json")) {
            while (process.isAlive() && slapd.answered().since(atFirst).adds() < shop.people() / 2) {
                Thread.sleep(10);
            }
            if (!process.isAlive()) {
                throw new IOException("it had ended before it could be killed:\n" + process.err() + process.out());
            }
            process.kill();
            return process.usage();
        }
    }
}
