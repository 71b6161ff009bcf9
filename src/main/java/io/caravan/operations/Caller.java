package io.caravan.operations;

import io.caravan.runtime.Caravan;
import java.time.Clock;
import java.util.Optional;

/**
 * Whoever asks for something.
 *
 * @param name  as it stands in the provisioning log
 * @param clock what "now" is for everything that is done for them
 */
public record Caller(String name, Clock clock) {

    /** @param name empty: whom the operating system says this process belongs to */
    public static Caller of(Optional<String> name, Clock clock) {
        return new Caller(name.orElseGet(Caravan::systemUser), clock);
    }
}
