package io.caravan.engine;

import java.time.Instant;
import java.util.List;

/** What those who look want to know of the processes that run jobs, and of the systems that do not let them in. */
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

    /**
     * A system that refused the credentials it was given.
     *
     * @param setting which settings they stand in, as they are written; no secret
     * @param since   the first time running
     * @param tries   how often running
     * @param again   until then it is not asked again, so that nobody locks the account
     * @param given   by which it is known whether the credentials have changed since; no secret
     */
    record Refused(String system, String setting, Instant since, Instant last, long tries, Instant again, String given) {
    }

    /** In place of what was known of that system. */
    void refused(Refused refused);

    /** It has let somebody in. */
    void accepted(String system);

    /** In the order of systems. */
    List<Refused> refusals();
}
