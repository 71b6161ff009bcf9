package io.caravan.camel;

import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.CredentialEnd;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SystemPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls {@code kamelet:<connector>/<system>}. The route behind it is made from the connector's template at the first
 * call, with the system's settings; if that fails, the next call tries again. Thread-safe.
 */
final class KameletCall {

    /** In an address such as {@code jdbc:…?password={{env:NAME}}}, as config lets it pass. */
    private static final Pattern SECRET_INSIDE = Pattern.compile("(?i)(?:(?:password|passwd|pwd|secret|token|key|assertion)=|://[^/@\\s:]+:)(\\{\\{[^{}]+}})");

    /** Settings that name files of certificates, which are read when a system is connected. */
    private static final List<String> STORES = List.of("keyStore", "trustStore");

    private static final Logger LOG = LoggerFactory.getLogger(KameletCall.class);

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean lastRefused;
    private final CamelContext context;
    private final ConnectorTemplates templates;
    private final SystemSpec system;
    private final Path folder;
    private final Patience patience;
    private volatile Connected connected;
    /** Null as long as it has told nothing. */
    private volatile List<CredentialEnd> told;
    /** The same, of a connector in YAML. */
    private volatile CredentialEnd toldInVariable;

    private final Heard heard = new Heard();

    /** What is learnt of the system by the way. */
    private final class Heard implements CallReport.Listener {

        @Override
        public void credentialEnds(List<CredentialEnd> ends) {
            told = List.copyOf(ends);
        }

        @Override
        public void quota(long left, Duration reset) {
            patience.quota(system.name(), left, reset);
        }
    }

    /** What a system is once its settings are resolved. */
    private record Connected(ConnectorTemplates.Way way, OutcomeOf outcomeOf, Secrets secrets, Map<String, String> values, Map<String, String> stores) {
    }

    KameletCall(CamelContext context, ConnectorTemplates templates, SystemSpec system, Path folder, Patience patience) {
        this.context = context;
        this.templates = templates;
        this.system = system;
        this.folder = folder;
        this.patience = patience;
    }

    /**
     * One call. Credentials that are refused are read again: where they stand in a file that says something else by now, the system is connected
     * with these, and asked once more.
     *
     * @param effect    what is open when the answer is lost
     * @param variables the contract's exchange variables, without {@code operation}, {@code system} and {@code objectSpec}
     * @return the exchange, with the answer as its body
     * @throws OutcomeException for everything that went wrong
     */
    Exchange send(String operation, Effect effect, Object body, Map<String, ?> variables) {
        Connected to = connected();
        if (lastRefused && hasChanged(to)) {
            disconnect(to);
            to = connected();
        }
        try {
            Exchange answered = send(to, operation, effect, body, variables, false);
            if (!isRefused(answered.getMessage().getBody())) {
                accepted();
                return answered;
            }
            refused(to);
            return hasChanged(to) ? again(to, operation, effect, body, variables, false) : answered;
        } catch (OutcomeException failed) {
            boolean renewed = failed.outcome().kind() == OutcomeKind.UNAVAILABLE && !to.stores.entrySet().containsAll(stores().entrySet());
            if (renewed || failed.outcome().kind() == OutcomeKind.UNAUTHORIZED && hasChanged(to)) {
                return again(to, operation, effect, body, variables, failed.outcome().begun());
            }
            throw failed;
        }
    }

    private Exchange again(Connected refusing, String operation, Effect effect, Object body, Map<String, ?> variables, boolean begun) {
        LOG.info("nobody was let in, and the credentials have changed since they were read: system={}", system.name());
        disconnect(refusing);
        Connected to = connected();
        Exchange answered = send(to, operation, effect, body, variables, begun);
        if (isRefused(answered.getMessage().getBody())) {
            refused(to);
        } else {
            accepted();
        }
        return answered;
    }

    private void accepted() {
        lastRefused = false;
        accepted.incrementAndGet();
    }

