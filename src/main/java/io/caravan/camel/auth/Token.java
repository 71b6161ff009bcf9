package io.caravan.camel.auth;

import java.time.Duration;
import java.util.Optional;

/**
 * What a token server gave (RFC 6749 §5.1).
 *
 * @param lives   how long it is good for
 * @param refresh what to ask for the next one with, where the server has given another
 */
record Token(String value, Duration lives, Optional<String> refresh) {

    /** Where the server does not say how long, it shows by refusing it. */
    static final Duration UNSAID = Duration.ofHours(1);

    @Override
    public String toString() {
        return "Token[lives=" + lives + "]";
    }
}
