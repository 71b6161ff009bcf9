package io.caravan.engine;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether what this thread is about to send may still be sent. Connectors ask at the last moment, when nothing but the sending
 * is left: a process may have been stopped at any place before it, and another have sent the same meanwhile. Bound to the thread
 * of a call; without one everything may be sent.
 */
public final class WritePermit {

    private static final ThreadLocal<BooleanSupplier> CURRENT = new ThreadLocal<>();

    private WritePermit() {
    }

    /** Does the work, of which nothing shall be sent any more once the permit says no. */
    public static <T> T during(BooleanSupplier permit, Supplier<T> work) {
        CURRENT.set(permit);
        try {
            return work.get();
        } finally {
            CURRENT.remove();
        }
    }

    /** @throws OutcomeException unavailable, when nothing may be sent any more */
    public static void check() {
        BooleanSupplier permit = CURRENT.get();
        if (permit != null && !permit.getAsBoolean()) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "it was not sent: the job is another process's now");
        }
    }
}
