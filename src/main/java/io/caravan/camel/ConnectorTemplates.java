package io.caravan.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Gives Camel the route template of each connector. A connector that extends another has no template of its own: it
 * gets the other's under its own name, with its own settings on top.
 */
final class ConnectorTemplates {

    private static final int DEEPEST_EXTENSION = 8;
    private final CamelContext context;
    private final List<Path> folders;

    /** @param folders where connector files are looked for, the first that has one wins */
    ConnectorTemplates(CamelContext context, List<Path> folders) {
        this.context = context;
        this.folders = List.copyOf(folders);
    }

    /** Makes the connector's template known to Camel, unless it is. */
    void provide(String connector) throws Exception {
        if (((ModelCamelContext) context).getRouteTemplateDefinition(connector) != null) {
            return;
        }
        Path file = file(connector).orElseThrow(() -> new IOException("there is no connector file " + connector
                + ".kamelet.yaml in " + folders));
        String kamelet = new Dump(DumpSettings.builder().build()).dumpToString(
                withDistinctBeanNames(complete(connector, file, 0)));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file.getFileName().toString(), kamelet));
    }

    private Optional<Path> file(String connector) {
        return folders.stream().map(folder -> folder.resolve(connector + ".kamelet.yaml")).filter(Files::isRegularFile).findFirst();
    }

    /** The file's content, with the template and the settings of what it extends where it has none. */
    private Map<String, Object> complete(String connector, Path file, int depth) {
        Map<String, Object> kamelet = read(file);
        Map<String, Object> spec = new LinkedHashMap<>(block(kamelet, "spec"));
        Object base = block(spec, "provisioning").get("extends");
        if (base != null && depth < DEEPEST_EXTENSION) {
            Path baseFile = file(base.toString()).orElseThrow(() -> new UncheckedIOException(
                    new IOException("connector '" + connector + "' extends '" + base + "', which is not in " + folders)));
            Map<String, Object> baseSpec = block(complete(base.toString(), baseFile, depth + 1), "spec");
            spec.putIfAbsent("template", baseSpec.get("template"));
            spec.put("definition", merged(block(baseSpec, "definition"), block(spec, "definition")));
        }
        Map<String, Object> complete = new LinkedHashMap<>(kamelet);
        complete.put("spec", spec);
        return complete;
    }

    /**
     * Camel 4.18 loses a template's bean whose name is also the value of a parameter, such as a system called
     * {@code directory} whose connector has a bean {@code directory}. So the beans get names that nobody gives a system.
     */
    private static Map<String, Object> withDistinctBeanNames(Map<String, Object> kamelet) {
        Map<String, Object> spec = new LinkedHashMap<>(block(kamelet, "spec"));
        Map<String, Object> template = new LinkedHashMap<>(block(spec, "template"));
        if (template.get("beans") instanceof List<?> beans) {
            for (Object bean : beans) {
                Object name = ((Map<?, ?>) bean).get("name");
                template.replaceAll((key, value) -> renamed(value, name.toString(), "bean-of-the-connector-" + name));
            }
        }
        spec.put("template", template);
        Map<String, Object> distinct = new LinkedHashMap<>(kamelet);
        distinct.put("spec", spec);
        return distinct;
    }

    private static Object renamed(Object node, String name, String to) {
        if (node instanceof List<?> list) {
            return list.stream().map(each -> renamed(each, name, to)).toList();
        }
        if (node instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, key.equals("name") && name.equals(value) && map.containsKey("type") ? to
                    : renamed(value, name, to)));
            return copy;
        }
        return node instanceof String text ? text.replace("{{" + name + "}}", "{{" + to + "}}") : node;
    }

    /** Maps are merged key by key, everything else is taken from {@code upper}; lists of required names add up. */
    private static Map<String, Object> merged(Map<String, Object> lower, Map<String, Object> upper) {
        Map<String, Object> merged = new LinkedHashMap<>(lower);
        upper.forEach((key, value) -> {
            Object below = lower.get(key);
            if (below instanceof Map<?, ?> && value instanceof Map<?, ?>) {
                merged.put(key, merged(block(lower, key), block(upper, key)));
            } else if (key.equals("required") && below instanceof List<?> some && value instanceof List<?> more) {
                List<Object> all = new ArrayList<>(some);
                more.stream().filter(name -> !all.contains(name)).forEach(all::add);
                merged.put(key, all);
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }

    @SuppressWarnings("unchecked") // YAML maps of a Kamelet have text keys
    private static Map<String, Object> block(Map<String, Object> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // as above
    private static Map<String, Object> read(Path file) {
        try {
            Object content = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(Files.readString(file));
            if (content instanceof Map<?, ?> map) {
                return (Map<String, Object>) map;
            }
            throw new IOException(file + " is not a Kamelet");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
