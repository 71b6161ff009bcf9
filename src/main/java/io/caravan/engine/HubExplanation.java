package io.caravan.engine;

import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Mapping;
import io.caravan.plan.Authority;
import io.caravan.plan.Authority.Statement;
import io.caravan.plan.Change;
import io.caravan.plan.MappingEvaluation;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where what the hub knows of an identity comes from: its source records, and for each attribute the source whose word
 * counts and the rule it came by. Values that mappings hide are hidden here, too.
 *
 * @param records what was read
 * @param origins of the identity's attributes, in their order
 */
public record HubExplanation(List<Record> records, List<Origin> origins) {

    /**
     * One source record.
     *
     * @param where       where it was read (file:line)
     * @param absentSince when its source stopped having it
     * @param outOfScope  why the job leaves it aside; empty when it does not
     * @param counts      of several records of one person in one source, whether this one counts and why; else empty
     */
    public record Record(String job, String system, String anchor, String where, Optional<Instant> absentSince, Attributes attributes,
                         Optional<String> outOfScope, String counts) {
    }

    /**
     * One attribute.
     *
     * @param job   whose word counts; empty when the hub itself says so
     * @param text  how the value came about
     * @param where the rule, as file:line:column; may be empty
     * @param also  the other jobs that say something about it, with less authority
     */
    public record Origin(String attribute, Object value, String job, String text, String where, List<String> also) {
    }

    public HubExplanation {
        records = List.copyOf(records);
        origins = List.copyOf(origins);
    }

    /** Where what is known comes from, and not what it is. */
    public HubExplanation withoutValues() {
        return new HubExplanation(records.stream().map(record -> new Record(record.job(), record.system(), record.anchor(), record.where(), record.absentSince(),
                Attributes.empty(), Optional.empty(), "")).toList(), List.of());
    }

    /** Explains an identity. */
    public static HubExplanation of(HubStore hub, List<InboundJob> jobs, ZoneId zone, Identity identity, Instant now) {
        return new Explaining(hub, jobs, now).identity(identity, new Authority(jobs, zone));
    }

    /** Explains the records with an anchor that belong to nobody. */
    public static HubExplanation ofRecords(HubStore hub, List<InboundJob> jobs, String anchor, Instant now) {
        return new HubExplanation(new Explaining(hub, jobs, now).records(anchor).toList(), List.of());
    }

    private static final class Explaining {

        private final HubStore hub;
        private final List<InboundJob> jobs;
        private final Instant now;

        private Explaining(HubStore hub, List<InboundJob> jobs, Instant now) {
            this.hub = hub;
            this.jobs = jobs;
            this.now = now;
        }

        HubExplanation identity(Identity identity, Authority authority) {
            List<KnownRecord> read = hub.recordsOf(List.of(identity.id())).getOrDefault(identity.id(), List.of());
            List<Statement> said = Merging.statements(hub.contributions(List.of(identity.id())).getOrDefault(identity.id(), List.of()).stream()
                    .filter(each -> job(each.job()).isPresent()).toList(), read, KeptRecords.of(hub, jobs, List.of(identity.id())).getOrDefault(identity.id(), List.of()));
            Map<Statement, String> why = authority.whyTheyCount(said, now);
            List<Record> records = said.stream().flatMap(each -> known(each, read).map(known ->
                    record(job(each.job()).orElseThrow(), known, each.absentSince(), why.getOrDefault(each, ""))).stream()).toList();
            Map<String, Statement> counting = authority.thatCount(said, now);
            List<Origin> origins = new ArrayList<>();
            identity.attributes().asMap().forEach((name, value) -> {
                Optional<Statement> by = Optional.ofNullable(counting.get(name));
                List<String> also = said.stream().filter(each -> each.attributes().get(name) != null && by.map(one -> !one.job().equals(each.job())).orElse(true))
                        .map(Statement::job).distinct().toList();
                origins.add(origin(name, value, by.flatMap(one -> job(one.job())), by.flatMap(one -> known(one, read)), also));
            });
            return new HubExplanation(records, origins);
        }

