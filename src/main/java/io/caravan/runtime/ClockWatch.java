package io.caravan.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the wall clock jumps: somebody has set it, or the machine slept. It is held against the clock that never jumps,
 * every few seconds, so that what a time server corrects by and by does not count. {@link #look} belongs to one thread.
 */
final class ClockWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** Less than this makes no difference to anybody. */
    private static final Duration A_JUMP = Duration.ofSeconds(5);
    /** Who took so long to read two clocks was kept from it in between, and cannot compare them. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Clock clock;
    private final LongSupplier nanos;
    private final Consumer<Jump> jumped;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "caravan-clock");
        thread.setDaemon(true);
        return thread;
    });
    private Instant lastTime;
    private long lastNanos;

    /** @param expected what it would be, had the clock gone on as before */
    record Jump(Instant expected, Instant now) {

        boolean isBack() {
            return now.isBefore(expected);
        }

        Duration by() {
            return Duration.between(expected, now).abs();
        }
    }

    /** @param nanos a clock that does not jump, such as {@link System#nanoTime} */
    ClockWatch(Clock clock, LongSupplier nanos, Consumer<Jump> jumped) {
        this.clock = clock;
        this.nanos = nanos;
        this.jumped = jumped;
        this.lastNanos = nanos.getAsLong();
        this.lastTime = clock.instant();
    }

    ClockWatch start() {
        looking.scheduleWithFixedDelay(this::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    void look() {
        long before = nanos.getAsLong();
        Instant now = clock.instant();
        if (nanos.getAsLong() - before > AT_ONCE.toNanos()) {
            return;
        }
        Jump jump = new Jump(lastTime.plusNanos(before - lastNanos), now);
        lastNanos = before;
        lastTime = now;
        if (jump.by().compareTo(A_JUMP) > 0) {
            LOG.warn("the clock was set {} by {}{}: it is {}, and would be {}; appointed times are reckoned anew, and what is due is looked at",
                    jump.isBack() ? "back" : "ahead", jump.by().truncatedTo(ChronoUnit.SECONDS), jump.isBack() ? "" : ", or this machine slept",
                    jump.now().truncatedTo(ChronoUnit.SECONDS), jump.expected().truncatedTo(ChronoUnit.SECONDS));
            tell(jump);
        }
    }

    /** Whoever cannot do anything about it now does not end the watch. */
    private void tell(Jump jump) {
        try {
            jumped.accept(jump);
        } catch (RuntimeException failed) {
            LOG.error("nothing could be done about a clock that was set", failed);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
