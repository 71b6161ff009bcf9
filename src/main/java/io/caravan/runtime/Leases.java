package io.caravan.runtime;

import io.caravan.engine.CycleStore;
import io.caravan.engine.CycleStore.Lease;
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

    private final CycleStore store;
    private final Duration length;
    private final Clock clock = Clock.systemUTC();
    private final LeaseOwner owner = LeaseOwner.thisProcess();
    private final Map<String, Optional<HeldJob>> held = new ConcurrentHashMap<>();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "caravan-leases");
        thread.setDaemon(true);
        return thread;
    });

    /** @param length how long others wait for a process that is not heard of any more */
    Leases(CycleStore store, Duration length) {
        this.store = store;
        this.length = length;
        long pause = length.toMillis() / 3;
        renewal.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.MILLISECONDS);
    }

    LeaseOwner owner() {
        return owner;
    }

    /** The job, if it is ours now; empty while it runs, here or elsewhere. */
    Optional<HeldJob> take(String job) {
        if (held.putIfAbsent(job, Optional.empty()) != null) {
            return Optional.empty();
        }
        Optional<HeldJob> taken = Optional.empty();
        try {
            taken = lease(job).or(() -> inherit(job)).map(lease -> new HeldJob(store, lease, length, clock, System::nanoTime));
            return taken;
        } finally {
            if (taken.isPresent()) {
                held.put(job, taken);
            } else {
                held.remove(job);
            }
        }
    }

    private Optional<Lease> lease(String job) {
        return store.take(job, owner.toString(), clock.instant(), length);
    }

    /** A process of this machine that died without giving the job back need not be waited for, nor this one, which could not while the store was away. */
    private Optional<Lease> inherit(String job) {
        Optional<Lease> left = store.leaseOf(job).filter(lease -> lease.owner().equals(owner.toString())
                || LeaseOwner.ofText(lease.owner()).filter(LeaseOwner::isDeadForCertain).isPresent());
        left.ifPresent(lease -> {
            LOG.info("the process that had the job is gone: job={} process={}", job, lease.owner());
            store.release(lease);
        });
        return left.flatMap(lease -> lease(job));
    }

    void release(HeldJob job) {
        held.remove(job.lease().job());
        job.release();
    }

    private void renew() {
        held.values().forEach(job -> job.ifPresent(HeldJob::renew));
    }

    @Override
    public void close() {
        renewal.shutdownNow();
        held.values().forEach(job -> job.ifPresent(HeldJob::release));
    }
}
