package io.caravan.runtime;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.plan.Change;
import io.caravan.runtime.InFlight.Claim;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the secrets that a change writes, a first password, to the project's route {@code direct:secret}, where there is one: before the target
 * gets them. So no account has a password that nobody was given, whatever happens in between; what the target then refuses was given for nothing.
 * Nothing of it is kept or logged. Thread-safe.
 */
final class SecretRoute {

    static final String URI = "direct:secret";
    private static final Logger LOG = LoggerFactory.getLogger(SecretRoute.class);

    private final CamelContext context;
    private final ProducerTemplate routes;

    SecretRoute(CamelContext context, ProducerTemplate routes) {
        this.context = context;
        this.routes = routes;
    }

    /** @return why the change is not sent: the route did not take what it writes; empty when it did, or there is nothing to take */
    Optional<Outcome> refuses(CycleRun run, Claim claim, AccountRequest request) {
        ObjectSpec object = run.system().spec().connector().objects().get(request.object());
        Map<String, Object> secrets = new LinkedHashMap<>();
        for (AttributeChange change : request.changes()) {
            if (change.after() != null && object.attribute(change.name()).sensitive()) {
                secrets.put(change.name(), change.after());
            }
        }
        if (secrets.isEmpty() || secrets.equals(claim.handedOver()) || !CamelRuntime.listens(context, URI)) {
            return Optional.empty();
        }
        Exception failure = send(told(run, claim, request, secrets));
        if (failure == null) {
            claim.handedOver(secrets);
            return Optional.empty();
        }
        // What a route says of its failure may quote what it was given.
        LOG.warn("the route {} did not take a secret, and the change was not sent: job={} identity={} failure={}", URI, run.getJob(),
                claim.planned().change().identityKey(), CamelRuntime.deepest(failure).getClass().getSimpleName());
        return Optional.of(Outcome.failed(OutcomeKind.BLOCKED, "the route " + URI + " did not take " + String.join(", ", secrets.keySet()) + " ("
                + CamelRuntime.deepest(failure).getClass().getSimpleName() + "), so nothing was sent to " + run.getTarget()));
    }

    private Exception send(Map<String, Object> told) {
        try {
            return routes.send(URI, exchange -> exchange.getMessage().setBody(told)).getException();
        } catch (RuntimeException notSent) {
            return notSent;
        }
    }

    private static Map<String, Object> told(CycleRun run, Claim claim, AccountRequest request, Map<String, Object> secrets) {
        Change change = claim.planned().change();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", claim.id());
        told.put("job", run.getJob());
        told.put("system", run.getTarget());
        told.put("cycle", run.getCycle().id());
        told.put("object", request.object());
        told.put("operation", change.kind().word());
        told.put("key", change.identityKey());
        request.anchor().ifPresent(anchor -> told.put("anchor", anchor));
        told.put("secrets", secrets);
        Map<String, Object> account = new LinkedHashMap<>(request.account().asMap());
        account.putAll(request.values());
        account.values().removeIf(Objects::isNull);
        account.keySet().removeAll(secrets.keySet());
        account.keySet().removeAll(run.getCycle().secrets());
        told.put("account", account);
        return told;
    }
}
