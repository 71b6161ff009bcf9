package io.caravan.engine;

import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.InboundJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Source records that came to nothing when they were resolved, or not to all they should. Each stays a dead letter until it does. Serves one page. */
final class Unresolved {

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final boolean hasLetters;
    private final List<DeadLetter> letters = new ArrayList<>();

    /** @param hasLetters whether there may be any of these records, from earlier cycles */
    Unresolved(StateStore store, Cycle cycle, InboundJob job, boolean hasLetters) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.hasLetters = hasLetters;
    }

    /** @param outcome {@code invalid} when the mapping failed, {@code conflict} when several identities match */
    void add(SourceRow row, OutcomeKind outcome, String reason) {
        letters.add(DeadLetter.record(job.name(), new SubjectKey(job.kind(), row.anchor()), Optional.of(row.anchor()), row.where(),
                new DeadLetter.Failure(ChangeStore.Stage.RESOLVE, outcome, reason, 1, cycle.id(), cycle.now())));
    }

    /** Part of the transaction that stores what became of these rows. */
    void settle(List<SourceRow> rows) {
        if (hasLetters) {
            Set<String> resolved = new HashSet<>(rows.stream().map(SourceRow::anchor).toList());
            letters.forEach(letter -> resolved.remove(letter.anchor().orElseThrow()));
            store.changes().resolved(job.name(), resolved);
        }
        store.changes().saveDeadLetters(letters);
        cycle.listener().deadLettered(cycle, letters);
    }
}
