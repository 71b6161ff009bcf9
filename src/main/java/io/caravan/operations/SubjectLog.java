package io.caravan.operations;

import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.mapping.Job;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import io.caravan.subject.SubjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that the log has about one subject, also of records that could not be used before anybody was made of them.
 *
 * @param subject   who is meant
 * @param identity  as the hub knows it now; empty when it does not
 * @param others    subjects of other kinds that have the same key
 * @param entries   in the order in which they were written
 * @param moves     of what has members, who came and left, in the order in which they were written
 * @param approvals by job and cycle, who let a plan through that went over a limit
 * @param log       what is proven of it
 */
record SubjectLog(SubjectKey subject, Optional<Identity> identity, List<SubjectKey> others, List<StoredEntry> entries, List<MemberMoves> moves, Map<String, String> approvals, BelievedLog log) {

    /**
     * @param who  a key, or a value that somebody is recognised by; who is only in the log is found there by the key
     * @param kind empty: a person if there is one
     * @throws Refusal when nobody is meant by that, or several are
     */
    static SubjectLog of(OpenProject project, String who, Optional<Kind> kind) {
        String key = KeyText.of(who);
        Set<Kind> kinds = new LinkedHashSet<>(List.of(Kind.PERSON, Kind.GROUP));
        project.project().jobs().map(Job::kind).forEach(kinds::add);
        kind.ifPresent(kinds::add);
        Map<Kind, Identity> known = new TreeMap<>(Comparator.comparing(Kind::name));
        kinds.forEach(each -> Optional.ofNullable(project.store().hub().identitiesByKey(each, List.of(key)).get(key)).ifPresent(identity -> known.put(each, identity)));
        Optional<Identity> found = known.isEmpty()
                ? new SubjectLookup(project.project(), project.store(), new PersonLookup(project.project(), project.store())).findIfThere(who, kind) : Optional.empty();
        found.ifPresent(one -> known.put(one.kind(), one));
        String meant = found.map(Identity::key).orElse(key);
        Gathering gathering = new Gathering(project, meant, known.values());
        BelievedLog log = BelievedLog.look(project, gathering::take);
        Set<Kind> all = new LinkedHashSet<>(known.keySet());
        all.addAll(gathering.byKind.keySet());
        Kind wanted = kind.orElseGet(() -> all.isEmpty() || all.contains(Kind.PERSON) ? Kind.PERSON : all.iterator().next());
        if (!all.contains(wanted) && gathering.ofRecords.isEmpty()) {
            if (!all.isEmpty()) {
                throw new Refusal(Refusal.Kind.FAILED, "there is no " + wanted + " '" + who + "'", "There is one of another kind: --kind " + all.iterator().next());
            }
            return of(project, new PersonLookup(project.project(), project.store()).orRefuse(who).key(), kind);
        }
        return new SubjectLog(new SubjectKey(wanted, meant), Optional.ofNullable(known.get(wanted)),
                all.stream().filter(other -> !other.equals(wanted)).map(other -> new SubjectKey(other, meant)).toList(), gathering.of(wanted), gathering.moves(wanted), gathering.approvals, log);
    }

    /** Who let the plan of an entry through although it went over a limit. */
    Optional<String> approval(LogEntry entry) {
        return Optional.ofNullable(approvals.get(entry.job() + " " + entry.cycle()));
    }

    private static final class Gathering {
        private final String key;
        /** The records that the known ones are made of, by job and anchor. */
        private final Set<List<String>> records = new HashSet<>();
        private final Map<Kind, List<StoredEntry>> byKind = new TreeMap<>(Comparator.comparing(Kind::name));
        private final List<StoredEntry> ofRecords = new ArrayList<>();
        private final Map<Kind, List<MemberMoves>> moves = new HashMap<>();
        private final Map<String, String> approvals = new TreeMap<>();

        Gathering(OpenProject project, String key, Collection<Identity> known) {
            this.key = key;
            project.store().hub().recordsOf(known.stream().map(Identity::id).toList()).values().stream().flatMap(List::stream).forEach(record -> records.add(named(record)));
        }

        private static List<String> named(KnownRecord record) {
            return List.of(record.job(), record.row().anchor());
        }

        void take(StoredEntry stored) {
            LogEntry entry = stored.entry();
            Stream.of(Kind.GROUP, Kind.APPLICATION).filter(kind -> MemberMoves.isOf(entry, key, kind)).forEach(kind -> MemberMoves.add(moves.computeIfAbsent(kind, none -> new ArrayList<>()), stored));
            if (entry.identityKey().equals(key)) {
                byKind.computeIfAbsent(entry.subject().kind(), none -> new ArrayList<>()).add(stored);
            } else if (entry.identityKey().isEmpty() && !entry.about().sourceAnchor().isEmpty()
                    && (records.isEmpty() ? entry.about().sourceAnchor().equals(key) : records.contains(List.of(entry.job(), entry.about().sourceAnchor())))) {
                ofRecords.add(stored);
            } else if (entry.action().equals(LogAction.GUARD) && entry.status() == LogEntry.Status.SUCCESS) {
                approvals.put(entry.job() + " " + entry.cycle(), entry.by().initiatedBy());
            }
        }

        List<MemberMoves> moves(Kind kind) {
            return kind.equals(Kind.PERSON) ? List.of() : moves.getOrDefault(kind.equals(Kind.APPLICATION) ? kind : Kind.GROUP, List.of());
        }

        List<StoredEntry> of(Kind kind) {
            return Stream.concat(byKind.getOrDefault(kind, List.of()).stream(), ofRecords.stream())
                    .sorted(Comparator.comparingLong(StoredEntry::sequence)).toList();
        }
    }
}
