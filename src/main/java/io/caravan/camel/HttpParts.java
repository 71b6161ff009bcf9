package io.caravan.camel;

import io.caravan.connector.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * A bean for connectors that speak to a REST API in YAML alone: what an operation's variables and body become in a
 * request. Values never become part of a path or query other than encoded. Stateless and thread-safe.
 */
public final class HttpParts {

    /** The anchor as one segment of a path (RFC 3986 §3.3). */
    public String anchorInPath(Exchange exchange) {
        return encoded(exchange.getVariable("anchor", String.class));
    }

    /** {@code attribute=value} for a find. */
    public String findInQuery(Exchange exchange) {
        return encoded(exchange.getVariable("attribute", String.class)) + "=" + encoded(exchange.getVariable("value", String.class));
    }

    /**
     * What to send: the whole account for a create, a merge patch (RFC 7396) for the rest. The variable
     * {@code stateAttribute} names the attribute that is true while an account is enabled.
     */
    @SuppressWarnings("unchecked") // the contract's body
    public Map<String, Object> body(Exchange exchange) {
        Map<String, Object> body = exchange.getMessage().getBody(Map.class);
        Operation operation = new ConnectorCall(exchange).operation();
        Map<String, Object> sent = new LinkedHashMap<>();
        if (operation == Operation.CREATE) {
            body.forEach((name, value) -> {
                if (value != null) {
                    sent.put(name, value);
                }
            });
        } else {
            sent.putAll((Map<String, Object>) body.get("set"));
            ((List<String>) body.get("clear")).forEach(name -> sent.put(name, null));
        }
        Object state = operation == Operation.CREATE ? exchange.getVariable("enabled") : operation == Operation.ENABLE ? Boolean.TRUE
                : operation == Operation.DISABLE ? Boolean.FALSE : null;
        String attribute = exchange.getVariable("stateAttribute", String.class);
        if (state != null && attribute != null) {
            sent.put(attribute, state);
        }
        return sent;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
