package io.caravan.camel.scim;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A SCIM provider of another author: npm's scimmy, run by Node.js as an ordinary process on a free loopback port. Empty when started. */
public final class Scimmy implements AutoCloseable {

    private static final String TOKEN = "token-for-tests";
    private static final Path SOURCE = Path.of("src/test/scimmy");
    private static final Path INSTALLED = Path.of("target/scimmy");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private Scimmy() throws IOException {
        process = new ProcessBuilder("node", "server.mjs", TOKEN).directory(INSTALLED.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(said.readLine());
    }

    /** Skips the test, with the reason, where Node.js is missing or its packages cannot be had. */
    public static Scimmy start() throws IOException {
        assumeTrue(runs(Path.of("."), "node", "--version"), "needs Node.js and npm: install Debian's nodejs and npm");
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "server.mjs")) {
            Files.copy(SOURCE.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assumeTrue(Files.exists(INSTALLED.resolve("node_modules/scimmy-routers")) || runs(INSTALLED, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"),
                "needs the npm packages of " + SOURCE + "/package.json; .ci/run installs them");
        return new Scimmy();
    }

    private static boolean runs(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/scim";
    }

    public String token() {
        return TOKEN;
    }

    /** Everything it was asked so far: method, address, status. */
    public List<String> requests() {
        List<String> requests = new ArrayList<>();
        get("http://127.0.0.1:" + port + "/requests").forEach(each -> requests.add(each.asText()));
        return requests;
    }

    /** A resource or list, below {@link #url}, as it shows it. */
    public JsonNode resource(String path) {
        return get(url() + path);
    }

    private JsonNode get(String address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Bearer " + TOKEN).build();
            return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new AssertionError(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