    /** What a list that is read by and by says late belongs to the connection that it was asked for on. Newer credentials have not been refused. */
    private void refused(Connected by) {
        if (!hasChanged(by)) {
            refused.incrementAndGet();
        }
        lastRefused = true;
    }

    /** Who does not let anybody in refuses all of a batch. */
    private static boolean isRefused(Object answer) {
        return answer instanceof Outcome outcome ? outcome.kind() == OutcomeKind.UNAUTHORIZED
                : answer instanceof List<?> several && !several.isEmpty() && several.stream().allMatch(one -> one instanceof Outcome && isRefused(one));
    }

    /** @param before whether something of it has been carried out already */
    private Exchange send(Connected to, String operation, Effect effect, Object body, Map<String, ?> variables, boolean before) {
        Exchange exchange = ask(to, operation, body, variables);
        boolean begun = before || hasBegun(exchange);
        if (hasRefused(to, exchange, effect) && !(begun && effect == Effect.CREATE) && gaveUp(exchange)) {
            exchange = ask(to, operation, body, variables);
            begun |= hasBegun(exchange);
        }
        if (exchange.getException() != null) {
            Outcome failed = to.outcomeOf.failure(exchange.getException(), effect);
            throw new OutcomeException(begun ? begun(failed, effect) : failed, exchange.getException());
        }
        return exchange;
    }

    /** Several requests make one call; what a route has carried out of it when a later one fails, it says by this variable. */
    private static boolean hasBegun(Exchange exchange) {
        return Boolean.TRUE.equals(exchange.getVariable(ConnectorCall.BEGUN, Boolean.class));
    }

    /** What was made is there. */
    private static Outcome begun(Outcome failed, Effect effect) {
        return effect == Effect.CREATE ? new Outcome(OutcomeKind.IN_DOUBT, failed.anchor(), failed.attributes(), failed.message(), Optional.empty()) : failed.asBegun();
    }

    private static boolean hasRefused(Connected to, Exchange exchange, Effect effect) {
        return exchange.getException() != null ? to.outcomeOf.isRefusal(exchange.getException(), effect) : isRefused(exchange.getMessage().getBody());
    }

    /** A token may have been taken back before its time: it is fetched anew, once. */
    private static boolean gaveUp(Exchange exchange) {
        FetchedCredentials fetched = exchange.getVariable(FetchedCredentials.VARIABLE, FetchedCredentials.class);
        return fetched != null && fetched.giveUp();
    }

    private Exchange ask(Connected to, String operation, Object body, Map<String, ?> variables) {
        Exchange exchange = to.way.entrance().createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setVariable("operation", operation);
        exchange.setVariable("system", system.name());
        exchange.setVariable(Secrets.VARIABLE, to.secrets);
        system.connector().rest().ifPresent(rest -> exchange.setVariable("restSpec", rest));
        variables.forEach(exchange::setVariable);
        Optional.ofNullable(variables.get("object")).map(object -> system.connector().objects().get(object.toString()))
                .ifPresent(declared -> exchange.setVariable("objectSpec", declared));
        exchange.getMessage().setBody(body);
        HttpTap.called(to.secrets);
        try {
            CallReport.during(heard, () -> to.way.entrance().getProcessor().process(exchange));
        } catch (Exception failed) {
            exchange.setException(failed);
        }
        declaredEnd(exchange);
        return exchange;
    }

    /** What a connector in YAML says of it: a moment in the variable {@code credentialsExpire}. What is none is not told. */
    private void declaredEnd(Exchange exchange) {
        Object said = exchange.getVariable("credentialsExpire");
        if (said != null) {
            try {
                toldInVariable = new CredentialEnd("credential", said instanceof Instant moment ? moment : Instant.parse(said.toString().strip()));
            } catch (DateTimeParseException noMoment) {
                LOG.debug("the variable credentialsExpire is no moment: system={}", system.name());
            }
        }
    }

