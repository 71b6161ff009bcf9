package io.caravan.engine;

import io.caravan.engine.HubStore.EarlierRecord;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records of a job that says from when they are true: from when, and what of what they said before is true for now. */
final class DatedRecords {

    private final Cycle cycle;
    private final InboundJob job;
    private final ZoneId zone;

    DatedRecords(Cycle cycle, InboundJob job, ZoneId zone) {
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

    /** Of what was said before, what is true for now, and is not true any more by what is said by now. */
    Optional<EarlierRecord> stillTrue(Attributes now, List<EarlierRecord> before) {
        Optional<Instant> from = moment(now, Attributes.empty());
        return before.stream().filter(this::hasBegun).filter(one -> from.isPresent() && began(one).orElseThrow().isBefore(from.get())).findFirst();
    }

    boolean hasBegun(EarlierRecord one) {
        return began(one).filter(moment -> !moment.isAfter(cycle.now())).isPresent();
    }

    /**
     * It had not begun, and nothing can be made of the record as it is by now: from its day on, but not before the one that the record says; where that
     * cannot be read, the last that could be stands.
     */
    Optional<Instant> notBefore(Attributes now, EarlierRecord one) {
        Optional<Instant> own = moment(one.read(), one.attributes());
        return moment(now, one.attributes()).or(one::notBefore).filter(day -> own.isEmpty() || day.isAfter(own.get()));
    }

    private Optional<Instant> began(EarlierRecord one) {
        return moment(one.read(), one.attributes()).map(own -> one.notBefore().filter(later -> later.isAfter(own)).orElse(own));
    }

    /** With what the mapping makes of it today. */
    EarlierRecord mappedAnew(EarlierRecord one) {
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
