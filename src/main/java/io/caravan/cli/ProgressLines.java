package io.caravan.cli;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Progress in a log file: one line now and then. */
final class ProgressLines implements ProgressView {

    private static final long PAUSE = 3_000_000_000L;

    private final TextOut errors;
    private final LongSupplier nanoClock;
    private String what = "";
    private OptionalLong total = OptionalLong.empty();
    private long done;
    private long began;
    private long lastLine;

    ProgressLines(TextOut errors, LongSupplier nanoClock) {
        this.errors = errors;
        this.nanoClock = nanoClock;
    }

    @Override
    public void begin(String phase, OptionalLong expected) {
        end();
        what = phase;
        total = expected;
        done = 0;
        began = nanoClock.getAsLong();
        lastLine = began;
    }

    @Override
    public void reached(long number) {
        done = number;
        long now = nanoClock.getAsLong();
        if (now - lastLine >= PAUSE) {
            lastLine = now;
            errors.line(pace().underWay());
        }
    }

    @Override
    public void end() {
        if (!what.isEmpty()) {
            errors.line(pace().finished());
            what = "";
        }
    }

    private Pace pace() {
        return new Pace(what, done, total, nanoClock.getAsLong() - began);
    }
}
