package io.caravan.camel.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.camel.ConnectorCall;
import io.caravan.camel.HttpStatusOutcome;
import io.caravan.connector.Effect;
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

    static final int ACCEPTED = 202;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    String object() {
        return Optional.ofNullable(exchange.getVariable("object", String.class)).orElse("user");
    }

    private Effect effect() {
        ConnectorCall call = new ConnectorCall(exchange);
        return call.isBatch() ? Effect.CREATE : Effect.of(call.operation());
    }

    /** A resource: with an id, and no error or list in its place. */
    JsonNode resource() {
        JsonNode answer = answer();
        refuseError(answer);
        boolean resource = answer != null && answer.isObject() && !ScimPath.parse("id").read(answer).asText("").isBlank();
        if (!resource) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider answered with " + (answer == null ? "nothing" : "something that is no SCIM resource")
                    + " where it should show one; is the url the SCIM base address?");
        }
        return answer;
    }

    /** Whether it was only taken note of: 202 is not done (RFC 9110 §15.3.3). */
    boolean isOnlyAccepted() {
        Integer status = exchange.getMessage().getHeader("CamelHttpResponseCode", Integer.class);
        return status != null && status == ACCEPTED;
    }

    static OutcomeException notDone() {
        return new OutcomeException(OutcomeKind.IN_DOUBT, "HTTP 202: the provider took note of it and has not carried it out; how far it is can be asked for with the settings statusPath and statusId");
    }

    /** Some providers, and what stands before them, wrap an error (RFC 7644 §3.12) into a 200. */
    void refuseError(JsonNode answer) {
        if (answer == null || !isError(answer)) {
            return;
        }
        int status = answer.path("status").asInt(500);
        throw new OutcomeException(HttpStatusOutcome.saysNotUnique(status, answer) ? OutcomeKind.CONFLICT : HttpStatusOutcome.of(status, effect()), "HTTP 200 with the error " + status + " " + answer.path("detail").asText(""));
    }

    private static boolean isError(JsonNode answer) {
        for (JsonNode schema : answer.path("schemas")) {
            if (schema.asText().equalsIgnoreCase("urn:ietf:params:scim:api:messages:2.0:Error")) {
                return true;
            }
        }
        return false;
    }

    /** What the provider answered; null for nothing. An answer to a write that nobody understands leaves open what happened. */
    JsonNode answer() {
        if (exchange.getMessage().getBody() == null) {
            return null;
        }
        try (InputStream stream = exchange.getMessage().getBody(InputStream.class)) {
            JsonNode node = JSON.readTree(stream);
            return node == null || node.isMissingNode() ? null : node;
        } catch (StreamConstraintsException e) {
            throw new OutcomeException(effect() == Effect.NONE ? OutcomeKind.INVALID : OutcomeKind.IN_DOUBT,
                    "the provider's answer has a text, a name, a number or a nesting in it that is longer than any reader takes: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new OutcomeException(effect() == Effect.NONE ? OutcomeKind.INVALID : OutcomeKind.IN_DOUBT,
                    "the provider's answer is not JSON; is the url the SCIM base address?", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
