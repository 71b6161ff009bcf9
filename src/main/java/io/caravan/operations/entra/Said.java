package io.caravan.operations.entra;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A value in the words of this program.
 *
 * @param code  {@code ${…}}; of a constant its text
 * @param type  what it is
 * @param blank whether it may be an empty text
 */
record Said(String code, Type type, boolean blank) {

    enum Type {
        /** The same for everybody; {@link Said#code} is the text itself. */
        CONSTANT,
        TEXT, BOOLEAN,
        /** ISO 8601 text, which Entra would show as {@code M/d/yyyy h:mm:ss tt}. */
        DATE
    }

    static Said constant(String text) {
        return new Said(text, Type.CONSTANT, text.isEmpty());
    }

    static Said text(String code) {
        return new Said(code, Type.TEXT, false);
    }

    boolean isConstant() {
        return type == Type.CONSTANT;
    }

    /** As an argument. */
    String argument() {
        return isConstant() ? quoted(code) : code;
    }

    /** As text where an expression has text around its values; empty where it would be read as something else. */
    boolean isPlain() {
        return isConstant() ? code.matches("[\\p{L}\\p{N}@._/-]*") && !code.contains("--") : type == Type.TEXT;
    }

    static String call(String function, String... arguments) {
        return "${" + function + "(" + String.join(", ", arguments) + ")}";
    }

    static String call(String function, List<String> arguments) {
        return call(function, arguments.toArray(String[]::new));
    }

    /** Text in quotes. What cannot stand in one pair of them, or would be read as an escape or a function, is put together of parts. */
    static String quoted(String text) {
        List<String> parts = parts(text);
        return parts.size() == 1 ? parts.get(0) : call("join", "''", call("list", parts));
    }

    /** The same where nothing may be computed, as for a pattern. */
    static String written(String text, String what) {
        List<String> parts = parts(text);
        if (parts.size() > 1) {
            throw new NotFollowed(what + " has both kinds of quotes, or what would be read as an expression");
        }
        return parts.get(0);
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i < text.length(); i++) {
            String part = text.substring(from, i);
            char before = text.charAt(i - 1);
            char c = text.charAt(i);
            boolean escapes = before == '\\' && "ntr}".indexOf(c) >= 0;
            boolean begins = before == '$' && (c == '{' || text.startsWith("simple{", i));
            boolean otherQuote = c == '\'' && part.indexOf('"') >= 0 || c == '"' && part.indexOf('\'') >= 0;
            if (escapes || begins || otherQuote) {
                parts.add(part);
                from = i;
            }
        }
        parts.add(text.substring(from));
        return parts.stream().map(part -> part.indexOf('\'') >= 0 ? '"' + part + '"' : "'" + part + "'").collect(Collectors.toList());
    }
}
