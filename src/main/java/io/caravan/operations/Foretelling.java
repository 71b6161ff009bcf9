package io.caravan.operations;

import io.caravan.config.OwnSetting;
import io.caravan.engine.AcrossJobs;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.Forecast;
import io.caravan.engine.Forecast.Target;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What lies ahead if no source says anything new: worked out on a copy of the store, which is there until this is closed. Sources are not read, targets are
 * not asked.
 */
final class Foretelling implements AutoCloseable {

    /** Nobody plans further ahead, and dates that far are typing errors. */
    private static final int YEARS = 10;
    /** A cycle that read a source is among the last few, unless the source has not been there for long. */
    private static final int LAST_CYCLES = 50;

    private final OpenProject preview;
    private final List<Target> targets;

    private Foretelling(OpenProject preview, List<Target> targets) {
        this.preview = preview;
        this.targets = targets;
    }

    /** @param jobs those that are foretold; a job that never ran cannot be */
    static Foretelling of(OpenProject project, List<OutboundJob> jobs) {
        List<Target> targets = jobs.stream().filter(job -> whyNot(project, job).isEmpty()).flatMap(job -> AccountList.object(project, job)
                .map(object -> new Target(job, object, project.project().secrets(job))).stream()).toList();
        return new Foretelling(project.preview(), targets);
    }

    /** Why nothing can be foretold of a job; empty: it can. */
    static Optional<String> whyNot(OpenProject project, OutboundJob job) {
        return project.store().cycles().state(job.name()).fingerprint().isEmpty()
                ? Optional.of("it has never run, so which accounts there are is not known; caravan plan " + job.name() + " asks the target") : Optional.empty();
    }

    /**
     * The last moment that counts of a day, or the moment.
     *
     * @throws Refusal when it is neither, or too far ahead
     */
    static Instant moment(OpenProject project, String asOf) {
        Instant end = Days.endOf(project, asOf);
        Instant last = asOf.length() == "2026-01-01".length() ? end.minusMillis(1) : end;
        if (last.isAfter(project.now().atZone(Days.zone(project)).plusYears(YEARS).toInstant())) {
            throw new Refusal(Refusal.Kind.USAGE, last + " is more than " + YEARS + " years ahead", "Name an earlier day; until then somebody will have changed something");
        }
        return last;
    }

    /** The furthest that is foretold. */
    static Instant furthest(OpenProject project) {
        return project.now().atZone(Days.zone(project)).plusYears(YEARS).toInstant();
    }

    /** When each source was read last to its end; one that never was is not among them. */
    static Map<String, String> asOf(OpenProject project) {
        Map<String, String> read = new LinkedHashMap<>();
        project.project().inbound().forEach(job -> project.store().cycles().recent(job.name(), LAST_CYCLES).stream().filter(row -> !row.status().equals("failed"))
                .map(CycleRow::endedAt).flatMap(Optional::stream).findFirst().ifPresent(ended -> read.put(job.name(), ended.toString())));
        return read;
    }

    /** @param only these identities; empty: all */
    Forecast forecast(Optional<Set<Long>> only) {
        ZoneId zone = Days.zone(preview);
        List<AcrossJobs.Target> all = preview.project().outbound().stream()
                .flatMap(job -> AccountList.object(preview, job).map(object -> new AcrossJobs.Target(job, object)).stream()).toList();
        preview.store().hub().indexAlso(preview.project().foundBy());
        return new Forecast(preview.store(), zone, preview.project().inbound(), targets,
                new AcrossJobs.Scope(only.isPresent() ? List.of() : all, preview.project().settings().limit(OwnSetting.GUARD_MAX_PEOPLE), zone), only);
    }

    List<Target> targets() {
        return targets;
    }

    OpenProject preview() {
        return preview;
    }

    PlanView view(Job job) {
        return new PlanView(AccountList.object(preview, job).orElseThrow());
    }

    @Override
    public void close() {
        preview.close();
    }
}
