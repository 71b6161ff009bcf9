package io.caravan.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A target that speaks HTTP, in a process of its own on a loopback port. */
abstract class HttpProcess implements TargetServer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TO_START = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final MeasuredProcess process;
    private final int port;
    private final String token;

    /**
     * Waits until it answers.
     *
     * @param name for whoever reads that it does not start
     * @param ask  a path that it answers as soon as it is there
     */
    HttpProcess(MeasuredProcess process, int port, String token, String name, String ask) throws IOException, InterruptedException {
        this.process = process;
        this.port = port;
        this.token = token;
        long until = System.nanoTime() + TO_START.toNanos();
        while (!answers(ask)) {
            if (!process.isAlive() || System.nanoTime() > until) {
                process.close();
                throw new IOException(name + " does not start:\n" + process.err());
            }
            Thread.sleep(20);
        }
    }

    private boolean answers(String path) throws InterruptedException {
        try {
            asked(path);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where its paths begin. */
    final String root() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public final Usage usage() {
        return process.usage();
    }

    /** What it answers there. */
    final JsonNode get(String path) throws IOException {
        try {
            return asked(path);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private JsonNode asked(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(URI.create(root() + path)).header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(root() + path + " answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public final void close() {
        process.close();
    }
}
