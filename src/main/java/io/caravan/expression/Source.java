package io.caravan.expression;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The text of one expression while it is being read: the place reached, what was found wrong, what the expression reads. */
final class Source {

    final String text;
    final Names names;
    /** Attributes of the body in the order they are read, repeated ones too. */
    final List<String> attributes = new ArrayList<>();
    final List<String> values = new ArrayList<>();
    int at;
    int depth;
    /** Whether {@code counter} may stand here. */
    boolean inCandidate;
    /** Whether what the identity is assigned to is read. */
    boolean assignments;
    /** Whether it is read in which groups the identity is. */
    boolean groups;
    boolean sensitive;
    /** Whether it asks for the moment, or for random values. */
    boolean varies;
    /** Whether the whole is text around values. */
    boolean isText;
    /** Whether the whole is one attribute or name alone. */
    boolean isRead;
    /** The last attribute or name that was read. */
    Term lastRead;
    final Set<String> namespaces = new HashSet<>();
    /** The value on the left of {@code ~>}, until the function on its right takes it. */
    private Argument chained;
    private final Position start;
    private final Problems problems;
    private boolean broken;
    private boolean abandoned;

    Source(String text, Position start, Names names, Problems problems) {
        this.text = text;
        this.start = start;
        this.names = names;
        this.problems = problems;
    }

    void chain(Argument left) {
        chained = left;
    }

    /** What stands on the left of {@code ~>}, once; null when there is nothing. */
    Argument takeChained() {
        Argument taken = chained;
        chained = null;
        return taken;
    }

    boolean isBroken() {
        return broken;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** Reads no further; what is open stays open without being reported. */
    void abandon() {
        abandoned = true;
        at = text.length();
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** The character here; 0 at the end. */
    char here() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    boolean sees(String expected) {
        return text.startsWith(expected, at);
    }

    boolean seesFunction() {
        return sees("${") || sees("$simple{");
    }

    boolean seesQuote() {
        return here() == '\'' || here() == '"';
    }

    boolean skip(char expected) {
        if (here() == expected && !atEnd()) {
            at++;
            return true;
        }
        return false;
    }

    void skipSpace() {
        while (!atEnd() && Character.isWhitespace(here())) {
            at++;
        }
    }

    String word() {
        int from = at;
        while (!atEnd() && (Character.isLetterOrDigit(here()) || here() == '_' || here() == '-')) {
            at++;
        }
        return text.substring(from, at);
    }

    Position position(int from, int to) {
        return start.inside(from, to - from);
    }

    Position position() {
        return start;
    }

    void error(ProblemCode code, int from, int to, String message, String expected, String fix) {
        broken = true;
        problems.add(Problem.error(code, position(from, to), message, expected, fix));
    }

    void error(ProblemCode code, int from, int to, String message, String fix) {
        broken = true;
        problems.add(new Problem(code, io.caravan.diagnostic.Severity.ERROR, position(from, to), message, Optional.empty(), fix));
    }

    void warning(ProblemCode code, int from, int to, String message, String fix) {
        problems.add(Problem.warning(code, position(from, to), message, fix));
    }

    /** Goes to the brace that closes the function begun before {@link #at}; to the end if there is none. */
    void skipToBrace() {
        int open = 0;
        while (!atEnd() && (open > 0 || here() != '}')) {
            if (seesFunction()) {
                open++;
                at = text.indexOf('{', at);
            } else if (here() == '}') {
                open--;
            }
            at++;
        }
    }
}
