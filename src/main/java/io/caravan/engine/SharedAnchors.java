package io.caravan.engine;

import io.caravan.engine.LinkStore.Subject;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Notices when a create is answered with an id that another account has already: then neither is known to be whose it
 * seems. Used by one thread at a time.
 */
final class SharedAnchors {

    private final StateStore store;
    private final String job;
    /** Those of this cycle: the hash of the anchor, and whose it is. */
    private final Long2LongOpenHashMap made = new Long2LongOpenHashMap();
    /** Null until somebody has looked: a job without accounts need not ask for each. */
    private Boolean hadAccounts;
    private Map<String, Long> before = Map.of();

    SharedAnchors(StateStore store, String job) {
        this.store = store;
        this.job = job;
    }

    /** These are looked at next: whose they were before is asked for all of them together. */
    void turnTo(Collection<String> anchors) {
        if (hadAccounts == null) {
            hadAccounts = store.links().hasAccounts(job);
        }
        before = hadAccounts && !anchors.isEmpty() ? store.links().linkedTo(job, anchors) : Map.of();
    }

    /** Who else has an account of this name; from here on it is this identity's, too. */
    OptionalLong alsoOf(String anchor, long identityId) {
        long key = RecordHash.ofText(anchor);
        long owner = made.containsKey(key) ? made.get(key) : before.getOrDefault(anchor, identityId);
        made.put(key, identityId);
        return owner == identityId ? OptionalLong.empty() : OptionalLong.of(owner);
    }

    /** Those of these identities that are there, with their links. */
    Map<Long, Subject> subjects(Collection<Long> identities) {
        return identities.isEmpty() ? Map.of() : new HashMap<>(store.links().subjects(job, identities));
    }
}
