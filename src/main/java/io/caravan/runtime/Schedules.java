package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.Schedule;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;

/**
 * Makes the routes by which jobs run by themselves, from the templates in {@code routes/schedule.camel.yaml}: a queue
 * for every job, its appointed times, and a look-out for the file it reads.
 */
final class Schedules {

    private final CamelContext context;
    private final Project project;

    Schedules(CamelContext context, Project project) {
        this.context = context;
        this.project = project;
    }

    void start() throws Exception {
        for (Job job : project.jobs().toList()) {
            TemplatedRouteBuilder.builder(context, "job").routeId("job-" + job.name()).parameter("job", job.name()).add();
        }
        for (Job job : project.jobs().toList()) {
            appointedTimes(job);
            if (job instanceof InboundJob) {
                lookOut(job);
            } else if (job.schedule().every().isEmpty() && job.schedule().cron().isEmpty()) {
                catchUp(job);
            }
        }
    }

    /** A job without appointed times runs when identities change. What a stop or a crash left undone is done now, not at the next change. */
    private void catchUp(Job job) throws Exception {
        try (ProducerTemplate queue = context.createProducerTemplate()) {
            queue.sendBodyAndHeaders("seda:job-" + job.name() + "?size=2&discardWhenFull=true", job.name(), Map.of("full", false, "initiatedBy", "start"));
        }
    }

    private void appointedTimes(Job job) throws Exception {
        Schedule schedule = job.schedule();
        if (schedule.every().isPresent()) {
            appoint(job, false, "trigger.repeatCount=-1&trigger.repeatInterval=" + schedule.every().get().toMillis());
        } else if (schedule.cron().isPresent()) {
            appoint(job, false, cron(schedule.cron().get(), schedule.zone()));
        }
        if (schedule.full().isPresent()) {
            appoint(job, true, cron(schedule.full().get(), schedule.zone()));
        }
    }

    private static String cron(String expression, ZoneId zone) {
        return "cron=" + expression.trim().replaceAll("\\s+", "+") + "&trigger.timeZone=" + zone.getId();
    }

    private void appoint(Job job, boolean full, String times) throws Exception {
        TemplatedRouteBuilder.builder(context, "schedule").routeId("schedule-" + job.name() + (full ? "-full" : ""))
                .parameter("job", job.name()).parameter("full", full).parameter("times", times)
                .parameter("whenFull", full ? "blockWhenFull" : "discardWhenFull").add();
    }

    /** A connector that reads one file calls the setting {@code file}. */
    private void lookOut(Job job) throws Exception {
        String setting = project.systems().get(job.system()).settings().get("file");
        if (setting == null) {
            return;
        }
        Path file = project.folder().resolve(context.resolvePropertyPlaceholders(setting)).toAbsolutePath().normalize();
        TemplatedRouteBuilder.builder(context, "file-arrived").routeId("file-arrived-" + job.name()).parameter("job", job.name())
                .parameter("folder", file.getParent()).parameter("file", file.getFileName()).add();
    }
}
