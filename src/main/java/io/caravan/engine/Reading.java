package io.caravan.engine;

import io.caravan.connector.DeltaLostException;
import io.caravan.connector.DisbelievedException;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.SourceItem;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.HubStore.StagedRecord;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import io.caravan.subject.Openness;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.InboundJob;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One read of a source under way: stages what differs, and says in the end what may be concluded from it. Not thread-safe. */
final class Reading {

    private static final int BATCH = 1000;

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final ObjectSpec object;
    private final boolean delta;
    private final KnownRecords known;
    private final DeclaredNames names;
    private final ReadingApproval approval;
    private final Vanishing vanishing;
    private final Rejections rejections;
    private final MemberLists lists;
    /** What says whether an account is open, where the mapping reads it. */
    private final Optional<String> state;
    private final List<StagedRecord> batch = new ArrayList<>(BATCH);
    /** Of a delta: what has been read, and is looked at once what is known of it is. */
    private final List<SourceItem> arrived = new ArrayList<>();
    private final Set<String> deleted = new LinkedHashSet<>();
    private final Set<String> duplicates = new LinkedHashSet<>();
    private Optional<String> watermark = Optional.empty();
    private Optional<String> memory = Optional.empty();
    private boolean ended;
    private boolean anonymousRejection;
    private long taken;
    private long read;
    private long unchanged;
    private long staged;

