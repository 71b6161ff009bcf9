package io.caravan.mapping;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a job runs by itself.
 *
 * @param every delta interval; empty when only {@code cron} or a trigger starts it
 * @param cron  delta by Quartz cron expression
 * @param full  full cycle by Quartz cron expression
 * @param drift when it is looked for what was changed in the target, by Quartz cron expression
 * @param zone  for the cron expressions
 * @param frozen when its target is left alone
 */
public record Schedule(Optional<Duration> every, Optional<String> cron, Optional<String> full, Optional<String> drift, ZoneId zone, Freeze frozen) {

    /** So often a job that writes looks for what no change would tell it, where the mapping says nothing; the measure for all that waits a number of cycles. */
    public static final Duration UNASKED = Duration.ofMinutes(15);

    private static final Duration WITHOUT_FULL = Duration.ofDays(1);
    private static final Duration FULL_NEVER_CAME = Duration.ofDays(32);

    public static final Schedule NONE = new Schedule(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), ZoneId.of("UTC"), Freeze.none(ZoneId.of("UTC")));

    /**
     * So long nothing but changes is looked at: a day where no full cycle is appointed. Where one is, as long as it may come: appointed times are kept
     * by a process that runs for good, and not where somebody, or another clock, has the jobs run.
     */
    public Duration changesOnly() {
        return full.isEmpty() ? WITHOUT_FULL : FULL_NEVER_CAME;
    }

    /** How long a cycle of the job is apart from the next, as a measure for what waits several of them. */
    public Duration cycle() {
        return every.orElse(UNASKED);
    }
}
