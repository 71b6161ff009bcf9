package io.caravan.runtime;

import io.caravan.engine.ServiceStore;
import io.caravan.engine.ServiceStore.ServiceProcess;
import io.caravan.engine.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process that runs jobs by itself, as far as its signs tell.
 *
 * @param owner as it takes leases
 * @param pid   its number on its machine
 * @param host  its machine
 * @param seen  its last sign, by its own clock
 */
public record RunningService(String owner, long pid, String host, String startedBy, Instant started, Instant seen, State state) {

    /** Whether it is there. */
    public enum State {
        RUNNING,
        /** It has not been heard of for longer than a lease lasts. */
        SILENT,
        /** It ran on this machine, and there is no such process any more: it did not stop in order. */
        DEAD
    }

    /**
     * Those that have not stopped in order.
     *
     * @param lease how long somebody who is not heard of is waited for
     */
    public static List<RunningService> of(ServiceStore store, Instant now, Duration lease) {
        return store.processes().stream().map(process -> of(process, now, lease)).toList();
    }

    /** Since when one runs jobs by itself; empty when none does. */
    public static Optional<Instant> runsSince(List<RunningService> services) {
        return services.stream().filter(service -> service.state() == State.RUNNING).map(RunningService::started).findFirst();
    }

    private static RunningService of(ServiceProcess process, Instant now, Duration lease) {
        LeaseOwner owner = LeaseOwner.ofText(process.owner()).orElseGet(() -> new LeaseOwner(0, process.owner(), ""));
        boolean heard = Duration.between(process.seenAt(), now).abs().compareTo(lease) <= 0; // a sign from far ahead is of a clock that was set
        State state = owner.isDeadForCertain() ? State.DEAD : heard ? State.RUNNING : State.SILENT;
        return new RunningService(process.owner(), owner.pid(), owner.host(), process.startedBy(), process.startedAt(), process.seenAt(), state);
    }

    /** The process that has the job and may be alive, in words; empty when there is none. */
    public static Optional<String> holder(StateStore store, String job) {
        return store.cycles().leaseOf(job).map(lease -> LeaseOwner.ofText(lease.owner()).orElseGet(() -> new LeaseOwner(0, lease.owner(), "")))
                .filter(owner -> !owner.isDeadForCertain()).map(owner -> "process " + owner.pid() + " on " + owner.host());
    }
}
