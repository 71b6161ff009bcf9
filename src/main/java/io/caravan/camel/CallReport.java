package io.caravan.camel;

import io.caravan.connector.CredentialEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a connector learns of its system by the way, for whoever called it: until when credentials are good, and that there is no quota left. Bound to
 * the thread of a call; without one it goes nowhere.
 */
public final class CallReport {

    /** Who wants to know. */
    interface Listener {

        /** What the system says of its credentials, in place of what it said before. */
        void credentialEnds(List<CredentialEnd> ends);

        /** The system has answered, and says how many calls more it takes until when. */
        void quota(long left, Duration reset);
    }

    /** What is reported of. */
    @FunctionalInterface
    interface Call {
        void make() throws Exception;
    }

    private static final ThreadLocal<Listener> CURRENT = new ThreadLocal<>();

    private CallReport() {
    }

    /** Does the work of one call. */
    static void during(Listener listener, Call call) throws Exception {
        Listener before = CURRENT.get();
        CURRENT.set(listener);
        try {
            call.make();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** A system was called, and this is all that it says of the ends of credentials. */
    public static void credentialEnds(List<CredentialEnd> ends) {
        Optional.ofNullable(CURRENT.get()).ifPresent(listener -> listener.credentialEnds(ends));
    }

    /** A system answered well, with these headers, and may say of its quota. */
    public static void answered(Function<String, Optional<String>> header) {
        Listener listener = CURRENT.get();
        if (listener != null) {
            RateHeaders.quota(header, header.apply("Date").flatMap(RetryAfter::moment).orElseGet(Instant::now))
                    .ifPresent(quota -> listener.quota(quota.left(), quota.reset()));
        }
    }
}
