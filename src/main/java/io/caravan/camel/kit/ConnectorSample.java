package io.caravan.camel.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The server that a connector's kit starts, on loopback, for somebody who wants to try more than the kit does. What it is given lasts as long as it runs. */
public final class ConnectorSample implements AutoCloseable {

    private static final Set<String> NO_SERVER = Set.of(KitFile.NO_ENVIRONMENT, "temp-folder", "sqlite");
    /** What only the kit needs. */
    private static final Set<String> OF_THE_KIT = Set.of("folder", "wrong");

    private final KitEnvironment environment;
    private final Map<String, String> values;

    private ConnectorSample(KitEnvironment environment) {
        this.environment = environment;
        this.values = new TreeMap<>(environment.values());
        this.values.keySet().removeAll(OF_THE_KIT);
    }

    /**
     * Starts it.
     *
     * @param connectorFolders where connectors are, the first that has one wins
     * @throws KitException when there is no such connector, or its kit has no server
     */
    public static ConnectorSample start(List<Path> connectorFolders, String connector) {
        Path file = connectorFolders.stream().map(folder -> folder.resolve(connector + ".kit.yaml")).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> new KitException("there is no " + connector + ".kit.yaml in " + connectorFolders));
        KitFile kit = KitFile.read(file);
        if (NO_SERVER.contains(kit.environment())) {
            throw new KitException("the kit of " + connector + " starts no server (environment: " + kit.environment() + ")");
        }
        try {
            return new ConnectorSample(KitEnvironment.start(kit, Files.createTempDirectory("caravan-sample")));
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
    }

    /** What settings for it need, such as {@code url} and {@code password}. */
    public Map<String, String> values() {
        return values;
    }

    @Override
    public void close() {
        environment.close();
    }
}
