package io.caravan.camel.scim;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What was found out about one provider: in which form it takes a change, where the standard's own did not do. Known as
 * long as the process runs; found out again by the next, at the price of a few requests. Thread-safe.
 */
final class ScimDialect {

    /** So often a search for a form that works may end with nothing, before it is the values that are at fault. */
    private static final int MOST_SEARCHES = 2;
    private static final long A_WHILE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<String, ScimForm> proven = new ConcurrentHashMap<>();
    private final Map<String, Integer> vain = new ConcurrentHashMap<>();
    private volatile boolean capitalised;
    private volatile boolean alone;
    private volatile boolean withoutPatch;
    private final boolean switchesByPatch;
    private final boolean putsGroups;
    private volatile boolean neverPatch;
    private volatile boolean versioned;
    private volatile boolean searchesMembersByList;
    private boolean doubted;
    private int unseen;
    private long lastMembers;

    ScimDialect(ScimSettings settings) {
        capitalised = settings.capitalisedOperations();
        withoutPatch = settings.puts();
        switchesByPatch = settings.howToSwitch() == ScimSwitch.PATCH;
        putsGroups = settings.members().standInGroup();
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
        neverPatch = true;
    }

    /** Whether an account is switched by a PATCH, though everything else is put. */
    boolean switchesByPatch() {
        return switchesByPatch && !neverPatch;
    }

    /** Whether a group may be put back as a whole: where it does not show who is in it, that would empty it. */
    boolean putsGroups() {
        return putsGroups;
    }

    /** Whether a search for a member names the list and not its values. */
    boolean searchesMembersByList() {
        return searchesMembersByList;
    }

    void searchMembersByList() {
        searchesMembersByList = true;
    }

    /**
     * Whether the provider is asked if it did what it says of some members: after the first request in a while, one of so many, and each as long as it
     * was caught at a lie.
     *
     * @param every 0: never
     */
    synchronized boolean isToBeLookedAt(int every) {
        long now = System.nanoTime();
        boolean first = lastMembers == 0 || now - lastMembers > A_WHILE_NANOS;
        lastMembers = now;
        unseen++;
        boolean looks = every > 0 && (first || doubted || unseen >= every);
        if (looks) {
            unseen = 0;
        }
        return looks;
    }

    synchronized void doubts() {
        doubted = true;
    }

    synchronized void believes() {
        doubted = false;
    }

    /** Whether a change must say which version of the resource it is about (RFC 7644 §3.14). */
    boolean versioned() {
        return versioned;
    }

    void wantsVersions() {
        versioned = true;
    }
}
