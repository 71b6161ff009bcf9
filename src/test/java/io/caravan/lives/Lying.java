package io.caravan.lives;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a target lies at the moment, and to whom. Immutable.
 *
 * @param salt    what chance begins with
 * @param victims workers whom it hits, in place of chance; none: chance decides
 */
record Lying(Set<Lie> lies, long salt, Set<String> victims) {

    static final Lying NOT = new Lying(EnumSet.noneOf(Lie.class), 0, Set.of());

    private static final int ONE_IN = 3;

    Lying {
        lies = Set.copyOf(lies);
        victims = Set.copyOf(victims);
    }

    boolean is(Lie lie) {
        return lies.contains(lie);
    }

    /** Whether it lies so, and to this person. */
    boolean hits(Lie lie, String worker) {
        return is(lie) && (victims.isEmpty() ? byChance(worker) : victims.contains(worker));
    }

    private boolean byChance(String worker) {
        return Math.floorMod(Long.hashCode(salt * 31 + worker.hashCode() * 0x9E3779B97F4A7C15L), ONE_IN) == 0;
    }
}
