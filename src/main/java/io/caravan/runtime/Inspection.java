package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.AccountSurvey;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import io.caravan.engine.DriftSearch;
import io.caravan.engine.EvaluateStep;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.StateStore;
import io.caravan.engine.SystemPort;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Verdict;
import io.caravan.subject.Identity;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at what a job would decide, and at what its target has. Nothing is sent, and nothing written about anybody. */
public final class Inspection {

    private final Caravan caravan;
    private final Project project;
    private final StateStore store;
    private final ZoneId zone;
    private final Quarantines quarantines;
    private final CycleListener listener;
    private final String actor;

    Inspection(Caravan caravan, Quarantines quarantines, CycleListener listener, String actor) {
        this.caravan = caravan;
        this.project = caravan.project();
        this.store = caravan.store();
        this.zone = caravan.zone();
        this.quarantines = quarantines;
        this.listener = listener;
        this.actor = actor;
    }

    /** What an outbound job would decide about an identity right now, step by step. Writes nothing about anybody. */
    public Verdict explain(OutboundJob job, Identity identity) {
        store.hub().indexAlso(project.foundBy());
        Cycle cycle = new Cycle(0, job, false, new Cycle.Start(caravan.now(), "explain", 0), project.secrets(job), CycleListener.NONE);
        Subject subject = Optional.ofNullable(store.links().subjects(job.name(), List.of(identity.id())).get(identity.id()))
                .orElseGet(() -> new Subject(identity, Optional.empty()));
        return new EvaluateStep(store, zone).explain(cycle, job, caravan.system(job.system()), subject);
    }

    /**
     * In what a job's target differs from what is known of it. It is looked for on a copy of the store; nothing is sent.
     *
     * @throws io.caravan.connector.OutcomeException when the target cannot be listed, or has refused the credentials
     */
    public DriftSearch.Result drift(OutboundJob job) {
        SystemPort system = reachable(job);
        Cycle.Start start = new Cycle.Start(caravan.now(), "drift by " + actor, 0);
        try (StateStore copy = store.preview()) {
            return new DriftSearch(copy, zone, job, system, new DriftSearch.Asked(start, project.secrets(job), listener)).search(store, project.outbound().stream()
                    .filter(job::isOfTheSameAccounts).map(Job::name).toList());
        }
    }

    /** The same at an appointed time: what is found is told in both logs. */
    Map<String, Object> lookForDrift(String name) {
        OutboundJob job = project.outbound().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no job " + name + " that writes to a target"));
        Map<String, Long> found = new TreeMap<>();
        String incomplete = "";
        String failure = "";
        try {
            DriftSearch.Result result = drift(job);
            result.found().forEach((kind, count) -> found.put(kind.word(), count));
            incomplete = result.incomplete().orElse("");
        } catch (OutcomeException notListed) {
            failure = notListed.outcome().message();
        }
        String said = !failure.isEmpty() ? job.system() + " could not be listed: " + failure : (found.isEmpty() ? "nothing differs" : found.entrySet().stream()
                .map(kind -> kind.getKey() + ": " + kind.getValue()).collect(Collectors.joining(", "))) + (incomplete.isEmpty() ? "" : "; the list is not whole: " + incomplete);
        store.inTransaction(() -> store.log().append(List.of(LogEntry.ofJob(caravan.now(), job.name(), job.system(), LogAction.DRIFT, said, "schedule by " + actor))));
        CycleLog.drift(job.name(), said, found.isEmpty() && incomplete.isEmpty() && failure.isEmpty());
        return Map.of("job", job.name(), "system", job.system(), "found", found, "incomplete", incomplete, "failure", failure);
    }

    /** Looks at the accounts of a job's target. Meant for a store that is a {@link StateStore#preview()}; nothing is sent, and it has to be closed. */
    public AccountSurvey survey(OutboundJob job) {
        SystemPort system = reachable(job);
        return new AccountSurvey(store, zone, job, system, new DriftSearch.Asked(new Cycle.Start(caravan.now(), "survey by " + actor, 0), project.secrets(job), listener));
    }

    private SystemPort reachable(OutboundJob job) {
        quarantines.leaveAlone(job, caravan.now()).ifPresent(why -> {
            throw new OutcomeException(OutcomeKind.UNAUTHORIZED, why);
        });
        store.hub().indexAlso(project.foundBy());
        return caravan.system(job.system());
    }
}
