package io.caravan.operations;

import io.caravan.config.OwnSetting;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.engine.AcrossJobs;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.Forecast;
import io.caravan.engine.Forecast.About;
import io.caravan.engine.Forecast.Step;
import io.caravan.engine.Forecast.Target;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.History.Event;
import io.caravan.operations.JobPlan.ShownChange;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        project.project().inbound().forEach(job -> project.store().cycles().recent(job.name(), LAST_CYCLES).stream().filter(row -> row.status().isComplete())
                .map(CycleRow::endedAt).flatMap(Optional::stream).findFirst().ifPresent(ended -> read.put(job.name(), ended.toString())));
        return read;
    }

    Forecast forecast(About about) {
        ZoneId zone = Days.zone(preview);
        List<AcrossJobs.Target> all = preview.project().outbound().stream()
                .flatMap(job -> AccountList.object(preview, job).map(object -> new AcrossJobs.Target(job, object)).stream()).toList();
        preview.store().hub().indexAlso(preview.project().foundBy());
        return new Forecast(preview.store(), new Forecast.Hub(preview.project().inbound(), preview.project().groups(), preview.project().secrets(), zone), targets,
                new AcrossJobs.Scope(about.accounts().isPresent() ? List.of() : all, preview.project().settings().limit(OwnSetting.GUARD_MAX_PEOPLE), zone), about);
    }

    /** What happens at a moment, as one tells it of one person: one after the other. */
    List<Event> events(Instant at, List<Step> steps, List<StoredEntry> identities) {
        List<Event> events = new ArrayList<>();
        LogEntries.of(identities).entries().forEach(entry -> events.add(new Event(at.toString(), Optional.empty(), 1, "changed", "", "", "", "", entry.reason(), "", entry.changes(), "", "", 0, true)));
        for (Step step : steps) {
            String job = step.job().name();
            String system = step.job().system();
            String waits = step.frozen().filter(end -> step.waiting() > 0).map(end -> "waits while the target is frozen, until " + end).orElse("");
            step.changes().forEach(change -> {
                ShownChange shown = view(step.job()).change(change, Map.of());
                String closed = change.kind() == ChangeKind.CREATE && change.enabled().filter(enabled -> !enabled).isPresent() ? "closed for now" : "";
                events.add(new Event(at.toString(), Optional.empty(), 1, HistoryEvents.word(change.kind()), job, system, account(step.job(), change), change.anchor().orElse(""),
                        Stream.of(shown.reason(), closed, waits).filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")), "", shown.attributes(), "", "", 0, true));
            });
            step.undecided().forEach(one -> events.add(new Event(at.toString(), Optional.empty(), 1, "undecided", job, system, "", "",
                    PlanView.undecided(one.identity().key(), one.verdict()).reason(), "", List.of(), "", "", 0, true)));
        }
        return events;
    }

    /** As history calls accounts that there are. */
    private String account(OutboundJob job, Change change) {
        ObjectSpec object = AccountList.object(preview, job).orElseThrow();
        return AccountName.insteadOfId(object, name -> value(change, name)).or(change::anchor).or(() -> value(change, object.anchor()).map(Object::toString)).orElse("");
    }

    private static Optional<Object> value(Change change, String name) {
        return change.changes().stream().filter(one -> one.name().equals(name)).map(AttributeChange::after).filter(Objects::nonNull).findFirst()
                .or(() -> Optional.ofNullable(change.account().get(name)));
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
