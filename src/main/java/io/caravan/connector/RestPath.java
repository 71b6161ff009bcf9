package io.caravan.connector;

import java.util.ArrayList;
import java.util.List;

/**
 * Where something stands in a JSON document: {@code a.b}, {@code a[0].b}, {@code a[type eq "work"].b}, {@code '@odata.nextLink'}, and {@code *} for
 * any member. No step at all is the document itself.
 *
 * @param text as written
 */
public record RestPath(String text, List<Step> steps) {

    private static final String EQUALS = " eq ";

    /** One step further down. */
    public sealed interface Step permits Member, Any, Element, Where {
    }

    /** The member of an object with this name. */
    public record Member(String name) implements Step {
    }

    /** Every member of an object, every element of a list. */
    public record Any() implements Step {
    }

    /** The element of a list that stands there, the first being 0. */
    public record Element(int index) implements Step {
    }

    /** The first element of a list whose member has this value. */
    public record Where(String member, RestText value) implements Step {
    }

    public RestPath {
        steps = List.copyOf(steps);
    }

    /** The document itself. */
    public static RestPath whole() {
        return new RestPath("", List.of());
    }

    /** @throws IllegalArgumentException with what is wrong, when it is no path */
    public static RestPath of(String text) {
        if (text.isEmpty()) {
            return whole();
        }
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == '[' ? bracket(text, at, steps) : member(text, at, steps);
            if (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
                throw new IllegalArgumentException("\"" + text + "\" is no path: behind \"" + text.substring(0, end) + "\" comes a dot, or a bracket");
            }
            boolean dot = end < text.length() && text.charAt(end) == '.';
            if (dot && end + 1 == text.length()) {
                throw new IllegalArgumentException("\"" + text + "\" is no path: it ends with a dot");
            }
            at = dot ? end + 1 : end;
        }
        return new RestPath(text, steps);
    }

    private static int member(String text, int at, List<Step> steps) {
        if (text.charAt(at) == '\'') {
            int end = text.indexOf('\'', at + 1);
            if (end < at + 2) {
                throw new IllegalArgumentException("\"" + text + "\" is no path: a quote is not closed, or empty");
            }
            steps.add(new Member(text.substring(at + 1, end)));
            return end + 1;
        }
        int end = at;
        while (end < text.length() && ".[]'".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String name = text.substring(at, end);
        if (name.isBlank() || !name.equals(name.strip())) {
            throw new IllegalArgumentException("\"" + text + "\" is no path: a name is missing, or has spaces around it");
        }
        steps.add(name.equals("*") ? new Any() : new Member(name));
        return end;
    }

    private static int bracket(String text, int at, List<Step> steps) {
        int end = closing(text, at);
        String inside = text.substring(at + 1, end).strip();
        int equals = inside.indexOf(EQUALS);
        if (inside.matches("\\d{1,6}")) {
            steps.add(new Element(Integer.parseInt(inside)));
        } else if (equals > 0 && inside.endsWith("\"") && inside.indexOf('"') == equals + EQUALS.length() && inside.indexOf('"') < inside.length() - 1) {
            steps.add(new Where(inside.substring(0, equals).strip(), RestText.of(inside.substring(equals + EQUALS.length() + 1, inside.length() - 1))));
        } else {
            throw new IllegalArgumentException("\"" + text + "\" is no path: in brackets stands a number, or name eq \"value\"");
        }
        return end + 1;
    }

    /** Where the bracket is closed, outside of quotes. */
    private static int closing(String text, int from) {
        boolean quoted = false;
        for (int i = from + 1; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            if (!quoted && text.charAt(i) == ']') {
                return i;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no path: a bracket is not closed");
    }

    public boolean isWhole() {
        return steps.isEmpty();
    }

    /** Whether it leads deeper than the members of the document. */
    public boolean isDeep() {
        return steps.size() > 1;
    }

    /** The name of the document's member that it leads through; empty for the whole document, and where it does not begin with one. */
    public String first() {
        return !steps.isEmpty() && steps.get(0) instanceof Member member ? member.name() : "";
    }
}
