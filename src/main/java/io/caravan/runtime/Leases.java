package io.caravan.runtime;

import io.caravan.cycle.CycleStore;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs this process is running, so that no other process runs them: leases, renewed while the job runs. Thread-safe. */
final class Leases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration LENGTH = Duration.ofMinutes(3);
    private static final Duration RENEWAL = Duration.ofMinutes(1);

    private final CycleStore store;
    private final Clock clock = Clock.systemUTC();
    private final String owner = ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "caravan-leases");
        thread.setDaemon(true);
        return thread;
    });

    Leases(CycleStore store) {
        this.store = store;
        renewal.scheduleWithFixedDelay(this::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    }

    /** Whether the job is ours now; false while it runs, here or elsewhere. */
    boolean take(String job) {
        if (!held.add(job)) {
            return false;
        }
        boolean taken = false;
        try {
            taken = store.lease(job, owner, clock.instant(), LENGTH);
            return taken;
        } finally {
            if (!taken) {
                held.remove(job);
            }
        }
    }

    void release(String job) {
        if (held.remove(job)) {
            store.release(job, owner);
        }
    }

    private void renew() {
        for (String job : held) {
            try {
                store.lease(job, owner, clock.instant(), LENGTH);
            } catch (RuntimeException failed) {
                LOG.warn("a lease could not be renewed: job={}", job, failed);
            }
        }
    }

    @Override
    public void close() {
        renewal.shutdownNow();
        held.forEach(job -> store.release(job, owner));
    }
}
