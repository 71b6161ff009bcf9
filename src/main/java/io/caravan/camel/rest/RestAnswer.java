package io.caravan.camel.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request was answered with.
 *
 * @param document null for nothing
 * @param pageSize how many records were asked for, where it is a page of a list
 */
record RestAnswer(int status, JsonNode document, Function<String, Optional<String>> headers, int pageSize) {

    private static final ObjectReader JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readerFor(JsonNode.class);

    private static final String PAGE = "text/html";

    /**
     * A success that nobody understands leaves open, after a write, what happened.
     *
     * @param xml what is looked for in it, where it has to be SOAP; empty: it is JSON, or CSV
     */
    static RestAnswer of(Received received, Effect effect, int pageSize, Optional<XmlShape> xml) {
        try (InputStream body = received.body()) {
            return new RestAnswer(received.status(), xml.isPresent() ? soap(received, body, effect, xml.get()) : document(received, body, effect), received::header, pageSize);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, whose body nobody wants to know. A page for people is not the system's: it may stand in for it, such as one to sign in. */
    static RestAnswer unread(Received received, Effect effect) {
        if (received.type().regionMatches(true, 0, PAGE, 0, PAGE.length())) {
            throw new OutcomeException(effect == Effect.NONE ? OutcomeKind.UNAVAILABLE : OutcomeKind.IN_DOUBT, "the answer is a page for people, and not the API's; is the url the base address of the API?");
        }
        return new RestAnswer(received.status(), null, received::header, 0);
    }

    private static JsonNode soap(Received received, InputStream body, Effect effect, XmlShape shape) throws IOException {
        String type = received.type();
        if (body == null || !XmlAnswer.is(type)) {
            throw new OutcomeException(effect == Effect.NONE ? OutcomeKind.UNAVAILABLE : OutcomeKind.IN_DOUBT, "the answer is "
                    + (body == null ? "empty" : type.isBlank() ? "of no type" : type.replaceFirst(";.*", "")) + " and no SOAP, as when a page for people stands in for the service; is the url its address?");
        }
        return XmlAnswer.of(body, shape, effect);
    }

    /** Whether it says no in the guise of a yes. */
    boolean isFault() {
        return document != null && document.path(XmlAnswer.FAULT).isObject();
    }

    private static JsonNode document(Received received, InputStream body, Effect effect) throws IOException {
        if (body == null) {
            return null;
        }
        try {
            if (CsvAnswer.is(received.type())) {
                return CsvAnswer.of(body);
            }
            JsonNode node = JSON.readTree(body);
            return node == null || node.isMissingNode() || node.isNull() ? null : node;
        } catch (StreamConstraintsException e) {
            throw new OutcomeException(effect == Effect.NONE ? OutcomeKind.INVALID : OutcomeKind.IN_DOUBT,
                    "the answer has a text, a name, a number or a nesting in it that is longer than any reader takes: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new OutcomeException(effect == Effect.NONE ? OutcomeKind.INVALID : OutcomeKind.IN_DOUBT, "the answer is not JSON; is the url the base address of the API?", e);
        }
    }

    /** One of which nothing but its status counts. */
    static RestAnswer bare(int status) {
        return new RestAnswer(status, null, name -> Optional.empty(), 0);
    }

    /** The body of an answer that is no success; null where it is no JSON. */
    static JsonNode document(String text) {
        try {
            JsonNode node = text == null || text.isBlank() ? null : JSON.readTree(text);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    Optional<String> header(String name) {
        return headers.apply(name);
    }
}
