package io.caravan.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads connector files, and what they inherit from each other. */
final class ConnectorsReader {

    static final String ENDING = ".kamelet.yaml";

    /** A connector file by itself, before anything is inherited. */
    private record Draft(String name, Path path, FileText text, Yaml.Block whole) {
        Yaml.Block spec() {
            return whole.block("spec");
        }

        Optional<Yaml.Scalar> parent() {
            return spec().block("provisioning").scalar("extends");
        }
    }

    /** A connector that can be used, and what it takes to make its declaration for one system. */
    record Connector(ConnectorFile file, SpecBuilder builder) {
    }

    /**
     * @param names of all files there are, read or not
     * @param read  what was read, by name; empty where one has errors
     */
    record Connectors(Set<String> names, Map<String, Optional<Connector>> read) {
    }

    private final ProjectFiles files;
    private final Problems problems;
    private final Map<String, Optional<Draft>> drafts = new TreeMap<>();
    private final Map<String, Path> paths = new TreeMap<>();
    /** What each says together with what it extends: its {@code spec}. */
    private final Map<String, Optional<Yaml.Block>> specs = new LinkedHashMap<>();
    private final List<String> beingBuilt = new ArrayList<>();

    private ConnectorsReader(ProjectFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /**
     * The connectors of some folders, each with what it extends; the first folder that has a name wins. Those that come with an installation are many, and
     * a project has systems of few: reading them all was half of what opening a project cost.
     *
     * @param folders the project's own first: whatever is in it is read
     * @param others  which of the further folders' are read
     */
    static Connectors read(List<Path> folders, Predicate<String> others, ProjectFiles files, Problems problems) {
        ConnectorsReader reader = new ConnectorsReader(files, problems);
        folders.forEach(folder -> files.in(folder, ENDING).forEach(path -> reader.paths.putIfAbsent(name(path), path)));
        reader.paths.forEach((name, path) -> {
            if (path.startsWith(folders.get(0)) || others.test(name)) {
                reader.spec(name);
            }
        });
        Map<String, Optional<Connector>> connectors = new TreeMap<>();
        reader.specs.forEach((name, spec) -> connectors.put(name, spec.map(good -> reader.connector(name, good))));
        return new Connectors(reader.paths.keySet(), connectors);
    }

    private static String name(Path path) {
        String file = path.getFileName().toString();
        return file.substring(0, file.length() - ENDING.length());
    }

    private Optional<Draft> draft(String name) {
        if (!drafts.containsKey(name)) {
            drafts.put(name, draft(name, paths.get(name)));
        }
        return drafts.get(name);
    }

    /** A file with errors gives no draft, so that nothing is said twice. */
    private Optional<Draft> draft(String name, Path path) {
        long before = problems.errors();
        Optional<FileText> text = files.read(path);
        Optional<Yaml.Block> good = text.flatMap(read -> YamlText.parse(read, problems))
                .flatMap(whole -> Shape.check(whole, SchemaFile.CONNECTOR, problems));
        if (good.isEmpty()) {
            return Optional.empty();
        }
        good.get().block("metadata").scalar("name").filter(own -> !own.text().equals(name)).ifPresent(own -> problems.add(Problem.error(
                ProblemCode.CONNECTOR_NAME, own.position(), "the connector is called \"" + own.text() + "\" but its file " + name + ENDING,
                "write name: " + name + ", or rename the file")));
        Yaml.Block spec = good.get().block("spec");
        if (!spec.has("template") && !spec.block("provisioning").has("extends")) {
            problems.add(Problem.error(ProblemCode.CONNECTOR_MISSING, good.get().at("spec"), "the connector has no \"template\" and extends no other",
                    "add template: with the route, or provisioning.extends"));
        }
        return problems.errors() == before ? Optional.of(new Draft(name, path, text.orElseThrow(), good.get())) : Optional.empty();
    }

    private Optional<Yaml.Block> spec(String name) {
        if (!specs.containsKey(name)) {
            beingBuilt.add(name);
            long before = problems.errors();
            Optional<Yaml.Block> spec = draft(name).flatMap(this::inherited);
            spec.ifPresent(made -> ConnectorChecks.check(builder(name, made), problems));
            beingBuilt.remove(name);
            specs.put(name, problems.errors() == before ? spec : Optional.empty());
        }
        return specs.get(name);
    }

    private static SpecBuilder builder(String name, Yaml.Block spec) {
        return new SpecBuilder(name, spec.block("definition"), spec.block("provisioning"));
    }

    private Optional<Yaml.Block> inherited(Draft draft) {
        if (draft.parent().isEmpty()) {
            return Optional.of(draft.spec());
        }
        Yaml.Scalar parent = draft.parent().get();
        if (!paths.containsKey(parent.text()) || beingBuilt.contains(parent.text())) {
            problems.add(Problem.error(ProblemCode.CONNECTOR_PARENT, parent.position(), paths.containsKey(parent.text())
                            ? "\"" + draft.name() + "\" extends itself: " + String.join(" extends ", beingBuilt) + " extends " + parent.text()
                            : "there is no connector \"" + parent.text() + "\"",
                    Words.oneOf(paths.keySet()), Words.suggest(parent.text(), others(draft.name()), "name another connector")));
            return Optional.empty();
        }
        return spec(parent.text()).map(base -> over(base, draft.spec()));
    }

    /** Blocks are merged; but a route is one thing, and a setting that is required of every system stays required. */
    private static Yaml.Block over(Yaml.Block base, Yaml.Block own) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(Overlay.of(base, own).entries());
        if (own.has("template")) {
            entries.put("template", own.entries().get("template"));
        }
        Yaml.Entry definition = entries.get("definition");
        entries.put("definition", new Yaml.Entry("definition", definition.keyPosition(),
                withInheritedRequired(base.block("definition"), (Yaml.Block) definition.value())));
        if (!own.block("provisioning").has("verified")) {
            entries.computeIfPresent("provisioning", (key, entry) -> new Yaml.Entry(key, entry.keyPosition(), without((Yaml.Block) entry.value(), "verified")));
        }
        return new Yaml.Block(entries, own.position());
    }

