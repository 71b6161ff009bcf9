package io.caravan.subject;

import io.caravan.diagnostic.Position;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Why a link, a change, a skip or a hold is as it is: data that decisions may rest on. {@link Sentences} says it in words.
 *
 * @param arguments what {@link Reason#arguments} names, in that order
 * @param position  where somebody wrote what decided; empty when no file says so
 * @param cause     what lies behind it
 */
public record Because(Reason reason, List<String> arguments, Optional<Position> position, Optional<Because> cause) {

    public Because {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(cause, "cause");
        arguments = List.copyOf(arguments);
        if (arguments.size() != reason.arguments().size()) {
            throw new IllegalArgumentException(reason + " is told with " + reason.arguments() + ", not with " + arguments.size() + " arguments");
        }
    }

    public static Because of(Reason reason, String... arguments) {
        return new Because(reason, List.of(arguments), Optional.empty(), Optional.empty());
    }

    public Because at(Position where) {
        return new Because(reason, arguments, Optional.of(where), cause);
    }

    public Because dueTo(Because behindIt) {
        return new Because(reason, arguments, position, Optional.of(behindIt));
    }

    /** What was told under this name, one of {@link Reason#arguments}. */
    public String argument(String name) {
        int index = reason.arguments().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(reason + " is not told with " + name);
        }
        return arguments.get(index);
    }

    /** Whether this reason is given, at once or further behind. */
    public boolean says(Reason asked) {
        return reason == asked || cause.map(behind -> behind.says(asked)).orElse(false);
    }

    /** The nearest of these reasons that is given, at once or further behind; without what lies behind it. */
    public Optional<Because> nearest(Set<Reason> asked) {
        return asked.contains(reason) ? Optional.of(new Because(reason, arguments, position, Optional.empty())) : cause.flatMap(behind -> behind.nearest(asked));
    }

    /** Equal but for the places: a rule that only moved to another line is the same rule. */
    public boolean isSameAs(Because other) {
        return reason == other.reason && arguments.equals(other.arguments) && cause.isPresent() == other.cause.isPresent()
                && cause.map(behind -> behind.isSameAs(other.cause.get())).orElse(true);
    }
}
