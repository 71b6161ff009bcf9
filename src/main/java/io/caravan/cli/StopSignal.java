package io.caravan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * SIGTERM, SIGHUP and Ctrl-C while something is under way that should come to its end: the first one stops it in order, the second
 * ends the process at once. Outside of this a signal ends the process as always. The Java runtime's shutdown hooks would not do:
 * they hear of one signal only, and whoever wants to leave with an exit code of its own waits for them for ever.
 */
final class StopSignal implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

    private final Session session;
    private final BooleanSupplier stop;
    private final AtomicInteger received = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Runnable> restore = new ArrayList<>();

    private StopSignal(Session session, BooleanSupplier stop) {
        this.session = session;
        this.stop = stop;
    }

    /**
     * From here to {@link #close}.
     *
     * @param stop lets what is under way end, and takes no new work; false when it did not end in time
     */
    static StopSignal handledBy(Session session, BooleanSupplier stop) {
        StopSignal signals = new StopSignal(session, stop);
        SIGNALS.forEach(signals::handle);
        return signals;
    }

    /** One that is ignored (a job in the background of a script, {@code nohup}) stays so; one that this system has not is no loss. */
    private void handle(String name) {
        try {
            Signal signal = new Signal(name);
            SignalHandler before = Signal.handle(signal, this::received);
            if (before == SignalHandler.SIG_IGN) {
                Signal.handle(signal, before);
            } else {
                restore.add(() -> Signal.handle(signal, before));
            }
        } catch (IllegalArgumentException notHere) {
            // not on this system, or the Java runtime uses it itself
        }
    }

    private void received(Signal signal) {
        if (!received.compareAndSet(0, signal.getNumber())) {
            say("ended at once, by a second signal; what was under way is looked for by the next cycle");
            Runtime.getRuntime().halt(ExitCode.BY_SIGNAL + signal.getNumber());
        }
        Thread ending = new Thread(this::end, "caravan-stop"); // the runtime delivers the next signal only when this one is handled
        ending.setDaemon(true);
        ending.start();
    }

    private void end() {
        say("stopping: what is under way is waited for, and recorded; a second signal ends it at once");
        if (!stop.getAsBoolean()) {
            say("stopped, though not all answers came in time; the next cycle looks for what became of them");
            Runtime.getRuntime().halt(ExitCode.BY_SIGNAL + received.get());
        }
        stopped.countDown();
    }

    private void say(String what) {
        session.progress().line("caravan: " + what);
        session.console().err().flush();
    }

    /** Opens when a signal came, and what was under way has ended. */
    CountDownLatch stopped() {
        return stopped;
    }

    boolean isReceived() {
        return received.get() > 0;
    }

    /** Of a command that was stopped before it was done, as shells have it. */
    int exitCode(int ofCommand) {
        return isReceived() && ofCommand != ExitCode.DONE.number() ? ExitCode.BY_SIGNAL + received.get() : ofCommand;
    }

    @Override
    public void close() {
        restore.forEach(Runnable::run);
    }
}
