package io.caravan.engine;

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
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Identities and the source records they are made of.
 *
 * <p>A record of an inbound job is <em>staged</em> while it waits to be resolved: newly read, changed, reported absent,
 * or to be looked at again because the mapping changed. Staging survives a crash; resolving is what ends it.
 */
public interface HubStore {

    /** Called once for each record of a job that is present in its source, in any order, without loading all of them. */
    void eachRecordHash(String job, RecordHashes consumer);

    /** The same of those of these records that are present, and of nothing else. */
    void eachRecordHash(String job, Collection<String> anchors, RecordHashes consumer);

    /** @see #eachRecordHash */
    @FunctionalInterface
    interface RecordHashes {
        /** @param staged whether the record waits to be resolved; {@code hash} is then the hash of what waits */
        void accept(String anchor, long hash, boolean staged);
    }

    /** @param where where it was read, for messages */
    record StagedRecord(String anchor, long hash, Attributes attributes, String where) {
    }

    /** Stages records as read; one that is staged already is replaced. */
    void stage(String job, List<StagedRecord> records);

    /** Takes back what this read staged: the records are as they were before, and unknown if they were not there. */
    void unstage(String job, Collection<String> anchors);

    /**
     * Takes back all that readings have staged, found or missed: no record waits but those that were to be looked at again for another reason, and
     * those wait as they are.
     */
    void takeBack(String job);

    /** Whether a record waits as it was read anew. */
    boolean isSomethingReadAnew(String job);

    /** Called once for each record that waits as it was read anew, in any order, without loading all of them. */
    void eachReadAnew(String job, ReadAnew consumer);

    /** @see #eachReadAnew */
    @FunctionalInterface
    interface ReadAnew {
        /** @param before the record as resolved last, if it was then present in its source; without attributes otherwise */
        void accept(Attributes before, Attributes now);
    }

    /**
     * Called once for each record that waits as it was read anew and was gone before, or is of interest by what it said, in any order.
     *
     * @param interesting what records said of people
     */
    void eachReadBack(String job, Predicate<Attributes> interesting, ReadBack consumer);

    /** @see #eachReadBack */
    @FunctionalInterface
    interface ReadBack {
        /**
         * @param gone   whether its source did not have it
         * @param said   of a person
         * @param before the record as it was then
         */
        void accept(String anchor, boolean gone, Attributes said, Attributes before, Attributes now);
    }

    /**
     * Some records that are present in their source and do not wait, as resolved last, in the order of their anchors.
     *
     * @param after begin behind this anchor; empty: with the first
     */
    List<SourceRow> settled(String job, String after, int limit);

    /** Stages the absence of records: their source no longer has them. Unknown anchors and records already absent are passed over. */
    void stageAbsence(String job, Collection<String> anchors);

    /** Stages every record of a job as it is, to be resolved again. Nothing is read. */
    void restage(String job);

    /** Stages these records of a job as they are, to be resolved again; unknown ones are passed over. Nothing is read. */
    void restage(String job, Collection<String> anchors);

    /** Stages the records of a job that found no identity: there may be one by now. Nothing is read. */
    void restageUnassigned(String job);

    /**
     * What the last complete reading found, if nothing of the job has been staged or taken back since: everything
     * {@link #eachRecordHash} tells is as it was then. What the numbers mean is the reader's business; the
     * array is the caller's own.
     */
    Optional<long[]> lastReading(String job);

    /** Remembers what a complete reading found. */
    void lastReading(String job, long[] numbers);

    /** Remembers it as what the last one found, with these numbers behind; by a reading that was given those. */
    void sameReadingBut(String job, long[] more);

    /**
     * A staged record.
     *
     * @param attributes as read: what waits if something waits, else what was resolved last
     * @param hash       of those
     * @param absent     its source no longer has it; attributes are the last known
     * @param identityId the identity it belongs to, once resolved
     */
    record SourceRow(String anchor, Attributes attributes, long hash, boolean absent, String where, OptionalLong identityId) {
    }

    /** The first staged records, in the order of their anchors; the same ones again until they have been resolved. */
    default List<SourceRow> staged(String job, int limit) {
        return staged(job, "", limit);
    }

    /** Those that follow in that order. */
    List<SourceRow> staged(String job, String afterAnchor, int limit);

    /** A record as resolved last, for telling where values come from. */
    record KnownRecord(String job, SourceRow row) {
    }

    /** The records with this anchor, whatever their job; what was never resolved is not among them. By job. */
    List<KnownRecord> recordsWith(String anchor);

    /** Records of a job that are present in its source and belong to nobody, and say of nobody known that he is in a group, as resolved last; in the order of anchors, starting after one (empty text: the first). */
    List<KnownRecord> unassigned(String job, String afterAnchor, int limit);

    /**
     * Whose a record is.
     *
     * @param identityId empty when it belongs to nobody, says nothing about anybody, or its source does not have it any more
     * @param where      where it was read
     */
    record RecordOwner(OptionalLong identityId, String where) {
    }

    /** Whose these records of a job are, as far as resolved, by anchor. */
    Map<String, RecordOwner> owners(String job, Collection<String> anchors);

    /** How many records of a job are present in its source, as far as resolved. */
    long presentRecords(String job);

