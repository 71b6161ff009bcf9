package io.caravan.runtime;

import io.caravan.camel.PlainCamel;
import io.caravan.config.JobNames;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Checks a project's own route files without starting a route: that Camel can read them, that the components, steps and
 * routes they send to exist, that their Simple expressions can be read, and that a copy of a shipped file is a copy of
 * this version's. Routes that come with Caravan are not checked; they are looked at for what they listen to.
 */
public final class RouteCheck {

    /** The line of a shipped file that says which version of it this is. */
    private static final Pattern VERSION = Pattern.compile("^# Version (\\d+)\\b", Pattern.MULTILINE);
    private static final Set<String> LISTENED_TO = Set.of("direct", "seda");

    private final Path folder;
    private final Path installation;
    private final JobNames names;
    private final Problems problems;
    private final Map<String, String> routeIds = new HashMap<>();
    private final Set<String> listening = new LinkedHashSet<>();
    /** Whether every file could be read: what listens in one that could not is not known. */
    private boolean allRead = true;

    private RouteCheck(Path folder, Path installation, JobNames names, Problems problems) {
        this.folder = folder;
        this.installation = installation;
        this.names = names;
        this.problems = problems;
    }

    /**
     * Adds what is wrong; does nothing, and loads nothing of Camel, for a project without routes of its own.
     *
     * @param names whose routes are made from templates
     */
    public static void check(Path folder, Path installation, JobNames names, Problems problems) {
        Path own = folder.resolve("routes");
        boolean isInstallation = own.toAbsolutePath().normalize().equals(installation.resolve("routes").toAbsolutePath().normalize());
        if (!isInstallation && !CamelRuntime.routeFiles(List.of(own)).isEmpty()) {
            new RouteCheck(folder, installation, names, problems).check();
        }
    }

    /** A file's routes, as far as Camel could read it. */
    private record Loaded(Path file, String name, boolean own, DefaultCamelContext context) {
    }

    private void check() {
        List<Loaded> all = new ArrayList<>();
        try {
            for (Path file : CamelRuntime.routeFiles(List.of(folder.resolve("routes"), installation.resolve("routes")))) {
                boolean own = file.startsWith(folder.resolve("routes"));
                load(file, own).ifPresent(all::add);
            }
            all.forEach(this::listen);
            all.stream().filter(Loaded::own).forEach(this::checkSteps);
        } finally {
            all.forEach(loaded -> loaded.context().stop());
        }
    }

    private Optional<Loaded> load(Path file, boolean own) {
        String name = own ? "routes/" + file.getFileName() : file.toString();
        DefaultCamelContext context = PlainCamel.make();
        try {
            Resource resource = ResourceHelper.resolveMandatoryResource(context, "file:" + file.toAbsolutePath());
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
            if (own) {
                checkVersion(file, name);
                checkIsRoutes(context, name);
            }
            return Optional.of(new Loaded(file, name, own, context));
        } catch (Exception unreadable) {
            context.stop();
            if (own) {
                allRead = false;
                problems.add(unreadable(name, unreadable));
            }
            return Optional.empty();
        }
    }

