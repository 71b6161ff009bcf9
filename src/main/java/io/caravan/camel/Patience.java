package io.caravan.camel;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves each system alone for as long as it asked, reads and writes alike: one throttled answer makes the whole system wait.
 * How long anybody waits is limited; what asks for longer is left for later. By a clock that does not jump. Thread-safe.
 */
public final class Patience implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    /** Of a system that does not say how long: doubled each time. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_OF_OURS = Duration.ofSeconds(30);
    /** What is not worth a word. */
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final long PARTIAL_READ_MILLIS = 100;

    private final Duration most;
    private final Duration firstPause;
    private final LongSupplier nanos;
    private final Map<String, Long> until = new ConcurrentHashMap<>();
    private final Map<String, CallRate> paces = new ConcurrentHashMap<>();
    /** Those whose quota was seen to have something left since it last had none. */
    private final Set<String> counting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param most       how long one call waits, all its waits together
     * @param firstPause before what did not answer is asked again; the next ones are longer
     */
    public Patience(Duration most, Duration firstPause) {
        this.most = most;
        this.firstPause = firstPause;
        this.nanos = System::nanoTime;
    }

    Duration firstPause() {
        return firstPause;
    }

    /** So many calls a second its connector declares: it is never sent more, however well it takes them. */
    public void declares(String system, double callsPerSecond) {
        paces.put(system, new CallRate(callsPerSecond));
    }

    /** How many calls a second a system is sent at most, by what it said so far; infinite as long as it has not asked for fewer. */
    public double callsPerSecond(String system) {
        return pace(system).perSecond();
    }

    private CallRate pace(String system) {
        return paces.computeIfAbsent(system, first -> new CallRate(Double.POSITIVE_INFINITY));
    }

    /**
     * A system has answered, and says how many calls more it takes until its quota begins anew. With none left nobody calls it until then, before it
     * refuses. That is believed of a number that was seen to be more: one that is always 0 counts something else.
     */
    void quota(String system, long left, Duration reset) {
        if (left > 0) {
            counting.add(system);
        } else if (counting.remove(system) && !reset.isZero()) {
            LOG.info("a system has no calls left, and is left alone: system={} seconds={}", system, reset.toSeconds());
            leaveAlone(system, reset);
        }
    }

    private void leaveAlone(String system, Duration pause) {
        until.merge(system, nanos.getAsLong() + min(pause, Duration.ofDays(1_000)).toNanos(), (one, other) -> one - other > 0 ? one : other);
    }

    /** Begins to wait for a system: for one call, or for one batch as long as none of it gets through. */
    public Wait forSystem(String system) {
        return new Wait(system);
    }

    /** What one call has waited so far. Belongs to one thread. */
    public final class Wait {

        private final String system;
        private Duration waited = Duration.ZERO;
        private Duration next = SHORTEST;

        private Wait(String system) {
            this.system = system;
        }

        /** The system asked to be left alone. {@code asked}: none, or less than it takes to ask, when it did not say for how long. */
        public void pause(Duration asked) {
            Duration pause = asked.isZero() || asked.isNegative() ? next : asked;
            next = min(next.multipliedBy(2), LONGEST_OF_OURS);
            if (pace(system).slowDown(nanos.getAsLong())) {
                LOG.info("a system is sent fewer calls: system={} callsPerSecond={}", system, String.format(Locale.ROOT, "%.1f", pace(system).perSecond()));
            }
            leaveAlone(system, pause);
        }

        /**
         * Waits until the system may be called.
         *
         * @param goesOn whether anybody still wants that
         * @return false when it asks for longer than anybody waits, or nobody wants it any more
         */
        public boolean untilFree(BooleanSupplier goesOn) {
            if (!untilItMayBeCalled(goesOn)) {
                return false;
            }
            long turn = pace(system).turn(nanos.getAsLong());
            return turn <= 0 || pass(Duration.ofNanos(turn), goesOn) && untilItMayBeCalled(goesOn); // it may have asked to be left alone meanwhile
        }

        private boolean untilItMayBeCalled(BooleanSupplier goesOn) {
            Duration left = left(system);
            if (left.isZero()) {
                return true;
            }
            if (isTooLong()) {
                return false;
            }
            if (left.compareTo(SHORT) > 0) {
                LOG.warn("a system asks to be left alone; waiting: system={} seconds={}", system, left.toSeconds());
            }
            boolean free = false;
            while (!free && !closed && goesOn.getAsBoolean() && !isTooLong()) {
                long start = nanos.getAsLong();
                sleep(Math.min(PARTIAL_READ_MILLIS, left(system).toMillis() + 1));
                waited = waited.plusNanos(nanos.getAsLong() - start);
                free = left(system).isZero();
            }
            return free;
        }

        /** Whether what is left to wait is more than anybody waits. */
        public boolean isTooLong() {
            return waited.plus(left(system)).compareTo(most) > 0;
        }

        /** Something got through: waiting begins anew. */
        public void gotThrough() {
            waited = Duration.ZERO;
            next = SHORTEST;
        }

        /** For an operator: how long it asks for, and what that means. */
        public String words() {
            return system + " asks to be left alone for " + text(left(system)) + (waited.isZero() ? "" : ", after " + text(waited) + " of waiting")
                    + ", longer than caravan.throttle.maxWait (" + text(most) + "); it is left for a later cycle";
        }
    }

    private Duration left(String system) {
        Long end = until.get(system);
        return end == null ? Duration.ZERO : max(Duration.ZERO, Duration.ofNanos(end - nanos.getAsLong()));
    }

    /**
     * Lets some time pass.
     *
     * @return false when it was cut short, because nothing is to be called any more
     */
    boolean pass(Duration time) {
        return pass(time, () -> true);
    }

    private boolean pass(Duration time, BooleanSupplier goesOn) {
        long end = nanos.getAsLong() + time.toNanos();
        while (!closed && goesOn.getAsBoolean() && end - nanos.getAsLong() > 0) {
            sleep(Math.min(PARTIAL_READ_MILLIS, TimeUnit.NANOSECONDS.toMillis(end - nanos.getAsLong()) + 1));
        }
        return !closed && goesOn.getAsBoolean();
    }

    private void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** For people to read, to the second. */
    static String text(Duration time) {
        Duration whole = Duration.ofSeconds(time.plusMillis(500).toSeconds());
        return whole.toDays() > 0 ? whole.toDays() + " d " + whole.toHoursPart() + " h"
                : whole.toHours() > 0 ? whole.toHours() + " h " + whole.toMinutesPart() + " min"
                : whole.toMinutes() > 0 ? whole.toMinutes() + " min " + whole.toSecondsPart() + " s" : whole.toSeconds() + " s";
    }

    /** Nobody waits any more. */
    @Override
    public void close() {
        closed = true;
    }
}
