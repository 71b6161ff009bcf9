package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.CronExpression;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * Makes the routes by which jobs run by themselves, from the templates in {@code routes/schedule.camel.yaml}: a queue
 * for every job, its appointed times, and a look-out for the file it reads.
 */
public final class Schedules {

    /** At least so often it is seen how old a source is. */
    private static final Duration AGE_IS_LOOKED_AT = Duration.ofDays(1);

    /** The templates that a job's routes are made of; each is called by its template and the job. */
    private static final String JOB = "job";
    private static final String SCHEDULE = "schedule";
    private static final String FILE_ARRIVED = "file-arrived";
    private static final String DRIFT = "drift";

    private final CamelContext context;
    private final Project project;

    Schedules(CamelContext context, Project project) {
        this.context = context;
        this.project = project;
    }

    void start() throws Exception {
        for (Job job : project.jobs().toList()) {
            route(JOB, job, "").add();
        }
        for (Job job : project.jobs().toList()) {
            appointedTimes(job);
            if (job instanceof InboundJob) {
                lookOut(job);
            }
        }
    }

    /**
     * The wall clock was set. A scheduler waits for the moment that it has reckoned, however far away that is now; and what is due was
     * looked at by another clock.
     */
    void reckonAnew() {
        try {
            Scheduler scheduler = context.getComponent("quartz", QuartzComponent.class).getScheduler();
            for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
                Trigger trigger = scheduler.getTrigger(key);
                if (trigger instanceof CronTrigger || trigger instanceof SimpleTrigger simple && simple.getRepeatCount() == SimpleTrigger.REPEAT_INDEFINITELY) {
                    scheduler.rescheduleJob(key, trigger.getTriggerBuilder().startNow().build());
                }
            }
        } catch (SchedulerException failed) {
            throw new IllegalStateException(failed);
        }
        try (ProducerTemplate ask = context.createProducerTemplate()) {
            project.outbound().forEach(job -> ask.sendBodyAndHeaders("seda:job-" + job.name() + "?size=2&discardWhenFull=true", "",
                    Map.of("full", false, "initiatedBy", "clock that was set")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * When a job runs next by itself; empty for one that waits for a file, or for somebody.
     *
     * @param began when the process that runs it began
     */
    public static Optional<Instant> next(Job job, Instant began, Instant now) {
        Schedule schedule = job.schedule();
        Optional<Duration> every = every(job);
        Optional<Instant> repeated = every.map(interval -> {
            long times = now.isBefore(began) ? 0 : Duration.between(began, now).dividedBy(interval) + 1;
            return began.plus(interval.multipliedBy(times));
        });
        Stream<Instant> appointed = Stream.concat(every.isPresent() ? Stream.empty() : schedule.cron().stream(), schedule.full().stream())
                .flatMap(expression -> next(expression, schedule.zone(), now).stream());
        return Stream.concat(repeated.stream(), appointed).min(Comparator.naturalOrder());
    }

    /**
     * How often a job runs, where no expression says it. Without a word of it a target is looked at all the same, for what no change would tell, and so is
     * a source that may not be too old: that nothing new comes, nothing tells.
     */
    private static Optional<Duration> every(Job job) {
        Schedule schedule = job.schedule();
        if (schedule.every().isPresent() || schedule.cron().isPresent()) {
            return schedule.every();
        }
        return job instanceof InboundJob source ? source.completeness().maxAge().map(age -> age.compareTo(AGE_IS_LOOKED_AT) < 0 ? age : AGE_IS_LOOKED_AT)
                : Optional.of(Schedule.UNASKED);
    }

    private static Optional<Instant> next(String expression, ZoneId zone, Instant now) {
        try {
            CronExpression cron = new CronExpression(expression.trim());
            cron.setTimeZone(TimeZone.getTimeZone(zone));
            return Optional.ofNullable(cron.getNextValidTimeAfter(Date.from(now))).map(Date::toInstant);
        } catch (ParseException checkedBefore) {
            return Optional.empty();
        }
    }

    private void appointedTimes(Job job) throws Exception {
        Schedule schedule = job.schedule();
        Optional<Duration> every = every(job);
        if (every.isPresent()) {
            appoint(job, false, repeated(every.get()));
        } else if (schedule.cron().isPresent()) {
            appoint(job, false, cron(schedule.cron().get(), schedule.zone()));
        }
        if (schedule.full().isPresent()) {
            appoint(job, true, cron(schedule.full().get(), schedule.zone()));
        }
        if (schedule.drift().isPresent()) {
            route(DRIFT, job, "").parameter("times", cron(schedule.drift().get(), schedule.zone())).add();
        }
    }

    private TemplatedRouteBuilder route(String template, Job job, String more) {
        return TemplatedRouteBuilder.builder(context, template).routeId(template + "-" + job.name() + more).parameter("job", job.name());
    }

    /** Whether a route is called as those are that are made here. */
    static boolean isOne(String routeId) {
        return Stream.of(JOB, SCHEDULE, FILE_ARRIVED, DRIFT).anyMatch(template -> routeId.startsWith(template + "-"));
    }

    /** The first time is now. */
    private static String repeated(Duration interval) {
        return "trigger.repeatCount=-1&trigger.repeatInterval=" + interval.toMillis();
    }

    private static String cron(String expression, ZoneId zone) {
        return "cron=" + expression.trim().replaceAll("\\s+", "+") + "&trigger.timeZone=" + zone.getId();
    }

    private void appoint(Job job, boolean full, String times) throws Exception {
        route(SCHEDULE, job, full ? "-full" : "").parameter("full", full).parameter("times", times)
                .parameter("whenFull", full ? "blockWhenFull" : "discardWhenFull").add();
    }

    /** A connector that reads one file calls the setting {@code file}. */
    private void lookOut(Job job) throws Exception {
        String setting = project.systems().get(job.system()).settings().get("file");
        if (setting == null) {
            return;
        }
        Path file = project.folder().resolve(context.resolvePropertyPlaceholders(setting)).toAbsolutePath().normalize();
        route(FILE_ARRIVED, job, "")
                .parameter("folder", file.getParent()).parameter("file", file.getFileName()).add();
    }
}
