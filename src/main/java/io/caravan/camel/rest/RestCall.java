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
import java.util.Optional;
import org.apache.camel.Exchange;

/** One call of the connector: what is asked, and what its file declares of that. */
record RestCall(Exchange exchange) {

    /** @throws OutcomeException misconfigured, when the connector declares no requests */
    RestSpec spec() {
        return Optional.ofNullable(exchange.getVariable("restSpec", RestSpec.class)).orElseThrow(() ->
                new OutcomeException(OutcomeKind.MISCONFIGURED, "a connector for REST is called as a system of a project, and declares its requests in spec.provisioning"));
    }

    ConnectorCall variables() {
        return new ConnectorCall(exchange);
    }

    /** Whether it is several changes at once. */
    boolean isBatch() {
        return "batch".equals(variables().text("operation"));
    }

    /** For how long what is made may be said not to be there. */
    Duration lag() {
        ObjectSpec object = exchange.getVariable("objectSpec", ObjectSpec.class);
        return object == null ? Duration.ZERO : Optional.ofNullable(spec().objects().get(object.name())).map(RestObject::lag).orElse(Duration.ZERO);
    }

    Optional<Operation> operation() {
        return Operation.ofWord(variables().text("operation"));
    }

    ObjectSpec object() {
        return Optional.ofNullable(exchange.getVariable("objectSpec", ObjectSpec.class)).orElseThrow(() -> new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector knows no such object"));
    }

    RestObject rest() {
        return Optional.ofNullable(spec().objects().get(object().name())).orElseThrow(() -> new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector has no requests for " + object().name()));
    }

    RestRequest request(Operation operation) {
        return Optional.ofNullable(rest().requests().get(operation)).orElseThrow(() -> undeclared(operation));
    }

    OutcomeException undeclared(Operation operation) {
        return new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector has no request to " + operation.word() + " a " + object().name());
    }
}
