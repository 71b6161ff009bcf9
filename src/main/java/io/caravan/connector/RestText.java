package io.caravan.connector;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    private static final Pattern NAME = Pattern.compile("([A-Za-z][A-Za-z0-9_]*(?:\\.[^:{}]+)?)(?::(integer|quoted))?");

    /**
     * A piece: plain text, or the name of a variable.
     *
     * @param integer whether, alone in a value of a body, it becomes a number
     * @param quoted  whether it stands between single quotes, as OData's texts do: those within are doubled (OData 4.01 URL Conventions §5.1.1.6.1)
     */
    public record Part(String text, boolean variable, boolean integer, boolean quoted) {

        private String filled(String value) {
            return quoted ? value.replace("'", "''") : value;
        }
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
            parts.add(new Part(name.group(1), true, "integer".equals(name.group(2)), "quoted".equals(name.group(2))));
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
            parts.add(new Part(text, false, false, false));
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

    /** @param values gives each variable's value, in the form that belongs here */
    public String fill(Function<String, String> values) {
        return parts.stream().map(part -> part.variable() ? part.filled(values.apply(part.text())) : part.text()).collect(Collectors.joining());
    }
}
