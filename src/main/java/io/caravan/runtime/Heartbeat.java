package io.caravan.runtime;

import io.caravan.engine.ServiceStore;
import io.caravan.engine.ServiceStore.ServiceProcess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the store, every few seconds, that this process is there and runs jobs by itself. Who dies says nothing any more; that a process
 * has its number is no sign, since numbers are given again.
 */
final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration MOST = Duration.ofSeconds(10);

    private final ServiceStore store;
    private final LeaseOwner owner;
    private final String startedBy;
    private final Duration lease;
    private final Clock clock;
    private final Instant started;
    private final ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "caravan-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** @param lease after so long without a sign others take the process for gone */
    Heartbeat(ServiceStore store, LeaseOwner owner, String startedBy, Duration lease, Clock clock) {
        this.store = store;
        this.owner = owner;
        this.startedBy = startedBy;
        this.lease = lease;
        this.clock = clock;
        this.started = clock.instant();
    }

    Heartbeat start() {
        forgetTheDead();
        beat();
        long pause = Math.max(1, Math.min(MOST.toMillis(), lease.toMillis() / 3));
        beating.scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.MILLISECONDS);
        return this;
    }

    /** A new service takes the place of what ended without a word. */
    private void forgetTheDead() {
        RunningService.of(store, clock.instant(), lease).stream().filter(service -> service.state() != RunningService.State.RUNNING)
                .forEach(service -> store.gone(service.owner()));
    }

    /** A store that cannot be written to now may be later; who looks sees since when nothing was heard. */
    private void beat() {
        try {
            store.seen(new ServiceProcess(owner.toString(), startedBy, started, clock.instant()));
        } catch (RuntimeException notNow) {
            LOG.debug("that this process is there could not be said", notNow);
        }
    }

    @Override
    public void close() {
        beating.shutdownNow();
        try {
            beating.awaitTermination(MOST.toMillis(), TimeUnit.MILLISECONDS); // a sign after the last would bring it back
            store.gone(owner.toString());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unwritable) {
            LOG.debug("that this process has ended could not be said", unwritable);
        }
    }
}
