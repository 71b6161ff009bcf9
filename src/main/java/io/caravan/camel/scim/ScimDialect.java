package io.caravan.camel.scim;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was found out about one provider: in which form it takes a change, where the standard's own did not do. Known as
 * long as the process runs; found out again by the next, at the price of a few requests. Thread-safe.
 */
final class ScimDialect {

    /** So often a search for a form that works may end with nothing, before it is the values that are at fault. */
    private static final int MOST_SEARCHES = 2;

    private final Map<String, ScimForm> proven = new ConcurrentHashMap<>();
    private final Map<String, Integer> vain = new ConcurrentHashMap<>();
    private volatile boolean capitalised;
    private volatile boolean alone;
    private volatile boolean withoutPatch;
    private volatile boolean versioned;

    /**
     * @param capitalised  whether the operations are written {@code Add, Replace, Remove}
     * @param withoutPatch whether nothing but PUT is to be tried
     */
    ScimDialect(boolean capitalised, boolean withoutPatch) {
        this.capitalised = capitalised;
        this.withoutPatch = withoutPatch;
    }

    /** The form in which a change of this kind was seen to take effect. */
    Optional<ScimForm> proven(String kind) {
        return Optional.ofNullable(proven.get(kind));
    }

    boolean isProven(String kind, ScimForm form) {
        return proven.get(kind) == form;
    }

    void proves(String kind, ScimForm form) {
        proven.put(kind, form);
    }

    boolean knowsNothing() {
        return proven.isEmpty();
    }

    /** No form was accepted. */
    void wasInVain(String kind) {
        vain.merge(kind, 1, Integer::sum);
    }

    boolean isWorthASearch(String kind) {
        return vain.getOrDefault(kind, 0) < MOST_SEARCHES;
    }

    boolean capitalised() {
        return capitalised;
    }

    void capitalises() {
        capitalised = true;
    }

    /** Whether a PATCH may only have one operation. */
    boolean alone() {
        return alone;
    }

    void takesOneAtATime() {
        alone = true;
    }

    /** Whether there is no PATCH, so that each change is put. */
    boolean withoutPatch() {
        return withoutPatch;
    }

    void hasNoPatch() {
        withoutPatch = true;
    }

    /** Whether a change must say which version of the resource it is about (RFC 7644 §3.14). */
    boolean versioned() {
        return versioned;
    }

    void wantsVersions() {
        versioned = true;
    }
}
