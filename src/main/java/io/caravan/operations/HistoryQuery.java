package io.caravan.operations;

import io.caravan.subject.Kind;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose life somebody wants to see, and what of it.
 *
 * @param who    a key, or a value that somebody is recognised by
 * @param kind   what kind of subject; empty: a person if there is one
 * @param since  the first moment
 * @param until  what is then or later is left out
 * @param system only what concerns this system
 */
public record HistoryQuery(String who, Optional<Kind> kind, Optional<Instant> since, Optional<Instant> until, Optional<String> system) {

    boolean asksFor(Instant at, String of) {
        return since.filter(at::isBefore).isEmpty() && until.filter(end -> !at.isBefore(end)).isEmpty() && system.filter(name -> !name.equals(of)).isEmpty();
    }
}
