package io.caravan.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.SecretName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes what is not to be shown out of what went over HTTP. A value is hidden where its name says that it is secret (in headers, queries, forms,
 * JSON and XML), and from then on wherever else it stands: a token that one answer tells is in the next request. Learns first, then hides; not thread-safe.
 */
public final class HttpMask {

    /** What stands for a value that is hidden, the same for the same value. */
    public interface StandIns {

        String ofSecret(String value);

        /** Whether values of this name are hidden, too, although they are nobody's secret. */
        boolean hides(String name);

        /** Whether a value is, in a document. */
        boolean hides(String name, String value);

        /** What stands for one of those. */
        String ofHidden(String value);

        /** Whether of a text of which nobody knows what stands in it nothing is shown. */
        default boolean hidesTexts() {
            return false;
        }
    }

    /** For people to read: there was something. */
    public static final StandIns SENSITIVE = new StandIns() {
        @Override
        public String ofSecret(String value) {
            return Secrets.SENSITIVE;
        }

        @Override
        public boolean hides(String name) {
            return false;
        }

        @Override
        public boolean hides(String name, String value) {
            return false;
        }

        @Override
        public String ofHidden(String value) {
            return value;
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");
    /** Names that only in a query or a form say so. */
    private static final Set<String> SECRET_PARAMETERS = Set.of("key", "sig", "signature", "assertion", "client_assertion", "auth", "code", "code_verifier");
    /** Before a text that says by it in which order its bytes are. */
    private static final String MARK = "\uFEFF";
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+\\?\\S+");
    private static final Pattern SCHEME = Pattern.compile("(?i)((?:bearer|basic|digest|negotiate|token|ssws|apikey) +)(.+)");
    /** Shorter ones stand in words and numbers that have nothing to do with them: they are hidden only where they are all that stands there. */
    private static final int SHORTEST_INSIDE = 4;

    private final Collection<Secrets> secrets;
    private final StandIns standIns;
    private final Map<String, String> known = new LinkedHashMap<>();
    private final Set<String> left = new TreeSet<>();
    private List<Map.Entry<Pattern, String>> inside = List.of();

    private enum Place { HEADER, PARAMETER, JSON, ELSEWHERE }

    public HttpMask(Collection<Secrets> secrets, StandIns standIns) {
        this.secrets = List.copyOf(secrets);
        this.standIns = standIns;
    }

    /** Something that stands for something else wherever it is, such as an address. */
    public void replace(String value, String standIn) {
        known.put(value, standIn);
        inside = List.of();
    }

    /** Learns the values that are to be hidden. */
    public void learn(Collection<HttpSeen> seen) {
        seen.forEach(this::masked);
        left.clear();
        inside = List.of();
    }

    /** Learns what a document has that is to be hidden. */
    public void learn(JsonNode document) {
        masked("", document);
        left.clear();
        inside = List.of();
    }

    /** A value of this name. */
    public String masked(String name, String value) {
        return leaf(Place.PARAMETER, name, value);
    }

    /** A text with what is hidden in it. */
    public String masked(String text) {
        return values(text);
    }

    /** The names of members of documents whose texts were left as they are. */
    public Set<String> left() {
        return Collections.unmodifiableSet(left);
    }

    /** Without what is hidden. */
    public HttpSeen masked(HttpSeen seen) {
        return new HttpSeen(seen.own(), new HttpSeen.Sent(seen.sent().method(), address(seen.sent().address()), headers(seen.sent().headers()),
                body(seen.sent().headers(), seen.sent().body())), seen.got().map(got -> new HttpSeen.Got(got.status(), headers(got.headers()), body(got.headers(), got.body()))));
    }

    private String address(String address) {
        String whole = address.replaceFirst("://[^/@]*@", "://");
        int query = whole.indexOf('?');
        String path = query < 0 ? whole : whole.substring(0, query);
        int host = path.indexOf("://");
        int start = host < 0 ? 0 : Math.max(path.indexOf('/', host + 3), 0);
        String masked = values(path.substring(0, start)) + Arrays.stream(path.substring(start).split("/", -1)).map(segment -> encoded(segment, leaf(Place.ELSEWHERE, "", decoded(segment))))
                .collect(Collectors.joining("/"));
        return query < 0 ? masked : masked + "?" + pairs(whole.substring(query + 1));
    }

    private String pairs(String text) {
        return Arrays.stream(text.split("&")).map(pair -> {
            int equals = pair.indexOf('=');
            return equals < 0 ? encoded(pair, leaf(Place.ELSEWHERE, "", decoded(pair)))
                    : pair.substring(0, equals + 1) + encoded(pair.substring(equals + 1), leaf(Place.PARAMETER, decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
        }).collect(Collectors.joining("&"));
    }

    /** The values in an address's query. */
    public static List<String> parameters(String address) {
        int query = address.indexOf('?');
        return query < 0 ? List.of() : Arrays.stream(address.substring(query + 1).split("&")).map(pair -> decoded(pair.substring(pair.indexOf('=') + 1))).toList();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException asItIs) {
            return text;
        }
    }

    private static String encoded(String asItWas, String masked) {
        return decoded(asItWas).equals(masked) ? asItWas : URLEncoder.encode(masked, StandardCharsets.UTF_8).replace("+", "%20").replace("%28", "(").replace("%29", ")");
    }

    private List<HttpSeen.Field> headers(List<HttpSeen.Field> headers) {
        return headers.stream().map(field -> new HttpSeen.Field(field.name(), leaf(Place.HEADER, field.name(), field.value()))).toList();
    }

    private String body(List<HttpSeen.Field> headers, String body) {
        String type = HttpSeen.field(headers, "Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (body.isBlank()) {
            return body;
        }
        if (body.startsWith(MARK)) {
            return body(headers, body.substring(MARK.length()));
        }
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return pairs(body);
        }
        return json(body).map(document -> masked("", document).toString()).or(() -> XmlTexts.replaced(body, this::text))
                .or(() -> CsvTexts.is(type) ? CsvTexts.replaced(body, this::text) : Optional.empty()).orElseGet(() -> unknown(type, body));
    }

    /** Nobody knows what of it is whose. */
    private String unknown(String type, String body) {
        if (standIns.hidesTexts()) {
            return standIns.ofHidden(body);
        }
        left.add("a body of " + (type.isBlank() ? "no type" : type.replaceFirst(";.*", "").strip()));
        return values(body);
    }

    /** What stands in XML or CSV. One of a few digits is hidden only there: elsewhere it may be anything. */
    private String text(String name, String text) {
        boolean few = text.matches("\\d{1," + (SHORTEST_INSIDE - 1) + "}") && !SecretName.is(name);
        String masked = few ? standIns.hides(name, text) ? standIns.ofHidden(text) : text : leaf(Place.JSON, name, text);
        if (masked.equals(text) && !text.isBlank()) {
            left.add(name);
        }
        return masked;
    }

    /** Whatever it calls itself. */
    private static Optional<JsonNode> json(String body) {
        try {
            return body.strip().startsWith("{") || body.strip().startsWith("[") ? Optional.of(JSON.readTree(body)) : Optional.empty();
        } catch (JsonProcessingException somethingElse) {
            return Optional.empty();
        }
    }

    /** @param name of the member that the document is; empty: it is none */
    public JsonNode masked(String name, JsonNode document) {
        if (document instanceof ObjectNode object) {
            ObjectNode masked = JSON.createObjectNode();
            object.fields().forEachRemaining(member -> masked.set(member.getKey(), masked(member.getKey().equals("value") && SecretName.is(name) ? name : member.getKey(), member.getValue())));
            return masked;
        }
        if (document instanceof ArrayNode array) {
            ArrayNode masked = JSON.createArrayNode();
            array.forEach(element -> masked.add(masked(name, element)));
            return masked;
        }
        if (document.isTextual()) {
            String masked = leaf(Place.JSON, name, document.asText());
            if (masked.equals(document.asText()) && !masked.isEmpty()) {
                left.add(name);
            }
            return JSON.getNodeFactory().textNode(masked);
        }
        if (document.isIntegralNumber() && (SecretName.is(name) || standIns.hides(name) || document.asText().length() >= SHORTEST_INSIDE && known.containsKey(document.asText()))) {
            String masked = leaf(Place.JSON, name, document.asText());
            return masked.matches("\\d{1,15}") ? JSON.getNodeFactory().numberNode(Long.parseLong(masked)) : JSON.getNodeFactory().textNode(masked);
        }
        return document;
    }

    private String leaf(Place place, String name, String value) {
        if (value.isEmpty()) {
            return value;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (place == Place.HEADER && SECRET_HEADERS.contains(lower)) {
            Matcher scheme = SCHEME.matcher(value);
            return scheme.matches() ? scheme.group(1) + secret(scheme.group(2)) : secret(value);
        }
        if (place != Place.ELSEWHERE && SecretName.is(name) && !lower.equals("token_type") || place == Place.PARAMETER && SECRET_PARAMETERS.contains(lower)
                || place == Place.HEADER && lower.endsWith("key")) {
            return secret(value);
        }
        if (place == Place.PARAMETER && standIns.hides(name) || place == Place.JSON && standIns.hides(name, value)) {
            return known.computeIfAbsent(value, standIns::ofHidden);
        }
        if (place != Place.ELSEWHERE && ADDRESS.matcher(value).matches()) {
            return values(address(value)); // of a download, say, with a key in its query
        }
        String whole = known.get(value);
        return whole != null && (place == Place.ELSEWHERE || value.length() >= SHORTEST_INSIDE) ? whole : values(value);
    }

    private String secret(String value) {
        return known.computeIfAbsent(value, standIns::ofSecret);
    }

    /** A text with what is known by now in it. */
    private String values(String text) {
        String masked = text;
        for (Secrets each : secrets) {
            masked = each.removedFrom(masked, standIns::ofSecret);
        }
        for (Map.Entry<Pattern, String> value : inside()) {
            masked = value.getKey().matcher(masked).replaceAll(Matcher.quoteReplacement(value.getValue()));
        }
        return masked;
    }

    /** The longest first: one may be a part of another. */
    private List<Map.Entry<Pattern, String>> inside() {
        if (inside.isEmpty() && !known.isEmpty()) {
            List<Map.Entry<Pattern, String>> all = new ArrayList<>();
            known.entrySet().stream().filter(value -> value.getKey().length() >= SHORTEST_INSIDE)
                    .sorted(Comparator.comparingInt((Map.Entry<String, String> value) -> value.getKey().length()).reversed())
                    .forEach(value -> all.add(Map.entry(Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(value.getKey()) + "(?![\\p{L}\\p{N}])"), value.getValue())));
            inside = all;
        }
        return inside;
    }
}
