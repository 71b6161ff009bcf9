package io.caravan.bench.row;

import io.caravan.bench.calls.Calls;
import io.caravan.bench.calls.CallsResult;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.FreePort;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.server.AccountsApi;
import io.caravan.bench.server.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a call costs through the generic REST connector: everybody is created, changed and disabled, without anything else that Caravan does. */
final class RestRow implements Row {

    private static final int CONNECTIONS = 8;
    private static final double MICROS = 1e6;

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public String title() {
        return "everybody created, changed and disabled through a connector that extends rest, and nothing else of Caravan, in an application in a process of its own, "
                + CONNECTIONS + " connections";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 100_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeastOfBare("calls/s", 0.85));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        return shop.interleaved(
                round -> calls(shop, round, Calls.Client.CONNECTOR),
                round -> calls(shop, round, Calls.Client.BARE));
    }

    private static Trial calls(Workshop shop, int round, Calls.Client client) throws Exception {
        Path export = shop.export();
        try (ApiServer application = application(shop)) {
            CaravanProject project = project(shop, application);
            Usage before = application.usage();
            try (MeasuredProcess process = shop.java("calls", Calls.class, shop.folder("calls"), client.name(), export.toString(), application.url(), ApiServer.TOKEN,
                    String.valueOf(CONNECTIONS), project.folder().toString(), shop.distribution().connectors().toString())) {
                CallsResult result = CallsResult.parse(process.succeed().out());
                Map<String, Double> figures = Rates.of("calls/s", result.calls() / result.seconds(), "µs processor a call", MICROS * result.cpuSeconds() / result.calls());
                return new Trial(client == Calls.Client.CONNECTOR ? Role.CARAVAN : Role.BARE, name(client), round, process.seconds(), figures,
                        List.of(new Trial.Step("calls", result.calls(), result.seconds())), result.millis(), List.of(process.usage(), application.usage().since(before)),
                        Optional.of(application.endState()));
            }
        }
    }

    private static String name(Calls.Client client) {
        return client == Calls.Client.CONNECTOR ? "caravan" : "bare, Apache's client";
    }

    private static ApiServer application(Workshop shop) throws IOException, InterruptedException {
        int port = FreePort.find();
        return new ApiServer(shop.java("application", AccountsApi.class, shop.folder("application"), String.valueOf(port), ApiServer.TOKEN, String.valueOf(2 * CONNECTIONS)), port);
    }

    /** The bare client does without it. */
    private static CaravanProject project(Workshop shop, ApiServer application) throws IOException {
        CaravanProject project = shop.project("project");
        Path connectors = Files.createDirectories(project.folder().resolve("connectors"));
        Files.writeString(connectors.resolve("accounts.kamelet.yaml"), shop.distribution().connector("accounts.kamelet.yaml"));
        return project.system("accounts", "accounts", Map.of("url", application.url(), "token", project.secret("accounts", ApiServer.TOKEN), "connections", String.valueOf(CONNECTIONS)));
    }
}
