package io.caravan.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** SIGTERM and Ctrl-C as something to wait for. Whoever waits has a while to end what is under way; the process then ends as done. */
final class StopSignal implements AutoCloseable {

    private static final int PATIENCE = 60;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "caravan-stop");

    private StopSignal() {
    }

    /** From here to {@link #close} a signal does not end the process at once. */
    static StopSignal ofProcess() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    CountDownLatch latch() {
        return asked;
    }

    private void stop() {
        asked.countDown();
        try {
            if (ended.await(PATIENCE, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitCode.DONE.number());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // the hook is waiting for just this
        }
    }
}
