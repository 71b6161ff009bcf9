package io.caravan.engine;

import io.caravan.engine.InMemoryTables.Resolved;
import io.caravan.engine.InMemoryTables.Waiting;
import io.caravan.engine.InMemoryTables.Waits;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;

final class InMemoryHubStore implements HubStore {

    private final InMemoryStateStore store;

    InMemoryHubStore(InMemoryStateStore store) {
        this.store = store;
    }

    private Map<String, Waiting> waiting(String job) {
        return InMemoryTables.of(store.tables().staged, job);
    }

    private Map<String, Resolved> records(String job) {
        return InMemoryTables.of(store.tables().records, job);
    }

    @Override
    public void eachRecordHash(String job, RecordHashes consumer) {
        Set<String> anchors = new TreeSet<>(waiting(job).keySet());
        anchors.addAll(records(job).keySet());
        for (String anchor : anchors) {
            Waiting waiting = waiting(job).get(anchor);
            SourceRow row = row(job, anchor);
            if (!row.absent()) {
                consumer.accept(anchor, row.hash(), waiting != null);
            }
        }
    }

    @Override
    public void eachRecordHash(String job, Collection<String> anchors, RecordHashes consumer) {
        eachRecordHash(job, (anchor, hash, staged) -> {
            if (anchors.contains(anchor)) {
                consumer.accept(anchor, hash, staged);
            }
        });
    }

    private SourceRow row(String job, String anchor) {
        Optional<Waiting> waiting = Optional.ofNullable(waiting(job).get(anchor));
        Optional<Resolved> resolved = Optional.ofNullable(records(job).get(anchor));
        StagedRecord record = waiting.flatMap(Waiting::read).or(() -> resolved.map(Resolved::record)).orElseThrow();
        boolean absentBefore = resolved.map(Resolved::absentSince).orElse(Optional.empty()).isPresent();
        boolean absent = waiting.map(row -> row.waits() == Waits.ABSENT || row.waits() == Waits.AGAIN && absentBefore).orElse(absentBefore);
        return new SourceRow(anchor, record.attributes(), record.hash(), absent, record.where(),
                resolved.map(Resolved::identityId).orElse(OptionalLong.empty()));
    }

    @Override
    public List<KnownRecord> recordsWith(String anchor) {
        List<KnownRecord> known = new ArrayList<>();
        new java.util.TreeMap<>(store.tables().records).forEach((job, records) -> Optional.ofNullable(records.get(anchor)).ifPresent(record ->
                known.add(new KnownRecord(job, new SourceRow(anchor, record.record().attributes(), record.record().hash(),
                        record.absentSince().isPresent(), record.record().where(), record.identityId())))));
        return known;
    }

    @Override
    public List<KnownRecord> unassigned(String job, String afterAnchor, int limit) {
        return InMemoryTables.of(store.tables().records, job).tailMap(afterAnchor, false).entrySet().stream()
                .filter(record -> record.getValue().identityId().isEmpty() && record.getValue().absentSince().isEmpty())
                .filter(record -> store.tables().claims.getOrDefault(job, new java.util.TreeMap<>()).values().stream()
                        .noneMatch(one -> one.claim().anchor().equals(record.getKey()) && one.pair().isPresent())).limit(limit)
                .flatMap(record -> recordsWith(record.getKey()).stream().filter(known -> known.job().equals(job))).toList();
    }

    @Override
    public Map<String, RecordOwner> owners(String job, Collection<String> anchors) {
        Map<String, RecordOwner> owners = new LinkedHashMap<>();
        anchors.forEach(anchor -> Optional.ofNullable(records(job).get(anchor)).ifPresent(record -> owners.put(anchor, new RecordOwner(
                record.absentSince().isEmpty() && !record.contributed().isEmpty() ? record.identityId() : OptionalLong.empty(), record.record().where()))));
        return owners;
    }

    @Override
    public Optional<long[]> lastReading(String job) {
        return Optional.ofNullable(store.tables().readings.get(job)).filter(numbers -> numbers.length > 0 && !store.tables().forgottenReadings.contains(job)).map(long[]::clone);
    }