    /** What the other was tried against says nothing of this one. */
    private static Yaml.Block without(Yaml.Block block, String key) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(block.entries());
        entries.remove(key);
        return new Yaml.Block(entries, block.position());
    }

    private static Yaml.Block withInheritedRequired(Yaml.Block base, Yaml.Block merged) {
        if (base.items("required").isEmpty()) {
            return merged;
        }
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(merged.entries());
        List<Yaml> both = new ArrayList<>(base.items("required"));
        both.addAll(merged.items("required"));
        Yaml.Entry required = entries.get("required");
        entries.put("required", new Yaml.Entry("required", required.keyPosition(), new Yaml.Items(both, required.value().position())));
        return new Yaml.Block(entries, merged.position());
    }

    private List<String> others(String name) {
        return paths.keySet().stream().filter(other -> !other.equals(name)).toList();
    }

    private Connector connector(String name, Yaml.Block spec) {
        Draft draft = draft(name).orElseThrow();
        SpecBuilder builder = builder(name, spec);
        return new Connector(new ConnectorFile(name, draft.path(), draft.text().text(), draft.parent().map(Yaml.Scalar::text),
                draft.parent().isEmpty() ? draft.text().text() : kamelet(draft, spec), builder.build(builder.defaults())), builder);
    }

    /** The whole Kamelet of a connector that extends another, as JSON, which is YAML. */
    private static String kamelet(Draft draft, Yaml.Block spec) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(draft.whole().entries());
        entries.put("spec", new Yaml.Entry("spec", spec.position(), spec));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(new Yaml.Block(entries, spec.position()).plain());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers, lists and maps are JSON", e);
        }
    }
}
