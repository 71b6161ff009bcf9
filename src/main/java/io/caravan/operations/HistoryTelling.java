package io.caravan.operations;

import io.caravan.diagnostic.Suggestion;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.Forecast;
import io.caravan.engine.LogAction;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.History.Ahead;
import io.caravan.operations.History.Event;
import io.caravan.operations.History.Proof;
import io.caravan.operations.LifeCourse.Turn;
import io.caravan.store.StoreException;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells the life of one subject: what the log has of it, what dates alone did to it, and what lies ahead. */
public final class HistoryTelling {

    private static final int PAGE = 1000;

    private final OpenProject project;
    private final HistoryQuery query;
    private final SubjectLog log;
    private final List<String> notes = new ArrayList<>();

    private HistoryTelling(OpenProject project, HistoryQuery query) {
        this.project = project;
        this.query = query;
        this.log = SubjectLog.of(project, query.who(), query.kind());
    }

    /**
     * Sources are not read, targets are not asked.
     *
     * @throws Refusal when nobody is meant, or several are; or there is no such system
     */
    public static History tell(OpenProject project, HistoryQuery query) {
        return new HistoryTelling(project, query).tell();
    }

    private History tell() {
        List<Turn> turns = turns();
        HistoryEvents happened = new HistoryEvents(project, log, turns.stream().filter(turn -> !turn.at().isAfter(project.now())).toList());
        List<Event> events = happened.told(query);
        query.system().ifPresent(system -> known(system, events));
        notes.addAll(happened.clocksPutBack());
        remarks();
        boolean wantsAhead = query.until().filter(end -> !end.isAfter(project.now())).isEmpty();
        Ahead ahead = wantsAhead ? ahead(turns.stream().filter(turn -> turn.at().isAfter(project.now())).toList()) : new Ahead(Map.of(), List.of(), "");
        return new History(log.subject().key(), log.subject().kind().name(), log.identity().map(PeopleNames.of(project)::of).orElse(DisplayName.NONE), Days.zone(project).getId(),
                new Proof(log.log().since().map(Instant::toString), log.log().lastHash().orElse(""), log.log().brokenAt(), List.copyOf(notes)), events, ahead);
    }

    private List<Turn> turns() {
        if (!project.mayShowValues()) {
            notes.add("while the file of a source has errors, what the hub knows is not shown: when somebody joined or left by a date alone is not told");
            return List.of();
        }
        PastAttributes past = PastAttributes.of(log.identity(), log.entries(), project.project().secrets());
        return LifeCourse.of(log.subject().kind(), past.versions(), Days.zone(project), log.log().since().orElse(project.now()), Instant.MAX);
    }

    private void known(String system, List<Event> events) {
        boolean known = project.project().systems().containsKey(system) || !project.mistakes().isEmpty() || log.entries().stream().anyMatch(one -> one.entry().about().target().equals(system));
        if (!known && events.isEmpty()) {
            List<String> systems = project.project().systems().keySet().stream().sorted().toList();
            throw new Refusal(Refusal.Kind.USAGE, "there is no system '" + system + "'" + Suggestion.nearest(system, systems).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    "The systems are: " + String.join(", ", systems));
        }
    }

    private void remarks() {
        boolean begins = log.entries().stream().anyMatch(one -> one.entry().action().equals(LogAction.IDENTITY_CREATE));
        if (!begins && log.identity().isPresent()) {
            notes.add("the log does not tell when the hub got to know this one: what was before its first entry is not known");
        }
        if (log.identity().isEmpty()) {
            notes.add(log.entries().stream().anyMatch(one -> !one.entry().identityKey().isEmpty()) ? "the hub does not know this one any more; the log does"
                    : "nobody in the hub was made of this record");
        }
        log.others().forEach(other -> notes.add("there is also a " + other.kind() + " with this key: caravan history " + other.key() + " --kind " + other.kind()));
        log.identity().filter(identity -> identity.kind().equals(Kind.PERSON)).ifPresent(this::alsoMeant);
    }

    private void alsoMeant(Identity person) {
        List<String> also = new PersonLookup(project.project(), project.store()).alsoMeant(person, query.who());
        if (!also.isEmpty()) {
            notes.add("others have this key in their source: " + String.join(", ", also));
        }
    }

    /** What dates do to her, and what her accounts come to; each system's by itself where only that is asked for. */
    private Ahead ahead(List<Turn> turns) {
        List<Event> events = new ArrayList<>(turns.stream().filter(turn -> query.asksFor(turn.at(), "")).map(HistoryEvents::event).toList());
        List<OutboundJob> jobs = project.project().outbound().stream().filter(job -> log.identity().filter(identity -> identity.kind().equals(job.kind())).isPresent())
                .filter(job -> query.system().filter(system -> !system.equals(job.system())).isEmpty()).toList();
        List<String> unsaid = new ArrayList<>();
        jobs.forEach(job -> Foretelling.whyNot(project, job).ifPresent(why -> unsaid.add(job.name() + ": " + why)));
        Instant furthest = Foretelling.furthest(project);
        Instant last = query.until().filter(furthest::isAfter).orElse(furthest);
        log.identity().filter(identity -> project.mayShowValues()).ifPresent(identity -> {
            try (Foretelling ahead = Foretelling.of(project, jobs)) {
                ForetoldMembers members = new ForetoldMembers(ahead.preview(), identity);
                ahead.forecast(Forecast.About.of(identity)).walk(project.now(), last, (at, steps, identities, moves) -> Stream
                        .concat(members.events(at, moves).stream(), ahead.events(at, steps, identities).stream()).filter(event -> query.asksFor(at, event.system())).forEach(events::add));
            } catch (StoreException noCopy) {
                unsaid.add("what becomes of accounts and memberships is worked out on a copy of the store, which cannot be made: " + noCopy.getMessage());
            }
        });
        project.unknownJobs().forEach(job -> unsaid.add(job + ": its mapping has errors"));
        List<Event> held = held(jobs);
        held.forEach(one -> events.removeIf(event -> event.job().equals(one.job()) && event.at().equals(one.at())));
        events.addAll(held);
        events.sort(Comparator.comparing((Event event) -> Instant.parse(event.at())));
        return new Ahead(Foretelling.asOf(project), List.copyOf(events), String.join("; ", unsaid));
    }

    /** What somebody has to look at before it goes. */
    private List<Event> held(List<OutboundJob> jobs) {
        List<Event> held = new ArrayList<>();
        for (OutboundJob job : jobs) {
            Optional<PlannedChange> after = Optional.empty();
            List<PlannedChange> page = project.store().changes().unsettled(job.name(), after, PAGE);
            while (!page.isEmpty()) {
                page.stream().filter(planned -> planned.held() && planned.change().subject().equals(log.subject())).forEach(planned -> held.add(new Event(project.now().toString(), Optional.empty(),
                        1, "held", job.name(), job.system(), planned.change().anchor().orElse(""), planned.change().anchor().orElse(""), "to be " + HistoryEvents.word(planned.change().kind())
                        + ", and waits until somebody has looked", "", List.of(), "", "", 0, true)));
                after = Optional.of(page.get(page.size() - 1));
                page = project.store().changes().unsettled(job.name(), after, PAGE);
            }
        }
        return held;
    }
}
