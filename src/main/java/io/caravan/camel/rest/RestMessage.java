package io.caravan.camel.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.auth.UsernameToken;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestSpec;
import io.caravan.connector.RestText;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;

/** Makes the HTTP message of a step. Ids and values go into an address only percent-encoded, and into a header only in one line. */
final class RestMessage {

    private static final ObjectWriter JSON = new ObjectMapper().writer();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RestSpec spec;
    private final Settings settings;
    private final int pageSize;

    /**
     * What is the same for all calls of a system.
     *
     * @param base         the address before all paths, without a slash at its end
     * @param placeholders resolves what stands in settings that have been filled into the declaration
     */
    record Settings(String base, UnaryOperator<String> placeholders, RestBodies bodies) {
    }

    RestMessage(RestSpec spec, Settings settings, int pageSize) {
        this.spec = spec;
        this.settings = settings;
        this.pageSize = pageSize;
    }

    /**
     * A request as it is sent.
     *
     * @param address absolute
     * @param query   without the question mark; empty: what the address has
     */
    record Sent(String method, String address, String query, Map<String, String> headers, Optional<JsonNode> body) {
    }

    Sent sent(RestStep step) {
        RestPaging paging = step.request().paging().orElseGet(RestPaging::none);
        RestRequest request = step.page().filter(page -> page.pages() > 0).flatMap(page -> paging.next()).orElseGet(step::request);
        RestRequest.Line line = request.line();
        Map<String, String> variables = step.variables();
        if (step.page().isPresent()) {
            variables = new LinkedHashMap<>(variables);
            variables.putAll(step.page().get().variables(paging, pageSize, name -> value(step.variables(), name)));
        }
        Optional<String> told = step.page().flatMap(page -> page.address(paging)).map(this::sameSystem);
        Map<String, String> headers = new LinkedHashMap<>();
        fill(headers, spec.always().headers(), variables);
        fill(headers, line.headers(), variables);
        headers.forEach(RestMessage::requireOneLine);
        String query = told.isPresent() ? "" : query(step, paging, line, variables);
        return new Sent(line.method().name(), told.isPresent() ? told.get() : settings.base + path(line.path(), variables), query, headers, body(request, step.attributes(), variables));
    }

    private String query(RestStep step, RestPaging paging, RestRequest.Line line, Map<String, String> variables) {
        Map<String, String> query = new LinkedHashMap<>();
        fill(query, spec.always().query(), variables);
        fill(query, line.query(), variables);
        step.page().ifPresent(page -> query.putAll(page.query(paging, pageSize)));
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&").append(RestText.encoded(name).replace("%24", "$")).append('=').append(RestText.encoded(value)));
        return text.toString();
    }

    /**
     * Sets method, address, headers and body.
     *
     * @param who asks, where that stands in the body
     */
    void into(Message message, RestStep step, Optional<UsernameToken> who) {
        Sent sent = sent(step);
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(sent.method())); // as Camel wants it: to find that out of a text takes it as long as a whole step
        message.setHeader(Exchange.HTTP_URI, sent.address());
        if (!sent.query().isEmpty()) {
            message.setHeader(Exchange.HTTP_QUERY, sent.query());
        }
        sent.headers().forEach(message::setHeader);
        if (sent.body().isEmpty()) {
            message.setBody(null);
            return;
        }
        if (spec.soap().isPresent()) {
            message.setHeader("Content-Type", "text/xml; charset=UTF-8");
            message.setHeader("Accept", "text/xml");
            message.setHeader("SOAPAction", "\"\"");
            message.setBody(SoapMessage.of(spec.soap().get(), sent.body().get(), who));
            return;
        }
        if (message.getHeader("Content-Type") == null) {
            message.setHeader("Content-Type", "application/json");
        }
        try {
            message.setBody(JSON.writeValueAsBytes(sent.body().get()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address as a path below the base, with its query. */
    String relative(Sent sent) {
        if (!sent.address().startsWith(settings.base + "/")) {
            throw new OutcomeException(OutcomeKind.INVALID, "the address that the system tells is not below the base address");
        }
        return sent.address().substring(settings.base.length()) + (sent.query().isEmpty() ? "" : "?" + sent.query());
    }

    int pageSize() {
        return pageSize;
    }

    /** Whether an address that was told leads to the system that is spoken to. */
    boolean isOfThisSystem(String told) {
        try {
            sameSystem(told);
            return true;
        } catch (OutcomeException elsewhere) {
            return false;
        }
    }

    private void fill(Map<String, String> into, Map<String, RestText> texts, Map<String, String> variables) {
        texts.forEach((name, text) -> into.put(name, filled(text, variables)));
    }

    private String filled(RestText text, Map<String, String> variables) {
        return resolved(text).fill(name -> value(variables, name));
    }

    private String path(RestText path, Map<String, String> variables) {
        return resolved(path).fillPath(name -> value(variables, name));
    }

    private RestText resolved(RestText text) {
        return text.text().contains("{{") ? RestText.of(settings.placeholders.apply(text.text())) : text;
    }

    private static String value(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new OutcomeException(OutcomeKind.INVALID, "the request needs " + name + ", and there is none");
        }
        return value;
    }

    private static void requireOneLine(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                throw new OutcomeException(OutcomeKind.INVALID, "the value for the header " + name + " has characters that a header cannot have");
            }
        }
    }

