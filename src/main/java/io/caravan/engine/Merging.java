package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.EarlierRecord;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.HubStore.Stands;
import io.caravan.mapping.InboundJob;
import io.caravan.plan.Authority;
import io.caravan.plan.Change;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/** What is known of subjects, merged by authority from all that sources say of them. */
public final class Merging {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final List<InboundJob> jobs;
    private final Authority authority;

    /**
     * @param jobs all inbound jobs: an identity is merged from every source that speaks of it
     * @param zone for people who have none of their own
     */
    public Merging(StateStore store, List<InboundJob> jobs, ZoneId zone) {
        this.store = store;
        this.jobs = List.copyOf(jobs);
        this.authority = new Authority(jobs, zone);
    }

    /**
     * Merges anew those of whom time alone may have changed which of several records counts, be it time that went back. Before a target is
     * evaluated, and after a source was read.
     */
    public void due(Cycle cycle) {
        if (EvaluateStep.isClockPutBack(cycle, store.cycles().state(cycle.job().name()))) {
            store.hub().mergeAllWithSeveral(cycle.now());
            jobs.stream().filter(job -> job.asOf().isPresent()).forEach(job -> store.hub().mergeAllOf(job.name(), cycle.now()));
        }
        List<Long> due = store.hub().mergeDue(cycle.now(), PAGE);
        while (!due.isEmpty()) {
            cycle.goOn();
            Set<Long> page = Set.copyOf(due);
            store.inTransaction(() -> store.log().append(merge(cycle, page, (whose, said) -> { }).stream().map(one -> new LogEntry(cycle.now(), cycle.loggedAs(),
                    LogEntry.About.account(one.before().subject(), cycle.job().system(), Optional.empty()), LogAction.IDENTITY_UPDATE,
                    LogEntry.Result.of(LogEntry.Status.SUCCESS, "its time has come: " + one.chosen()),
                    Change.masked(differences(one.before().attributes(), one.after()), cycle.secrets()), List.of())).toList()));
            due = store.hub().mergeDue(cycle.now(), PAGE);
        }
        jobs.stream().filter(InboundJob::isOfPairs).forEach(job -> ResolvingMemberships.whatFollowsBegins(store, cycle, job));
    }

    /** An identity of which something else is known than before. */
    record Remerged(Identity before, Attributes after, String chosen) {
    }

    /**
     * Brings identities up to date with everything that is said about them; tells which of them changed.
     *
     * @param heard is given what is said of each
     */
    List<Remerged> merge(Cycle cycle, Set<Long> ids, BiConsumer<Identity, List<Authority.Statement>> heard) {
        Map<Long, Identity> identities = store.hub().identities(ids);
        Map<Long, List<Contribution>> said = store.hub().contributions(ids);
        Map<Long, List<KnownRecord>> records = records(said);
        Map<Long, List<EarlierRecord>> earlier = KeptRecords.of(store.hub(), jobs, ids);
        List<Remerged> changed = new ArrayList<>();
        Map<Long, Optional<Instant>> moments = new LinkedHashMap<>();
        for (Long id : ids) {
            Identity before = identities.get(id);
            List<Authority.Statement> statements = statements(said.getOrDefault(id, List.of()), records.getOrDefault(id, List.of()), earlier.getOrDefault(id, List.of()));
            heard.accept(before, statements);
            Authority.Merged merged = authority.merge(before.attributes(), statements, cycle.now());
            moments.put(id, merged.lookAgain());
            if (!merged.attributes().equals(before.attributes())) {
                changed.add(new Remerged(before, merged.attributes(), merged.chosen()));
            }
        }
        store.hub().save(changed.stream().map(one -> new IdentityDraft(OptionalLong.of(one.before().id()), one.before().kind(), one.before().key(), one.after())).toList(),
                cycle.id());
        store.hub().mergeDue(moments);
        return changed;
    }

    /** As they were read, of those who have several in a source that compares them by that. */
    private Map<Long, List<KnownRecord>> records(Map<Long, List<Contribution>> said) {
        List<Long> compared = said.entrySet().stream().filter(each -> each.getValue().stream()
                .anyMatch(one -> authority.needsRecords(one.job(), each.getValue().size() > 1))).map(Map.Entry::getKey).toList();
        return compared.isEmpty() ? Map.of() : store.hub().recordsOf(compared);
    }

    /** Whether one source alone says what is known, and nothing that is true from a later day on: a subject that was just made of a record is what that says. */
    boolean isOfOneSourceWithoutDates() {
        return authority.isSingleSource() && jobs.stream().noneMatch(job -> job.asOf().isPresent());
    }

    Authority authority() {
        return authority;
    }

    /** Behind what each record says, what it said before and is true until then; in its place, where nothing can be made of it. */
    static List<Authority.Statement> statements(List<Contribution> said, List<KnownRecord> records, List<EarlierRecord> earlier) {
        List<Authority.Statement> statements = new ArrayList<>();
        for (Contribution one : said) {
            List<EarlierRecord> kept = earlier.stream().filter(record -> record.job().equals(one.job()) && record.anchor().equals(one.anchor())).toList();
            if (kept.stream().allMatch(record -> record.stands() == Stands.BEFORE)) {
                statements.add(statement(one, records));
            }
            kept.stream().filter(record -> record.stands() != Stands.SILENT).forEach(record -> statements.add(new Authority.Statement(one.job(), one.anchor(),
                    record.attributes(), record.read(), one.absentSince(),
                    record.stands() == Stands.INSTEAD ? Optional.of(new Authority.Instead(record.notBefore())) : Optional.empty())));
        }
        return statements;
    }

    private static Authority.Statement statement(Contribution one, List<KnownRecord> records) {
        Attributes record = records.stream().filter(known -> known.job().equals(one.job()) && known.row().anchor().equals(one.anchor())).findFirst()
                .map(known -> known.row().attributes()).orElse(Attributes.empty());
        return new Authority.Statement(one.job(), one.anchor(), one.attributes(), record, one.absentSince());
    }

    static List<AttributeChange> differences(Attributes before, Attributes after) {
        Set<String> names = new LinkedHashSet<>(before.names());
        names.addAll(after.names());
        List<AttributeChange> changes = new ArrayList<>();
        for (String name : names) {
            if (before.has(name) != after.has(name) || !Objects.equals(before.get(name), after.get(name))) {
                changes.add(AttributeChange.of(name, before.get(name), after.get(name)));
            }
        }
        return changes;
    }
}