    // Six: whose reading it is, of what, and what it may do; they have no life apart from this one.
    Reading(StateStore store, Cycle cycle, InboundJob job, ObjectSpec object, boolean delta, ReadingApproval approval) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.object = object;
        this.delta = delta;
        this.known = delta ? KnownRecords.ofSome(store.hub(), job.name()) : KnownRecords.of(store.hub(), job.name(), cycle.full());
        this.names = new DeclaredNames(job, object);
        this.approval = approval;
        this.vanishing = new Vanishing(job, object.anchor(), approval.vanish());
        this.rejections = new Rejections(store, cycle, job, known);
        this.lists = new MemberLists(store, job, object);
        this.state = object.enabledBy().filter(job.reads()::contains);
    }

    /**
     * Reads to the end, or until it fails; tells when nothing of it may be used.
     *
     * @throws DeltaLostException when everything has to be read instead; nothing of this one may be used
     */
    Optional<DisbelievedException> take(SystemPort system, JobState state) {
        Optional<DisbelievedException> disbelieved = Optional.empty();
        try {
            SourceReading items = system.read(job.object(), job.reads(), delta ? state.watermark() : Optional.empty());
            try (items) {
                take(items);
            } finally {
                memory = items.memory();
            }
        } catch (DeltaLostException lost) {
            throw lost;
        } catch (DisbelievedException nothing) {
            disbelieved = Optional.of(nothing);
        } catch (OutcomeException failed) {
            cycle.goOn();
            cycle.refused(failed.outcome().kind());
            cycle.count(Counted.NOT_READ, 1);
            cycle.fail("reading " + system.spec().name() + " failed: " + failed.outcome().message());
        }
        lookedUp();
        flush();
        return disbelieved;
    }

    private void take(SourceReading items) {
        items.recall(store.cycles().systemMemory(job.name()));
        if (!delta) {
            items.passOver(this::passes);
        }
        boolean more = items.hasNext();
        ReadingAge.check(job, items, cycle.now());
        items.names().ifPresent(names::known);
        while (more) {
            cycle.goOn();
            if (delta) {
                lookUp(items.next());
            } else {
                item(items.next(), items.fingerprint());
            }
            advance();
            more = items.hasNext();
        }
        cycle.listener().advances(cycle, ReadStep.STEP, taken % BATCH);
        if (!delta && known.seen() > 0) {
            names.checkSeen();
        }
        watermark = items.watermark();
        ended = true;
    }

    private boolean passes(long fingerprint) {
        cycle.goOn();
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
            cycle.listener().advances(cycle, ReadStep.STEP, BATCH);
        }
    }

    /** Of all that is known, a delta needs only what it brings: that is asked for page by page. */
    private void lookUp(SourceItem item) {
        arrived.add(item);
        if (arrived.size() == BATCH) {
            lookedUp();
        }
    }

    private void lookedUp() {
        List<String> anchors = new ArrayList<>();
        for (SourceItem item : arrived) {
            (item instanceof SourceItem.Read read ? anchor(withPlainKey(read.attributes())) : item instanceof SourceItem.Deleted gone ? Optional.of(KeyText.of(gone.anchor()))
                    : Optional.<String>empty()).ifPresent(anchors::add);
        }
        known.lookUp(store.hub(), job.name(), anchors);
        arrived.forEach(item -> item(item, 0));
        arrived.clear();
    }

    private Optional<String> anchor(Attributes attributes) {
        return attributes.text(object.anchor()).map(KeyText::of).filter(text -> !text.isEmpty());
    }

    private void item(SourceItem item, long fingerprint) {
        if (item instanceof SourceItem.Read read) {
            names.see(read.attributes());
            if (state.filter(name -> Openness.isUnclear(read.attributes().get(name))).isPresent()) {
                unclear(read);
            } else {
                good(read, fingerprint);
            }
        } else if (item instanceof SourceItem.Rejected rejected) {
            rejected(rejected.anchor().map(KeyText::of), rejected.reason(), rejected.where());
        } else if (item instanceof SourceItem.Deleted gone && (!delta || known.isKnown(RecordHash.ofText(KeyText.of(gone.anchor()))))) {
            deleted.add(KeyText.of(gone.anchor()));
        }
    }

    /** What stands in it is not used, and nobody is taken for gone by that; where nobody knows whose it is, it may be anybody's. */
    private void rejected(Optional<String> anchor, String reason, String where) {
        anchor.ifPresentOrElse(key -> known.see(RecordHash.ofText(key)), () -> anonymousRejection = true);
        rejections.add(anchor, reason, where);
    }

    /** Whether somebody is still there is said in a word that nobody knows: neither she nor anybody else comes or goes by that. */
    private void unclear(SourceItem.Read read) {
        rejected(anchor(withPlainKey(read.attributes())), state.get() + " is \"" + read.attributes().get(state.get()) + "\", which says neither that it is open nor that it is closed. If it means one of the two: the settings of "
                + job.system() + " say which words do, such as disabledValue", read.where());
    }

    private void good(SourceItem.Read asRead, long fingerprint) {
        Attributes attributes = withPlainKey(asRead.attributes());
        String where = asRead.where();
        Optional<String> anchor = anchor(attributes);
        if (anchor.isEmpty()) {
            anonymousRejection = true;
            rejections.add(Optional.empty(), "it has no value in " + object.anchor() + ", which identifies it", where);
            return;
        }
        long key = RecordHash.ofText(anchor.get());
        boolean again = !known.see(key);
        if (again && !delta) {
            duplicates.add(anchor.get());
            rejections.add(anchor, object.anchor() + " \"" + anchor.get() + "\" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule", where);
            return;
        }
        deleted.remove(anchor.get());
        read++;
        MemberLists.Taken taken = lists.take(anchor.get(), attributes, asRead.partial());
        if (!again && known.isUnchanged(fingerprint, key, taken.hash())) {
            unchanged++;
            return;
        }
        batch.add(new StagedRecord(anchor.get(), taken.hash(), taken.rest(), where));
        taken.list().ifPresent(lists::add);
        if (batch.size() == BATCH || lists.isFull()) {
            flush();
        }
    }

    /** The key as everybody is to see it: not padded to a width, nor with the fraction that a column of numbers gives to a whole one. */
    private Attributes withPlainKey(Attributes read) {
        Object key = read.get(object.anchor());
        Object plain = key instanceof String text ? KeyText.of(text) : key instanceof BigDecimal number ? plain(number) : key;
        return plain == key || plain.equals(key) ? read : read.with(Map.of(object.anchor(), plain));
    }

    private static Object plain(BigDecimal number) {
        BigDecimal whole = number.stripTrailingZeros();
        return whole.scale() <= 0 && number.scale() > 0 ? whole.toBigInteger().toString() : number;
    }

    private void flush() {
        if (!batch.isEmpty()) {
            store.inTransaction(() -> {
                store.hub().stage(job.name(), batch);
                lists.stage();
            });
            staged += batch.size();
            batch.clear();
        }
    }

    /** Also by a reading before that did not come to its end. */
    private boolean hasStaged() {
        return staged > 0 || known.somethingWaits();
    }

    /** Nothing of this reading is used. What it found is asked for in full next time, whatever was read before. */
    void takeBack() {
        store.inTransaction(() -> {
            memory.ifPresent(words -> store.cycles().systemMemory(job.name(), words));
            if (hasStaged()) {
                ReadStep.takeBack(store, job);
            }
        });
    }

    void conclude(JobState state) {
        Optional<String> vanished = hasStaged() && !known.isEmpty() ? vanishing.tooMany(store.hub()) : Optional.empty();
        if (vanished.isPresent()) {
            takeBack();
            vanishing.tooMuch().forEach((name, people) -> cycle.count(Counted.LET_VANISH + name, people));
            hold(vanished.get());
            return;
        }
        vanishing.letThrough().ifPresent(text -> log(LogEntry.Status.SUCCESS, text + "; let through by " + approval.by()));
        cycle.count(Counted.READ, read);
        cycle.count(Counted.UNCHANGED_RECORDS, unchanged);
        store.inTransaction(() -> {
            memory.ifPresent(words -> store.cycles().systemMemory(job.name(), words));
            Set<String> others = backAsAnother();
            store.hub().unstage(job.name(), duplicates);
            store.hub().unstage(job.name(), others);
            store.hub().stageAbsence(job.name(), deleted);
            cycle.count(Counted.ABSENT, deleted.size());
            boolean complete = !delta && ended && isPlausible() && concludeAbsence(state);
            if (complete && duplicates.isEmpty() && others.isEmpty()) {
                known.remember(store.hub(), job.name(), !anonymousRejection);
            }
            rejections.log(delta || !ended);
            remember(state, complete);
        });
    }

    /** Whoever is there again under a key and seems to be somebody else is looked at first; nobody is taken for gone by that. */
    private Set<String> backAsAnother() {
        boolean othersWereLookedAt = approval.vanish().containsKey(object.anchor()) && vanishing.tooMuch().containsKey(object.anchor());
        Map<String, String> others = hasStaged() && !othersWereLookedAt ? new BackAsAnother(cycle, job, object.anchor()).among(store.hub(), vanishing.overwritten()) : Map.of();
        Set<String> refused = new LinkedHashSet<>(others.keySet());
        refused.removeAll(approval.others());
        refused.forEach(anchor -> rejections.add(Optional.of(anchor), "\"" + anchor + "\" " + others.get(anchor)
                + ": another person would get the accounts of whoever had that key. Whoever is new needs a key of her own; if it is the same person: caravan sync " + job.name()
                + " --full --let-new " + anchor, ""));
        return refused;
    }

    private void hold(String text) {
        cycle.hold(text);
        log(LogEntry.Status.HELD, text);
    }

    /** What was said of the reading as a whole. */
    private void log(LogEntry.Status status, String text) {
        store.log().append(List.of(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.system(job.system()), LogAction.GUARD, LogEntry.Result.of(status, text),
                List.of(), List.of(status == LogEntry.Status.HELD ? "read: held" : "read: let through"))));
    }

    /** An empty source, or one smaller than it is declared to be, is a failed one, whoever has looked. */
    private boolean isPlausible() {
        InboundJob.Completeness limits = job.completeness();
        long count = known.seen();
        if (count == 0 && !limits.allowEmpty()) {
            cycle.fail("the source has no records; that counts as a failed read unless completeness.allowEmpty is true (" + job.file() + ")");
        } else if (count < limits.minRecords()) {
            cycle.fail("the source has " + count + " records, fewer than completeness.minRecords " + limits.minRecords() + " (" + job.file() + ")");
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
        Shrinking shrinking = new Shrinking(job, object.anchor(), known, store.hub(), state.lastFullCount());
        boolean rowsAreClear = !anonymousRejection && duplicates.stream().allMatch(anchor -> known.isKnown(RecordHash.ofText(anchor)));
        Shrinking.Judgement judgement = shrinking.judge(approval, rowsAreClear);
        if (judgement.refusal().isPresent()) {
            cycle.fail(judgement.refusal().get());
            if (judgement.missing() > 0 || !judgement.others().isEmpty()) {
                vanishing.tooMuch().forEach((name, people) -> cycle.count(Counted.LET_VANISH + name, people));
                cycle.count(Counted.LET_SHRINK, judgement.missing());
                judgement.others().forEach(key -> cycle.count(Counted.LET_NEW + key, 1));
            }
            inBatches(judgement.notNew(), batchOfThem -> store.hub().unstage(job.name(), batchOfThem));
            return false;
        }
        judgement.letThrough().forEach(text -> log(LogEntry.Status.SUCCESS, text + "; let through by " + approval.by()));
        concludeAbsence(shrinking.missing());
        return true;
    }

    private void concludeAbsence(List<String> missing) {
        if (anonymousRejection) {
            cycle.count("absence-not-concluded", 1);
        } else {
            inBatches(missing, batchOfThem -> store.hub().stageAbsence(job.name(), batchOfThem));
            cycle.count(Counted.ABSENT, missing.size());
        }
    }

    private void inBatches(List<String> anchors, Consumer<List<String>> use) {
        for (int from = 0; from < anchors.size(); from += BATCH) {
            use.accept(anchors.subList(from, Math.min(anchors.size(), from + BATCH)));
        }
    }

    private void remember(JobState state, boolean complete) {
        Optional<String> read = watermark.filter(mark -> !ReadStep.liesAhead(mark, cycle.now()));
        Optional<String> before = state.watermark().filter(mark -> !ReadStep.liesAhead(mark, cycle.now()));
        // of a full reading that did not stand nobody knows what it hid: the next one is full again
        Optional<String> next = !ended ? state.watermark() : delta ? read.or(() -> before) : complete ? read : Optional.empty();
        store.cycles().state(job.name(), state.read(next, complete ? known.seen() : state.lastFullCount(),
                complete ? Optional.of(cycle.now()) : state.lastFullAt()));
    }
}
