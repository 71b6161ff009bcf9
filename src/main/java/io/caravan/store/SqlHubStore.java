package io.caravan.store;

import io.caravan.engine.HubStore;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Reference;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The hub on SQL: {@link SourceRecords}, {@link LastReadings} and {@link Identities}. */
final class SqlHubStore implements HubStore {

    private final SourceRecords records;
    private final LastReadings readings;
    private final Identities identities;

    SqlHubStore(Database database) {
        this.readings = new LastReadings(database);
        this.records = new SourceRecords(database, readings);
        this.identities = new Identities(database);
    }

    @Override
    public void eachRecordHash(String job, RecordHashes consumer) {
        records.eachHash(job, consumer);
    }

    @Override
    public void eachRecordHash(String job, Collection<String> anchors, RecordHashes consumer) {
        records.eachHash(job, anchors, consumer);
    }

    @Override
    public void stage(String job, List<StagedRecord> staged) {
        records.stage(job, staged);
    }

    @Override
    public void unstage(String job, Collection<String> anchors) {
        records.unstage(job, anchors);
    }

    @Override
    public void takeBack(String job) {
        records.takeBack(job);
    }

    @Override
    public boolean isSomethingReadAnew(String job) {
        return records.isSomethingReadAnew(job);
    }

    @Override
    public void eachReadAnew(String job, ReadAnew consumer) {
        records.eachReadAnew(job, consumer);
    }

    @Override
    public void eachReadBack(String job, Predicate<Attributes> interesting, ReadBack consumer) {
        records.eachReadBack(job, interesting, consumer);
    }

    @Override
    public List<SourceRow> settled(String job, String after, int limit) {
        return records.settled(job, after, limit);
    }

    @Override
    public void stageAbsence(String job, Collection<String> anchors) {
        records.stageAbsence(job, anchors);
    }

    @Override
    public void restage(String job) {
        records.restage(job);
    }

    @Override
    public void restage(String job, Collection<String> anchors) {
        records.restage(job, anchors);
    }

    @Override
    public void restageUnassigned(String job) {
        records.restageUnassigned(job);
    }

    @Override
    public Optional<long[]> lastReading(String job) {
        return readings.of(job);
    }

    @Override
    public void lastReading(String job, long[] numbers) {
        readings.remember(job, numbers);
    }

    @Override
    public void sameReadingBut(String job, long[] more) {
        readings.add(job, more);
    }

    @Override
    public List<SourceRow> staged(String job, String afterAnchor, int limit) {
        return records.staged(job, afterAnchor, limit);
    }

    @Override
    public List<KnownRecord> recordsWith(String anchor) {
        return records.with(anchor);
    }

    @Override
    public List<KnownRecord> unassigned(String job, String afterAnchor, int limit) {
        return records.unassigned(job, afterAnchor, limit);
    }

    @Override
    public Map<String, RecordOwner> owners(String job, Collection<String> anchors) {
        return records.owners(job, anchors);
    }

    @Override
    public long presentRecords(String job) {
        return records.present(job);
    }

    @Override
    public void resolved(String job, List<ResolvedRecord> resolved, Instant now) {
        records.resolved(job, resolved, now);
    }

    @Override
    public List<Long> saidOnlyBy(String job, Collection<String> others, long after, int limit) {
        return records.saidOnlyBy(job, others, after, limit);
    }

    @Override
    public Map<Long, List<Contribution>> contributions(Collection<Long> identityIds) {
        return records.contributions(identityIds);
    }

    @Override
    public void keepEarlier(String job, Map<String, List<EarlierRecord>> earlier) {
        records.keepEarlier(job, earlier);
    }

    @Override
    public void forgetEarlier(String job) {
        records.forgetEarlier(job);
    }

    @Override
    public Map<Long, List<EarlierRecord>> earlier(Collection<Long> identityIds) {
        return records.earlier(identityIds);
    }

    @Override
    public Map<Long, Identity> identities(Collection<Long> ids) {
        return identities.byId(ids);
    }

    @Override
    public List<Identity> changed(Kind kind, long afterVersion, int limit) {
        return identities.changed(kind, afterVersion, limit);
    }

    @Override
    public Map<String, Identity> identitiesByKey(Kind kind, Collection<String> keys) {
        return identities.byKey(kind, keys);
    }

    @Override
    public Map<Reference, List<Long>> identitiesMeant(Collection<Reference> references) {
        return identities.meant(references);
    }

    @Override
    public Set<Reference> referencesTo(Collection<Long> identityIds, Set<String> by) {
        return identities.referencesTo(identityIds, by);
    }

    @Override
    public Map<String, List<Long>> identitiesWith(Kind kind, String attribute, Collection<String> values) {
        return identities.with(kind, attribute, values);
    }

    @Override
    public void index(Set<KindAttribute> attributes) {
        identities.index(attributes);
    }

    @Override
    public void indexAlso(Set<KindAttribute> attributes) {
        identities.indexAlso(attributes);
    }

    @Override
    public List<Identity> save(List<IdentityDraft> drafts, long cycle) {
        return identities.save(drafts, cycle);
    }

    @Override
    public Map<Long, Long> changedIn(Collection<Long> identityIds) {
        return identities.changedIn(identityIds);
    }

    @Override
    public void mergeDue(Map<Long, Optional<Instant>> moments) {
        identities.mergeDue(moments);
    }

    @Override
    public void mergeAllWithSeveral(Instant now) {
        identities.mergeAllWithSeveral(now);
    }

    @Override
    public void mergeAllOf(String job, Instant now) {
        identities.mergeAllOf(job, now);
    }

    @Override
    public List<Long> mergeDue(Instant now, int limit) {
        return identities.mergeDue(now, limit);
    }

    @Override
    public Optional<Instant> nextMergeDue(Instant after) {
        return identities.nextMergeDue(after);
    }

    @Override
    public Map<Long, List<KnownRecord>> recordsOf(Collection<Long> identityIds) {
        return records.of(identityIds);
    }

    @Override
    public long version() {
        return identities.version();
    }

    @Override
    public long identityCount() {
        return identities.count();
    }
}
