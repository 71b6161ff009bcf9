package io.caravan.operations;

import java.util.Optional;

/**
 * That an operation came to nothing.
 *
 * @param failure why
 * @param next    what to do about it
 */
public record Failure(String failure, Optional<String> next) {
}
