package io.caravan.camel;

import io.caravan.config.Project;
import io.caravan.connector.SystemSpec;
import io.caravan.cycle.SystemPort;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;

/**
 * The connected systems of a project, each behind its port. Making this prepares the Camel context: where connector
 * files are, which settings each system's Kamelet gets, and {@code {{file:…}}} beside Camel's {@code {{env:…}}}. Nothing
 * is connected before the first call. The context must have been started by then. Thread-safe.
 */
public final class ConnectedSystems {

    private final Map<String, SystemPort> ports = new LinkedHashMap<>();

    /**
     * @param folder           the project's folder, for relative paths
     * @param connectorFolders where connector files are looked for, the project's before the installation's
     */
    public ConnectedSystems(CamelContext context, Map<String, SystemSpec> systems, Path folder, List<Path> connectorFolders) {
        prepare(context, folder, connectorFolders);
        ProducerTemplate template = context.createProducerTemplate();
        ConnectorTemplates templates = new ConnectorTemplates(context, connectorFolders);
        systems.forEach((name, spec) -> ports.put(name, new KameletSystem(spec, new KameletCall(context, template, templates, spec, folder))));
    }

    /** The systems of a project; connector files are in its own {@code connectors/} folder and in those given. */
    public static ConnectedSystems of(Project project, CamelContext context, List<Path> installedConnectors) {
        List<Path> folders = new java.util.ArrayList<>(List.of(project.folder().resolve("connectors")));
        folders.addAll(installedConnectors);
        return new ConnectedSystems(context, project.systems(), project.folder(), folders);
    }

    private static void prepare(CamelContext context, Path folder, List<Path> connectorFolders) {
        Placeholders.in(context, folder);
        KameletComponent kamelets = context.getComponent("kamelet", KameletComponent.class);
        kamelets.setNoErrorHandler(true);
        String elsewhere = kamelets.getLocation() == null ? "classpath:kamelets" : kamelets.getLocation();
        kamelets.setLocation(connectorFolders.stream().map(each -> "file:" + each.toAbsolutePath().normalize())
                .collect(Collectors.joining(",")) + "," + elsewhere);
        if (kamelets.getRouteProperties() == null) {
            kamelets.setRouteProperties(new java.util.concurrent.ConcurrentHashMap<>());
        }
    }

    /** The port of a system, if the project has it. */
    public Optional<SystemPort> port(String system) {
        return Optional.ofNullable(ports.get(system));
    }

    /** All of them, by name. */
    public Map<String, SystemPort> ports() {
        return java.util.Collections.unmodifiableMap(ports);
    }
}
