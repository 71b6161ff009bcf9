package io.caravan.bench.row;

import io.caravan.bench.process.FreePort;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.server.ScimProvider;
import io.caravan.bench.server.ScimServer;
import io.caravan.bench.slow.SlowScim;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** SCIM providers, and projects that provision people into them. */
final class ScimProjects {

    private ScimProjects() {
    }

    /** The provider of Caravan's own tests and demo. */
    static ScimServer provider(Workshop shop) throws IOException, InterruptedException {
        int port = FreePort.find();
        return new ScimServer(shop.java("provider", ScimProvider.class, shop.folder("provider"), String.valueOf(port), ScimServer.TOKEN), port);
    }

    /** One that takes its time. */
    static ScimServer slow(Workshop shop, String name, Duration delay, int places) throws IOException, InterruptedException {
        int port = FreePort.find();
        return new ScimServer(shop.java(name, SlowScim.class, shop.folder(name), String.valueOf(port), String.valueOf(delay.toMillis()),
                String.valueOf(places)), port);
    }

    /**
     * Adds a provider as a target.
     *
     * @param name of the system and of the job, which is that of {@code app.yaml} otherwise
     * @param bulk how many changes go into one request
     */
    static CaravanProject into(Workshop shop, CaravanProject project, String name, ScimServer server, int connections, int bulk) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("url", server.url());
        settings.put("token", project.secret(name, ScimServer.TOKEN));
        settings.put("connections", String.valueOf(connections));
        settings.put("pageSize", "1000");
        settings.put("bulk", String.valueOf(bulk));
        return project.system(name, "scim2", settings)
                .mapping(name + ".yaml", shop.distribution().mapping("app.yaml").replace("job: app", "job: " + name).replace("system: app", "system: " + name));
    }
}
