package io.caravan.camel.rest;

import io.caravan.camel.ConnectorCall;
import io.caravan.connector.Operation;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** One call of the connector: what is asked, and what its file declares of that. */
final class RestCall {

    private final Exchange exchange;
    private final RestSpec spec;
    private final ObjectSpec object;
    private final RestObject rest;

    RestCall(Exchange exchange) {
        this.exchange = exchange;
        this.spec = exchange.getVariable("restSpec", RestSpec.class);
        this.object = exchange.getVariable("objectSpec", ObjectSpec.class);
        this.rest = spec == null || object == null ? null : spec.objects().get(object.name());
    }

    Exchange exchange() {
        return exchange;
    }

    /** @throws OutcomeException misconfigured, when the connector declares no requests */
    RestSpec spec() {
        if (spec == null) {
            throw new OutcomeException(OutcomeKind.MISCONFIGURED, "a connector for REST is called as a system of a project, and declares its requests in spec.provisioning");
        }
        return spec;
    }

    ConnectorCall variables() {
        return new ConnectorCall(exchange);
    }

    /** Whether it is several changes at once. */
    boolean isBatch() {
        return variables().isBatch();
    }

    /** For how long what is made may be said not to be there. */
    Duration lag() {
        return rest == null ? Duration.ZERO : rest.lag();
    }

    /** Empty for a batch. */
    Optional<Operation> operation() {
        return isBatch() ? Optional.empty() : Optional.of(variables().operation());
    }

    ObjectSpec object() {
        if (object == null) {
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector knows no such object");
        }
        return object;
    }

    RestObject rest() {
        if (rest == null) {
            spec();
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector has no requests for " + object().name());
        }
        return rest;
    }

    /** What a request may name that asks as of today. */
    static Map<String, String> moments(RestRequest request, Instant now) {
        return request.places().reading().asOf().map(asOf -> asOf.variables(now.truncatedTo(ChronoUnit.MILLIS), false)).orElse(Map.of());
    }

    RestRequest request(Operation operation) {
        RestRequest request = rest().requests().get(operation);
        if (request == null) {
            throw undeclared(operation);
        }
        return request;
    }

    OutcomeException undeclared(Operation operation) {
        return new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector has no request to " + operation.word() + " a " + object().name());
    }
}
