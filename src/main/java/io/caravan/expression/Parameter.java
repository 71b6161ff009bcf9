package io.caravan.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * One parameter of a function.
 *
 * @param kind     what may stand there
 * @param required false: it may be left out, with everything after it
 * @param repeats  it may stand any number of times; only the last one, or the last two together, can
 */
record Parameter(String name, Kind kind, boolean required, boolean repeats) {

    /** What an argument has to be. */
    enum Kind {
        /** Any expression or text. */
        VALUE,
        /** A number, or an expression that gives one. */
        NUMBER,
        /** A condition. */
        CONDITION,
        /** Text that is written out, so that it can be checked. */
        WORD,
        /** A regular expression that is written out. */
        PATTERN,
        /** The name of a lookup table. */
        TABLE,
        /** An expression in which {@code counter} may stand. */
        CANDIDATE
    }

    /**
     * Reads a signature such as {@code "text, #width, padding?"}: {@code #} number, {@code @} condition, {@code =} word,
     * {@code /} pattern, {@code :} table, {@code *} candidate; {@code ?} optional, {@code ...} repeats.
     */
    static List<Parameter> all(String signature) {
        List<Parameter> parameters = new ArrayList<>();
        if (!signature.isEmpty()) {
            for (String part : signature.split(", ")) {
                parameters.add(one(part));
            }
        }
        return List.copyOf(parameters);
    }

    private static Parameter one(String part) {
        Kind kind = switch (part.charAt(0)) {
            case '#' -> Kind.NUMBER;
            case '@' -> Kind.CONDITION;
            case '=' -> Kind.WORD;
            case '/' -> Kind.PATTERN;
            case ':' -> Kind.TABLE;
            case '*' -> Kind.CANDIDATE;
            default -> Kind.VALUE;
        };
        String name = kind == Kind.VALUE ? part : part.substring(1);
        if (name.endsWith("...")) {
            return new Parameter(name.substring(0, name.length() - 3), kind, true, true);
        }
        boolean optional = name.endsWith("?");
        return new Parameter(optional ? name.substring(0, name.length() - 1) : name, kind, !optional, false);
    }

    /** As it stands in a signature: {@code padding?}. */
    @Override
    public String toString() {
        return name + (repeats ? "…" : required ? "" : "?");
    }
}
