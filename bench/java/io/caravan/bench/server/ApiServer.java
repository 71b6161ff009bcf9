package io.caravan.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.bench.measure.EndState;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** An {@link AccountsApi} in a process of its own. */
public final class ApiServer implements TargetServer {

    public static final String TOKEN = "bench";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TO_START = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final MeasuredProcess process;
    private final int port;

    /** Waits until it answers. */
    public ApiServer(MeasuredProcess process, int port) throws IOException, InterruptedException {
        this.process = process;
        this.port = port;
        long until = System.nanoTime() + TO_START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                process.close();
                throw new IOException("the application does not start:\n" + process.err());
            }
            Thread.sleep(20);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            users();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Its base address. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Usage usage() {
        return process.usage();
    }

    /** Everybody, but for the ids. */
    @Override
    public EndState endState() throws IOException {
        EndState.Sum sum = new EndState.Sum();
        try {
            users().forEach(user -> {
                Map<String, String> members = new TreeMap<>();
                user.properties().stream().filter(member -> !member.getKey().equals("id")).forEach(member -> members.put(member.getKey(), member.getValue().toString()));
                sum.account(members.toString());
            });
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
        return sum.state();
    }

    private JsonNode users() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(URI.create(url() + "/users")).header("Authorization", "Bearer " + TOKEN).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(url() + " answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        process.close();
    }
}
