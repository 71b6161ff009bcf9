package io.caravan.operations;

import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The provisioning log for reports: nothing is told from one that is not whole.
 *
 * @param since of the first entry; empty: there is none
 */
record BelievedLog(long entries, Optional<Instant> since, Optional<String> lastHash) {

    /**
     * Verifies the chain, and then goes along it.
     *
     * @throws Refusal when an entry was changed, removed or slipped in
     */
    static BelievedLog walk(OpenProject project, Consumer<StoredEntry> use) {
        LogVerification verified = LogVerification.of(project);
        verified.brokenAt().ifPresent(broken -> {
            throw new Refusal(Refusal.Kind.FAILED, "the log is broken: entry " + broken + " is not what was written, so nothing is told from it",
                    "caravan log verify; restore the store from a backup, or read the log itself: caravan log --since …");
        });
        Instant[] first = {null};
        long[] count = {0};
        project.store().log().each(stored -> {
            if (stored.sequence() <= verified.entries()) {
                first[0] = first[0] == null ? stored.entry().at() : first[0];
                count[0]++;
                use.accept(stored);
            }
        });
        return new BelievedLog(count[0], Optional.ofNullable(first[0]), Optional.of(verified.lastHash()).filter(hash -> count[0] > 0));
    }

    /** Whether something was done to somebody's account. */
    static boolean isOfAccount(LogEntry entry) {
        return entry.status() == LogEntry.Status.SUCCESS && !entry.identityKey().isEmpty() && AccountAction.of(entry).isPresent();
    }
}
