package io.caravan.runtime;

import io.caravan.cycle.CycleStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
    private final LeaseOwner owner = LeaseOwner.thisProcess();
    private final Map<String, Runnable> held = new ConcurrentHashMap<>();
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
        if (held.putIfAbsent(job, () -> { }) != null) {
            return false;
        }
        boolean taken = false;
        try {
            taken = store.lease(job, owner.toString(), clock.instant(), LENGTH) || inherits(job);
            return taken;
        } finally {
            if (!taken) {
                held.remove(job);
            }
        }
    }

    /** A process of this machine that died without giving the job back need not be waited for. */
    private boolean inherits(String job) {
        Optional<LeaseOwner> dead = store.leaseOwner(job).flatMap(LeaseOwner::ofText).filter(LeaseOwner::isDeadForCertain);
        dead.ifPresent(process -> {
            LOG.info("the process that had the job is gone: job={} process={}", job, process);
            store.release(job, process.toString());
        });
        return dead.isPresent() && store.lease(job, owner.toString(), clock.instant(), LENGTH);
    }

    /** What is to be done when another process has taken a job that this one still works on: because it slept for too long. */
    void whenLost(String job, Runnable lost) {
        held.computeIfPresent(job, (same, before) -> lost);
    }

    void release(String job) {
        if (held.remove(job) != null) {
            store.release(job, owner.toString());
        }
    }

    void renew() {
        held.forEach((job, lost) -> {
            try {
                if (!store.lease(job, owner.toString(), clock.instant(), LENGTH)) {
                    LOG.warn("another process has taken the job: job={}", job);
                    lost.run();
                }
            } catch (RuntimeException failed) {
                LOG.warn("a lease could not be renewed: job={}", job, failed);
            }
        });
    }

    @Override
    public void close() {
        renewal.shutdownNow();
        held.keySet().forEach(job -> store.release(job, owner.toString()));
    }
}
