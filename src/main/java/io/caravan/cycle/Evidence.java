package io.caravan.cycle;

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
    private volatile String witness;

    /** What was found out of the search by an attribute; empty: nothing yet. */
    Optional<Optional<String>> search(String attribute) {
        return Optional.ofNullable(searches.get(attribute));
    }

    void search(String attribute, Optional<String> distrust) {
        searches.put(attribute, distrust);
    }

    /** The anchor of an account that the target has shown in this cycle. */
    Optional<String> witness() {
        return Optional.ofNullable(witness);
    }

    void shown(String anchor) {
        witness = anchor;
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
}
