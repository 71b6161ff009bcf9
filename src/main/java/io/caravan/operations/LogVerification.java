package io.caravan.operations;

import io.caravan.engine.LogStore.Verification;
import java.util.Optional;

/**
 * Whether the provisioning log is whole.
 *
 * @param brokenAt the first entry that was changed, removed or slipped in
 * @param lastHash what to write down elsewhere, to be able to prove later that nothing was cut off at the end
 */
public record LogVerification(long entries, boolean whole, Optional<Long> brokenAt, String lastHash) {

    /** Recomputes the log's chain of hashes. */
    public static LogVerification of(OpenProject project) {
        return of(project.store().log().verify());
    }

    public static LogVerification of(Verification verification) {
        return new LogVerification(verification.entries(), verification.brokenAt().isEmpty(),
                verification.brokenAt().stream().boxed().findFirst(), verification.lastHash());
    }
}
