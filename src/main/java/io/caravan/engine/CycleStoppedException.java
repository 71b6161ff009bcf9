package io.caravan.engine;

/** A step comes no further, because its cycle was stopped; why is with the cycle. What it stored until here is right, and the next cycle goes on from it. */
public final class CycleStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CycleStoppedException() {
        super("the cycle was stopped", null, false, false);
    }
}