    /** The address of a next page that a system tells: whoever else it leads to would get the credentials. */
    private String sameSystem(String told) {
        try {
            URI ours = URI.create(settings.base);
            URI next = URI.create(settings.base + "/").resolve(told);
            if (origin(ours).equals(origin(next))) {
                return next.toString();
            }
        } catch (IllegalArgumentException notAnAddress) {
            throw new OutcomeException(OutcomeKind.INVALID, "the system tells of a next page whose address is none");
        }
        throw new OutcomeException(OutcomeKind.INVALID, "the system tells of a next page on another machine, which would get the credentials; it is not followed");
    }

    private static String origin(URI address) {
        int port = address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        return (address.getScheme() + "://" + address.getHost() + ":" + port).toLowerCase(java.util.Locale.ROOT);
    }

    private Optional<JsonNode> body(RestRequest request, Optional<JsonNode> attributes, Map<String, String> variables) {
        RestPath wrap = request.places().wrap();
        if (!request.hasBody() && (attributes.isEmpty() || wrap.isWhole())) {
            return attributes;
        }
        JsonNode body = request.hasBody() ? settings.bodies.of(request).filled(new Filling(variables, settings.placeholders)) : isElement(wrap, 0) ? NODES.arrayNode() : NODES.objectNode();
        attributes.ifPresent(written -> merge(place(body, wrap), (ObjectNode) written));
        return Optional.of(body);
    }

    /** Where the attributes go; what is not there yet on the way is made. */
    private static ObjectNode place(JsonNode body, RestPath wrap) {
        JsonNode here = body;
        for (int i = 0; i < wrap.steps().size(); i++) {
            here = below(here, wrap.steps().get(i), isElement(wrap, i + 1));
        }
        if (here instanceof ObjectNode object) {
            return object;
        }
        throw new OutcomeException(OutcomeKind.MISCONFIGURED, "attributes cannot be wrapped in " + wrap.text());
    }

    private static boolean isElement(RestPath path, int step) {
        return step < path.steps().size() && path.steps().get(step) instanceof RestPath.Element;
    }

    private static JsonNode below(JsonNode here, RestPath.Step step, boolean list) {
        if (here instanceof ObjectNode object && step instanceof RestPath.Member member) {
            JsonNode there = object.get(member.name());
            boolean fits = there != null && (list ? there.isArray() : there.isObject());
            return fits ? there : list ? object.putArray(member.name()) : object.putObject(member.name());
        }
        if (here instanceof ArrayNode array && step instanceof RestPath.Element element && element.index() <= array.size()) {
            return element.index() < array.size() ? array.get(element.index()) : list ? array.addArray() : array.addObject();
        }
        return NODES.nullNode();
    }

    private static void merge(ObjectNode into, ObjectNode attributes) {
        attributes.fields().forEachRemaining(field -> {
            if (into.get(field.getKey()) instanceof ObjectNode there && field.getValue() instanceof ObjectNode more) {
                merge(there, more);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    /** What stands in the body for one call. */
    private record Filling(Map<String, String> variables, UnaryOperator<String> placeholders) implements RestBody.Values {

        @Override
        public String of(String variable) {
            return value(variables, variable);
        }

        @Override
        public List<String> several(String variable) {
            List<String> values = new ArrayList<>();
            RestAnswer.document(variables.getOrDefault(variable, "[]")).forEach(value -> values.add(value.asText()));
            return values;
        }

        @Override
        public RestBody.Values with(String variable, String value) {
            Map<String, String> ofThis = new LinkedHashMap<>(variables);
            ofThis.put(variable, value);
            return new Filling(ofThis, placeholders);
        }
    }
}
