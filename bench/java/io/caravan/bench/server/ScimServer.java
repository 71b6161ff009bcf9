package io.caravan.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.bench.measure.EndState;
import io.caravan.bench.process.MeasuredProcess;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A SCIM provider in a process of its own: {@link ScimProvider}, or {@link io.caravan.bench.slow.SlowScim}, whose base address is the same. */
public final class ScimServer extends HttpProcess {

    public static final String TOKEN = "bench";

    private static final String BASE = "/scim/v2";

    /** Waits until it answers. */
    public ScimServer(MeasuredProcess process, int port) throws IOException, InterruptedException {
        super(process, port, TOKEN, "the SCIM provider", BASE + "/ServiceProviderConfig");
    }

    /** The SCIM base address. */
    public String url() {
        return root() + BASE;
    }

    /** What the slow provider tells of itself. */
    public JsonNode told(String what) throws IOException {
        return get("/bench/" + what);
    }

    @Override
    public EndState endState() throws IOException {
        return new ScimState(this::page).read();
    }

    private JsonNode page(long start) {
        try {
            return get(BASE + "/Users?startIndex=" + start + "&count=1000");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
