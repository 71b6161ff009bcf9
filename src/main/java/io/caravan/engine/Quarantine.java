package io.caravan.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A job that is only probed, because something is wrong with its system as a whole.
 *
 * @param system what it reads from or writes to
 * @param given  by which it is known whether what it works with (settings, the files that they name, its mapping) has changed since; no secret
 */
public record Quarantine(String job, String system, Why why, Probes probes, String given) {

    /** What a job is put into quarantine for. */
    public enum Cause {
        /** The system does not take the credentials. */
        CREDENTIALS,
        /** The settings cannot work as they are, so that nothing reaches the system. */
        CONFIGURATION,
        /** Too many of the changes of a cycle failed. */
        CHANGES,
        /** The source could not be read several times running. */
        SOURCE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param reason  in the words of the last cycle that failed
     * @param setting which settings the credentials stand in, as they are written; no secret; empty where they are not the cause
     */
    public record Why(Cause cause, String reason, String setting) {
    }

    /**
     * How often it was looked whether it is over.
     *
     * @param since when the cycle began that the job was put into quarantine for
     * @param last  when the last cycle began that failed
     * @param tries how many failed running, the first among them
     * @param again not before then, unless something changes
     * @param spent how long that has gone on; time in which nobody tried does not count, nor what a clock has jumped
     */
    public record Probes(Instant since, Instant last, long tries, Instant again, Duration spent) {
    }
}
