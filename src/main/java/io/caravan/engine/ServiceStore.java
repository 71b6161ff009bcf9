package io.caravan.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What those who look want to know of the processes that run jobs, of the jobs that are in quarantine, and of credentials that end. */
public interface ServiceStore {

    /**
     * A process that runs jobs by itself.
     *
     * @param owner     which, as it takes leases
     * @param startedBy whom it belongs to
     * @param seenAt    when it said last that it is there, by its own clock
     */
    record ServiceProcess(String owner, String startedBy, Instant startedAt, Instant seenAt) {
    }

    /** It is there. */
    void seen(ServiceProcess process);

    /** It has ended, or is known to be no more. */
    void gone(String owner);

    /** In the order in which they began. */
    List<ServiceProcess> processes();

    /** The job is in quarantine, in place of what was known of it. */
    void quarantine(Quarantine quarantine);

    /** It is not any more; false when it was not. */
    boolean release(String job);

    /** In the order of jobs. */
    List<Quarantine> quarantines();

    /** What lets Caravan into systems and ends, in the order of systems, then of what it is. */
    List<ExpiringCredential> credentials();

    /** These, in place of all that were known. */
    void credentials(Collection<ExpiringCredential> all);

    /** What a job is in quarantine for; empty when it is in none. */
    default Optional<Quarantine> quarantine(String job) {
        return quarantines().stream().filter(one -> one.job().equals(job)).findFirst();
    }
}
