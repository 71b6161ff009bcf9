package io.caravan.camel;

import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A connector, one of the project's own for the most part, called as the engine calls it: through its Kamelet, in a Camel of its own. What
 * does not answer is asked again as often as ever, and sooner.
 */
public final class ConnectorUnderTest implements AutoCloseable {

    private static final Path CONNECTORS = Path.of("connectors");
    private static final Set<String> SECRETS = Set.of("awsSecretKey", "awsSessionToken", "bindPassword", "trustStorePassword", "keyStorePassword", "token", "password", "clientSecret", "refreshToken", "privateKey");
    private final DefaultCamelContext context = PlainCamel.make();
    private final Path folder;
    private final SystemPort port;

    /** @param connectorFolders besides those of this project, looked at first */
    public ConnectorUnderTest(String connector, Map<String, String> settings, Path... connectorFolders) {
        context.start();
        folder = temporaryFolder();
        List<Path> folders = new ArrayList<>(List.of(connectorFolders));
        folders.add(CONNECTORS);
        Patience impatient = new Patience(Duration.ofMinutes(5), Duration.ofMillis(10));
        port = new ConnectedSystems(context, project(folder, connector, settings, folders), folders, impatient, ReadLimits.DEFAULT).port("target").orElseThrow();
    }

    /** What Camel loads for one of this project's own connectors. */
    public static Map<String, String> kamelet(String connector) {
        try {
            return Map.of(connector, Files.readString(CONNECTORS.resolve(connector + ".kamelet.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes another secret into the file that has it. */
    public void secret(String setting, String value) {
        try {
            Files.writeString(folder.resolve(setting), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SystemPort port() {
        return port;
    }

    /** Every good record of a full read. */
    public List<Attributes> all(String object) {
        try (SourceReading reading = port.list(object, List.of())) {
            return records(reading);
        }
    }

    public static List<Attributes> records(SourceReading reading) {
        List<Attributes> records = new ArrayList<>();
        reading.forEachRemaining(item -> records.add(((SourceItem.Read) item).attributes()));
        return records;
    }

    public static AccountRequest create(String object, Map<String, ?> values, boolean enabled) {
        return new AccountRequest(Operation.CREATE, object, Optional.empty(), Attributes.empty(), changes(values), Optional.of(enabled));
    }

    public static AccountRequest change(Operation operation, String object, String anchor, Attributes account, Map<String, ?> values) {
        return new AccountRequest(operation, object, Optional.of(anchor), account, changes(values), Optional.empty());
    }

    public static List<AttributeChange> changes(Map<String, ?> values) {
        List<AttributeChange> changes = new ArrayList<>();
        values.forEach((name, value) -> changes.add(AttributeChange.of(name, null, Attributes.normalValue(value))));
        return changes;
    }

    @Override
    public void close() {
        context.stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("caravan-connector");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read as any project is, so that what the connector's file declares is what counts. */
    private static Project project(Path folder, String connector, Map<String, String> settings, List<Path> connectorFolders) {
        StringBuilder properties = new StringBuilder("caravan.systems.target.connector = " + connector + "\n");
        try {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                String value = setting.getValue();
                if (SECRETS.contains(setting.getKey())) {
                    Files.writeString(folder.resolve(setting.getKey()), value);
                    value = "{{file:" + setting.getKey() + "}}";
                }
                properties.append("caravan.systems.target.").append(setting.getKey()).append(" = ").append(value.replace("\\", "\\\\")).append('\n');
            }
            Files.writeString(folder.resolve("application.properties"), properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProjectReading reading = ProjectReader.read(folder, connectorFolders.toArray(Path[]::new));
        return reading.project().orElseThrow(() -> new IllegalArgumentException(reading.problems().inOrder().toString()));
    }
}
