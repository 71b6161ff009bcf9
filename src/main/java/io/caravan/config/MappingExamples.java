package io.caravan.config;

import io.caravan.config.ExampleResult.Difference;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.subject.Attributes;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Example;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.MembershipRule;
import io.caravan.mapping.Names;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.EvaluationContext;
import io.caravan.plan.InboundValues;
import io.caravan.plan.MappingEvaluation;
import io.caravan.plan.Referent;
import io.caravan.plan.ValueComparison;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Runs the {@code examples} of mappings, with nothing around them: every name is free, a reference stands for the text
 * it is looked up by, and random values are the same each time.
 */
public final class MappingExamples {

    private static final long SEED = 1;

    private MappingExamples() {
    }

    /** @param now for examples that do not say as of when */
    public static List<ExampleResult> run(Project project, Job job, Instant now) {
        Set<String> dnAttributes = job instanceof OutboundJob ? dnAttributes(project, job) : Set.of();
        return job.examples().stream().map(example -> run(job, example, dnAttributes, example.now().orElse(now))).toList();
    }

    private static Set<String> dnAttributes(Project project, Job job) {
        Optional<ObjectSpec> object = Optional.ofNullable(project.systems().get(job.system())).map(SystemSpec::connector)
                .map(connector -> connector.objects().get(job.object()));
        return object.map(known -> job.mapping().attributes().keySet().stream()
                .filter(name -> known.attribute(name).type() == AttributeType.DN).collect(Collectors.toSet())).orElse(Set.of());
    }

    private static ExampleResult run(Job job, Example example, Set<String> dnAttributes, Instant now) {
        MappingEvaluation evaluation = new MappingEvaluation(job.mapping(), example.given(), Optional.empty(), dnAttributes, new InGroups(new Alone(now), example.given()));
        try {
            Optional<Condition> excluding = job.include().filter(condition -> !condition.test(evaluation));
            if (example.expect().isEmpty()) {
                return result(job, example, List.of(), excluding.isPresent() ? Optional.empty() : Optional.of("in scope, expected out of scope"));
            }
            if (excluding.isPresent()) {
                return result(job, example, List.of(), Optional.of("out of scope: " + excluding.get().explain(evaluation)));
            }
            return result(job, example, differences(example.expect().get(), values(job, evaluation)), Optional.empty());
        } catch (FormulaException failed) {
            return result(job, example, List.of(), Optional.of(failed.getMessage()));
        }
    }

    /**
     * What the mapping of a job makes of a record, or of a person's attributes, when nobody else is there: references stay texts, and the first
     * candidate for a unique name is free.
     *
     * @throws FormulaException when a value cannot be computed
     */
    public static Map<String, Object> mapped(Job job, Map<String, ?> record, Instant now) {
        MappingEvaluation evaluation = new MappingEvaluation(job.mapping(), Attributes.of(record), Optional.empty(), Set.of(), new Alone(now));
        Map<String, Object> values = new LinkedHashMap<>(values(job, evaluation));
        values.values().removeIf(value -> value == Formula.ABSENT);
        return values;
    }

    /** What the expressions of a mapping see of a record when nobody else is there: the same as of an example. */
    public static FormulaInput input(Mapping mapping, Attributes record, Instant now) {
        return new MappingEvaluation(mapping, record, Optional.empty(), Set.of(), new Alone(now));
    }

    private static Map<String, Object> values(Job job, MappingEvaluation evaluation) {
        if (job instanceof OutboundJob) {
            return evaluation.all();
        }
        InboundValues values = InboundValues.of(job.mapping(), evaluation, job.mapping().attributes().keySet(), ZoneOffset.UTC);
        if (!values.problems().isEmpty()) {
            throw new FormulaException(String.join("; ", values.problems().values()));
        }
        return withNames(job, evaluation, values.attributes().asMap());
    }

    /** The names in the list of members or of groups, beside the attributes, under the word that the mapping has for the list. */
    private static Map<String, Object> withNames(Job job, MappingEvaluation evaluation, Map<String, Object> attributes) {
        Optional<MembershipRule> rule = ((InboundJob) job).memberships().filter(one -> !one.isPair());
        if (rule.isEmpty()) {
            return attributes;
        }
        MembershipRule.Who who = rule.get().listed();
        List<Object> names = new ArrayList<>();
        Object listed = evaluation.attribute(who.listed());
        (listed instanceof List<?> several ? several : listed == null || listed == Formula.ABSENT ? List.of() : List.of(listed)).forEach(one -> {
            for (String name : who.split().map(between -> one.toString().split(Pattern.quote(between))).orElse(new String[] {one.toString()})) {
                names.add(who.value().evaluate(new MappingEvaluation(job.mapping(), Attributes.of(Map.of(who.listed(), name.strip())), Optional.empty(), Set.of(),
                        new Alone(evaluation.now()))));
            }
        });
        Map<String, Object> all = new LinkedHashMap<>(attributes);
        all.put(rule.get().listsMembers() ? MembershipReader.MEMBERS : MembershipReader.MEMBERSHIPS, names);
        return all;
    }

    private static ExampleResult result(Job job, Example example, List<Difference> differences, Optional<String> reason) {
        return new ExampleResult(job.name(), example.name(), example.position(), differences, reason);
    }

    private static List<Difference> differences(Map<String, Object> expected, Map<String, Object> actual) {
        List<Difference> differences = new ArrayList<>();
        expected.forEach((name, value) -> {
            Object found = actual.getOrDefault(name, Formula.ABSENT);
            if (!same(value, found)) {
                differences.add(new Difference(name, shown(value), shown(found)));
            }
        });
        return differences;
    }

    private static boolean same(Object expected, Object found) {
        if (expected == null) {
            return found == null || found == Formula.ABSENT || found.equals("") || found.equals(List.of());
        }
        if (expected instanceof List<?> some && found instanceof List<?> others) {
            return some.size() == others.size() && new HashSet<>(some).equals(new HashSet<>(others));
        }
        return expected.equals(found);
    }

    private static String shown(Object value) {
        return value instanceof String text ? "\"" + text + "\""
                : value instanceof List<?> list ? list.stream().map(MappingExamples::shown).collect(Collectors.joining(", ", "[", "]"))
                : String.valueOf(value);
    }

    /** What an example's person is in stands among what is given, under {@code groups[NAME]}. */
    private record InGroups(Alone alone, Attributes given) implements EvaluationContext {
        @Override
        public Instant now() {
            return alone.now();
        }

        @Override
        public RandomGenerator random() {
            return alone.random();
        }

        @Override
        public List<String> groups(String attribute) {
            return ValueComparison.elements(given.get(Names.ofGroups(attribute))).stream().map(Object::toString).distinct().sorted().toList();
        }

        @Override
        public Referent reference(AttributeRule.Source.Reference to, String text) {
            return alone.reference(to, text);
        }

        @Override
        public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
            return alone.uniqueName(namespace, attribute, written, candidates);
        }
    }

    /** Nobody else is there. */
    record Alone(Instant now, RandomGenerator random) implements EvaluationContext {
        Alone(Instant now) {
            this(now, new SplittableRandom(SEED));
        }

        @Override
        public Referent reference(AttributeRule.Source.Reference to, String text) {
            return Referent.one(Optional.of(text));
        }

        @Override
        public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
            for (Supplier<Object> candidate : candidates) {
                Object name = candidate.get();
                if (name != null && name != Formula.ABSENT) {
                    return name.toString();
                }
            }
            throw new FormulaException("uniqueName('" + namespace + "') has no candidate");
        }
    }
}
