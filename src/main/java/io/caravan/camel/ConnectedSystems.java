package io.caravan.camel;

import io.caravan.config.Project;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SystemPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * The connected systems of a project, each behind its port. Making this prepares the Camel context: where connector
 * files are, which settings each system's Kamelet gets, and {@code {{file:…}}} beside Camel's {@code {{env:…}}}. Nothing
 * is connected before the first call. The context must have been started by then. Thread-safe.
 */
public final class ConnectedSystems {

    private final Map<String, SystemPort> ports = new LinkedHashMap<>();

    /** @param connectorFolders where routes that call a connector by themselves find it, the project's before the installation's */
    public ConnectedSystems(CamelContext context, Project project, List<Path> connectorFolders) {
        this(context, project.systems(), project.kamelets(), project.folder(), connectorFolders);
    }

    /**
     * @param patience shared with whoever writes to the same systems
     * @param limits   of each read
     */
    public ConnectedSystems(CamelContext context, Project project, List<Path> connectorFolders, Patience patience, ReadLimits limits) {
        this(context, project.systems(), project.kamelets(), project.folder(), connectorFolders, patience, limits);
    }

    /**
     * @param kamelets what Camel loads for each connector, by the connector's name
     * @param folder   the project's folder, for relative paths
     */
    public ConnectedSystems(CamelContext context, Map<String, SystemSpec> systems, Map<String, String> kamelets, Path folder, List<Path> connectorFolders) {
        this(context, systems, kamelets, folder, connectorFolders, new Patience(Duration.ofMinutes(5), Duration.ofMillis(500)), ReadLimits.DEFAULT);
    }

    private ConnectedSystems(CamelContext context, Map<String, SystemSpec> systems, Map<String, String> kamelets, Path folder, List<Path> connectorFolders,
                             Patience patience, ReadLimits limits) {
        prepare(context, folder, connectorFolders);
        ConnectorTemplates templates = new ConnectorTemplates(context, kamelets);
        systems.forEach((name, spec) -> ports.put(name, new KameletSystem(spec, new KameletCall(context, templates, spec, folder, patience), patience, limits)));
    }

    private static void prepare(CamelContext context, Path folder, List<Path> connectorFolders) {
        Placeholders.in(context, folder);
        quickHttpMethods(context);
        KameletComponent kamelets = context.getComponent("kamelet", KameletComponent.class);
        kamelets.setNoErrorHandler(true);
        String elsewhere = kamelets.getLocation() == null ? "classpath:kamelets" : kamelets.getLocation();
        kamelets.setLocation(connectorFolders.stream().map(each -> "file:" + each.toAbsolutePath().normalize())
                .collect(Collectors.joining(",")) + "," + elsewhere);
        if (kamelets.getRouteProperties() == null) {
            kamelets.setRouteProperties(new ConcurrentHashMap<>());
        }
    }

    /**
     * A route names its HTTP method as text. To make that the enum which camel-http wants, Camel 4.18 goes through all its
     * converters at every request, which costs as much as sending it, unless there is one for just this.
     */
    private static void quickHttpMethods(CamelContext context) {
        context.getTypeConverterRegistry().addTypeConverter(HttpMethods.class, String.class,
                new SimpleTypeConverter(false, (type, exchange, text) -> HttpMethods.valueOf(text.toString().toUpperCase(Locale.ROOT))));
    }

    /** The port of a system, if the project has it. */
    public Optional<SystemPort> port(String system) {
        return Optional.ofNullable(ports.get(system));
    }

    /** All of them, by name. */
    public Map<String, SystemPort> ports() {
        return Collections.unmodifiableMap(ports);
    }
}
