package io.caravan.engine;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the records of a source while it is read anew: of each the hash of its anchor, the {@link RecordHash},
 * and the {@link SourceReading#fingerprint fingerprint} it stood in the source with when it was read last. By the
 * fingerprint a record that has not changed is recognised without being taken apart, mostly by nothing but its place; tables in
 * which records are looked up are only made when they have to be. All of it is numbers, because there may be millions.
 *
 * <p>What the store remembers of a reading is first the number of its records, then three numbers for each of them, then
 * four for each that was found to be another since: its place, and the three. A place behind the last is a record more;
 * one below 0, counted down from -1, is a record less. Not thread-safe.
 */
final class KnownRecords {

    /** Numbers for each record: fingerprint (0: none), anchor, hash. */
    private static final int NUMBERS = 3;
    private static final int NONE = -1;
    /** When one in so many records stands elsewhere than last time, or is not as it was, a table of fingerprints pays. */
    private static final int TABLE_PAYS = 8;
    /** When one in so many has been replaced, all of them are remembered anew. */
    private static final int ANEW = 2;

    private long[] numbers;
    private int size;
    private final BitSet gone;
    /** How many of the remembered records have been replaced since; -1 when this is not what the store remembers. */
    private final int replaced;
    private final boolean somethingWaits;
    private final BitSet seen = new BitSet();
    private final LongOpenHashSet newcomers = new LongOpenHashSet();
    /** Good records of this reading that are not as they were, and what each of them was: a known record, or {@link #NONE}. */
    private final LongArrayList changed = new LongArrayList();
    private final IntArrayList before = new IntArrayList();
    /** All good records in the order of this reading: a known one that is as it was, or below 0, counted down from -1, one of the changed. */
    private final IntArrayList found = new IntArrayList();
    private Long2IntOpenHashMap byFingerprint;
    private Long2IntOpenHashMap byAnchor;
    /** The record that stood behind the one taken last. */
    private int next;
    private int elsewhere;

    private KnownRecords(long[] numbers, int size, BitSet gone, int replaced, boolean somethingWaits) {
        this.somethingWaits = somethingWaits;
        this.numbers = numbers;
        this.size = size;
        this.gone = gone;
        this.replaced = replaced;
        takenUntil(0);
    }

    /** @param everything whether what the last reading found is not to be relied on: each record is compared by itself */
    static KnownRecords of(HubStore hub, String job, boolean everything) {
        Optional<long[]> last = everything ? Optional.empty() : hub.lastReading(job);
        if (last.isPresent()) {
            return remembered(last.get());
        }
        LongArrayList all = new LongArrayList();
        all.add(0);
        boolean[] waits = {false};
        hub.eachRecordHash(job, (anchor, hash, staged) -> {
            add(all, 0, RecordHash.ofText(anchor), hash);
            waits[0] |= staged;
        });
        return new KnownRecords(all.elements(), all.size() / NUMBERS, new BitSet(), NONE, waits[0]);
    }

    /** For a reading of which nobody expects all records: nothing is known yet, each is to be {@link #lookUp looked up}. */
    static KnownRecords ofSome(HubStore hub, String job) {
        return new KnownRecords(new long[] {0}, 0, new BitSet(), NONE, !hub.staged(job, 1).isEmpty());
    }

    /** Learns what the store knows of these records, before any of them is seen. What this reading has seen already stays as it was. */
    void lookUp(HubStore hub, String job, Collection<String> anchors) {
        List<String> unheard = anchors.stream().distinct().filter(anchor -> !isSeen(RecordHash.ofText(anchor)) && !isKnown(RecordHash.ofText(anchor))).toList();
        hub.eachRecordHash(job, unheard, (anchor, hash, staged) -> learn(RecordHash.ofText(anchor), hash));
    }

    private void learn(long anchor, long hash) {
        if (numbers.length < at(size + 1)) {
            numbers = Arrays.copyOf(numbers, at(2 * size + 1));
        }
        numbers[at(size)] = 0;
        numbers[at(size) + 1] = anchor;
        numbers[at(size) + 2] = hash;
        if (byAnchor != null) {
            byAnchor.put(anchor, size);
        }
        size++;
    }

    private static KnownRecords remembered(long[] all) {
        int size = (int) all[0];
        int end = at(size);
        int replaced = (all.length - end) / (1 + NUMBERS);
        BitSet gone = new BitSet();
        for (int from = end; from < all.length; from += 1 + NUMBERS) {
            int place = (int) all[from];
            if (place < 0) {
                gone.set(-1 - place);
            } else {
                System.arraycopy(all, from + 1, all, at(place), NUMBERS); // one behind the last takes the room of those that have been looked at
                size = Math.max(size, place + 1);
            }
        }
        return new KnownRecords(all, size, gone, replaced, false);
    }

    /** Where the numbers of a record begin. */
    private static int at(int record) {
        return 1 + record * NUMBERS;
    }

    private static void add(LongArrayList all, long fingerprint, long anchor, long hash) {
        all.add(fingerprint);
        all.add(anchor);
        all.add(hash);
    }

    private long fingerprint(int record) {
        return numbers[at(record)];
    }

    private long anchor(int record) {
        return numbers[at(record) + 1];
    }

    private long hash(int record) {
        return numbers[at(record) + 2];
    }

    private void takenUntil(int record) {
        next = gone.nextClearBit(record);
    }

    /** Whether a record of this fingerprint stood in the last reading, and comes for the first time in this one. */
    boolean passes(long fingerprint) {
        int record = next < size && fingerprint(next) == fingerprint ? next : ++elsewhere > size / TABLE_PAYS ? byFingerprint(fingerprint) : NONE;
        if (fingerprint == 0 || record == NONE || seen.get(record)) {
            return false;
        }
        seen.set(record);
        found.add(record);
        takenUntil(record + 1);
        return true;
    }

    private int byFingerprint(long fingerprint) {
        if (byFingerprint == null) {
            byFingerprint = table(0);
        }
        return byFingerprint.get(fingerprint);
    }

    private int byAnchor(long anchor) {
        if (next < size && anchor(next) == anchor) {
            return next;
        }
        if (byAnchor == null) {
            byAnchor = table(1);
        }
        return byAnchor.get(anchor);
    }

    /** @param number by which of its numbers a record can be found; those without a fingerprint cannot be found by that */
    private Long2IntOpenHashMap table(int number) {
        Long2IntOpenHashMap table = new Long2IntOpenHashMap(size);
        table.defaultReturnValue(NONE);
        for (int record = gone.nextClearBit(0); record < size; record = gone.nextClearBit(record + 1)) {
            table.put(numbers[at(record) + number], record);
        }
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
        } else {
            add(changed, fingerprint, anchor, hash);
            before.add(record);
            found.add(-before.size());
        }
        if (record != NONE) {
            takenUntil(record + 1);
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

    /** Whether some of them have been staged already, by a reading that came to no end, or to be looked at again. */
    boolean somethingWaits() {
        return somethingWaits;
    }

    /** Whether nothing was known before this reading. */
    boolean isEmpty() {
        return size == gone.cardinality();
    }

    /** Whether some of the known records have not come. */
    boolean missesSome() {
        return missing() > 0;
    }

    private int missing() {
        return size - gone.cardinality() - seen.cardinality();
    }

    /**
     * Remembers this reading for the next one.
     *
     * @param onlySeen whether known records that did not come are gone
     */
    void remember(HubStore hub, String job, boolean onlySeen) {
        int others = before.size() + (onlySeen ? missing() : 0);
        if (replaced == NONE || replaced + others > size / ANEW) {
            hub.lastReading(job, all(onlySeen));
        } else if (others > 0) {
            hub.sameReadingBut(job, others(onlySeen));
        }
    }

    private long[] others(boolean onlySeen) {
        LongArrayList others = new LongArrayList();
        int behind = size;
        for (int i = 0; i < before.size(); i++) {
            others.add(before.getInt(i) == NONE ? behind++ : before.getInt(i));
            others.addElements(others.size(), changed.elements(), i * NUMBERS, NUMBERS);
        }
        for (int record = nextMissing(0); onlySeen && record < size; record = nextMissing(record + 1)) {
            others.add(-1 - record);
            add(others, 0, 0, 0);
        }
        return others.toLongArray();
    }

    private int nextMissing(int from) {
        int record = seen.nextClearBit(from);
        while (gone.get(record)) {
            record = seen.nextClearBit(record + 1);
        }
        return record;
    }

    private long[] all(boolean onlySeen) {
        LongArrayList all = new LongArrayList(at(found.size()));
        all.add(0);
        BitSet listed = (BitSet) gone.clone();
        for (int i = 0; i < found.size(); i++) {
            int one = found.getInt(i);
            int record = one >= 0 ? one : before.getInt(-1 - one);
            all.addElements(all.size(), one >= 0 ? numbers : changed.elements(), one >= 0 ? at(one) : (-1 - one) * NUMBERS, NUMBERS);
            if (record != NONE) {
                listed.set(record);
            }
        }
        for (int record = listed.nextClearBit(0); record < size; record = listed.nextClearBit(record + 1)) {
            if (!onlySeen || seen.get(record)) {
                add(all, 0, anchor(record), hash(record)); // rejected this time, or not come
            }
        }
        all.set(0, all.size() / NUMBERS);
        return all.toLongArray();
    }
}
