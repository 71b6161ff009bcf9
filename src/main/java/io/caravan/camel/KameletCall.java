package io.caravan.camel;

import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SystemSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.util.IOHelper;

/**
 * Calls {@code kamelet:<connector>/<system>}. The route behind it is made from the connector's template at the first
 * call, with the system's settings; if that fails, the next call tries again. Thread-safe.
 */
final class KameletCall {

    /** In an address such as {@code jdbc:…?password={{env:NAME}}}, as config lets it pass. */
    private static final Pattern SECRET_INSIDE = Pattern.compile("(?i)(?:(?:password|passwd|pwd|secret|token)=|://[^/@\\s:]+:)(\\{\\{[^{}]+}})");

    private final CamelContext context;
    private final ProducerTemplate template;
    private final ConnectorTemplates templates;
    private final SystemSpec system;
    private final Path folder;
    private volatile Connected connected;

    /** What a system is once its settings are resolved. */
    private record Connected(Endpoint endpoint, OutcomeOf outcomeOf) {
    }

    KameletCall(CamelContext context, ProducerTemplate template, ConnectorTemplates templates, SystemSpec system, Path folder) {
        this.context = context;
        this.template = template;
        this.templates = templates;
        this.system = system;
        this.folder = folder;
    }

    /**
     * One call.
     *
     * @param effect    what is open when the answer is lost
     * @param variables the contract's exchange variables, without {@code operation}, {@code system} and {@code objectSpec}
     * @return the exchange, with the answer as its body
     * @throws OutcomeException for everything that went wrong
     */
    Exchange send(String operation, Effect effect, Object body, Map<String, ?> variables) {
        Connected to = connected();
        Exchange exchange = to.endpoint.createExchange(ExchangePattern.InOut);
        exchange.setVariable("operation", operation);
        exchange.setVariable("system", system.name());
        variables.forEach(exchange::setVariable);
        Optional.ofNullable(variables.get("object")).map(object -> system.connector().objects().get(object.toString()))
                .ifPresent(declared -> exchange.setVariable("objectSpec", declared));
        exchange.getMessage().setBody(body);
        try {
            template.send(to.endpoint, exchange);
        } catch (RuntimeException failed) {
            throw new OutcomeException(to.outcomeOf.failure(failed, effect), failed);
        }
        if (exchange.getException() != null) {
            throw new OutcomeException(to.outcomeOf.failure(exchange.getException(), effect), exchange.getException());
        }
        return exchange;
    }

    /** How failures that show only while an answer is being read are to be understood. */
    OutcomeOf outcomeOf() {
        return connected().outcomeOf;
    }

    private Connected connected() {
        Connected known = connected;
        return known != null ? known : connect();
    }

    private synchronized Connected connect() {
        if (connected != null) {
            return connected;
        }
        OutcomeOf outcomeOf = new OutcomeOf(system.connector().outcomes(), new Secrets(secretValues()));
        try {
            templates.provide(system.connector().name());
            KameletComponent kamelets = context.getComponent("kamelet", KameletComponent.class);
            kamelets.getRouteProperties().put(system.name(), settings());
            Endpoint endpoint = context.getEndpoint("kamelet:" + system.connector().name() + "/" + system.name());
            connected = new Connected(endpoint, outcomeOf);
            return connected;
        } catch (Exception failed) {
            throw new OutcomeException(outcomeOf.failure(failed, Effect.NONE), failed);
        }
    }

    /**
     * As written: Camel resolves the placeholders where the template uses them. {@code projectFolder} comes on top,
     * for connectors that read files. A setting that is neither given nor has a default is empty: Camel would take an environment variable
     * of its name, such as COLUMNS, FILTER or DISABLE, for it.
     */
    private Properties settings() {
        Properties settings = new Properties();
        settings.setProperty("projectFolder", folder.toAbsolutePath().normalize().toString());
        system.connector().settings().values().stream().filter(setting -> setting.defaultValue().isEmpty())
                .filter(setting -> IOHelper.lookupEnvironmentVariable(setting.name()) != null).forEach(setting -> settings.setProperty(setting.name(), ""));
        settings.putAll(system.settings());
        return settings;
    }

    /** Resolves every setting once, so that a missing variable or file is reported by the setting's name. */
    private List<String> secretValues() {
        List<String> secrets = new ArrayList<>();
        system.settings().forEach((name, written) -> {
            String resolved = resolved(name, written);
            SettingSpec setting = system.connector().settings().get(name);
            if (setting != null && setting.secret()) {
                secrets.add(resolved);
            } else {
                SECRET_INSIDE.matcher(written).results().forEach(found -> secrets.add(resolved(name, found.group(1))));
            }
        });
        return secrets;
    }

    private String resolved(String name, String written) {
        try {
            return context.resolvePropertyPlaceholders(written);
        } catch (RuntimeException unresolved) {
            throw new OutcomeException(OutcomeKind.MISCONFIGURED, "caravan.systems." + system.name() + "." + name + " = " + written
                    + " cannot be resolved; set the environment variable, or create the file, that it names", unresolved);
        }
    }
}
