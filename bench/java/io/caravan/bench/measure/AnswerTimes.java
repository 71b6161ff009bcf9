package io.caravan.bench.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each of a known number of calls took. Thread-safe as long as each call has a number of its own. */
public final class AnswerTimes {

    private static final double NANOS_A_MILLI = 1e6;

    private final long[] nanos;

    public AnswerTimes(int calls) {
        nanos = new long[calls];
    }

    public void took(int call, long time) {
        nanos[call] = time;
    }

    /** {@code p50, p95, p99} in milliseconds. */
    public Map<String, Double> percentiles() {
        return percentiles(nanos, NANOS_A_MILLI);
    }

    /** The same of any times, in a unit of which so many are a millisecond. Sorts the array. */
    public static Map<String, Double> percentiles(long[] times, double aMilli) {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        if (times.length > 0) {
            Arrays.sort(times);
            for (int percent : new int[] {50, 95, 99}) {
                int rank = (int) Math.ceil(percent / 100.0 * times.length);
                percentiles.put("p" + percent, times[Math.max(0, rank - 1)] / aMilli);
            }
        }
        return percentiles;
    }
}
