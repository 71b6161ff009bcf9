package io.caravan.operations;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.ChangeKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** How accounts stood at a moment, as the log's entries add up to it. */
final class AccountStandings {

    private final OpenProject project;
    private final Instant until;
    private final Map<List<String>, Standing> standings = new LinkedHashMap<>();
    private final Map<List<String>, String> names = new LinkedHashMap<>();
    private final Map<String, Optional<ObjectSpec>> objects = new TreeMap<>();

    /** How an account stands. */
    enum State {
        OPEN, CLOSED, DELETED,
        /** It was kept, and is not looked after any more; whether it is open is as it was. */
        KEPT_OPEN, KEPT_CLOSED,
        /** Somebody has said that there is none. */
        NONE;

        boolean isOpen() {
            return this == OPEN || this == KEPT_OPEN;
        }

        boolean isManaged() {
            return this != KEPT_OPEN && this != KEPT_CLOSED;
        }
    }

    /**
     * One account.
     *
     * @param name    what people call it; empty when it is called by its id
     * @param since   since when it stands so
     * @param why     what the log says of that
     * @param by      what began it, and who
     * @param entry   the number of the log's entry
     */
    record Standing(State state, String identity, String job, String system, String name, String account, Instant since, String why, String by, long entry) {

        private Standing in(State other) {
            return new Standing(other, identity, job, system, name, account, since, why, by, entry);
        }

        private Standing called(String newName) {
            return new Standing(state, identity, job, system, newName, account, since, why, by, entry);
        }
    }

    /** @param until what was then or later does not count */
    AccountStandings(OpenProject project, Instant until) {
        this.project = project;
        this.until = until;
    }

    /** All accounts that there have been. */
    Collection<Standing> all() {
        return standings.values();
    }

    /** The log's next entry. */
    void step(StoredEntry stored) {
        LogEntry entry = stored.entry();
        if (!entry.at().isBefore(until) || writesBack(entry.job())) {
            return;
        }
        List<String> key = List.of(entry.job(), entry.identityKey());
        if (BelievedLog.isOfAccount(entry)) {
            Optional<ObjectSpec> object = objects.computeIfAbsent(entry.job(), job -> project.project().job(job).flatMap(known -> AccountList.object(project, known)));
            object.flatMap(known -> AccountName.insteadOfId(known, name -> written(entry, name))).ifPresent(name -> names.put(key, name));
            done(AccountAction.of(entry).orElseThrow(), key, stored, object.flatMap(ObjectSpec::enabledBy));
        } else if (entry.status() == LogEntry.Status.SUCCESS && entry.action().equals(LogAction.SETTLE)) {
            standings.put(key, standing(entry.about().targetAnchor().isEmpty() ? State.NONE : State.OPEN, key, stored));
        }
    }

    /** By a record of HR nobody gets in anywhere. */
    private boolean writesBack(String job) {
        return project.project().job(job).filter(known -> known instanceof OutboundJob outbound && outbound.writeBack().isPresent()).isPresent();
    }

    private void done(ChangeKind kind, List<String> key, StoredEntry stored, Optional<String> enabledBy) {
        switch (kind) {
            case CREATE, LINK, ENABLE -> {
                boolean closed = enabledBy.flatMap(name -> written(stored.entry(), name)).filter(Boolean.FALSE::equals).isPresent();
                standings.put(key, standing(closed ? State.CLOSED : State.OPEN, key, stored));
            }
            case DISABLE -> standings.put(key, standing(State.CLOSED, key, stored));
            case DELETE -> standings.put(key, standing(State.DELETED, key, stored));
            case RELEASE -> standings.computeIfPresent(key, (same, before) -> standing(before.state().isOpen() ? State.KEPT_OPEN : State.KEPT_CLOSED, key, stored));
            case UPDATE -> standings.computeIfPresent(key, (same, before) -> before.called(names.getOrDefault(key, before.name()))
                    .in(before.state() == State.KEPT_OPEN ? State.OPEN : before.state() == State.KEPT_CLOSED ? State.CLOSED : before.state()));
        }
    }

    private Standing standing(State state, List<String> key, StoredEntry stored) {
        LogEntry entry = stored.entry();
        return new Standing(state, entry.identityKey(), entry.job(), entry.about().target(), names.getOrDefault(key, ""), entry.about().targetAnchor(), entry.at(),
                why(entry), entry.by().initiatedBy(), stored.sequence());
    }

    private static String why(LogEntry entry) {
        List<String> said = new ArrayList<>();
        Optional.of(entry.reason()).filter(reason -> !reason.isEmpty()).ifPresent(said::add);
        entry.steps().stream().filter(step -> step.startsWith("lifecycle: ") || step.startsWith("scope: ")).forEach(said::add);
        return String.join("; ", said);
    }

    /** Whether an account was made, or recognised, and was not open. */
    static boolean isClosed(OpenProject project, LogEntry entry) {
        return project.project().job(entry.job()).flatMap(known -> AccountList.object(project, known)).flatMap(ObjectSpec::enabledBy)
                .flatMap(name -> written(entry, name)).filter(Boolean.FALSE::equals).isPresent();
    }

    private static Optional<Object> written(LogEntry entry, String name) {
        return entry.changes().stream().filter(change -> change.name().equals(name)).map(AttributeChange::after).filter(Objects::nonNull).findFirst();
    }
}
