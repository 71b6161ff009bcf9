package io.caravan.operations;

import io.caravan.runtime.LogRetention;
import io.caravan.runtime.Stores;
import io.caravan.store.StoreMaintenance;
import java.time.Instant;
import java.util.Optional;

/**
 * A store that was made smaller.
 *
 * @param before its size in bytes; empty for a database server, which does it by itself
 * @param after  its size in bytes now
 * @param cut    what is cut off its log all in all; empty where nothing was now
 */
public record StoreCompaction(String store, Optional<Long> before, Optional<Long> after, Optional<LogVerification.CutOff> cut) {

    /**
     * Gives the disk back what is not used any more.
     *
     * @param logBefore what the log says of times before this moment is cut off first
     * @throws Refusal when that lies ahead, or the log is not whole
     */
    public static StoreCompaction compact(OpenProject project, Optional<Instant> logBefore) {
        logBefore.filter(moment -> moment.isAfter(project.now())).ifPresent(ahead -> {
            throw new Refusal(Refusal.Kind.USAGE, ahead + " lies ahead", "Name a day that is over: what the log says of times before it is cut off");
        });
        StoreMaintenance store = Stores.maintenance(project.project());
        Optional<Long> before = bytes(store);
        Optional<LogVerification.CutOff> cut = logBefore.flatMap(moment -> LogRetention.cut(project.store(), moment, project.now(), "store compact by " + project.caller().name()))
                .map(LogVerification.CutOff::of);
        store.compact();
        return new StoreCompaction(store.where(), before, bytes(store), cut);
    }

    private static Optional<Long> bytes(StoreMaintenance store) {
        return store.bytes().stream().boxed().findFirst();
    }
}