    @Override
    public void lastReading(String job, long[] numbers) {
        store.tables().readings.put(job, numbers);
        store.tables().forgottenReadings.remove(job);
    }

    @Override
    public void sameReadingBut(String job, long[] more) {
        lastReading(job, LongStream.concat(Arrays.stream(store.tables().readings.get(job)), Arrays.stream(more)).toArray());
    }

    private void forgetReading(String job, Collection<?> staged) {
        if (!staged.isEmpty()) {
            store.tables().forgottenReadings.add(job);
        }
    }

    @Override
    public void stage(String job, List<StagedRecord> staged) {
        forgetReading(job, staged);
        staged.forEach(record -> waiting(job).merge(record.anchor(), new Waiting(Waits.READ, false, Optional.of(record)),
                (old, fresh) -> new Waiting(Waits.READ, old.restaged(), fresh.read())));
    }

    @Override
    public void unstage(String job, Collection<String> anchors) {
        forgetReading(job, anchors);
        Map<ClaimStore.Claim, ClaimStore.Waiting> claims = store.tables().stagedClaims.computeIfAbsent(job, none -> new java.util.TreeMap<>(InMemoryClaimStore.ORDER));
        anchors.stream().filter(anchor -> waiting(job).containsKey(anchor) && waiting(job).get(anchor).waits() == Waits.READ).forEach(anchor -> compareAnew(job, anchor, claims));
        anchors.forEach(anchor -> waiting(job).computeIfPresent(anchor, (same, old) ->
                old.restaged() ? new Waiting(Waits.AGAIN, true, Optional.empty()) : null));
    }

    private void compareAnew(String job, String anchor, Map<ClaimStore.Claim, ClaimStore.Waiting> claims) {
        if (claims.keySet().removeIf(claim -> claim.anchor().equals(anchor))) {
            records(job).computeIfPresent(anchor, (same, old) -> new Resolved(new StagedRecord(anchor, 0, old.record().attributes(), old.record().where()),
                    old.absentSince(), old.identityId(), old.contributed()));
        }
        if (records(job).containsKey(anchor) && records(job).get(anchor).absentSince().isPresent()) {
            store.tables().claims.getOrDefault(job, new java.util.TreeMap<>()).keySet().stream().filter(claim -> claim.anchor().equals(anchor))
                    .forEach(claim -> claims.put(claim, ClaimStore.Waiting.GONE));
        }
    }

    @Override
    public void takeBack(String job) {
        store.tables().forgottenReadings.add(job);
        unstage(job, List.copyOf(waiting(job).keySet()));
    }

    @Override
    public boolean isSomethingReadAnew(String job) {
        return waiting(job).values().stream().anyMatch(waiting -> waiting.waits() == Waits.READ);
    }

    @Override
    public void eachReadAnew(String job, ReadAnew consumer) {
        waiting(job).forEach((anchor, waiting) -> {
            if (waiting.waits() == Waits.READ) {
                Optional<Resolved> before = Optional.ofNullable(records(job).get(anchor)).filter(record -> record.absentSince().isEmpty());
                consumer.accept(before.map(record -> record.record().attributes()).orElse(Attributes.empty()), waiting.read().orElseThrow().attributes());
            }
        });
    }

    @Override
    public void eachReadBack(String job, Predicate<Attributes> interesting, ReadBack consumer) {
        waiting(job).forEach((anchor, waiting) -> {
            Optional<Resolved> before = Optional.ofNullable(records(job).get(anchor))
                    .filter(record -> record.absentSince().isPresent() || record.identityId().isPresent() && interesting.test(record.contributed()));
            if (waiting.waits() == Waits.READ && before.isPresent()) {
                consumer.accept(anchor, before.get().absentSince().isPresent(), before.get().contributed(), before.get().record().attributes(), waiting.read().orElseThrow().attributes());
            }
        });
    }

    @Override
    public List<SourceRow> settled(String job, String after, int limit) {
        return InMemoryTables.of(store.tables().records, job).tailMap(after, false).entrySet().stream()
                .filter(record -> record.getValue().absentSince().isEmpty() && !waiting(job).containsKey(record.getKey()))
                .limit(limit).map(record -> row(job, record.getKey())).toList();
    }

