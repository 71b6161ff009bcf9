package io.caravan.bench.row;

import io.caravan.bench.measure.Figures;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.HeapLog;
import io.caravan.bench.project.SyncRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One source and two targets in a small heap: everybody new, then nobody, then everything listed and compared. */
final class MemoryRow implements Row {

    private static final String HEAP = "512m";

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String title() {
        return "one source and two targets with -Xmx" + HEAP + ": everybody new, then nothing changed, then a full cycle";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 1_000_000);
    }

    @Override
    public List<Goal> goals() {
        // Whoever gets here was loaded; the figure says how close it was.
        return List.of(Goal.atMost("heap MB after GC", 512));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        CaravanProject project = shop.project("project").hr(shop.export());
        TableTarget.sqlite(project, "table");
        TableTarget.sqlite(project, "table2");
        List<Trial> trials = new ArrayList<>();
        trials.add(trial(shop, project, "caravan, everybody new").with(tables(project, shop.people())));
        trials.add(trial(shop, project, "caravan, nothing changed"));
        trials.add(trial(shop, project, "caravan, full cycle", "--full"));
        return trials;
    }

    private static Trial trial(Workshop shop, CaravanProject project, String client, String... words) throws IOException, InterruptedException {
        Path log = project.folder().resolve("gc.log");
        SyncRun run = project.sync(Map.of("CARAVAN_OPTS", "-Xmx" + HEAP + " -Xlog:gc:file=" + log), words);
        HeapLog heap = HeapLog.read(log);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("heap MB at most", heap.mostMegabytes());
        figures.put("heap MB after GC", heap.mostMegabytesAfterCollection());
        figures.put("GC pauses s", heap.pausedSeconds());
        figures.put("disk bytes/identity", (double) project.state().bytes() / shop.people());
        figures.put("people/s", shop.people() / run.seconds());
        shop.says(client + ": " + Figures.line(figures));
        return new Trial(Role.CARAVAN, client, 1, run.seconds(), figures, run.steps(), Map.of(), List.of(run.usage()), Optional.empty());
    }

    private static Map<String, Double> tables(CaravanProject project, long people) throws IOException {
        Map<String, Double> bytes = new LinkedHashMap<>();
        project.state().bytesByTable().forEach((table, size) -> bytes.put("bytes/identity in " + table, (double) size / people));
        return bytes;
    }
}
