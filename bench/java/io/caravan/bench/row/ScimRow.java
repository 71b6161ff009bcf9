package io.caravan.bench.row;

import io.caravan.bench.bare.BareResult;
import io.caravan.bench.bare.HttpLoader;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.server.ScimServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody of an export into an empty SCIM provider, one in each request or several. */
final class ScimRow implements Row {

    private static final int CONNECTIONS = 16;

    private final String name;
    private final int bulk;

    ScimRow(String name, int bulk) {
        this.name = name;
        this.bulk = bulk;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "everybody from a CSV file into an empty SCIM provider in a process of its own, " + CONNECTIONS + " connections"
                + (bulk > 1 ? ", " + bulk + " people in each bulk request" : "");
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 100_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeastOfBare("creates/s", 0.9));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        return shop.interleaved(
                round -> caravan(shop, round),
                round -> bare(shop, round, "APACHE"),
                round -> bare(shop, round, "JDK"));
    }

    private Trial caravan(Workshop shop, int round) throws Exception {
        Path export = shop.export();
        try (ScimServer provider = ScimProjects.provider(shop)) {
            CaravanProject project = ScimProjects.into(shop, shop.project("project").hr(export), "app", provider, CONNECTIONS, bulk);
            Usage before = provider.usage();
            SyncRun run = project.sync();
            return new Trial(Role.CARAVAN, "caravan", round, run.seconds(),
                    Rates.of("creates/s", run.created("app"), "people/s", shop.people() / run.seconds()), run.steps(),
                    project.state().answerTimes("app"), List.of(run.usage(), provider.usage().since(before)), Optional.of(provider.endState()));
        }
    }

    private Trial bare(Workshop shop, int round, String client) throws Exception {
        try (ScimServer provider = ScimProjects.provider(shop)) {
            return bare(shop, round, client, provider, CONNECTIONS, bulk);
        }
    }

    /** The bare client's run against any provider. */
    static Trial bare(Workshop shop, int round, String client, ScimServer server, int connections, int bulk) throws Exception {
        Path export = shop.export();
        Usage before = server.usage();
        try (MeasuredProcess process = shop.java("bare", HttpLoader.class, shop.folder("bare"), export.toString(), server.url(), ScimServer.TOKEN,
                String.valueOf(connections), String.valueOf(bulk), client)) {
            BareResult result = BareResult.parse(process.succeed().out());
            Map<String, Double> figures = Rates.of("creates/s", result.items() / result.seconds(), "people/s", shop.people() / process.seconds());
            return new Trial(Role.BARE, "bare, " + (client.equals("JDK") ? "the JDK's client" : "Apache's client"), round, process.seconds(), figures,
                    List.of(new Trial.Step("write", result.items(), result.seconds())), result.millis(),
                    List.of(process.usage(), server.usage().since(before)), Optional.of(server.endState()));
        }
    }
}
