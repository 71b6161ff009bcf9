package io.caravan.camel.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.camel.ConnectorCall;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.camel.Exchange;

/** One call of the connector: what it is about, and the answer so far. */
record ScimCall(Exchange exchange) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    String object() {
        return Optional.ofNullable(exchange.getVariable("object", String.class)).orElse("user");
    }

    private boolean writes() {
        String operation = new ConnectorCall(exchange).text("operation");
        return operation.equals("batch") || Operation.ofWord(operation).filter(Operation::writes).isPresent();
    }

    /** What the provider answered; null for nothing. An answer to a write that nobody understands leaves open what happened. */
    JsonNode answer() {
        if (exchange.getMessage().getBody() == null) {
            return null;
        }
        try (InputStream stream = exchange.getMessage().getBody(InputStream.class)) {
            JsonNode node = JSON.readTree(stream);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            throw new OutcomeException(writes() ? OutcomeKind.IN_DOUBT : OutcomeKind.INVALID,
                    "the provider's answer is not JSON; is the url the SCIM base address?", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
