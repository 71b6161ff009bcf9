package io.caravan.operations;

import io.caravan.camel.kit.ConnectorSample;
import io.caravan.camel.kit.KitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Servers on loopback that behave as the systems of connectors do, for trying a project out without any of them. */
public final class SampleServers implements AutoCloseable {

    private final Map<String, ConnectorSample> running = new LinkedHashMap<>();
    private final Path folder;

    private SampleServers(Path folder) {
        this.folder = folder;
    }

    /**
     * What runs.
     *
     * @param files where settings find what they need, such as {@code {{file:servers/box.url}}}
     */
    public record Running(List<Server> servers) {
    }

    /** @param url where it listens */
    public record Server(String connector, String url, List<String> files) {
    }

    /**
     * Starts one for each connector, and writes what settings need into files.
     *
     * @throws Refusal when one of them has none; nothing runs then
     */
    public static SampleServers start(ProjectFolder place, List<String> connectors, Path folder) {
        SampleServers servers = new SampleServers(folder);
        try {
            Files.createDirectories(folder);
            for (String connector : connectors) {
                ConnectorSample sample = ConnectorSample.start(place.connectorFolders(), connector);
                servers.running.put(connector, sample);
                for (Map.Entry<String, String> value : sample.values().entrySet()) {
                    write(servers.file(connector, value.getKey()), value.getValue());
                }
            }
            return servers;
        } catch (KitException refused) {
            servers.close();
            throw new Refusal(Refusal.Kind.USAGE, refused.getMessage(), "caravan connector list names the connectors; those for files and databases need no server");
        } catch (IOException unwritten) {
            servers.close();
            throw new Refusal(Refusal.Kind.FAILED, folder + " cannot be written: " + unwritten.getMessage(), "Name another folder with --to");
        }
    }

    /** Secrets are among them. Without a line end: settings take them whole. */
    private static void write(Path file, String value) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, value);
    }

    private Path file(String connector, String value) {
        return folder.resolve(connector + "." + value);
    }

    public Running document() {
        List<Server> servers = new ArrayList<>();
        running.forEach((connector, sample) -> servers.add(new Server(connector, sample.values().getOrDefault("url", ""),
                sample.values().keySet().stream().map(value -> file(connector, value).toString()).toList())));
        return new Running(servers);
    }

    @Override
    public void close() {
        running.values().forEach(ConnectorSample::close);
    }
}