    @Override
    public void stageAbsence(String job, Collection<String> anchors) {
        forgetReading(job, anchors);
        for (String anchor : anchors) {
            boolean known = waiting(job).containsKey(anchor) || records(job).containsKey(anchor);
            if (known && !row(job, anchor).absent()) {
                waiting(job).merge(anchor, new Waiting(Waits.ABSENT, false, Optional.empty()),
                        (old, fresh) -> new Waiting(Waits.ABSENT, old.restaged(), old.read()));
            }
        }
    }

    @Override
    public void restage(String job) {
        restage(job, List.copyOf(records(job).keySet()));
    }

    @Override
    public void restage(String job, Collection<String> anchors) {
        anchors.stream().filter(records(job)::containsKey).forEach(anchor -> waiting(job).merge(anchor, new Waiting(Waits.AGAIN, true, Optional.empty()),
                (old, fresh) -> new Waiting(old.waits(), true, old.read())));
    }

    @Override
    public void restageUnassigned(String job) {
        records(job).forEach((anchor, record) -> {
            if (record.identityId().isEmpty() && record.absentSince().isEmpty() && !record.contributed().isEmpty()) {
                waiting(job).merge(anchor, new Waiting(Waits.AGAIN, true, Optional.empty()), (old, fresh) -> new Waiting(old.waits(), true, old.read()));
            }
        });
    }

    @Override
    public List<SourceRow> staged(String job, String afterAnchor, int limit) {
        return waiting(job).keySet().stream().filter(anchor -> anchor.compareTo(afterAnchor) > 0).limit(limit).map(anchor -> row(job, anchor)).toList();
    }

    @Override
    public long presentRecords(String job) {
        return records(job).values().stream().filter(record -> record.absentSince().isEmpty()).count();
    }

    @Override
    public void resolved(String job, List<ResolvedRecord> resolved, Instant now) {
        for (ResolvedRecord record : resolved) {
            SourceRow row = record.row();
            Optional<Resolved> before = Optional.ofNullable(records(job).get(row.anchor()));
            Optional<Instant> absentSince = row.absent()
                    ? before.flatMap(Resolved::absentSince).or(() -> Optional.of(InMemoryStateStore.kept(now))) : Optional.empty();
            records(job).put(row.anchor(), new Resolved(new StagedRecord(row.anchor(), row.hash(), row.attributes(), row.where()), absentSince,
                    record.identityId(), record.contributed().or(() -> before.map(Resolved::contributed)).orElse(Attributes.empty())));
            waiting(job).remove(row.anchor());
        }
    }

    @Override
    public Map<Long, List<Contribution>> contributions(Collection<Long> identityIds) {
        Map<Long, List<Contribution>> found = new LinkedHashMap<>();
        Set<Long> asked = new HashSet<>(identityIds);
        store.tables().records.forEach((job, records) -> records.forEach((anchor, record) -> {
            if (record.identityId().isPresent() && asked.contains(record.identityId().getAsLong())) {
                found.computeIfAbsent(record.identityId().getAsLong(), id -> new ArrayList<>())
                        .add(new Contribution(job, anchor, record.contributed(), record.absentSince()));
            }
        }));
        return found;
    }

    @Override
    public void keepEarlier(String job, Map<String, List<EarlierRecord>> records) {
        TreeMap<String, List<EarlierRecord>> kept = store.tables().earlier.computeIfAbsent(job, none -> new TreeMap<>());
        records.forEach((anchor, some) -> kept.put(anchor, some.stream().sorted(Comparator.comparing(one -> one.stands().name())).toList()));
        kept.values().removeIf(List::isEmpty);
    }

    @Override
    public void forgetEarlier(String job) {
        store.tables().earlier.remove(job);
    }

    @Override
    public List<Long> saidOnlyBy(String job, Collection<String> others, long after, int limit) {
        return contributions(store.tables().identities.keySet()).entrySet().stream().filter(each -> each.getKey() > after && speaks(each.getValue(), Set.of(job))
                && !speaks(each.getValue(), others)).map(Map.Entry::getKey).sorted().limit(limit).toList();
    }

