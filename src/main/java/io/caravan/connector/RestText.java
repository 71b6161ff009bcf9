package io.caravan.connector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with {@code ${name}} in it, as connector files for REST have it. What is filled in is never looked at again: a value cannot become a variable.
 *
 * @param text as written
 */
public record RestText(String text, List<Part> parts) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]*)}");
    private static final Pattern NAME = Pattern.compile("([A-Za-z][A-Za-z0-9_]*(?:\\.[^:{}]+)?)(?::(integer|segment|quoted))?");

    /** In what form a value is filled in, where that is said behind the name: {@code ${member:segment}}. */
    public enum Form {
        PLAIN,
        /** Alone in a value of a body: as a number. */
        INTEGER,
        /** As one segment of an address (RFC 3986 §3.3) that stands in a body or a query: it leads nowhere else. */
        SEGMENT,
        /** Between single quotes, as OData's texts have it: those within are doubled (OData 4.01 URL Conventions §5.1.1.6.1). */
        QUOTED;

        String of(String name, String value) {
            return this == SEGMENT ? segment(name, value) : this == QUOTED ? value.replace("'", "''") : value;
        }
    }

    /** A piece: plain text, or the name of a variable. */
    public record Part(String text, boolean variable, Form form) {
    }

    public RestText {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException with what is wrong, when a variable is not written as one */
    public static RestText of(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(text);
        int end = 0;
        while (variable.find()) {
            plain(parts, text.substring(end, variable.start()));
            Matcher name = NAME.matcher(variable.group(1));
            if (!name.matches()) {
                throw new IllegalArgumentException("\"" + variable.group() + "\" is no variable");
            }
            parts.add(new Part(name.group(1), true, name.group(2) == null ? Form.PLAIN : Form.valueOf(name.group(2).toUpperCase(Locale.ROOT))));
            end = variable.end();
        }
        plain(parts, text.substring(end));
        return new RestText(text, parts);
    }

    private static void plain(List<Part> parts, String text) {
        if (text.contains("${")) {
            throw new IllegalArgumentException("a \"${\" is not closed");
        }
        if (!text.isEmpty()) {
            parts.add(new Part(text, false, Form.PLAIN));
        }
    }

    /** The names of its variables. */
    public Set<String> variables() {
        return parts.stream().filter(Part::variable).map(Part::text).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether it is nothing but a variable. */
    public boolean isVariable() {
        return parts.size() == 1 && parts.get(0).variable();
    }

    /** @param values gives each variable's value */
    public String fill(Function<String, String> values) {
        if (parts.size() == 1 && !parts.get(0).variable()) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            filled.append(part.variable() ? part.form().of(part.text(), values.apply(part.text())) : part.text());
        }
        return filled.toString();
    }

    /** The same as a path: every value is one segment of it. */
    public String fillPath(Function<String, String> values) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            filled.append(!part.variable() ? part.text() : segment(part.text(), part.form() == Form.QUOTED ? Form.QUOTED.of(part.text(), values.apply(part.text())) : values.apply(part.text())));
        }
        return filled.toString();
    }

    /** One segment of a path, which leads nowhere else. */
    private static String segment(String name, String value) {
        if (value.isBlank() || value.equals(".") || value.equals("..")) {
            throw new OutcomeException(OutcomeKind.INVALID, "'" + value + "' cannot be the " + name + " of anything: it would lead elsewhere");
        }
        return encoded(value);
    }

    /** Percent-encoded for a path or a query. */
    public static String encoded(String text) {
        return isUnreserved(text) ? text : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    /** Most ids are, and are what they are. */
    private static boolean isUnreserved(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_')) {
                return false;
            }
        }
        return true;
    }
}
