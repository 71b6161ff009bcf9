package io.caravan.runtime;

/** The target asked to be left alone. The exchange's {@code CamelRedeliveryDelay} header says for how long (ms). */
public final class Throttled extends Exception {

    public Throttled(String system) {
        super(system + " asks to be left alone for a while");
    }
}
