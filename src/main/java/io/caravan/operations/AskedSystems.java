package io.caravan.operations;

import io.caravan.camel.ConnectedSystems;
import io.caravan.camel.PlainCamel;
import io.caravan.config.Project;
import io.caravan.connector.DiscoveredObject;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;

/** The systems of a project without its engine and its store: they can be asked, and nothing is written, neither there nor here. Not thread-safe. */
final class AskedSystems implements AutoCloseable {

    private static final Set<OutcomeKind> NOBODY_THERE = Set.of(OutcomeKind.UNAVAILABLE, OutcomeKind.UNAUTHORIZED, OutcomeKind.MISCONFIGURED);

    private final DefaultCamelContext context = PlainCamel.make();
    private final Project project;
    private final ConnectedSystems systems;
    /** Whom it is no use to ask once more, and what was said of it. */
    private final Map<String, String> unreachable = new HashMap<>();

    /**
     * What was learnt of one kind of object.
     *
     * @param told    by the system; empty when its connector cannot ask, or it did not answer
     * @param problem why it did not
     * @param named   whether each read says which attributes its records have, such as a file with a header
     * @param records the first that it has
     */
    record Answer(ObjectSpec declared, Optional<DiscoveredObject> told, Optional<String> problem, boolean named, List<Attributes> records) {
    }

    AskedSystems(Project project, List<Path> connectorFolders) {
        this.project = project;
        Path settings = project.folder().resolve("application.properties");
        if (Files.isRegularFile(settings)) {
            context.getPropertiesComponent().setLocation("file:" + settings.toAbsolutePath());
        }
        this.systems = new ConnectedSystems(context, project, connectorFolders);
        context.start();
    }

    /** @param most how many records it is asked for; 0: none */
    Answer ask(SystemSpec system, String object, int most) {
        ObjectSpec declared = system.connector().objects().get(object);
        if (unreachable.containsKey(system.name())) {
            return new Answer(declared, Optional.empty(), Optional.of(unreachable.get(system.name())), false, List.of());
        }
        SystemPort port = systems.port(system.name()).orElseThrow();
        Optional<DiscoveredObject> told = Optional.empty();
        Optional<String> problem = Optional.empty();
        List<Attributes> records = new ArrayList<>();
        boolean named = false;
        try {
            told = port.schema(object);
            if (most > 0 && declared.can(Operation.LIST)) {
                named = first(port, object, most, records);
            }
        } catch (OutcomeException unanswered) {
            problem = Optional.of(said(unanswered));
            if (NOBODY_THERE.contains(unanswered.outcome().kind()) && told.isEmpty()) {
                unreachable.put(system.name(), problem.get());
            } else if (most > 0 && told.isEmpty()) {
                anyway(port, declared, most, records);
            }
        }
        return new Answer(declared, told, problem, named, records);
    }

    /** Why it cannot be used with its settings; empty when it can, or nobody can tell without changing something. */
    Optional<String> refusal(SystemSpec system) {
        Outcome outcome = systems.port(system.name()).orElseThrow().test();
        return outcome.isOk() || outcome.kind() == OutcomeKind.UNSUPPORTED ? Optional.empty() : Optional.of(said(new OutcomeException(outcome, null)));
    }

    boolean passesTest(SystemSpec system) {
        return systems.port(system.name()).orElseThrow().test().isOk();
    }

    private static String said(OutcomeException unanswered) {
        String message = unanswered.outcome().message();
        return unanswered.outcome().kind().word() + (message.isBlank() ? "" : ": " + message);
    }

    /** A system that shows no schema may still show its records. */
    private static void anyway(SystemPort port, ObjectSpec declared, int most, List<Attributes> records) {
        try {
            if (declared.can(Operation.LIST)) {
                first(port, declared.name(), most, records);
            }
        } catch (OutcomeException neitherThis) {
            records.clear();
        }
    }

    private static boolean first(SystemPort port, String object, int most, List<Attributes> records) {
        try (SourceReading reading = port.list(object, List.of())) {
            while (records.size() < most && reading.hasNext()) {
                if (reading.next() instanceof SourceItem.Read read) {
                    records.add(read.attributes());
                }
            }
            return reading.names().isPresent();
        }
    }

    Project project() {
        return project;
    }

    /** A setting with its placeholders filled in. */
    String resolved(String setting) {
        return setting.contains("{{") ? context.resolvePropertyPlaceholders(setting) : setting;
    }

    SystemPort port(SystemSpec system) {
        return systems.port(system.name()).orElseThrow();
    }

    @Override
    public void close() {
        context.stop();
    }
}
