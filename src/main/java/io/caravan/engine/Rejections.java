package io.caravan.engine;

import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.InboundJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of one reading that could not be used, each with its reason and place. Not thread-safe. */
final class Rejections {

    /** So many are kept of one reading; the rest is counted. A file in a wrong format rejects every line. */
    private static final int MOST = 10_000;

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final KnownRecords known;
    private final List<DeadLetter> letters = new ArrayList<>();
    private long notListed;

    Rejections(StateStore store, Cycle cycle, InboundJob job, KnownRecords known) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.known = known;
    }

    void add(Optional<String> anchor, String reason, String where) {
        if (letters.size() == MOST) {
            notListed++;
        } else {
            letters.add(letter(anchor, reason, where));
        }
    }

    private DeadLetter letter(Optional<String> anchor, String reason, String where) {
        return DeadLetter.record(job.name(), new SubjectKey(job.kind(), anchor.orElse("")), anchor, where,
                new DeadLetter.Failure(ChangeStore.Stage.READ, OutcomeKind.INVALID, reason, 1, cycle.id(), cycle.now()));
    }

    /**
     * Counts them, keeps them in place of those of the reading before, and logs those that are new.
     *
     * @param inPart whether only a part of the source was read, which says nothing about the rest
     */
    void log(boolean inPart) {
        cycle.count(Counted.REJECTED, letters.size() + notListed);
        List<DeadLetter> all = new ArrayList<>(letters);
        if (notListed > 0) {
            all.add(letter(Optional.empty(), notListed + " more records were rejected, which are not listed one by one", ""));
        }
        if (inPart) {
            all.addAll(stillRejected());
        }
        List<DeadLetter> unheard = store.changes().replaceRejections(job.name(), all);
        List<LogEntry> entries = new ArrayList<>();
        for (DeadLetter letter : unheard) {
            entries.add(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.record(SubjectKey.NONE, job.system(), letter.anchor().orElse("")), LogAction.READ,
                    LogEntry.Result.of(LogEntry.Status.FAILURE, (letter.where().isEmpty() ? "" : letter.where() + ": ") + letter.reason()), List.of(),
                    List.of("read: rejected")));
        }
        store.log().append(entries);
        cycle.listener().deadLettered(cycle, unheard);
    }

    /** What was rejected before and has not been read now. */
    private List<DeadLetter> stillRejected() {
        return store.changes().deadLetters(Optional.of(job.name()), 2 * MOST).stream()
                .filter(letter -> letter.stage() == ChangeStore.Stage.READ && letter.anchor().filter(anchor -> known.isSeen(RecordHash.ofText(anchor))).isEmpty())
                .toList();
    }
}
