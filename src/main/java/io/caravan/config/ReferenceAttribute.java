package io.caravan.config;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.subject.Attributes;
import io.caravan.subject.Reference;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.InboundJob;
import io.caravan.plan.MappingEvaluation;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * By which attribute of the hub a reference finds people when it does not say so: the one that records are recognised by. Where
 * the jobs that make people differ in that, there is none.
 *
 * @param by         empty when a reference has to say so
 * @param candidates the attribute of each job that has one, by job
 */
record ReferenceAttribute(Optional<String> by, Map<String, String> candidates) {

    /** For projects that cannot be read as a whole: nothing is reported that may only follow from that. */
    static final ReferenceAttribute UNKNOWN = new ReferenceAttribute(Optional.of(Reference.KEY), Map.of());

    /** A key as no mapping has it as a constant. */
    private static final String SAMPLE = "K7 sample";

    static ReferenceAttribute of(List<InboundJob> inbound, Map<String, SystemSpec> systems) {
        List<InboundJob> makers = makers(inbound);
        if (makers.isEmpty() || makers.size() == 1 && makers.get(0).match().isEmpty()) {
            return new ReferenceAttribute(Optional.of(Reference.KEY), Map.of());
        }
        Map<String, String> candidates = new LinkedHashMap<>();
        makers.forEach(job -> candidate(job, systems).ifPresent(attribute -> candidates.put(job.name(), attribute)));
        Set<String> different = new TreeSet<>(candidates.values());
        return new ReferenceAttribute(different.size() == 1 ? different.stream().findFirst() : Optional.empty(), candidates);
    }

    /** What its first match rule compares; without one, the attribute that holds its source's key. */
    private static Optional<String> candidate(InboundJob job, Map<String, SystemSpec> systems) {
        return job.match().isEmpty() ? keyAttributes(job, systems).stream().map(AttributeRule::name).findFirst()
                : Optional.of(job.match().get(0).attribute());
    }

    private static List<InboundJob> makers(List<InboundJob> inbound) {
        return inbound.stream().filter(InboundJob::creates).sorted(Comparator.comparing(InboundJob::name)).toList();
    }

    /** Two sources whose keys reach one attribute as they are: the same key in both may be two people. */
    static void warnOfSharedKeys(List<InboundJob> inbound, Map<String, SystemSpec> systems, Problems problems) {
        Map<String, InboundJob> first = new LinkedHashMap<>();
        for (InboundJob job : makers(inbound)) {
            for (AttributeRule rule : keyAttributes(job, systems)) {
                InboundJob other = first.putIfAbsent(job.kind() + " " + rule.name(), job);
                boolean another = other != null && !(other.system().equals(job.system()) && other.object().equals(job.object()));
                if (another) {
                    problems.add(sharedKeys(rule, job, other));
                }
            }
        }
    }

    private static Problem sharedKeys(AttributeRule rule, InboundJob job, InboundJob other) {
        Position position = rule.position();
        boolean oneAndTheSame = job.match().stream().anyMatch(match -> match.attribute().equals(rule.name()));
        return Problem.warning(ProblemCode.SHARED_KEYS, position, "\"" + rule.name() + "\" holds the key of this source and, by the job \"" + other.name()
                + "\", of another: the same key in both " + (oneAndTheSame ? "is taken for one person" : "is two people whom no reference can tell apart"),
                "put something before it that tells the sources apart, such as " + job.name() + "-, unless a key can never stand in both for different people");
    }

    /** Attributes that are given the source's key and nothing else. */
    private static List<AttributeRule> keyAttributes(InboundJob job, Map<String, SystemSpec> systems) {
        Optional<String> anchor = Optional.ofNullable(systems.get(job.system())).map(system -> system.connector().objects().get(job.object())).map(ObjectSpec::anchor);
        return anchor.map(key -> job.mapping().attributes().values().stream().filter(rule -> passesOn(job, rule, key)).toList()).orElse(List.of());
    }

    private static boolean passesOn(InboundJob job, AttributeRule rule, String key) {
        boolean readsOnlyTheKey = rule.source() instanceof AttributeRule.Source.Value value && value.formula().attributes().equals(Set.of(key));
        if (!readsOnlyTheKey) {
            return false;
        }
        try {
            return SAMPLE.equals(new MappingEvaluation(job.mapping(), Attributes.of(Map.of(key, SAMPLE)), Optional.empty(), Set.of(),
                    new MappingExamples.Alone(Instant.EPOCH)).value(rule.name()));
        } catch (RuntimeException wantsAnotherKey) {
            return false;
        }
    }

    /** What is wrong with a reference that leaves open whom it means. */
    Problem unclear(Position position) {
        String differ = candidates.isEmpty() ? "no job that makes people compares or maps their key"
                : String.join(", ", candidates.entrySet().stream().map(each -> each.getKey() + " recognises people by " + each.getValue()).toList());
        return Problem.error(ProblemCode.REFERENCE_UNCLEAR, position, "it is not clear by which attribute this finds people: " + differ,
                "write reference: {by: " + candidates.values().stream().findFirst().orElse("ATTRIBUTE") + ", value: …}");
    }
}