    private static Problem unreadable(String file, Throwable failed) {
        Optional<MarkedYamlEngineException> marked = Optional.empty();
        Throwable deepest = failed;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            marked = cause instanceof MarkedYamlEngineException found ? Optional.of(found) : marked;
            deepest = cause;
        }
        Position position = marked.flatMap(MarkedYamlEngineException::getProblemMark).map(mark -> position(file, mark)).orElse(Position.ofFile(file));
        String text = marked.map(found -> String.valueOf(found.getProblem())).orElse(String.valueOf(deepest.getMessage()));
        return Problem.error(ProblemCode.ROUTE_UNREADABLE, position, "Camel cannot read this: " + oneLine(text),
                "correct it; Camel's manual lists what a route in YAML may have (YAML DSL)");
    }

    private static Position position(String file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1, 1);
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private void checkIsRoutes(ModelCamelContext context, String name) {
        if (context.getRouteDefinitions().isEmpty() && context.getRouteTemplateDefinitions().isEmpty()
                && context.getRouteConfigurationDefinitions().isEmpty()) {
            problems.add(Problem.error(ProblemCode.ROUTE_UNREADABLE, Position.ofFile(name), "the file holds no route",
                    "a list whose entries are route, routeTemplate or routeConfiguration", "begin each with \"- route:\""));
        }
    }

    /** A copy stays as it was while the file it was copied from goes on. */
    private void checkVersion(Path file, String name) {
        Path shipped = installation.resolve("routes").resolve(file.getFileName());
        if (!Files.isRegularFile(shipped)) {
            return;
        }
        String wanted = version(shipped);
        String has = version(file);
        if (!wanted.equals(has)) {
            problems.add(Problem.warning(ProblemCode.ROUTE_OUTDATED, Position.ofFile(name),
                    "the file takes the place of the shipped routes/" + file.getFileName() + ", but was copied from "
                            + (has.isEmpty() ? "another version" : "version " + has) + " of it; this Caravan brings version " + wanted,
                    "compare the two, take over what is new, and the line \"# Version " + wanted + "\" with it"));
        }
    }

    private static String version(Path file) {
        try {
            Matcher found = VERSION.matcher(Files.readString(file));
            return found.find() ? found.group(1) : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** What the routes of a file, and those made from its templates, listen to. */
    private void listen(Loaded loaded) {
        for (RouteDefinition route : loaded.context().getRouteDefinitions()) {
            if (route.getInput() != null) {
                listening.add(address(route.getInput().getEndpointUri()));
            }
            if (route.getRouteId() != null && loaded.own()) {
                String before = routeIds.putIfAbsent(route.getRouteId(), loaded.name());
                if (before != null) {
                    problems.add(Problem.error(ProblemCode.ROUTE_UNREADABLE, position(loaded, route), "there is a route \"" + route.getRouteId()
                            + "\" already, in " + before, "give it another id"));
                }
            }
        }
        for (RouteTemplateDefinition template : loaded.context().getRouteTemplateDefinitions()) {
            String address = address(template.getRoute().getInput().getEndpointUri());
            names.targets().forEach(target -> listening.add(address.replace("{{target}}", target)));
            names.jobs().forEach(job -> listening.add(address.replace("{{job}}", job)));
        }
    }

    private static String address(String uri) {
        return uri.replaceFirst("\\?.*", "").replace("://", ":");
    }

    private void checkSteps(Loaded loaded) {
        ModelCamelContext context = loaded.context();
        List<ProcessorDefinition<?>> roots = new ArrayList<>(context.getRouteDefinitions());
        context.getRouteTemplateDefinitions().stream().map(RouteTemplateDefinition::getRoute).forEach(roots::add);
        for (RouteConfigurationDefinition configuration : context.getRouteConfigurationDefinitions()) {
            roots.addAll(configuration.getOnExceptions());
            roots.addAll(configuration.getOnCompletions());
            roots.addAll(configuration.getIntercepts());
        }
        for (ProcessorDefinition<?> root : roots) {
            if (root instanceof RouteDefinition route && route.getInput() != null) {
                checkAddress(loaded, route.getInput(), route.getInput().getEndpointUri(), false);
            }
            for (ProcessorDefinition<?> step : steps(root)) {
                checkStep(loaded, step);
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<ProcessorDefinition<?>> steps(ProcessorDefinition<?> root) {
        List<ProcessorDefinition<?>> steps = new ArrayList<>();
        steps.addAll((java.util.Collection) ProcessorDefinitionHelper.filterTypeInOutputs(root.getOutputs(), ProcessorDefinition.class));
        return steps;
    }

    private void checkStep(Loaded loaded, ProcessorDefinition<?> step) {
        if (step instanceof EndpointRequiredDefinition sends) {
            checkAddress(loaded, step, sends.getEndpointUri(), true);
        } else if (step instanceof ToDynamicDefinition sends) {
            checkAddress(loaded, step, sends.getUri(), true);
        }
        if (step instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(when -> checkExpression(loaded, when, when, true));
        }
        if (step instanceof HasExpressionType asks) {
            boolean condition = step instanceof FilterDefinition || step instanceof LoopDefinition loop && "true".equals(loop.getDoWhile());
            checkExpression(loaded, step, asks, condition);
        }
    }

    private void checkExpression(Loaded loaded, NamedNode step, HasExpressionType asks, boolean condition) {
        String text = asks.getExpressionType() instanceof SimpleExpression simple ? simple.getExpression() : null;
        if (text == null || text.contains("{{")) {
            return;
        }
        try {
            var simple = loaded.context().resolveLanguage("simple");
            if (condition) {
                simple.createPredicate(text);
            } else {
                simple.createExpression(text);
            }
        } catch (RuntimeException unreadable) {
            problems.add(Problem.error(ProblemCode.ROUTE_EXPRESSION, position(loaded, step), "the Simple expression cannot be read: "
                    + oneLine(String.valueOf(unreadable.getMessage())), "correct it; in routes the whole of Camel's Simple may be used"));
        }
    }

    /** @param sends whether the step sends there; a route's own address needs nobody who listens */
    private void checkAddress(Loaded loaded, NamedNode step, String uri, boolean sends) {
        if (uri == null || uri.contains("{{") || uri.contains("${")) {
            return;
        }
        String address = address(uri);
        String scheme = address.replaceFirst(":.*", "");
        String name = address.contains(":") ? address.substring(address.indexOf(':') + 1) : "";
        if (scheme.equals("caravan")) {
            checkOwnStep(loaded, step, name);
        } else if (!isComponent(loaded.context(), scheme)) {
            problems.add(Problem.error(ProblemCode.ROUTE_ADDRESS, position(loaded, step), "there is no Camel component \"" + scheme + "\" in lib/ or lib/ext/",
                    "correct the name, or put camel-" + scheme + " and what it needs into lib/ext/"));
        } else if (sends && LISTENED_TO.contains(scheme) && allRead && names.complete() && !listening.contains(address)) {
            problems.add(Problem.error(ProblemCode.ROUTE_ADDRESS, position(loaded, step), "no route listens to " + address
                    + Suggestion.nearest(address, List.copyOf(listening)).map(near -> "; did you mean " + near + "?").orElse(""),
                    "correct the name, or write the route that begins there"));
        }
    }

    private void checkOwnStep(Loaded loaded, NamedNode step, String name) {
        if (Step.ofWord(name).isEmpty()) {
            List<String> steps = Arrays.stream(Step.values()).map(Step::word).toList();
            problems.add(Problem.error(ProblemCode.ROUTE_ADDRESS, position(loaded, step), "there is no step caravan:" + name
                    + Suggestion.nearest(name, steps).map(near -> "; did you mean caravan:" + near + "?").orElse(""),
                    "one of " + String.join(", ", steps), "docs/reference/routes.md says what each of them does"));
        }
    }

    private static boolean isComponent(DefaultCamelContext context, String scheme) {
        try {
            return context.getComponent(scheme, true, false) != null;
        } catch (RuntimeException | LinkageError notThere) { // also where its own jar is there, and what it needs is not
            return false;
        }
    }

    private static Position position(Loaded loaded, NamedNode node) {
        return new Position(loaded.name(), StepLine.of(node), 0, 1);
    }
}
