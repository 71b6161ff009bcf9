package io.caravan.cycle;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.cycle.ChangeStore.DeadLetter;
import io.caravan.cycle.CycleStore.JobState;
import io.caravan.cycle.HubStore.StagedRecord;
import io.caravan.identity.Attributes;
import io.caravan.identity.KeyText;
import io.caravan.mapping.InboundJob;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a source and stages what differs from last time. A record whose hash is the same stops here. Absence is
 * concluded only from a full read that proved complete; everything else about a failed read is kept.
 */
public final class ReadStep {

    private static final int BATCH = 1000;
    /** So many rejected records are kept of one reading; the rest is counted. A file in a wrong format rejects every line. */
    private static final int REJECTIONS = 10_000;
    private static final String STEP = "read";

    private final StateStore store;

    public ReadStep(StateStore store) {
        this.store = store;
    }

    public void read(Cycle cycle, InboundJob job, SystemPort system) {
        ObjectSpec object = system.spec().connector().objects().get(job.object());
        JobState state = store.cycles().state(job.name());
        boolean delta = !cycle.full() && state.watermark().isPresent() && object.can(Operation.CHANGES);
        cycle.listener().begins(cycle, STEP, delta ? -1 : Math.max(-1, state.lastFullCount()));
        Reading reading = new Reading(cycle, job, object, delta);
        reading.take(system, state);
        reading.conclude(state);
        cycle.listener().ends(cycle, STEP);
    }

    /** One read under way. */
    private final class Reading {
        private final Cycle cycle;
        private final InboundJob job;
        private final ObjectSpec object;
        private final boolean delta;
        private final KnownRecords known;
        private final List<StagedRecord> batch = new ArrayList<>(BATCH);
        private final Set<String> deleted = new LinkedHashSet<>();
        private final Set<String> duplicates = new LinkedHashSet<>();
        private final List<DeadLetter> rejections = new ArrayList<>();
        private Optional<String> watermark = Optional.empty();
        private boolean ended;
        private boolean anonymousRejection;
        private long notListed;
        private long taken;
        private long read;
        private long unchanged;

        private Reading(Cycle cycle, InboundJob job, ObjectSpec object, boolean delta) {
            this.cycle = cycle;
            this.job = job;
            this.object = object;
            this.delta = delta;
            this.known = KnownRecords.of(store.hub(), job.name(), cycle.full());
        }

        void take(SystemPort system, JobState state) {
            try (SourceReading items = delta ? system.changes(job.object(), List.of(), state.watermark().orElseThrow())
                    : system.list(job.object(), List.of())) {
                if (!delta) {
                    items.passOver(this::passes);
                }
                while (items.hasNext()) {
                    item(items.next(), items.fingerprint());
                    advance();
                }
                cycle.listener().advances(cycle, STEP, taken % BATCH);
                watermark = items.watermark();
                ended = true;
            } catch (OutcomeException failed) {
                cycle.fail("reading " + system.spec().name() + " failed: " + failed.outcome().message());
            }
            flush();
            cycle.count(Counted.READ, read);
            cycle.count(Counted.UNCHANGED_RECORDS, unchanged);
        }

        private boolean passes(long fingerprint) {
            boolean passes = known.passes(fingerprint);
            if (passes) {
                read++;
                unchanged++;
                advance();
            }
            return passes;
        }

        private void advance() {
            if (++taken % BATCH == 0) {
                cycle.listener().advances(cycle, STEP, BATCH);
            }
        }

        private void item(SourceItem item, long fingerprint) {
            if (item instanceof SourceItem.Read read) {
                good(read.attributes(), read.where(), fingerprint);
            } else if (item instanceof SourceItem.Rejected rejected) {
                Optional<String> anchor = rejected.anchor().map(KeyText::of);
                anchor.ifPresentOrElse(rejection -> known.see(RecordHash.ofText(rejection)), () -> anonymousRejection = true);
                reject(anchor, rejected.reason(), rejected.where());
            } else if (item instanceof SourceItem.Deleted gone) {
                deleted.add(KeyText.of(gone.anchor()));
            }
        }

        private void good(Attributes attributes, String where, long fingerprint) {
            Optional<String> anchor = attributes.text(object.anchor()).map(KeyText::of).filter(text -> !text.isEmpty());
            if (anchor.isEmpty()) {
                anonymousRejection = true;
                reject(Optional.empty(), "it has no value in " + object.anchor() + ", which identifies it", where);
                return;
            }
            long key = RecordHash.ofText(anchor.get());
            boolean again = !known.see(key);
            if (again && !delta) {
                duplicates.add(anchor.get());
                reject(anchor, object.anchor() + " \"" + anchor.get() + "\" stands more than once in this reading; none of them is used", where);
                return;
            }
            deleted.remove(anchor.get());
            read++;
            long hash = RecordHash.of(attributes);
            if (!again && known.isUnchanged(fingerprint, key, hash)) {
                unchanged++;
                return;
            }
            batch.add(new StagedRecord(anchor.get(), hash, attributes, where));
            if (batch.size() == BATCH) {
                flush();
            }
        }

        private void flush() {
            if (!batch.isEmpty()) {
                store.hub().stage(job.name(), batch);
                batch.clear();
            }
        }

        private void reject(Optional<String> anchor, String reason, String where) {
            cycle.count(Counted.REJECTED, 1);
            if (rejections.size() == REJECTIONS) {
                notListed++;
                return;
            }
            rejections.add(letter(anchor, reason, where));
        }