    private static boolean speaks(List<Contribution> said, Collection<String> jobs) {
        return said.stream().anyMatch(one -> jobs.contains(one.job()) && one.absentSince().isEmpty() && !one.attributes().isEmpty());
    }

    @Override
    public Map<Long, List<EarlierRecord>> earlier(Collection<Long> identityIds) {
        Map<Long, List<EarlierRecord>> found = new LinkedHashMap<>();
        contributions(identityIds).forEach((id, said) -> said.forEach(one -> Optional.ofNullable(store.tables().earlier.get(one.job())).map(kept -> kept.get(one.anchor()))
                .ifPresent(some -> found.computeIfAbsent(id, none -> new ArrayList<>()).addAll(some))));
        return found;
    }

    @Override
    public void mergeAllOf(String job, Instant now) {
        contributions(store.tables().identities.keySet()).forEach((id, said) -> {
            if (said.stream().anyMatch(one -> one.job().equals(job))) {
                store.tables().mergeDue.put(id, now);
            }
        });
    }

    @Override
    public Map<Long, Identity> identities(Collection<Long> ids) {
        Map<Long, Identity> found = new LinkedHashMap<>();
        ids.stream().map(store.tables().identities::get).filter(identity -> identity != null)
                .forEach(identity -> found.put(identity.id(), identity));
        return found;
    }

    @Override
    public List<Identity> changed(Kind kind, long afterVersion, int limit) {
        return store.tables().identities.values().stream().filter(identity -> identity.kind().equals(kind) && identity.version() > afterVersion)
                .sorted(Comparator.comparingLong(Identity::version)).limit(limit).toList();
    }

    @Override
    public Map<String, Identity> identitiesByKey(Kind kind, Collection<String> keys) {
        Map<String, Identity> found = new LinkedHashMap<>();
        Set<String> asked = new HashSet<>(keys);
        store.tables().identities.values().stream().filter(identity -> identity.kind().equals(kind) && asked.contains(identity.key()))
                .forEach(identity -> found.put(identity.key(), identity));
        return found;
    }

    @Override
    public Map<Reference, List<Long>> identitiesMeant(Collection<Reference> references) {
        Map<Reference, List<Long>> meant = new LinkedHashMap<>();
        for (Reference reference : references) {
            if (reference.by().equals(Reference.KEY)) {
                identitiesByKey(reference.kind(), List.of(reference.value())).values().forEach(identity -> meant.put(reference, List.of(identity.id())));
            } else {
                identitiesWith(reference.kind(), reference.by(), List.of(reference.value())).values().forEach(people -> meant.put(reference, people));
            }
        }
        return meant;
    }

    @Override
    public Set<Reference> referencesTo(Collection<Long> identityIds, Set<String> by) {
        Set<Reference> references = new HashSet<>();
        identities(identityIds).values().forEach(identity -> by.forEach(attribute -> (attribute.equals(Reference.KEY) ? Set.of(identity.key())
                : folded(identity.attributes().get(attribute))).forEach(value -> references.add(new Reference(identity.kind(), attribute, value)))));
        return references;
    }

    @Override
    public void indexAlso(Set<KindAttribute> attributes) {
        store.tables().indexed.addAll(attributes);
    }

    private Set<String> indexed(Kind kind) {
        return store.tables().indexed.stream().filter(one -> one.kind().equals(kind)).map(KindAttribute::attribute).collect(java.util.stream.Collectors.toSet());
    }

    /** Whom a reference means may be another now. */
    private void markReferring(Identity identity) {
        Set<Reference> meant = referencesTo(List.of(identity.id()), indexed(identity.kind()));
        store.tables().references.forEach((job, references) -> store.links().markDue(job, references.entrySet().stream()
                .filter(row -> row.getValue().stream().anyMatch(meant::contains)).map(Map.Entry::getKey).toList()));
    }

