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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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

    /** Sets method, address, headers and body. */
    void into(Message message, RestStep step) {
        RestPaging paging = step.request().paging().orElseGet(RestPaging::none);
        RestRequest request = step.page().filter(page -> page.pages() > 0).flatMap(page -> paging.next()).orElseGet(step::request);
        RestRequest.Line line = request.line();
        Map<String, String> variables = new LinkedHashMap<>(step.variables());
        step.page().ifPresent(page -> variables.putAll(page.variables(paging, pageSize)));
        message.setHeader(Exchange.HTTP_METHOD, line.method().name());
        step.page().flatMap(page -> page.address(paging)).ifPresentOrElse(address -> message.setHeader(Exchange.HTTP_URI, sameSystem(address)), () -> {
            message.setHeader(Exchange.HTTP_URI, base + path(line.path(), variables));
            Map<String, String> query = new LinkedHashMap<>();
            fill(query, spec.always().query(), variables);
            fill(query, line.query(), variables);
            step.page().ifPresent(page -> query.putAll(page.query(paging, pageSize)));
            if (!query.isEmpty()) {
                message.setHeader(Exchange.HTTP_QUERY, query.entrySet().stream().map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue())).collect(Collectors.joining("&")));
            }
        });
        Map<String, String> headers = new LinkedHashMap<>();
        fill(headers, spec.always().headers(), variables);
        fill(headers, line.headers(), variables);
        headers.forEach((name, value) -> message.setHeader(name, oneLine(name, value)));
        body(message, request, step.attributes(), variables);
    }

    private void fill(Map<String, String> into, Map<String, RestText> texts, Map<String, String> variables) {
        texts.forEach((name, text) -> into.put(name, filled(text, variables)));
    }

    private String filled(RestText text, Map<String, String> variables) {
        return resolved(text).fill(name -> value(variables, name));
    }

    private String path(RestText path, Map<String, String> variables) {
        return resolved(path).fill(name -> segment(name, value(variables, name)));
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

    /** One segment of a path (RFC 3986 §3.3), which leads nowhere else. */
    private static String segment(String name, String value) {
        if (value.isBlank() || value.equals(".") || value.equals("..")) {
            throw new OutcomeException(OutcomeKind.INVALID, "'" + value + "' cannot be the " + name + " of anything: it would lead elsewhere");
        }
        return encoded(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
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

    private void body(Message message, RestRequest request, Optional<ObjectNode> attributes, Map<String, String> variables) {
        if (!request.hasBody() && attributes.isEmpty()) {
            message.setBody(null);
            return;
        }
        RestPath wrap = request.places().wrap();
        boolean list = !request.hasBody() && attributes.isPresent() && isElement(wrap, 0);
        JsonNode body = list ? NODES.arrayNode() : node(request.body(), variables);
        attributes.ifPresent(written -> merge(place(body, wrap), written));
        message.setHeader("Content-Type", "application/json");
        try {
            message.setBody(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
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
            list.forEach(value -> array.add(node(value, variables)));
            return array;
        }
        if (!(declared instanceof String written)) {
            return RestAccounts.plain(declared);
        }
        RestText text = RestText.of(placeholders.apply(written));
        String filled = text.fill(name -> value(variables, name));
        boolean number = text.isVariable() && text.parts().get(0).integer() && filled.matches("-?\\d{1,18}");
        return number ? NODES.numberNode(Long.parseLong(filled)) : NODES.textNode(filled);
    }
}
