package io.caravan.runtime;

import io.caravan.config.OwnSetting;
import io.caravan.config.Project;
import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.Event;
import io.caravan.engine.LifecycleWatch;
import io.caravan.engine.StateStore;
import io.caravan.mapping.InboundJob;
import io.caravan.subject.Identity;
import io.caravan.subject.SubjectKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes down what happens to people, accounts and jobs, for the route {@code direct:event}. Where no route listens there, nothing is looked for and
 * nothing is written. Thread-safe.
 */
final class Events {

    static final String ROUTE = "direct:event";

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    /** So many cycles back it is looked whether a job ever came to its end. */
    private static final int CYCLES = 50;

    private final Caravan caravan;
    private final Project project;
    private final LifecycleWatch watch;

    Events(Caravan caravan) {
        this.caravan = caravan;
        this.project = caravan.project();
        this.watch = new LifecycleWatch(caravan.store(), new LifecycleWatch.Rules(caravan.zone(), moved(project), project.settings().duration(OwnSetting.EVENTS_STARTS_IN),
                project.settings().duration(OwnSetting.EVENTS_ENDS_IN), project.settings().duration(OwnSetting.EVENTS_CATCH_UP)));
    }

    private static Set<String> moved(Project project) {
        Set<String> secrets = project.secrets();
        return names(project, OwnSetting.EVENTS_MOVED).filter(name -> !secrets.contains(name)).collect(Collectors.toSet());
    }

    /** A setting that lists names. */
    static Stream<String> names(Project project, OwnSetting setting) {
        return Arrays.stream(project.settings().text(setting.key()).or(setting::defaultValue).orElse("").split(",")).map(String::strip).filter(name -> !name.isEmpty());
    }

    /** Whether somebody wants to know. */
    boolean isWanted() {
        return CamelRuntime.listens(caravan.context(), ROUTE);
    }

    /** A cycle of a job that never came to its end is a first load: it is one event, and not one for each account. */
    void begins(CycleRun run) {
        if (!run.isInbound() && !run.purpose().isPlan() && isWanted() && hasEnded(run.getJob())) {
            run.getCycle().tells();
        }
    }

    private boolean hasEnded(String job) {
        return caravan.store().cycles().recent(job, CYCLES).stream().anyMatch(row -> row.status().isComplete() && row.endedAt().isPresent());
    }

    /** In the transaction that closes a cycle. */
    void closes(CycleRun run, CycleStatus status, String reason, Instant now) {
        if (run.purpose().isPlan() || !isWanted()) {
            return;
        }
        StateStore store = caravan.store();
        if (status == CycleStatus.HELD && before(run).filter(row -> row.status() == CycleStatus.HELD).isEmpty()) {
            store.outbox().add(List.of(Event.ofJob(Event.Kind.HELD, now, run.getJob(), run.getTarget(), Map.of("reason", reason, "cycle", run.getCycle().id()))), now);
        }
        long applied = run.getCycle().counted(Counted.APPLIED);
        if (!run.isInbound() && applied > 0 && status.isComplete() && !hasEnded(run.getJob())) {
            store.outbox().add(List.of(Event.ofJob(Event.Kind.BEGUN, now, run.getJob(), run.getTarget(),
                    Map.of("cycle", run.getCycle().id(), "changes", run.getCycle().counts().entrySet().stream().filter(count -> count.getKey().startsWith("applied-"))
                            .collect(Collectors.toMap(count -> count.getKey().substring("applied-".length()), Map.Entry::getValue))))), now);
        }
    }

    private Optional<CycleRow> before(CycleRun run) {
        return caravan.store().cycles().recent(run.getJob(), 2).stream().filter(row -> row.id() != run.getCycle().id()).findFirst();
    }

    /** Something about a job that is to be told, for whoever decides such things; part of the caller's transaction. */
    void ofJob(Event.Kind what, String job, String system, Map<String, Object> more, Instant now) {
        if (isWanted()) {
            caravan.store().outbox().add(List.of(Event.ofJob(what, now, job, system, more)), now);
        }
    }

    /** Something about a system; part of the caller's transaction. */
    void ofSystem(Event.Kind what, String system, Map<String, Object> more, Instant now) {
        if (isWanted()) {
            Map<String, Object> told = new LinkedHashMap<>(more);
            told.put("system", system);
            caravan.store().outbox().add(List.of(new Event(what, now, SubjectKey.NONE, told)), now);
        }
    }

    /** Looks for what has happened in people's lives; what cannot be looked for now is found by the next look. */
    void look(Instant now) {
        if (!isWanted()) {
            return;
        }
        try {
            boolean complete = project.jobs().filter(InboundJob.class::isInstance).allMatch(job -> hasEnded(job.name()));
            LifecycleWatch.Found found = watch.look(now, complete);
            if (found.tooOld() > 0) {
                LOG.atInfo().addKeyValue("events", found.tooOld()).addKeyValue("setting", OwnSetting.EVENTS_CATCH_UP.key()).log("happened too long ago to be told");
            }
        } catch (RuntimeException notNow) {
            LOG.warn("what has happened to people could not be looked for; the next cycle does: {}", notNow.getMessage());
        }
    }

    /** Who it is about, as she is known now, and her manager; secrets are left out. */
    Map<String, Object> people(Event event) {
        Map<String, Object> people = new LinkedHashMap<>();
        if (event.subject().key().isEmpty()) {
            return people;
        }
        Optional.ofNullable(caravan.store().hub().identitiesByKey(event.subject().kind(), List.of(event.subject().key())).get(event.subject().key())).ifPresent(person -> {
            people.put("person", shown(person));
            manager(person).ifPresent(manager -> people.put("manager", shown(manager)));
        });
        return people;
    }

    private Map<String, Object> shown(Identity person) {
        Map<String, Object> shown = new LinkedHashMap<>(person.attributes().asMap());
        shown.keySet().removeAll(project.secrets());
        shown.values().removeIf(Objects::isNull);
        shown.put("key", person.key());
        return shown;
    }

    /** The one whose key or, failing that, any value that people are found by stands there. */
    private Optional<Identity> manager(Identity person) {
        Optional<String> said = names(project, OwnSetting.EVENTS_MANAGER).flatMap(name -> person.attributes().text(name).stream()).findFirst();
        return said.flatMap(text -> Optional.ofNullable(caravan.store().hub().identitiesByKey(person.kind(), List.of(text)).get(text)).or(() -> project.namedBy(person.kind()).stream()
                .map(name -> caravan.store().hub().identitiesWith(person.kind(), name, List.of(text)).getOrDefault(text, List.of()))
                .filter(found -> found.size() == 1).findFirst().map(found -> caravan.store().hub().identities(found).get(found.get(0)))));
    }
}
