package io.caravan.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.bench.measure.EndState;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A SCIM provider in a process of its own: {@link ScimProvider}, or {@link io.caravan.bench.slow.SlowScim}, whose base address is the same. */
public final class ScimServer implements TargetServer {

    public static final String TOKEN = "bench";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TO_START = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final MeasuredProcess process;
    private final int port;

    /** Waits until it answers. */
    public ScimServer(MeasuredProcess process, int port) throws IOException, InterruptedException {
        this.process = process;
        this.port = port;
        long until = System.nanoTime() + TO_START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                process.close();
                throw new IOException("the SCIM provider does not start:\n" + process.err());
            }
            Thread.sleep(20);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            get(url() + "/ServiceProviderConfig");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The SCIM base address. */
    public String url() {
        return "http://127.0.0.1:" + port + "/scim/v2";
    }

    /** What the slow provider tells of itself. */
    public JsonNode told(String what) throws IOException {
        try {
            return get("http://127.0.0.1:" + port + "/bench/" + what);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    @Override
    public Usage usage() {
        return process.usage();
    }

    @Override
    public EndState endState() throws IOException {
        return new ScimState(this::page).read();
    }

    private JsonNode page(long start) {
        try {
            return get(url() + "/Users?startIndex=" + start + "&count=1000");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(stopped));
        }
    }

    private JsonNode get(String address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Bearer " + TOKEN).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(address + " answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        process.close();
    }
}
