package io.caravan.bench.measure;

/** Whose work a trial measures. */
public enum Role {
    CARAVAN,
    /** A client that does the same work and nothing else: the yardstick. */
    BARE,
    /** Told for comparison, no yardstick. */
    OTHER
}
