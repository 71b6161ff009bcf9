package io.caravan.diagnostic;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is wrong in a file, in the words of whoever wrote the file.
 *
 * @param message  what is wrong, one sentence, no trailing full stop
 * @param expected what would have been right; empty when the message says it
 * @param fix      what to do about it; never empty: a problem without a remedy is not finished
 */
public record Problem(ProblemCode code, Severity severity, Position position, String message,
                      Optional<String> expected, String fix) implements Comparable<Problem> {

    private static final Comparator<Problem> ORDER = Comparator
            .comparing((Problem problem) -> problem.position().file())
            .thenComparingInt(problem -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column())
            .thenComparing(problem -> problem.code().code())
            .thenComparing(Problem::message);

    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(expected, "expected");
        if (message.isBlank() || fix.isBlank()) {
            throw new IllegalArgumentException(code + " needs a message and a fix");
        }
    }

    public static Problem error(ProblemCode code, Position position, String message, String expected, String fix) {
        return new Problem(code, Severity.ERROR, position, message, Optional.of(expected), fix);
    }

    public static Problem error(ProblemCode code, Position position, String message, String fix) {
        return new Problem(code, Severity.ERROR, position, message, Optional.empty(), fix);
    }

    public static Problem warning(ProblemCode code, Position position, String message, String fix) {
        return new Problem(code, Severity.WARNING, position, message, Optional.empty(), fix);
    }

    /** By file, line, column: the order in which problems are printed. */
    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }
}