    /** Settings that cannot be resolved now say nothing; whoever calls the system is told. */
    SystemPort.CredentialEnds credentialEnds() {
        List<CredentialEnd> bySettings = new ArrayList<>();
        system.connector().settings().values().stream().filter(SettingSpec::secret).map(SettingSpec::name).filter(system.settings()::containsKey).sorted().forEach(name -> {
            try {
                TokenEnd.of("setting " + name, resolved(name, system.settings().get(name))).ifPresent(bySettings::add);
            } catch (OutcomeException unresolved) {
                LOG.debug("a setting cannot be resolved: system={} setting={}", system.name(), name);
            }
        });
        List<CredentialEnd> bySystem = Stream.concat(Optional.ofNullable(told).stream().flatMap(List::stream), Optional.ofNullable(toldInVariable).stream()).toList();
        return new SystemPort.CredentialEnds(bySettings, told == null && toldInVariable == null ? Optional.empty() : Optional.of(bySystem));
    }

    SystemPort.Admissions admissions() {
        return new SystemPort.Admissions(refused.get(), accepted.get(), lastRefused);
    }

    /** Whether the settings say something else than when the system was connected. What cannot be read now has not changed. */
    private boolean hasChanged(Connected since) {
        if (system.settings().values().stream().noneMatch(written -> written.contains("{{file:"))) {
            return false;
        }
        try {
            return !values().equals(since.values);
        } catch (OutcomeException unreadable) {
            return false;
        }
    }

    /** Which files of certificates there are, as they lie there now. What cannot be read now has not changed. */
    private Map<String, String> stores() {
        Map<String, String> stores = new HashMap<>();
        STORES.stream().filter(system.settings()::containsKey).forEach(name -> {
            try {
                Path store = folder.resolve(place(system.settings().get(name)));
                stores.put(name, Files.getLastModifiedTime(store) + " " + Files.size(store));
            } catch (IOException | InvalidPathException unreadable) {
                LOG.debug("a file of certificates cannot be looked at: system={} setting={}", system.name(), name);
            }
        });
        return stores;
    }

    /** The next call connects anew. Does nothing when somebody else has done so already. */
    private synchronized void disconnect(Connected refusing) {
        if (connected != refusing) {
            return;
        }
        connected = null;
        try {
            templates.disconnect(system.name(), refusing.way.endpoint());
        } catch (Exception notStopped) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the connection with the credentials of before could not be given up: " + notStopped.getMessage(), notStopped);
        }
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
        Map<String, String> values = values();
        Map<String, String> stores = stores();
        AtomicReference<Connected> asked = new AtomicReference<>();
        Secrets secrets = new Secrets(secretValues(values));
        OutcomeOf outcomeOf = new OutcomeOf(system.connector().outcomes(), secrets,
                () -> Optional.ofNullable(asked.get()).ifPresent(this::refused));
        try {
            connected = new Connected(templates.connect(system.connector().name(), system.name(), settings()), outcomeOf, secrets, values, stores);
            asked.set(connected);
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
    private Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        system.settings().forEach((name, written) -> values.put(name, resolved(name, written)));
        return values;
    }

    private List<String> secretValues(Map<String, String> values) {
        List<String> secrets = new ArrayList<>();
        system.settings().forEach((name, written) -> {
            SettingSpec setting = system.connector().settings().get(name);
            if (setting != null && setting.secret()) {
                secrets.add(values.get(name));
            } else {
                SECRET_INSIDE.matcher(written).results().forEach(found -> secrets.add(resolved(name, found.group(1))));
            }
        });
        return secrets;
    }

    /** What a setting comes to that is no secret, without those in it; as it is written where that cannot be resolved. */
    String place(String written) {
        String open = SECRET_INSIDE.matcher(written).replaceAll("");
        try {
            return open.contains("{{") ? context.resolvePropertyPlaceholders(open) : open;
        } catch (RuntimeException unresolved) {
            return open; // whoever calls the system is told so
        }
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
