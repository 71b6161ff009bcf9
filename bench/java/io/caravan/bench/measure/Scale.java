package io.caravan.bench.measure;

/** How large everything is. */
public enum Scale {
    /** Everything works, nothing is a measurement: seconds for a row. */
    SMALL,
    /** The sizes that goals are meant for. */
    FULL;

    public long people(long small, long full) {
        return this == SMALL ? small : full;
    }
}
