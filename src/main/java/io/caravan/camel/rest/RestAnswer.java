package io.caravan.camel.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;

/**
 * What a request was answered with.
 *
 * @param document null for nothing
 * @param pageSize how many records were asked for, where it is a page of a list
 */
record RestAnswer(int status, JsonNode document, Function<String, Optional<String>> headers, int pageSize) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /**
     * A success that nobody understands leaves open, after a write, what happened.
     *
     * @param xml what is looked for in it, where it has to be SOAP; empty: it is JSON, or CSV
     */
    static RestAnswer of(Exchange exchange, Effect effect, int pageSize, Optional<XmlShape> xml) {
        return of(exchange, xml.map(shape -> soap(exchange, effect, shape)).orElseGet(() -> document(exchange, effect)), pageSize);
    }

    /** The same, whose body nobody wants to know. */
    static RestAnswer unread(Exchange exchange) {
        return of(exchange, (JsonNode) null, 0);
    }

    private static RestAnswer of(Exchange exchange, JsonNode document, int pageSize) {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        Function<String, Optional<String>> headers = name -> Optional.ofNullable(exchange.getMessage().getHeader(name, String.class)).map(String::strip);
        return new RestAnswer(status == null ? 200 : status, document, headers, pageSize);
    }

    private static JsonNode soap(Exchange exchange, Effect effect, XmlShape shape) {
        String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, "", String.class);
        if (exchange.getMessage().getBody() == null || !XmlAnswer.is(type)) {
            throw new OutcomeException(effect == Effect.NONE ? OutcomeKind.UNAVAILABLE : OutcomeKind.IN_DOUBT, "the answer is "
                    + (exchange.getMessage().getBody() == null ? "empty" : type.isBlank() ? "of no type" : type.replaceFirst(";.*", "")) + " and no SOAP, as when a page for people stands in for the service; is the url its address?");
        }
        try (InputStream stream = exchange.getMessage().getBody(InputStream.class)) {
            return XmlAnswer.of(stream, shape, effect);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it says no in the guise of a yes. */
    boolean isFault() {
        return document != null && document.path(XmlAnswer.FAULT).isObject();
    }

    private static JsonNode document(Exchange exchange, Effect effect) {
        if (exchange.getMessage().getBody() == null) {
            return null;
        }
        // Small answers come as bytes, and are read as they are; whatever else Camel has for a body it can give as a stream.
        try (InputStream stream = exchange.getMessage().getBody() instanceof byte[] bytes ? new ByteArrayInputStream(bytes) : exchange.getMessage().getBody(InputStream.class)) {
            if (CsvAnswer.is(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, "", String.class))) {
                return CsvAnswer.of(stream);
            }
            JsonNode node = JSON.readTree(stream);
            return node == null || node.isMissingNode() || node.isNull() ? null : node;
        } catch (StreamConstraintsException e) {
            throw new OutcomeException(effect == Effect.NONE ? OutcomeKind.INVALID : OutcomeKind.IN_DOUBT,
                    "the answer has a text, a name, a number or a nesting in it that is longer than any reader takes: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new OutcomeException(effect == Effect.NONE ? OutcomeKind.INVALID : OutcomeKind.IN_DOUBT, "the answer is not JSON; is the url the base address of the API?", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
