package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import java.util.Optional;

/** A function could not work with a value it was given. The message says which function, which value, and what it needs. */
public final class FormulaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Where it was called.
     *
     * @param position  of the call, as its expression was placed when it was compiled
     * @param signature of the function, such as {@code pad(text, width, padding?)}
     */
    public record Place(Position position, String signature) {
    }

    private final transient Place place;

    public FormulaException(String message) {
        this(message, null, null);
    }

    private FormulaException(String message, Place place, FormulaException cause) {
        super(message, cause);
        this.place = place;
    }

    /** The same, called there; unchanged where it is known already, by the innermost call. */
    public FormulaException at(Position position, String signature) {
        return place != null ? this : new FormulaException(getMessage(), new Place(position, signature), this);
    }

    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }
}
