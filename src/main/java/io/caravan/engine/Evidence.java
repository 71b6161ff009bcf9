package io.caravan.engine;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What one cycle has found out of how far its target's answers can be believed. Thread-safe. */
final class Evidence {

    /** By attribute: why its search cannot be trusted; empty when it was proven. */
    private final Map<String, Optional<String>> searches = new ConcurrentHashMap<>();
    /** Whose account was asked for by its anchor, and is not asked for again in this cycle. */
    private final Set<Long> asked = ConcurrentHashMap.newKeySet();
    /** Whose look-up failed, or whom the target refused for a cause that may be its own: they are not looked at again in this cycle. */
    private final Set<Long> notAgain = ConcurrentHashMap.newKeySet();
    /** Whose account was to be created in this cycle, and nobody knows whether it was. */
    private final Set<Long> inDoubt = ConcurrentHashMap.newKeySet();
    /** Of which groups this cycle knows what they list, be it nobody. */
    private final Set<Long> membersKnown = ConcurrentHashMap.newKeySet();
    /** Hashes of the anchors in the list of accounts of this cycle, once it has been read to its end. */
    private volatile LongOpenHashSet listed = new LongOpenHashSet();
    /** Hashes of the anchors of accounts that searches found in this cycle. */
    private final Set<Long> found = ConcurrentHashMap.newKeySet();
    private volatile String witness;
    private volatile Boolean showsClosed;

    /** What was found out of the search by an attribute; empty: nothing yet. */
    Optional<Optional<String>> search(String attribute) {
        return Optional.ofNullable(searches.get(attribute));
    }

    void search(String attribute, Optional<String> distrust) {
        searches.put(attribute, distrust);
    }

    /** Whether the target shows accounts that are closed; empty: nobody has looked yet. */
    Optional<Boolean> showsClosed() {
        return Optional.ofNullable(showsClosed);
    }

    void showsClosed(boolean shown) {
        showsClosed = shown;
    }

    /** The anchor of an account that the target has shown in this cycle. */
    Optional<String> witness() {
        return Optional.ofNullable(witness);
    }

    void shown(String anchor) {
        witness = anchor;
    }

    /** @param anchors hashes; not changed any more */
    void listed(LongOpenHashSet anchors) {
        listed = anchors;
    }

    /** A search found the account. */
    void found(String anchor) {
        found.add(RecordHash.ofText(anchor));
    }

    /** Whether the target has listed the account in this cycle, or found it by another attribute. */
    boolean isToBeSeen(String anchor) {
        long hash = RecordHash.ofText(anchor);
        return listed.contains(hash) || found.contains(hash);
    }

    void asks(long identityId) {
        asked.add(identityId);
    }

    boolean asked(long identityId) {
        return asked.contains(identityId);
    }

    void notAgain(long identityId) {
        notAgain.add(identityId);
    }

    Set<Long> notAgain() {
        return Set.copyOf(notAgain);
    }

    void inDoubt(long identityId) {
        inDoubt.add(identityId);
    }

    boolean isInDoubt(long identityId) {
        return inDoubt.contains(identityId);
    }

    /** What the group lists was shown, asked for, or is nobody, since it was made in this cycle. */
    void knowsMembersOf(long group) {
        membersKnown.add(group);
    }

    boolean isKnownWhoIsIn(long group) {
        return membersKnown.contains(group);
    }
}
