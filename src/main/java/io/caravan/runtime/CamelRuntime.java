package io.caravan.runtime;

import io.caravan.camel.Placeholders;
import io.caravan.camel.ServiceFiles;
import io.caravan.config.OwnSetting;
import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.config.RouteFiles;
import io.caravan.engine.CycleListener;
import io.caravan.engine.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Starts Camel for a project: {@code camel-main} with the project's settings and routes. */
final class CamelRuntime {

    /** What begins with these does nothing by itself. */
    private static final Set<String> CALLED = Set.of("direct", "kamelet");

    private CamelRuntime() {
    }

    /** @return what stops it */
    static AutoCloseable start(Caravan caravan, Path folder, Path installation) {
        Main main = new Main() {
            @Override
            protected CamelContext createCamelContext() {
                CamelContext context = super.createCamelContext();
                context.setClassResolver(new ServiceFiles(context));
                return context;
            }
        };
        Path settings = folder.resolve("application.properties");
        main.setPropertyPlaceholderLocations(Files.isRegularFile(settings) ? "file:" + settings.toAbsolutePath() : "false");
        main.configure().withAutoConfigurationLogSummary(false);
        main.configure().setShutdownTimeout(30);
        main.configure().setBeanIntrospectionLoggingLevel(LoggingLevel.OFF); // it writes bean properties out, secrets included
        main.configure().setRoutesIncludePattern("false");
        main.configure().setJmxEnabled(false); // a bean for each step of each route takes half of the start, and counts each message; camel.main.jmxEnabled has them
        main.addInitialProperty("camel.component.direct.block", "false");
        main.addInitialProperty("camel.component.seda.defaultPollTimeout", "100"); // how long the queue of each job, one after the other, takes to see that it is to end
        main.addInitialProperty("caravan.mail.login", caravan.project().settings().text(OwnSetting.MAIL_USER.key()).isEmpty() ? "" : "&authenticator=#" + MailLogin.BEAN);
        main.addInitialProperty("caravan.mail.alerts", String.valueOf(Stream.of(OwnSetting.MAIL_HOST, OwnSetting.MAIL_FROM, OwnSetting.MAIL_TO)
                .allMatch(setting -> caravan.project().settings().text(setting.key()).isPresent())));
        main.addInitialProperty("caravan.mail.reports", String.valueOf(Stream.of(OwnSetting.MAIL_HOST, OwnSetting.MAIL_FROM)
                .allMatch(setting -> caravan.project().settings().text(setting.key()).isPresent()) && Stream.of(ReportDelivery.Kind.values())
                .anyMatch(kind -> kind.receiver(caravan.project().settings()).isPresent())));
        main.setShutdownStrategy(new SimpleMainShutdownStrategy()); // Camel's own would stop the routes at a signal, while answers are waited for
        main.bind(Caravan.BEAN, caravan);
        try {
            main.start();
            CamelContext context = main.getCamelContext();
            context.setAutoStartup(false);
            context.getRegistry().bind(MailLogin.BEAN, new MailLogin(context));
            ((ModelCamelContext) context).addModelLifecycleStrategy(new ToldRoutes());
            ((ModelCamelContext) context).addModelLifecycleStrategy(new FailedSteps());
            ((ModelCamelContext) context).addModelLifecycleStrategy(new CycleRoutes());
            for (Path route : routeFiles(List.of(folder.resolve("routes"), installation.resolve("routes")))) {
                Resource resource = ResourceHelper.resolveMandatoryResource(context, "file:" + route.toAbsolutePath());
                PluginHelper.getRoutesLoader(context).loadRoutes(resource);
            }
            caravan.attach(context, List.of(folder.resolve("connectors"), installation.resolve("connectors")));
            startRoutes(context);
            return main::stop;
        } catch (Exception failed) {
            main.stop();
            throw new IllegalStateException("Camel could not start: " + deepest(failed).getMessage(), failed);
        }
    }

    /** Those that are only called come first: a route that begins by itself finds everything it may call. */
    private static void startRoutes(CamelContext context) throws Exception {
        context.setAutoStartup(true);
        List<Route> routes = context.getRoutes().stream().filter(Route::isAutoStartup)
                .sorted(Comparator.comparing((Route route) -> !CALLED.contains(route.getEndpoint().getEndpointUri().replaceFirst(":.*", "")))
                        .thenComparing(route -> route.getStartupOrder() == null ? Integer.MAX_VALUE : route.getStartupOrder())).toList();
        for (Route route : routes) {
            context.getRouteController().startRoute(route.getRouteId());
        }
    }

    /** Route files by name; of two with the same name the one in the earlier folder counts. */
    static Collection<Path> routeFiles(List<Path> folders) {
        Map<String, Path> files = new TreeMap<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> found = Files.list(folder)) {
                    found.filter(RouteFiles::is)
                            .forEach(file -> files.putIfAbsent(file.getFileName().toString(), file));
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
        }
        return files.values();
    }

    /** In somebody else's Camel: the routes are theirs to load; everything else is the same. */
    static Caravan inside(CamelContext context) {
        Path folder = Path.of(context.resolvePropertyPlaceholders("{{caravan.project:.}}"));
        Path connectors = folder.resolve(context.resolvePropertyPlaceholders("{{caravan.connectors:connectors}}"));
        ProjectReading reading = ProjectReader.read(folder, connectors);
        Project project = reading.project().orElseThrow(() -> new IllegalStateException("the project in " + folder.toAbsolutePath()
                + " has errors; `caravan check` shows them: " + reading.problems().inOrder().stream()
                .map(problem -> problem.position() + " " + problem.message()).collect(Collectors.joining("; "))));
        StateStore store = Stores.open(project, Placeholders.in(context, folder));
        Caravan caravan = new Caravan(project, store, Clock.systemUTC(), CycleListener.NONE, Caravan.systemUser());
        try {
            caravan.attach(context, List.of(folder.resolve("connectors"), connectors));
            return caravan;
        } catch (Exception failed) {
            caravan.close();
            throw new IllegalStateException("Caravan could not start inside this Camel context: " + deepest(failed).getMessage(), failed);
        }
    }

    /** Whether a route listens at this address, such as {@code direct:dead-letter}. */
    static boolean listens(CamelContext context, String uri) {
        return context.getRoutes().stream().anyMatch(route -> route.isAutoStartup() && route.getEndpoint().getEndpointUri().equals(uri.replace(":", "://")));
    }

    /** What lies behind it all. */
    static Throwable deepest(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }
}
