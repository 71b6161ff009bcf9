package io.caravan.camel;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Gives Camel the route template of each connector, as config has put it together with what it extends, and makes each system's route from it.
 * One after the other: Camel 4.18 keeps templates and routes in lists that it goes through at each new route, and two threads may not do so at a time.
 */
final class ConnectorTemplates {

    private static final int LAST_CALLS_SECONDS = 10;
    private final CamelContext context;
    private final Map<String, String> kamelets;

    /** @param kamelets the whole Kamelet of each connector, by name */
    ConnectorTemplates(CamelContext context, Map<String, String> kamelets) {
        this.context = context;
        this.kamelets = Map.copyOf(kamelets);
    }

    /**
     * A system's own route.
     *
     * @param endpoint by which other routes call it
     * @param entrance where its exchanges are made, and go in: to send them to the endpoint would copy each on the way in and on the way out
     */
    record Way(Endpoint endpoint, Consumer entrance) {
    }

    /**
     * The way to a system, whose route is made for it.
     *
     * @param settings of the system, as written
     */
    synchronized Way connect(String connector, String system, Properties settings) throws Exception {
        provide(connector);
        context.getComponent("kamelet", KameletComponent.class).getRouteProperties().put(system, settings);
        Endpoint endpoint = context.getEndpoint("kamelet:" + connector + "/" + system);
        return new Way(endpoint, context.getRoute(system).getConsumer());
    }

    /** Gives up a system's route, once its last calls are through or have had their time. */
    void disconnect(String system, Endpoint endpoint) throws Exception {
        context.getRouteController().stopRoute(system, LAST_CALLS_SECONDS, TimeUnit.SECONDS);
        synchronized (this) {
            context.removeRoute(system);
            context.removeEndpoint(endpoint);
        }
    }

    private void provide(String connector) throws Exception {
        if (((ModelCamelContext) context).getRouteTemplateDefinition(connector) != null) {
            return;
        }
        String kamelet = kamelets.get(connector);
        if (kamelet == null) {
            throw new OutcomeException(OutcomeKind.INVALID, "there is no connector '" + connector + "'; there are " + new TreeSet<>(kamelets.keySet()));
        }
        String distinct = new Dump(DumpSettings.builder().build()).dumpToString(withDistinctBeanNames(read(kamelet)));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(connector + ".kamelet.yaml", distinct));
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

    @SuppressWarnings("unchecked") // YAML maps of a Kamelet have text keys
    private static Map<String, Object> block(Map<String, Object> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // as above; config has read it before, so it is a map
    private static Map<String, Object> read(String kamelet) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(kamelet);
    }
}
