package io.caravan.cli;

import io.caravan.operations.Quantity;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How fast one phase goes, in words.
 *
 * @param nanos how long it has been under way
 */
record Pace(String what, long done, OptionalLong total, long nanos) {

    private static final double NANOS = 1e9;

    /** {@code directory: sending 1,200 of 8,064, 1,150/s, 6 s left}. */
    String underWay() {
        StringBuilder line = new StringBuilder(what).append(' ').append(Quantity.grouped(done));
        total.ifPresent(all -> line.append(" of ").append(Quantity.grouped(all)));
        if (rate() >= 1) {
            line.append(", ").append(Quantity.grouped(Math.round(rate()))).append("/s");
            total.ifPresent(all -> line.append(", ").append(duration((all - done) / rate())).append(" left"));
        }
        return line.toString();
    }

    /** {@code directory: sending 8,064 in 7.1 s (1,136/s)}. */
    String finished() {
        String line = what + " " + Quantity.grouped(done) + " in " + duration(nanos / NANOS);
        return rate() >= 1 && nanos > NANOS ? line + " (" + Quantity.grouped(Math.round(rate())) + "/s)" : line;
    }

    private double rate() {
        return nanos == 0 ? 0 : done * NANOS / nanos;
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String duration(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds));
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600 ? whole / 60 + " min " + whole % 60 + " s" : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
