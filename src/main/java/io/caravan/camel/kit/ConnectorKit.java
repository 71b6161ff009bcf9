package io.caravan.camel.kit;

import io.caravan.camel.ConnectedSystems;
import io.caravan.camel.PlainCamel;
import io.caravan.config.Project;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SystemPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Tries out a connector: every operation that it declares, with the data of {@code connectors/<name>.kit.yaml}, against a
 * server that the kit starts and stops. What a connector does not declare is not checked; what it declares and cannot
 * do must be excluded by name, with a reason.
 */
public final class ConnectorKit {

    /** So small that a few accounts make several pages. */
    private static final int PAGE_SIZE = 5;

    /** Makes a system of a connector and settings, as a project's settings file would. */
    @FunctionalInterface
    public interface Projects {
        /**
         * A project with one system, which has this connector and these settings.
         *
         * @throws KitException with everything that is wrong with the connector or the settings
         */
        Project project(String connector, Map<String, String> settings);
    }

    private final List<Path> connectorFolders;
    private final Projects projects;

    /** @param connectorFolders where connectors and their data files are, the first that has one wins */
    public ConnectorKit(List<Path> connectorFolders, Projects projects) {
        this.connectorFolders = List.copyOf(connectorFolders);
        this.projects = projects;
    }

    /** @throws KitException when it cannot even begin */
    public KitReport run(String connector) {
        KitFile kit = KitFile.read(beside(connector));
        Path folder = temporaryFolder();
        try (DefaultCamelContext context = PlainCamel.make(); KitEnvironment environment = KitEnvironment.start(kit, folder)) {
            context.start();
            return new KitReport(connector, run(connector, kit, folder, context, environment));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            delete(folder);
        }
    }

    private List<KitReport.Check> run(String connector, KitFile kit, Path folder, CamelContext context, KitEnvironment environment) {
        Checks checks = new Checks(kit.exclude());
        SystemPort port = port(connector, "kit", Map.of(), kit, folder, context, environment);
        Outcome usable = port.test();
        checks.check("", "test", () -> Checks.require("test", usable, OutcomeKind.OK));
        if (usable.kind().stopsAll()) {
            checks.leftOut("", "all other checks", "nothing can succeed before that is mended");
            return checks.all();
        }
        Map<String, AccountChecks> accounts = new LinkedHashMap<>();
        kit.objects().forEach((name, data) -> {
            if (port.spec().connector().objects().get(name) == null) {
                throw new KitException("the data file of " + connector + " has an object '" + name + "' that the connector does not declare");
            }
            accounts.put(name, new AccountChecks(checks, port, name, data));
        });
        try {
            kit.objects().forEach((name, data) -> {
                new ReadChecks(checks, port, name, data).run();
                accounts.get(name).run();
            });
            kit.objects().forEach((name, data) -> memberships(checks, port, name, data, accounts));
        } finally {
            if (kit.environment().equals(KitFile.NO_ENVIRONMENT)) {
                accounts.values().forEach(AccountChecks::cleanUp);
            }
        }
        port.spec().connector().objects().keySet().stream().filter(name -> !kit.objects().containsKey(name)).sorted()
                .forEach(name -> checks.check(name, "data", () -> Checks.require(false, "the data file has nothing for " + name)));
        checks.check("", "wrong password", () -> {
            Checks.require(!kit.system().unauthorized().isEmpty(), "the data file has no 'unauthorized' settings");
            SystemPort refused = port(connector, "kit-wrong", kit.system().unauthorized(), kit, folder, context, environment);
            Checks.require("test", refused.test(), OutcomeKind.UNAUTHORIZED, OutcomeKind.FORBIDDEN);
        });
        checks.check("", "nobody there", () -> {
            if (kit.system().unavailable().isEmpty()) {
                environment.close();
            }
            SystemPort gone = kit.system().unavailable().isEmpty() ? port : port(connector, "kit-gone", kit.system().unavailable(), kit, folder,
                    context, environment);
            Checks.require("test", gone.test(), OutcomeKind.UNAVAILABLE);
        });
        return checks.all();
    }

    private static void memberships(Checks checks, SystemPort port, String group, KitFile.KitObject data, Map<String, AccountChecks> accounts) {
        AccountChecks groups = accounts.get(group);
        if (groups.spec().memberships().isEmpty()) {
            return;
        }
        if (!groups.spec().can(Operation.CREATE) && data.account().isEmpty()) {
            checks.leftOut(group, "members", "the connector makes no " + group + ", so there is none to try it with");
            return;
        }
        if (data.members().filter(accounts::containsKey).isPresent()) {
            new MembershipChecks(checks, port, groups, accounts.get(data.members().get())).run();
        } else {
            MembershipChecks.refuse(checks, group);
        }
    }

    private SystemPort port(String connector, String name, Map<String, String> changed, KitFile kit, Path folder, CamelContext context,
                            KitEnvironment environment) {
        Map<String, String> written = new LinkedHashMap<>(kit.system().settings());
        written.putAll(kit.system().secrets());
        written.putAll(changed);
        Map<String, String> settings = new LinkedHashMap<>();
        written.forEach((key, value) -> settings.put(key, kit.system().secrets().containsKey(key)
                ? KitEnvironment.secret(folder, name + "-" + key, environment.fill(value)) : environment.fill(value)));
        Project project = projects.project(connector, settings);
        SystemSpec spec = project.systems().values().iterator().next();
        SystemSpec small = new SystemSpec(name, withSmallPages(spec.connector()), spec.settings());
        return new ConnectedSystems(context, Map.of(name, small), project.kamelets(), folder, connectorFolders).port(name).orElseThrow();
    }

    private static ConnectorSpec withSmallPages(ConnectorSpec spec) {
        ConnectorSpec.Limits limits = spec.limits();
        return new ConnectorSpec(spec.heading(), spec.role(), spec.settings(), spec.objects(),
                new ConnectorSpec.Limits(PAGE_SIZE, limits.concurrency(), limits.batch(), limits.rate()), spec.outcomes(), spec.rest());
    }

    private Path beside(String connector) {
        return connectorFolders.stream().filter(folder -> Files.isRegularFile(folder.resolve(connector + ".kamelet.yaml"))).findFirst()
                .orElseThrow(() -> new KitException("there is no connector '" + connector + "' in " + connectorFolders))
                .resolve(connector + ".kit.yaml");
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("caravan-kit");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
