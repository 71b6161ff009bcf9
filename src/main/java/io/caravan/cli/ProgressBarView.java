package io.caravan.cli;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress before a person's eyes: a bar with rate and time left, which gives way to one line when the phase is over. */
final class ProgressBarView implements ProgressView {

    private static final int REDRAW_MILLIS = 150;
    private static final int WIDTH = 100;

    private final TextOut errors;
    private final LongSupplier nanoClock;
    private ProgressBar bar;
    private String what = "";
    private OptionalLong total = OptionalLong.empty();
    private long began;

    ProgressBarView(TextOut errors, LongSupplier nanoClock) {
        this.errors = errors;
        this.nanoClock = nanoClock;
    }

    @Override
    public void begin(String phase, OptionalLong expected) {
        end();
        what = phase;
        total = expected;
        began = nanoClock.getAsLong();
        bar = ProgressBar.builder().setTaskName(phase).setInitialMax(expected.orElse(-1))
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK).setUpdateIntervalMillis(REDRAW_MILLIS)
                .setMaxRenderedLength(WIDTH).showSpeed().clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(errors.stream(), WIDTH)).build();
    }

    @Override
    public void reached(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void end() {
        if (bar == null) {
            return;
        }
        long done = bar.getCurrent();
        bar.close();
        bar = null;
        errors.stream().print("\r\u001b[2K");
        errors.line(new Pace(what, done, total, nanoClock.getAsLong() - began).finished());
    }
}
