package io.caravan.engine;

import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.EarlierRecord;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.mapping.EffectiveDate;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.InboundJob;
import io.caravan.plan.EffectiveRecords;
import io.caravan.plan.InboundValues;
import io.caravan.plan.MappingEvaluation;
import io.caravan.subject.Attributes;
import io.caravan.subject.Lifecycle;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records of a job that says from when they are true. Where a record says by now what is true later, what it said before is kept beside it, and is
 * true until then; what had not begun is not kept: its source has taken it back.
 */
final class DatedRecords {

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final ZoneId zone;

    /** A record on its way to its identity. */
    record Dated(SourceRow row, OptionalLong identityId) {
    }

    DatedRecords(StateStore store, Cycle cycle, InboundJob job, ZoneId zone) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.zone = zone;
    }

    /**
     * @param passed what is mapped
     * @param record as it was read, and is stored: from when it is true is asked of that for as long as it is
     * @throws FormulaException when nobody can tell from when it is true, or a route has made another day of it
     */
    void check(FormulaInput values, Attributes passed, Attributes record) {
        EffectiveDate asOf = job.asOf().orElseThrow();
        try {
            from(values, Attributes.empty());
        } catch (IllegalArgumentException unreadable) {
            throw new FormulaException(unreadable.getMessage());
        }
        if (!passed.equals(record) && !EffectiveRecords.said(asOf, values, zone).equals(EffectiveRecords.said(asOf, evaluation(record), zone))) {
            throw new FormulaException("asOf (" + asOf.value().position() + ") is another day in the record as it was read than behind direct:records-" + job.system()
                    + "; compute it in the mapping");
        }
    }

    /**
     * Before these records are stored: what those said that are stored, and is true for now.
     *
     * @param routed whether a route makes something of them first: what it would make of an earlier one today, nobody knows
     */
    void keepEarlier(Collection<Dated> records, boolean routed) {
        List<Long> ids = records.stream().map(Dated::identityId).flatMap(id -> id.stream().boxed()).distinct().toList();
        if (ids.isEmpty()) {
            return;
        }
        Map<String, KnownRecord> read = store.hub().recordsOf(ids).values().stream().flatMap(List::stream).filter(one -> one.job().equals(job.name()))
                .collect(Collectors.toMap(one -> one.row().anchor(), one -> one, (one, other) -> one));
        Map<String, Contribution> said = store.hub().contributions(ids).values().stream().flatMap(List::stream).filter(one -> one.job().equals(job.name()))
                .collect(Collectors.toMap(Contribution::anchor, one -> one, (one, other) -> one));
        Map<String, EarlierRecord> kept = store.hub().earlier(ids).values().stream().flatMap(List::stream).filter(one -> one.job().equals(job.name()))
                .collect(Collectors.toMap(EarlierRecord::anchor, one -> one, (one, other) -> one));
        Map<String, Optional<EarlierRecord>> keep = new LinkedHashMap<>();
        for (Dated record : records) {
            String anchor = record.row().anchor();
            if (!record.row().absent() && read.containsKey(anchor) && read.get(anchor).row().absent()) {
                keep.put(anchor, Optional.empty()); // its source had taken it back
            } else if (!record.row().absent() && read.containsKey(anchor)) {
                EarlierRecord last = new EarlierRecord(job.name(), anchor, read.get(anchor).row().attributes(),
                        Optional.ofNullable(said.get(anchor)).map(Contribution::attributes).orElse(Attributes.empty()));
                Optional<EarlierRecord> before = earlier(record.row().attributes(), Stream.concat(Stream.of(last), Optional.ofNullable(kept.get(anchor)).stream()).toList())
                        .map(one -> routed ? one : mappedAnew(one));
                if (before.isPresent() || kept.containsKey(anchor)) {
                    keep.put(anchor, before);
                }
            }
        }
        if (!keep.isEmpty()) {
            store.hub().keepEarlier(job.name(), keep);
        }
    }

    /** Of what was said before, what is true for now, and is not true any more by what is said by now. Where nobody can tell from when that is true, all stands. */
    private Optional<EarlierRecord> earlier(Attributes now, List<EarlierRecord> before) {
        Optional<Instant> from = moment(now, Attributes.empty());
        List<EarlierRecord> begun = before.stream().filter(one -> moment(one.read(), one.attributes()).filter(began -> !began.isAfter(cycle.now())).isPresent()).toList();
        if (from.isEmpty()) {
            return begun.stream().findFirst().or(() -> before.stream().filter(one -> moment(one.read(), one.attributes()).isPresent()).findFirst());
        }
        return begun.stream().filter(one -> moment(one.read(), one.attributes()).filter(began -> began.isBefore(from.get())).isPresent()).findFirst();
    }

    /** With what the mapping makes of it today. */
    private EarlierRecord mappedAnew(EarlierRecord one) {
        try {
            MappingEvaluation values = evaluation(one.read());
            boolean inScope = job.include().isEmpty() || job.include().get().test(values);
            return new EarlierRecord(one.job(), one.anchor(), one.read(), inScope ? InboundValues.of(job.mapping(), values, Set.of(), zone).attributes() : Attributes.empty());
        } catch (RuntimeException failed) { // what it said stands
            return one;
        }
    }

    private Optional<Instant> moment(Attributes record, Attributes said) {
        try {
            return Optional.of(from(evaluation(record), said));
        } catch (FormulaException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private Instant from(FormulaInput values, Attributes said) {
        EffectiveDate asOf = job.asOf().orElseThrow();
        return EffectiveRecords.from(asOf, values, EffectiveRecords.zone(said.text(Lifecycle.TIME_ZONE).orElse(""), zone));
    }

    private MappingEvaluation evaluation(Attributes record) {
        return new MappingEvaluation(job.mapping(), record, Optional.empty(), Set.of(), new InboundContext(cycle, ""));
    }
}