    /**
     * A record resolved: no longer staged.
     *
     * @param identityId  whose it is; empty when it belongs to nobody (out of scope, or not allowed to create)
     * @param contributed what it says about that identity, in the hub's attribute names; empty when that could not be
     *                    computed: then what it said before still stands
     */
    record ResolvedRecord(SourceRow row, OptionalLong identityId, Optional<Attributes> contributed) {
    }

    void resolved(String job, List<ResolvedRecord> records, Instant now);

    /**
     * What one source record says about an identity.
     *
     * @param absentSince when its source stopped having it; empty while it is there
     */
    record Contribution(String job, String anchor, Attributes attributes, Optional<Instant> absentSince) {
    }

    /** Everything known about each of these identities, by identity; an identity nobody speaks of has no entry. */
    Map<Long, List<Contribution>> contributions(Collection<Long> identityIds);

    /**
     * Some of those of whom records of this job say something that are there, and of whom none of these others says anything; in the order of ids,
     * after one.
     */
    List<Long> saidOnlyBy(String job, Collection<String> others, long after, int limit);

    /** How what a record said before stands. */
    enum Stands {
        /** Beside the record, until that is true. */
        BEFORE,
        /** In the place of the record, of which nothing can be made. */
        INSTEAD,
        /** In the place of the record, of which nothing can be made, and which its source did not have before: it says nothing. */
        SILENT
    }

    /**
     * What a record said before.
     *
     * @param read       as it was read
     * @param attributes of the identity
     * @param notBefore  where it stands instead and had not begun: the day that the record says by now
     */
    record EarlierRecord(String job, String anchor, Stands stands, Attributes read, Attributes attributes, Optional<Instant> notBefore) {

        /** What stands beside a record until that is true. */
        EarlierRecord(String job, String anchor, Attributes read, Attributes attributes) {
            this(job, anchor, Stands.BEFORE, read, attributes, Optional.empty());
        }

        EarlierRecord standing(Stands how, Optional<Instant> from) {
            return new EarlierRecord(job, anchor, how, read, attributes, from);
        }
    }

    /** Keeps what records of a job said before, by anchor, in the place of what was kept of them. */
    void keepEarlier(String job, Map<String, List<EarlierRecord>> records);

    /** Nothing is kept any more of what records of a job said before. */
    void forgetEarlier(String job);

    /** What is kept of what records of these identities said before, by identity. */
    Map<Long, List<EarlierRecord>> earlier(Collection<Long> identityIds);

    /** Identities by id; unknown ids have no entry. */
    Map<Long, Identity> identities(Collection<Long> ids);

    /** Subjects of a kind that changed after a version of the hub, in the order of their versions. */
    List<Identity> changed(Kind kind, long afterVersion, int limit);

    /** Subjects of a kind by their key; unknown ones have no entry. */
    Map<String, Identity> identitiesByKey(Kind kind, Collection<String> keys);

    /**
     * Whom references mean, by reference, in the order of ids; one that means nobody has no entry. Only the key and attributes in {@link #index}
     * can be asked for.
     */
    Map<Reference, List<Long>> identitiesMeant(Collection<Reference> references);

    /**
     * The references that mean any of these identities.
     *
     * @param by the attributes to refer by, {@link Reference#KEY} for the key
     */
    Set<Reference> referencesTo(Collection<Long> identityIds, Set<String> by);

    /**
     * Subjects of a kind by the value of an attribute, by value (as text, without regard to case). Only attributes in
     * {@link #index} can be asked for.
     */
    Map<String, List<Long>> identitiesWith(Kind kind, String attribute, Collection<String> values);

    /** Sets which attributes subjects can be found by; builds what is missing. Cheap when nothing changed. */
    void index(Set<KindAttribute> attributes);

    /** As {@link #index}, and keeps what is there already: for looking things up while cycles run that need it. */
    void indexAlso(Set<KindAttribute> attributes);

    /** An identity as it shall be stored; {@code id} empty for a new one. */
    record IdentityDraft(OptionalLong id, Kind kind, String key, Attributes attributes) {
    }

    /**
     * Stores identities; each gets the next version. Returns them in the same order, new ones with their ids. Where that changes whom
     * a reference by an attribute of {@link #index} means, the links of those who refer so are {@link LinkStore#markDue marked}.
     */
    default List<Identity> save(List<IdentityDraft> drafts) {
        return save(drafts, 0);
    }

    /**
     * The same, and remembers which cycle did it.
     *
     * @param cycle of a source; 0: of none
     */
    List<Identity> save(List<IdentityDraft> drafts, long cycle);

    /** The cycle that changed each of these identities last; 0 when that was not kept. Unknown ones have no entry. */
    Map<Long, Long> changedIn(Collection<Long> identityIds);

    /** Sets when time alone may change what these identities are merged from; empty: never. */
    void mergeDue(Map<Long, Optional<Instant>> moments);

    /** Identities whose moment has come, in the order of ids. */
    List<Long> mergeDue(Instant now, int limit);

    /** When the next such moment comes, after one; empty: never. */
    Optional<Instant> nextMergeDue(Instant after);

    /** The moment of everybody of whom several records are known has come, whatever was set before. */
    void mergeAllWithSeveral(Instant now);

    /** The moment of everybody of whom a job has a record has come, whatever was set before. */
    void mergeAllOf(String job, Instant now);

    /** The records of these identities as resolved last, by identity; in the order of jobs and anchors. */
    Map<Long, List<KnownRecord>> recordsOf(Collection<Long> identityIds);

    /** The version of the identity changed last; 0 when there is none. */
    long version();

    long identityCount();
}
