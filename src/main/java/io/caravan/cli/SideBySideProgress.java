package io.caravan.cli;

import io.caravan.operations.JobProgress;
import io.caravan.operations.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Progress of several jobs at the same time, on one line: {@code app 1,200 of 8,064 · directory 3,020 of 8,064}. On a
 * terminal the line is drawn over and over; elsewhere there is one now and then. Thread-safe.
 */
final class SideBySideProgress implements JobProgress, AutoCloseable {

    private static final String NO_STEP = "";
    private static final long REDRAW = 150_000_000L;
    private static final long NEXT_LINE = 3_000_000_000L;
    private static final String START_OF_LINE = "\r\u001b[2K";

    private final TextOut errors;
    private final boolean terminal;
    private final LongSupplier nanoClock;
    private final Map<String, Standing> jobs = new LinkedHashMap<>();
    private long lastShown;

    private static final class Standing {
        private String step = NO_STEP;
        private long done;
        private long expected = -1;

        private String text() {
            return switch (step) {
                case DISPATCH -> expected > 0 && done <= expected ? Quantity.grouped(done) + " of " + Quantity.grouped(expected) : "finishing";
                case READ -> "reading " + Quantity.grouped(done);
                case NO_STEP -> "done";
                default -> "comparing" + (expected > 0 ? " " + 100 * Math.min(done, expected) / expected + " %" : "");
            };
        }
    }

    SideBySideProgress(TextOut errors, boolean terminal, LongSupplier nanoClock) {
        this.errors = errors;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
        this.lastShown = nanoClock.getAsLong();
    }

    @Override
    public synchronized void begins(String job, String step, long expected) {
        Standing standing = jobs.computeIfAbsent(job, name -> new Standing());
        standing.step = step;
        standing.done = 0;
        standing.expected = expected;
        show();
    }

    @Override
    public synchronized void advances(String job, String step, long more) {
        Standing standing = jobs.get(job);
        if (standing != null && standing.step.equals(step)) {
            standing.done += more;
            show();
        }
    }

    @Override
    public synchronized void ends(String job, String step) {
        Standing standing = jobs.get(job);
        if (standing != null && standing.step.equals(step)) {
            standing.step = NO_STEP;
        }
    }

    private void show() {
        long now = nanoClock.getAsLong();
        if (now - lastShown < (terminal ? REDRAW : NEXT_LINE)) {
            return;
        }
        lastShown = now;
        String line = jobs.entrySet().stream().map(job -> job.getKey() + " " + job.getValue().text()).collect(Collectors.joining(" · "));
        if (terminal) {
            errors.stream().print(START_OF_LINE + line);
            errors.stream().flush();
        } else {
            errors.line(line);
        }
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        if (terminal) {
            errors.stream().print(START_OF_LINE);
            errors.stream().flush();
        }
    }
}
