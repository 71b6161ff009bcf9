package io.caravan.operations;

import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The provisioning log for those who tell from it what was. Reports tell nothing from one that is not whole.
 *
 * @param since    when it begins: with the first entry, or where its beginning was cut off; empty: there is none. Of accounts that stand as they did
 *                 then, the entries that say so come first, and are older
 * @param lastHash of the last one; empty: there is none, or the log is not whole
 * @param brokenAt the first entry that was changed, removed or slipped in: from it on nothing is proven
 */
record BelievedLog(long entries, Optional<Instant> since, Optional<String> lastHash, Optional<Long> brokenAt) {

    /**
     * Verifies the chain, and then goes along it.
     *
     * @throws Refusal when an entry was changed, removed or slipped in
     */
    static BelievedLog walk(OpenProject project, Consumer<StoredEntry> use) {
        LogVerification verified = LogVerification.of(project);
        verified.brokenAt().ifPresent(broken -> {
            throw new Refusal(Refusal.Kind.FAILED, "the log is broken: " + verified.what(broken) + ", so nothing is told from it",
                    "caravan log verify; restore the store from a backup, or read the log itself: caravan log --since …");
        });
        return along(project, verified, use);
    }

    /** The same for those who mark what is not proven: goes along all of it, also where it is broken. */
    static BelievedLog look(OpenProject project, Consumer<StoredEntry> use) {
        return along(project, LogVerification.of(project), use);
    }

    private static BelievedLog along(OpenProject project, LogVerification verified, Consumer<StoredEntry> use) {
        Instant[] first = {null};
        long[] count = {0};
        project.store().log().each(stored -> {
            if (!verified.whole() || stored.sequence() <= verified.last()) {
                first[0] = first[0] == null ? stored.entry().at() : first[0];
                count[0]++;
                use.accept(stored);
            }
        });
        Optional<Instant> since = verified.cut().map(LogVerification.CutOff::before).map(Instant::parse).or(() -> Optional.ofNullable(first[0]));
        return new BelievedLog(count[0], since, Optional.of(verified.lastHash()).filter(hash -> count[0] > 0 && verified.whole()), verified.brokenAt());
    }

    /** Whether an entry is as it was written, as far as its chain tells. */
    boolean proves(StoredEntry stored) {
        return brokenAt.filter(broken -> stored.sequence() >= broken).isEmpty();
    }

    /** Whether something was done to somebody's account. */
    static boolean isOfAccount(LogEntry entry) {
        return entry.status() == LogEntry.Status.SUCCESS && !entry.identityKey().isEmpty() && AccountAction.of(entry).isPresent();
    }
}
