package io.caravan.cycle;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.BitSet;
import java.util.Optional;

/**
 * What is known of the records of a source while it is read anew: of each the hash of its anchor, the {@link RecordHash},
 * and the {@link SourceReading#fingerprint fingerprint} it stood in the source with when it was read last. By the
 * fingerprint a record that has not changed is recognised without being taken apart, mostly by nothing but its place; the
 * tables in which a record is looked up are made when the first one has to be. All of it is numbers, because there may be millions.
 * Not thread-safe.
 */
final class KnownRecords {

    /** Numbers for each record: fingerprint (0: none), anchor, hash. */
    private static final int NUMBERS = 3;
    private static final int NONE = -1;

    private final long[] numbers;
    private final int size;
    private final boolean fromLastReading;
    private final BitSet seen = new BitSet();
    private final LongOpenHashSet newcomers = new LongOpenHashSet();
    /** This reading so far, in its order: a known record that is as it was, or below 0, counted down from -1, one of {@link #changed}. */
    private final IntArrayList found = new IntArrayList();
    private final LongArrayList changed = new LongArrayList();
    private Long2IntOpenHashMap byFingerprint;
    private Long2IntOpenHashMap byAnchor;
    private int next;

    private KnownRecords(long[] numbers, boolean fromLastReading) {
        this.numbers = numbers;
        this.size = numbers.length / NUMBERS;
        this.fromLastReading = fromLastReading;
    }

    /** @param everything whether what the last reading found is not to be relied on: each record is compared by itself */
    static KnownRecords of(HubStore hub, String job, boolean everything) {
        Optional<long[]> last = everything ? Optional.empty() : hub.lastReading(job);
        if (last.isPresent()) {
            return new KnownRecords(last.get(), true);
        }
        LongArrayList all = new LongArrayList();
        hub.eachRecordHash(job, (anchor, hash, staged) -> add(all, 0, RecordHash.ofText(anchor), hash));
        return new KnownRecords(all.toLongArray(), false);
    }

    private static void add(LongArrayList all, long fingerprint, long anchor, long hash) {
        all.add(fingerprint);
        all.add(anchor);
        all.add(hash);
    }

    private long fingerprint(int record) {
        return numbers[record * NUMBERS];
    }

    private long anchor(int record) {
        return numbers[record * NUMBERS + 1];
    }

    private long hash(int record) {
        return numbers[record * NUMBERS + 2];
    }

    /** Whether a record of this fingerprint stood in the last reading, and comes for the first time in this one. */
    boolean passes(long fingerprint) {
        int record = next < size && fingerprint(next) == fingerprint ? next : byFingerprint(fingerprint);
        if (record == NONE || seen.get(record)) {
            return false;
        }
        seen.set(record);
        found.add(record);
        next = record + 1;
        return true;
    }

    private int byFingerprint(long fingerprint) {
        if (byFingerprint == null) {
            byFingerprint = table();
            for (int record = 0; record < size; record++) {
                if (fingerprint(record) != 0) {
                    byFingerprint.put(fingerprint(record), record);
                }
            }
        }
        return byFingerprint.get(fingerprint);
    }

    private int byAnchor(long anchor) {
        if (byAnchor == null) {
            byAnchor = table();
            for (int record = 0; record < size; record++) {
                byAnchor.put(anchor(record), record);
            }
        }
        return byAnchor.get(anchor);
    }

    private Long2IntOpenHashMap table() {
        Long2IntOpenHashMap table = new Long2IntOpenHashMap(size);
        table.defaultReturnValue(NONE);
        return table;
    }

    /** Notes that a record with this anchor is there, whatever else is known of it; false when one has come already. */
    boolean see(long anchor) {
        int record = byAnchor(anchor);
        if (record == NONE) {
            return newcomers.add(anchor);
        }
        boolean first = !seen.get(record);
        seen.set(record);
        return first;
    }

    /** A good record, seen for the first time; tells whether it is as it was. */
    boolean isUnchanged(long fingerprint, long anchor, long hash) {
        int record = byAnchor(anchor);
        boolean same = record != NONE && hash(record) == hash;
        if (same && fingerprint(record) == fingerprint) {
            found.add(record);
            next = record + 1;
        } else {
            add(changed, fingerprint, anchor, hash);
            found.add(-changed.size() / NUMBERS);
        }
        return same;
    }

    boolean isKnown(long anchor) {
        return byAnchor(anchor) != NONE;
    }

    boolean isSeen(long anchor) {
        int record = byAnchor(anchor);
        return record == NONE ? newcomers.contains(anchor) : seen.get(record);
    }

    /** How many records this reading has, each counted once. */
    int seen() {
        return seen.cardinality() + newcomers.size();
    }

    /** Whether some of the known records have not come. */
    boolean missesSome() {
        return seen.cardinality() < size;
    }

    /**
     * Remembers this reading for the next, if that would find anything else remembered.
     *
     * @param onlySeen whether known records that did not come are gone
     */
    void remember(HubStore hub, String job, boolean onlySeen) {
        if (fromLastReading && changed.isEmpty() && !(onlySeen && missesSome())) {
            return;
        }
        LongArrayList all = new LongArrayList((found.size() + 1) * NUMBERS);
        BitSet listed = new BitSet(size);
        for (int i = 0; i < found.size(); i++) {
            int record = found.getInt(i);
            if (record >= 0) {
                add(all, fingerprint(record), anchor(record), hash(record));
                listed.set(record);
            } else {
                int one = (-record - 1) * NUMBERS;
                add(all, changed.getLong(one), changed.getLong(one + 1), changed.getLong(one + 2));
                int before = byAnchor(changed.getLong(one + 1));
                if (before != NONE) {
                    listed.set(before);
                }
            }
        }
        for (int record = listed.nextClearBit(0); record < size; record = listed.nextClearBit(record + 1)) {
            if (!onlySeen || seen.get(record)) {
                add(all, 0, anchor(record), hash(record));
            }
        }
        hub.lastReading(job, all.toLongArray());
    }
}
