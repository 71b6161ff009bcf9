package io.caravan.operations;

import io.caravan.engine.Forecast.About;
import io.caravan.engine.Forecast.Step;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.ForecastReport.Moment;
import io.caravan.operations.ForecastReport.Planned;
import io.caravan.subject.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What rules and jobs would do until a day to come, moment by moment. Writes nothing. */
public final class ForecastPlanning {

    private ForecastPlanning() {
    }

    /**
     * Foretells.
     *
     * @param jobs which outbound jobs; all, when none is named
     * @param who  only this person
     * @param asOf a day in the project's zone, or a moment
     * @throws Refusal when that lies behind or too far ahead; no source has been read; or nobody is meant
     */
    public static ForecastReport of(OpenProject project, List<String> jobs, Optional<String> who, String asOf) {
        Instant last = Foretelling.moment(project, asOf);
        Instant now = project.now();
        if (last.isBefore(now)) {
            throw new Refusal(Refusal.Kind.USAGE, asOf + " lies behind: what was planned then is not kept",
                    "caravan report access --on " + asOf + " tells who had access, caravan history WHO what was done");
        }
        if (project.store().hub().identityCount() == 0) {
            throw new Refusal(Refusal.Kind.FAILED, "nobody is known yet, so nothing can be foretold", "No source has been read yet: caravan sync");
        }
        List<OutboundJob> wanted = project.jobs(jobs).stream().filter(OutboundJob.class::isInstance).map(OutboundJob.class::cast).toList();
        Optional<Identity> person = who.map(text -> new PersonLookup(project.project(), project.store()).orRefuse(text));
        Map<String, String> unsaid = new LinkedHashMap<>();
        wanted.forEach(job -> Foretelling.whyNot(project, job).ifPresent(why -> unsaid.put(job.name(), why)));
        Map<String, String> paused = new LinkedHashMap<>();
        HaltedJob.of(project).stream().filter(HaltedJob::isPaused).filter(halt -> wanted.stream().map(Job::name).anyMatch(halt.job()::equals))
                .forEach(halt -> paused.put(halt.job(), halt.text()));
        try (Foretelling ahead = Foretelling.of(project, wanted)) {
            List<Moment> moments = new ArrayList<>();
            Optional<Instant> next = ahead.forecast(person.map(About::of).orElse(About.EVERYBODY)).walk(now, last, (at, steps, identities, moves) -> {
                List<Planned> planned = steps.stream().map(step -> planned(ahead, step, person.isPresent())).toList();
                List<GroupPlan> all = GroupPlan.of(ahead.preview(), at, moves);
                List<GroupPlan> groups = person.map(identity -> GroupPlan.about(all, identity.subject())).orElse(all);
                if (!planned.isEmpty() || !groups.isEmpty()) {
                    moments.add(new Moment(at.toString(), groups, planned));
                }
            });
            return new ForecastReport(asOf, last.toString(), Days.zone(project).getId(), Foretelling.asOf(project), List.copyOf(moments), next.map(Instant::toString).orElse(""), unsaid, paused,
                    Stream.concat(wanted.stream().flatMap(job -> LeftBehind.of(project, job.name()).stream()), GroupsStatus.leftBehind(project).stream()).toList());
        }
    }

    /** @param alone whether one person is asked for: the guard counts all people, and so says nothing of one */
    private static Planned planned(Foretelling ahead, Step step, boolean alone) {
        JobPlan plan = ahead.view(step.job()).job(step.job().name(), step.job().system(), step.changes(), Map.of(),
                step.undecided().stream().map(one -> PlanView.undecided(one.identity().key(), one.verdict())).toList(), step.counts(),
                alone ? List.of() : step.breaches(), step.accounts(), Optional.empty()).readOnly(ahead.preview().project().systems().get(step.job().system()).readOnly()).named(PeopleNames.of(ahead.preview()));
        return new Planned(plan, !alone && !step.breaches().isEmpty(), step.waiting() == 0 ? "" : step.frozen().map(Instant::toString).orElse(""), step.waiting());
    }
}
