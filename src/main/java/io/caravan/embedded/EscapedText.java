package io.caravan.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in a filter is a JSON string (RFC 7644 §3.4.2.2); SCIM-SDK takes it as it stands and cannot read one with an
 * escaped quotation mark. What needs escapes passes through it as hexadecimal digits behind a mark.
 */
final class EscapedText {

    private static final String MARK = "embedded-text-";
    private static final Pattern JSON_STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern FILTER = Pattern.compile("(^|&)filter=([^&]*)");

    private EscapedText() {
    }

    /** The query with every text of its filter in a form that passes. */
    static String passing(String query) {
        Matcher filter = FILTER.matcher(query);
        if (!filter.find() || !filter.group(2).contains("%5C")) {
            return query;
        }
        String text = URLDecoder.decode(filter.group(2), StandardCharsets.UTF_8);
        String passing = JSON_STRING.matcher(text).replaceAll(string -> Matcher.quoteReplacement(passingString(string.group())));
        return query.substring(0, filter.start(2)) + URLEncoder.encode(passing, StandardCharsets.UTF_8) + query.substring(filter.end(2));
    }

    /** What was meant, if this text was brought into another form. */
    static Optional<String> meant(String text) {
        return text.startsWith(MARK)
                ? Optional.of(new String(HexFormat.of().parseHex(text.substring(MARK.length())), StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static String passingString(String json) {
        if (!json.contains("\\")) {
            return json;
        }
        try {
            String meant = new ObjectMapper().readValue(json, String.class);
            return '"' + MARK + HexFormat.of().formatHex(meant.getBytes(StandardCharsets.UTF_8)) + '"';
        } catch (JsonProcessingException notJson) {
            return json;
        }
    }
}
