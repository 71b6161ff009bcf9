package io.caravan.camel.auth;

import io.caravan.connector.OutcomeException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one system. It is fetched when it is first needed, by one thread while the others wait for it, and renewed before it ends: while the
 * old one still is good, that the token server cannot be reached hinders nobody. By a clock that does not jump. Thread-safe.
 */
final class TokenKeeper {

    /** So much of its life is left when it is renewed, and never more than the second of these. */
    private static final int A_TENTH = 10;
    private static final Duration AHEAD = Duration.ofMinutes(2);
    /** A younger one that is refused is refused for another reason than its age; and so often, at most, a server is asked in vain. */
    private static final Duration YOUNG = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(TokenKeeper.class);

    private final Supplier<Token> server;
    private final LongSupplier nanos;
    private Token token;
    private long fetched;
    private long lastTry;

    /** @param nanos as {@link System#nanoTime} */
    TokenKeeper(Supplier<Token> server, LongSupplier nanos) {
        this.server = server;
        this.nanos = nanos;
    }

    /** @throws OutcomeException when there is none, and none can be had */
    synchronized Token token() {
        if (token == null || age().compareTo(token.lives()) >= 0) {
            token = null;
            fetch();
        } else if (age().compareTo(token.lives().minus(ahead())) >= 0 && Duration.ofNanos(nanos.getAsLong() - lastTry).compareTo(YOUNG) >= 0) {
            renewAhead();
        }
        return token;
    }

    private void renewAhead() {
        try {
            fetch();
        } catch (OutcomeException notNow) {
            LOG.warn("a token could not be renewed ahead, and is used as long as it is good: outcome={}", notNow.outcome().kind().word());
        }
    }

    private void fetch() {
        lastTry = nanos.getAsLong();
        token = server.get();
        fetched = nanos.getAsLong();
    }

    private Duration age() {
        return Duration.ofNanos(nanos.getAsLong() - fetched);
    }

    private Duration ahead() {
        Duration tenth = token.lives().dividedBy(A_TENTH);
        return tenth.compareTo(AHEAD) < 0 ? tenth : AHEAD;
    }

    /**
     * The system has refused a token.
     *
     * @return whether to ask once more is worth while: with one that is fetched anew, or that another thread has fetched meanwhile
     */
    synchronized boolean refused(Token refused) {
        if (token == refused && age().compareTo(YOUNG) < 0) {
            return false;
        }
        if (token == refused) {
            token = null;
        }
        return true;
    }
}
