package io.caravan.engine;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** By what other systems show who they are. Only a hash of each token is kept. */
public interface TokenStore {

    /**
     * A token.
     *
     * @param name   by which people speak of it
     * @param hash   SHA-256 of the token, which is long and random, in hexadecimal digits
     * @param system whose records whoever has it may send
     * @param until  from when on it counts no more; empty: until it is revoked
     */
    record Token(String name, String hash, String system, String createdBy, Instant createdAt, Optional<Instant> until) {
        public Token {
            Objects.requireNonNull(hash, "hash");
            Objects.requireNonNull(system, "system");
            Objects.requireNonNull(until, "until");
        }

        public boolean countsAt(Instant now) {
            return until.filter(end -> !end.isAfter(now)).isEmpty();
        }
    }

    /** By name. */
    List<Token> tokens();

    Optional<Token> withHash(String hash);

    /** False when there is one of that name; then nothing is changed. */
    boolean create(Token token);

    /** False when there was none. */
    boolean revoke(String name);
}
