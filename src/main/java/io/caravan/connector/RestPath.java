package io.caravan.connector;

import java.util.ArrayList;
import java.util.List;

/**
 * Where something stands in a JSON document: {@code a.b}, {@code a[0].b}, {@code a[type eq "work"].b}, {@code '@odata.nextLink'}, and {@code *} for
 * any member. What a list is searched by may stand deeper: {@code a[b.c[d eq "1"].e eq "2"]}. No step at all is the document itself. Of an XML
 * document, elements are members by their local names, {@code @type} is an attribute, and {@code text()} the text of an element that has some.
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

    /**
     * The first element of a list that has this value there.
     *
     * @param member as written; where it stands deeper, {@code inside} leads there
     */
    public record Where(String member, RestPath inside, RestText value) implements Step {

        /** Whether the value is looked for deeper than in a member of the element. */
        public boolean isDeep() {
            return inside.isDeep();
        }
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
        int equals = equals(inside);
        int quote = equals + EQUALS.length();
        if (inside.matches("\\d{1,6}")) {
            steps.add(new Element(Integer.parseInt(inside)));
        } else if (equals > 0 && quote < inside.length() - 1 && inside.charAt(quote) == '"' && inside.indexOf('"', quote + 1) == inside.length() - 1) {
            String member = inside.substring(0, equals).strip();
            steps.add(new Where(member, searched(member), RestText.of(inside.substring(quote + 1, inside.length() - 1))));
        } else {
            throw new IllegalArgumentException("\"" + text + "\" is no path: in brackets stands a number, or name eq \"value\"");
        }
        return end + 1;
    }

    /** By what a list is searched, which is read like any path where it is more than a name. */
    private static RestPath searched(String member) {
        return member.matches("[^.'\\[]+") ? new RestPath(member, List.of(new Member(member))) : of(member);
    }

    /** Where {@code eq} stands that belongs to this bracket and to none within it; -1 for nowhere. */
    private static int equals(String inside) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            quoted ^= c == '"';
            depth += quoted ? 0 : c == '[' ? 1 : c == ']' ? -1 : 0;
            if (!quoted && depth == 0 && inside.startsWith(EQUALS, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Where the bracket is closed, outside of quotes and of brackets within it. */
    private static int closing(String text, int from) {
        boolean quoted = false;
        int depth = 0;
        for (int i = from + 1; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            if (!quoted && text.charAt(i) == ']' && depth-- == 0) {
                return i;
            }
            depth += !quoted && text.charAt(i) == '[' ? 1 : 0;
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

    /** Whether it leads through all of this one. */
    public boolean isWithin(RestPath other) {
        return steps.size() >= other.steps.size() && steps.subList(0, other.steps.size()).equals(other.steps);
    }

    /** The name of the document's member that it leads through; empty for the whole document, and where it does not begin with one. */
    public String first() {
        return !steps.isEmpty() && steps.get(0) instanceof Member member ? member.name() : "";
    }
}
