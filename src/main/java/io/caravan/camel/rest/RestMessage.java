package io.caravan.camel.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes the HTTP message of a step. Ids and values go into an address only percent-encoded, and into a header only in one line. */
final class RestMessage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RestSpec spec;
    private final String base;
    private final UnaryOperator<String> placeholders;
    private final int pageSize;

    /**
     * @param base         the address before all paths, without a slash at its end
     * @param placeholders resolves what stands in settings that have been filled into the declaration
     */
    RestMessage(RestSpec spec, String base, UnaryOperator<String> placeholders, int pageSize) {
        this.spec = spec;
        this.base = base;
        this.placeholders = placeholders;
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
        Map<String, String> variables = new LinkedHashMap<>(step.variables());
        step.page().ifPresent(page -> variables.putAll(page.variables(paging, pageSize)));
        Optional<String> told = step.page().flatMap(page -> page.address(paging)).map(this::sameSystem);
        Map<String, String> query = new LinkedHashMap<>();
        if (told.isEmpty()) {
            fill(query, spec.always().query(), variables);
            fill(query, line.query(), variables);
            step.page().ifPresent(page -> query.putAll(page.query(paging, pageSize)));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        fill(headers, spec.always().headers(), variables);
        fill(headers, line.headers(), variables);
        headers.replaceAll(RestMessage::oneLine);
        return new Sent(line.method().name(), told.orElseGet(() -> base + path(line.path(), variables)),
                query.entrySet().stream().map(one -> RestText.encoded(one.getKey()).replace("%24", "$") + "=" + RestText.encoded(one.getValue())).collect(Collectors.joining("&")), headers,
                body(request, step.attributes(), variables));
    }

    /** Sets method, address, headers and body. */
    void into(Message message, RestStep step) {
        Sent sent = sent(step);
        message.setHeader(Exchange.HTTP_METHOD, sent.method());
        message.setHeader(Exchange.HTTP_URI, sent.address());
        if (!sent.query().isEmpty()) {
            message.setHeader(Exchange.HTTP_QUERY, sent.query());
        }
        sent.headers().forEach(message::setHeader);
        if (sent.body().isEmpty()) {
            message.setBody(null);
            return;
        }
        message.setHeader("Content-Type", "application/json");
        try {
            message.setBody(JSON.writeValueAsBytes(sent.body().get()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address as a path below the base, with its query. */
    String relative(Sent sent) {
        if (!sent.address().startsWith(base + "/")) {
            throw new OutcomeException(OutcomeKind.INVALID, "the address that the system tells is not below the base address");
        }
        return sent.address().substring(base.length()) + (sent.query().isEmpty() ? "" : "?" + sent.query());
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
        return text.text().contains("{{") ? RestText.of(placeholders.apply(text.text())) : text;
    }

    private static String value(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new OutcomeException(OutcomeKind.INVALID, "the request needs " + name + ", and there is none");
        }
        return value;
    }

    private static String oneLine(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new OutcomeException(OutcomeKind.INVALID, "the value for the header " + name + " has characters that a header cannot have");
        }
        return value;
    }

    /** The address of a next page that a system tells: whoever else it leads to would get the credentials. */
    private String sameSystem(String told) {
        try {
            URI ours = URI.create(base);
            URI next = URI.create(base + "/").resolve(told);
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
        boolean list = !request.hasBody() && attributes.isPresent() && isElement(wrap, 0);
        JsonNode body = list ? NODES.arrayNode() : node(request.body(), variables);
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

    private JsonNode node(Object declared, Map<String, String> variables) {
        if (declared instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((name, value) -> object.set(String.valueOf(name), node(value, variables)));
            return object;
        }
        if (declared instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(value -> elements(value, variables).forEach(array::add));
            return array;
        }
        if (!(declared instanceof String written)) {
            return RestAccounts.plain(declared);
        }
        RestText text = RestText.of(placeholders.apply(written));
        String filled = text.fill(name -> value(variables, name));
        boolean number = text.isVariable() && text.parts().get(0).form() == RestText.Form.INTEGER && filled.matches("-?\\d{1,18}");
        return number ? NODES.numberNode(Long.parseLong(filled)) : NODES.textNode(filled);
    }

    /** What names a value that is added or removed stands there once for each. */
    private List<JsonNode> elements(Object declared, Map<String, String> variables) {
        Optional<String> several = severals(declared).findFirst();
        if (several.isEmpty()) {
            return List.of(node(declared, variables));
        }
        List<JsonNode> elements = new ArrayList<>();
        RestAnswer.document(variables.getOrDefault(several.get(), "[]")).forEach(value -> {
            Map<String, String> ofThis = new LinkedHashMap<>(variables);
            ofThis.put(several.get(), value.asText());
            elements.add(node(declared, ofThis));
        });
        return elements;
    }

    /** Variables in it that stand for several values. */
    private static Stream<String> severals(Object declared) {
        return declared instanceof Map<?, ?> map ? map.values().stream().flatMap(RestMessage::severals) : declared instanceof List<?> list ? list.stream().flatMap(RestMessage::severals)
                : declared instanceof String text ? RestText.of(text).variables().stream().filter(name -> name.startsWith("added.") || name.startsWith("removed.")) : Stream.empty();
    }
}