    @Override
    public Map<String, List<Long>> identitiesWith(Kind kind, String attribute, Collection<String> values) {
        if (!indexed(kind).contains(attribute)) {
            throw new IllegalArgumentException(kind + " is not indexed by " + attribute);
        }
        Map<String, List<Long>> found = new LinkedHashMap<>();
        for (Identity identity : store.tables().identities.values()) {
            Set<String> has = folded(identity.attributes().get(attribute));
            values.stream().filter(value -> identity.kind().equals(kind) && has.contains(KeyText.folded(value)))
                    .forEach(value -> found.computeIfAbsent(value, none -> new ArrayList<>()).add(identity.id()));
        }
        return found;
    }

    private static Set<String> folded(Object value) {
        Set<String> texts = new HashSet<>();
        for (Object one : value instanceof List<?> several ? several : java.util.Collections.singletonList(value)) {
            if (one != null) {
                texts.add(KeyText.folded(one.toString()));
            }
        }
        return texts;
    }

    @Override
    public void index(Set<KindAttribute> attributes) {
        store.tables().indexed.clear();
        store.tables().indexed.addAll(attributes);
    }

    @Override
    public List<Identity> save(List<IdentityDraft> drafts, long cycle) {
        InMemoryTables tables = store.tables();
        List<Identity> saved = new ArrayList<>();
        for (IdentityDraft draft : drafts) {
            long id = draft.id().orElse(tables.identities.isEmpty() ? 1 : tables.identities.lastKey() + 1);
            Identity identity = new Identity(id, draft.kind(), draft.key(), draft.attributes(), ++tables.version);
            if (identitiesByKey(draft.kind(), List.of(draft.key())).values().stream().anyMatch(other -> other.id() != id)) {
                throw new IllegalStateException("there is another identity " + draft.key());
            }
            boolean sameValues = tables.identities.containsKey(id) && indexed(draft.kind()).stream().allMatch(attribute ->
                    folded(tables.identities.get(id).attributes().get(attribute)).equals(folded(identity.attributes().get(attribute))));
            if (!sameValues) {
                Optional.ofNullable(tables.identities.get(id)).ifPresent(this::markReferring);
            }
            tables.identities.put(id, identity);
            tables.changedIn.put(id, cycle);
            if (!sameValues) {
                markReferring(identity);
            }
            saved.add(identity);
        }
        return saved;
    }

    @Override
    public Map<Long, Long> changedIn(Collection<Long> identityIds) {
        Map<Long, Long> found = new HashMap<>();
        identityIds.stream().filter(store.tables().changedIn::containsKey).forEach(id -> found.put(id, store.tables().changedIn.get(id)));
        return found;
    }

    @Override
    public void mergeDue(Map<Long, Optional<Instant>> moments) {
        moments.forEach((id, moment) -> {
            store.tables().mergeDue.remove(id);
            moment.ifPresent(due -> store.tables().mergeDue.put(id, due));
        });
    }

    @Override
    public void mergeAllWithSeveral(Instant now) {
        contributions(store.tables().identities.keySet()).forEach((id, said) -> {
            if (said.size() > 1) {
                store.tables().mergeDue.put(id, now);
            }
        });
    }

    @Override
    public List<Long> mergeDue(Instant now, int limit) {
        return store.tables().mergeDue.entrySet().stream().filter(due -> !due.getValue().isAfter(now)).map(Map.Entry::getKey).limit(limit).toList();
    }

    @Override
    public Optional<Instant> nextMergeDue(Instant after) {
        return store.tables().mergeDue.values().stream().filter(due -> due.isAfter(after)).min(Instant::compareTo);
    }

    @Override
    public Map<Long, List<KnownRecord>> recordsOf(Collection<Long> identityIds) {
        Map<Long, List<KnownRecord>> found = new LinkedHashMap<>();
        contributions(identityIds).forEach((id, said) -> said.forEach(one -> recordsWith(one.anchor()).stream()
                .filter(known -> known.job().equals(one.job())).forEach(known -> found.computeIfAbsent(id, none -> new ArrayList<>()).add(known))));
        return found;
    }

    @Override
    public long version() {
        return store.tables().version;
    }

    @Override
    public long identityCount() {
        return store.tables().identities.size();
    }
}
