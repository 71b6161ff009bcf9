package io.caravan.operations;

import io.caravan.engine.Forecast;
import io.caravan.engine.HubExplanation;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.Explanation.ExplainedStep;
import io.caravan.operations.Explanation.JobExplained;
import io.caravan.operations.History.Event;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what somebody will have: walks to that moment on a copy of the store, and explains what is decided there. */
final class ExplainingTheFuture {

    private static final String MATCH = "match";

    private ExplainingTheFuture() {
    }

    /**
     * As of a moment to come.
     *
     * @param job  only this job
     * @param asOf as it was asked for
     * @param at   the last moment that counts
     * @throws Refusal when nobody is meant, or several are; or while it is not known what may be shown
     */
    static ForetoldExplanation explain(OpenProject project, String who, Optional<Kind> kind, Optional<String> job, String asOf, Instant at) {
        Optional<String> wanted = job.map(project::jobName);
        PersonLookup people = new PersonLookup(project.project(), project.store());
        Identity identity = new SubjectLookup(project.project(), project.store(), people).find(who, kind).orElseGet(() -> people.orRefuse(who));
        if (!project.mayShowValues()) {
            throw new Refusal(Refusal.Kind.FAILED, "while the file of a source has errors nothing can be foretold", "caravan check tells what is wrong");
        }
        List<OutboundJob> jobs = project.project().outbound().stream().filter(each -> each.kind().equals(identity.kind()))
                .filter(each -> wanted.isEmpty() || wanted.get().equals(each.name())).toList();
        Map<String, String> unsaid = new LinkedHashMap<>();
        project.unknownJobs().stream().filter(each -> wanted.isEmpty() || wanted.get().equals(each)).forEach(each -> unsaid.put(each, "its mapping has errors"));
        jobs.forEach(each -> Foretelling.whyNot(project, each).ifPresent(why -> unsaid.put(each.name(), why)));
        try (Foretelling ahead = Foretelling.of(project, jobs)) {
            List<Event> until = new ArrayList<>();
            Forecast forecast = ahead.forecast(Forecast.About.of(identity));
            ForetoldMembers members = new ForetoldMembers(ahead.preview(), identity);
            forecast.walk(project.now(), at, (moment, steps, identities, moves) -> {
                until.addAll(members.events(moment, moves));
                until.addAll(ahead.events(moment, steps, identities));
            });
            until.sort(Comparator.comparing((Event event) -> Instant.parse(event.at())));
            Identity then = ahead.preview().store().hub().identities(List.of(identity.id())).get(identity.id());
            HubExplanation hub = HubExplanation.of(ahead.preview().store().hub(), project.project().inbound(), Days.zone(project), then, at);
            List<JobExplained> explained = ahead.targets().stream().map(target -> unasked(JobExplained.of(target.job().name(), target.job().system(),
                    forecast.explain(target, then, at), List.of()))).toList();
            return new ForetoldExplanation(identity.key(), PeopleNames.of(project).of(identity), identity.kind().equals(Kind.PERSON) ? people.alsoMeant(identity, who) : List.of(), asOf, at.toString(), Days.zone(project).getId(),
                    Foretelling.asOf(project), GroupExplaining.attributes(ahead.preview(), then, Explanation.of(identity.key(), List.of(), hub, List.of()).attributes()), List.copyOf(until),
                    GroupMemberships.at(ahead.preview(), then, at), explained, unsaid);
        }
    }

    /** That no account was found says nothing where none was looked for. */
    private static JobExplained unasked(JobExplained job) {
        return new JobExplained(job.job(), job.system(), job.accountState(), job.anchor(), job.account(), job.decision(), job.reason(), job.steps().stream()
                .map(step -> step.step().equals(MATCH) ? new ExplainedStep(MATCH, "the target was not asked", step.where()) : step).toList(), job.changes(), job.log());
    }
}
