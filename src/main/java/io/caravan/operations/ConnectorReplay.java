package io.caravan.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.camel.HttpReplay;
import io.caravan.camel.kit.KitException;
import io.caravan.config.Project;
import io.caravan.connector.SystemSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A connector against a recording: whether it still sends what it sent, and makes of the answers what it made of them.
 *
 * @param calls    how many there are in the recording, and how many requests
 * @param differences in words; empty: none
 */
public record ConnectorReplay(String connector, String file, int calls, int requests, List<String> differences) {

    private static final int RSA = 2048;

    /** @throws Refusal when the file is no recording, or there is no such connector */
    public static ConnectorReplay of(ProjectFolder place, Path file) {
        return of(place, file, RecordedTraffic.read(file));
    }

    static ConnectorReplay of(ProjectFolder place, Path file, RecordedTraffic traffic) {
        List<String> differences = new ArrayList<>();
        Path folder = null;
        try (HttpReplay replay = new HttpReplay(traffic.servers())) {
            folder = Files.createTempDirectory("caravan-replay");
            Project project = new KitProjects(place.connectorFolders()).project(traffic.connector(), settings(traffic, replay, folder));
            SystemSpec system = project.systems().values().iterator().next();
            try (AskedSystems asked = new AskedSystems(project, place.connectorFolders())) {
                traffic.calls().forEach(call -> {
                    replay.expect(call.requests());
                    SystemCall.Told told = call.asked().by(asked.port(system));
                    replay.differences().forEach(difference -> differences.add(call.asked().text() + ": " + difference));
                    compare(call, told, replay, differences);
                });
            }
        } catch (KitException unusable) {
            throw new Refusal(Refusal.Kind.INVALID_FILES, unusable.getMessage(), "The recording was made with other settings; record anew, or mend its first line");
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        } finally {
            delete(folder);
        }
        return new ConnectorReplay(traffic.connector(), file.toString(), traffic.calls().size(), traffic.calls().stream().mapToInt(call -> call.requests().size()).sum(), differences);
    }

    /** As in a project: secrets are in files. A key has to be one, whichever. */
    private static Map<String, String> settings(RecordedTraffic traffic, HttpReplay replay, Path folder) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, String> setting : traffic.settings().entrySet()) {
            String value = replay.here(setting.getValue());
            if (setting.getKey().equals("tokenUrl")) {
                replay.tokensAt(value);
            }
            if (traffic.secrets().contains(setting.getKey())) {
                Path secret = folder.resolve("secret-" + setting.getKey());
                Files.writeString(secret, setting.getKey().equals("privateKey") ? key(traffic.settings().getOrDefault("signatureAlgorithm", "")) : value);
                value = "{{file:" + secret + "}}";
            }
            settings.put(setting.getKey(), value);
        }
        return settings;
    }

    private static String key(String algorithm) {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance(algorithm.startsWith("ES") ? "EC" : "RSA");
            if (algorithm.startsWith("ES")) {
                keys.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                keys.initialize(RSA);
            }
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void compare(RecordedTraffic.Call call, SystemCall.Told told, HttpReplay replay, List<String> differences) {
        String asked = call.asked().text();
        if (!told.outcome().equals(call.told().outcome())) {
            differences.add(asked + ": " + told.outcome() + " where it was " + call.told().outcome() + (told.message().isEmpty() ? "" : ": " + told.message()));
            return;
        }
        JsonNode was = RecordedTraffic.plain(call.told().records());
        JsonNode is = RecordedTraffic.parsed(replay.there(RecordedTraffic.plain(told.records()).toString()));
        if (was.size() != is.size()) {
            differences.add(asked + ": " + Quantity.of(is.size(), "record") + " where there were " + was.size());
            return;
        }
        for (int i = 0; i < was.size(); i++) {
            compare(asked + ", record " + (i + 1), was.get(i), is.get(i), differences);
        }
    }

    private static void compare(String where, JsonNode was, JsonNode is, List<String> differences) {
        TreeSet<String> names = new TreeSet<>();
        was.fieldNames().forEachRemaining(names::add);
        is.fieldNames().forEachRemaining(names::add);
        names.stream().filter(name -> !was.path(name).equals(is.path(name))).forEach(name -> differences.add(where + ": " + name + " is " + shown(is.path(name)) + " where it was " + shown(was.path(name))));
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.toString();
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
