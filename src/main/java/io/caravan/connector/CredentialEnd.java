package io.caravan.connector;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Until when something that lets Caravan into a system is good.
 *
 * @param what  for people, the same each time: {@code setting token}, {@code certificate of the server}; never a secret
 * @param since when it began to be, where that is known
 */
public record CredentialEnd(String what, Optional<Instant> since, Instant until) {

    public CredentialEnd {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
    }

    /** One of which nobody says when it began. */
    public CredentialEnd(String what, Instant until) {
        this(what, Optional.empty(), until);
    }
}
