package io.caravan.camel;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Reads that wait and try again as writes do: as long as a throttled system asked, and a few times when it is unavailable. After
 * that each read has one try for a while, so that a thousand look-ups in a system that is down do not take hours. Thread-safe.
 */
final class PatientReads {

    private static final int TRIES = 3;
    private static final int GROWTH = 3;
    private static final Duration DOWN = Duration.ofMinutes(1);

    private final String system;
    private final Patience patience;
    private volatile long downUntil = System.nanoTime();

    PatientReads(String system, Patience patience) {
        this.system = system;
        this.patience = patience;
    }

    /** @throws OutcomeException what was answered last; throttled with what the system asked for, when that is too long */
    <T> T read(Supplier<T> call) {
        Patience.Wait wait = patience.forSystem(system);
        Duration pause = patience.firstPause();
        int tries = 0;
        while (true) {
            if (!wait.untilFree(() -> true)) {
                throw new OutcomeException(OutcomeKind.THROTTLED, wait.words());
            }
            try {
                return call.get();
            } catch (OutcomeException failed) {
                Outcome outcome = failed.outcome();
                if (outcome.kind() == OutcomeKind.THROTTLED) {
                    wait.pause(outcome.retryAfter().orElse(Duration.ZERO));
                } else if (outcome.kind() != OutcomeKind.UNAVAILABLE || tries == TRIES || isDown() || !patience.pass(pause)) {
                    remember(outcome, tries);
                    throw failed;
                } else {
                    tries++;
                    pause = pause.multipliedBy(GROWTH);
                }
            }
        }
    }

    private boolean isDown() {
        return downUntil - System.nanoTime() > 0;
    }

    private void remember(Outcome outcome, int tries) {
        if (outcome.kind() == OutcomeKind.UNAVAILABLE && tries == TRIES) {
            downUntil = System.nanoTime() + DOWN.toNanos();
        }
    }
}
