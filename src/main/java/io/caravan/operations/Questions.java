package io.caravan.operations;

import java.util.Optional;

/** Whoever sits before a terminal, or nobody. */
@FunctionalInterface
public interface Questions {

    /** Nobody is there. */
    Questions NOBODY = question -> Optional.empty();

    /** What was answered; empty when nobody is there, or nothing was said. */
    Optional<String> ask(String question);
}