        private DeadLetter letter(Optional<String> anchor, String reason, String where) {
            return new DeadLetter(0, job.name(), cycle.id(), Optional.empty(), anchor.orElse(""), anchor, Optional.empty(),
                    OutcomeKind.INVALID, reason, where, 1, cycle.now());
        }

        void conclude(JobState state) {
            store.inTransaction(() -> {
                store.hub().unstage(job.name(), duplicates);
                store.hub().stageAbsence(job.name(), deleted);
                cycle.count(Counted.ABSENT, deleted.size());
                boolean complete = !delta && ended && isPlausible(state) && concludeAbsence(state);
                if (complete && duplicates.isEmpty()) {
                    known.remember(store.hub(), job.name(), !anonymousRejection);
                }
                logNewRejections();
                remember(state, complete);
            });
        }

        /** An empty or much smaller source is a failed one. */
        private boolean isPlausible(JobState state) {
            InboundJob.Completeness limits = job.completeness();
            long count = known.seen();
            if (count == 0 && !limits.allowEmpty()) {
                cycle.fail("the source has no records; that counts as a failed read unless completeness.allowEmpty is true (" + job.file() + ")");
            } else if (count < limits.minRecords()) {
                cycle.fail("the source has " + count + " records, fewer than completeness.minRecords " + limits.minRecords() + " (" + job.file() + ")");
            } else if (state.lastFullCount() > 0 && count < state.lastFullCount() * (1 - limits.maxShrink())) {
                cycle.fail("the source has " + count + " records where the last full read had " + state.lastFullCount()
                        + "; fewer by more than completeness.maxShrink (" + job.file() + "). Nobody is taken for gone");
            } else {
                return true;
            }
            return false;
        }

        /**
         * Who is missing from a complete reading is gone; unless they are too many. Then these are other records, or the same under other keys,
         * and the newcomers among them would get a second account each: nothing comes of missing and new ones.
         *
         * @return whether the reading stands
         */
        private boolean concludeAbsence(JobState state) {
            List<String> missing = new ArrayList<>();
            List<String> newcomers = new ArrayList<>();
            if (known.missesSome()) {
                store.hub().eachRecordHash(job.name(), (anchor, hash, staged) -> {
                    long key = RecordHash.ofText(anchor);
                    if (!known.isSeen(key)) {
                        missing.add(anchor);
                    } else if (staged && !known.isKnown(key)) {
                        newcomers.add(anchor);
                    }
                });
            }
            if (state.lastFullCount() > 0 && missing.size() > state.lastFullCount() * job.completeness().maxShrink()) {
                cycle.fail(missing.size() + " of the " + state.lastFullCount() + " records of the last full read are not in this one, and "
                        + newcomers.size() + " are new: more than completeness.maxShrink (" + job.file()
                        + "). Has " + object.anchor() + ", which identifies them, changed? Nobody is taken for gone, and nobody for new");
                inBatches(newcomers, batchOfThem -> store.hub().unstage(job.name(), batchOfThem));
                return false;
            }
            if (anonymousRejection) {
                cycle.count("absence-not-concluded", 1);
            } else {
                inBatches(missing, batchOfThem -> store.hub().stageAbsence(job.name(), batchOfThem));
                cycle.count(Counted.ABSENT, missing.size());
            }
            return true;
        }

        private void inBatches(List<String> anchors, Consumer<List<String>> use) {
            for (int from = 0; from < anchors.size(); from += BATCH) {
                use.accept(anchors.subList(from, Math.min(anchors.size(), from + BATCH)));
            }
        }

        private void logNewRejections() {
            List<DeadLetter> all = new ArrayList<>(rejections);
            if (notListed > 0) {
                all.add(letter(Optional.empty(), notListed + " more records were rejected, which are not listed one by one", ""));
            }
            if (delta || !ended) {
                all.addAll(stillRejected());
            }
            List<DeadLetter> unheard = store.changes().replaceRejections(job.name(), all);
            List<LogEntry> entries = new ArrayList<>();
            for (DeadLetter letter : unheard) {
                entries.add(new LogEntry(cycle.now(), cycle.id(), job.name(), "", letter.anchor().orElse(""), job.system(), "", "read",
                        LogEntry.Status.FAILURE, (letter.where().isEmpty() ? "" : letter.where() + ": ") + letter.reason(), List.of(),
                        List.of("read: rejected"), 1, 0, cycle.initiatedBy()));
            }
            store.log().append(entries);
            cycle.listener().buried(cycle, unheard);
        }

        /** What was rejected before and has not been read now: a reading of a part says nothing about the rest. */
        private List<DeadLetter> stillRejected() {
            return store.changes().deadLetters(Optional.of(job.name()), 2 * REJECTIONS).stream()
                    .filter(letter -> letter.change().isEmpty() && letter.anchor().filter(anchor -> known.isSeen(RecordHash.ofText(anchor))).isEmpty())
                    .toList();
        }

        private void remember(JobState state, boolean complete) {
            Optional<String> next = ended ? watermark.or(state::watermark) : state.watermark();
            store.cycles().state(job.name(), new JobState(state.fingerprint(), state.evaluatedVersion(), next,
                    complete ? known.seen() : state.lastFullCount(), complete ? Optional.of(cycle.now()) : state.lastFullAt()));
        }
    }
}
