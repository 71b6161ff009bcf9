package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Filters, queries and paths. Values become JSON strings (RFC 7644 §3.4.2.2) and are then percent-encoded: they stay values. */
final class ScimFilter {

    private ScimFilter() {
    }

    /** What is true of a resource that has this value there. */
    static String equality(ScimPath path, JsonNode value) {
        if (path.selector().isEmpty()) {
            return path.text() + " eq " + value;
        }
        return path.name() + "[" + path.condition() + " and " + (path.sub().isEmpty() ? "value" : path.sub()) + " eq " + value + "]";
    }

    static String and(String first, String second) {
        return first.isEmpty() ? second : second.isEmpty() ? first : "(" + first + ") and (" + second + ")";
    }

    /** For a query's value or one segment of a path: everything but letters, digits, {@code - _ ~} is encoded. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace(".", "%2E");
    }

    /** What such a query says, by name. */
    static Map<String, String> pairs(String query) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            pairs.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return pairs;
    }
}