        private static Optional<KnownRecord> known(Statement said, List<KnownRecord> read) {
            return read.stream().filter(record -> record.job().equals(said.job()) && record.row().anchor().equals(said.anchor())).findFirst()
                    .map(record -> new KnownRecord(record.job(), new SourceRow(said.anchor(), said.record(), record.row().hash(), record.row().absent(), record.row().where(),
                            record.row().identityId())));
        }

        java.util.stream.Stream<Record> records(String anchor) {
            return hub.recordsWith(anchor).stream().filter(known -> known.row().identityId().isEmpty())
                    .flatMap(known -> job(known.job()).map(job -> record(job, known, Optional.empty(), "")).stream());
        }

        private Optional<InboundJob> job(String name) {
            return jobs.stream().filter(job -> job.name().equals(name)).findFirst();
        }

        private Record record(InboundJob job, KnownRecord known, Optional<Instant> absentSince, String counts) {
            Set<String> hidden = secretInputs(job.mapping());
            Attributes attributes = Attributes.of(masked(known.row().attributes(), hidden));
            MappingEvaluation values = evaluation(job, known);
            Optional<String> aside = job.include().filter(include -> !include.test(values)).map(include ->
                    (include.attributes().stream().anyMatch(hidden::contains) ? include.source() + " is false" : include.explain(values))
                            + " (" + include.position() + ")");
            return new Record(job.name(), job.system(), known.row().anchor(), known.row().where(), absentSince, attributes, aside, counts);
        }

        private Origin origin(String name, Object value, Optional<InboundJob> job, Optional<KnownRecord> read, List<String> also) {
            if (jobs.stream().anyMatch(each -> each.mapping().sensitive(Set.of()).contains(name))) {
                return new Origin(name, Change.SENSITIVE, job.map(InboundJob::name).orElse(""), name + " = " + Change.SENSITIVE, "", also);
            }
            Optional<AttributeRule> rule = job.map(each -> each.mapping().attributes().get(name));
            if (rule.isEmpty() || read.isEmpty()) {
                return new Origin(name, value, job.map(InboundJob::name).orElse(""), name + " is kept by the hub", "", also);
            }
            return new Origin(name, value, job.get().name(), text(job.get(), read.get(), rule.get()),
                    rule.get().position().toString(), also);
        }

        private String text(InboundJob job, KnownRecord known, AttributeRule rule) {
            try {
                return evaluation(job, known).explain(rule.name());
            } catch (FormulaException failed) {
                return failed.getMessage();
            }
        }

        private MappingEvaluation evaluation(InboundJob job, KnownRecord known) {
            Cycle cycle = new Cycle(0, job, false, new Cycle.Start(now, "explain", 0), Set.of(), CycleListener.NONE);
            return new MappingEvaluation(job.mapping(), known.row().attributes(), Optional.empty(), Set.of(),
                    new InboundContext(cycle, known.row().anchor()));
        }

        /** What a hidden value is made from is as secret as the value. */
        private static Set<String> secretInputs(Mapping mapping) {
            Set<String> secrets = new HashSet<>();
            Set<String> sensitive = mapping.sensitive(Set.of());
            mapping.attributes().values().stream().filter(rule -> sensitive.contains(rule.name())).forEach(rule -> {
                if (rule.source() instanceof Source.Value value) {
                    secrets.addAll(inputs(value.formula(), mapping));
                }
            });
            return secrets;
        }

        private static Set<String> inputs(Formula formula, Mapping mapping) {
            Set<String> inputs = new HashSet<>(formula.attributes());
            formula.names().stream().map(mapping.defines()::get).filter(java.util.Objects::nonNull).forEach(define -> inputs.addAll(define.attributes()));
            return inputs;
        }

        private static Map<String, Object> masked(Attributes attributes, Set<String> hidden) {
            Map<String, Object> masked = new LinkedHashMap<>(attributes.asMap());
            masked.replaceAll((name, value) -> value != null && hidden.contains(name) ? Change.SENSITIVE : value);
            return masked;
        }
    }
}
