package io.caravan.plan;

import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.ForwardedInput;
import io.caravan.mapping.GroupRule;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** A group's rule asked about one person. Pure; serves one person, and is not thread-safe. */
public final class GroupEvaluation {

    /** What the hub says of a group itself, beside the attributes of its rule. */
    public static final String NAME = "name";
    public static final String DESCRIPTION = "description";
    public static final String OWNER = "owner";

    private final GroupRule rule;
    private final Attributes person;
    private final Lifecycle lifecycle;
    private final Instant now;
    private final GroupOf groupOf;
    private final MappingEvaluation body;

    /** The groups of a rule that makes one for each subject of a kind. */
    @FunctionalInterface
    public interface GroupOf {

        /**
         * The key of the group of whatever a value means; empty: that is nothing, or has no group.
         *
         * @throws FormulaException when it means several
         */
        Optional<String> key(String value);
    }

    /** @param lifecycle where the person stands at that moment */
    public GroupEvaluation(GroupRule rule, Attributes person, Lifecycle lifecycle, Instant now) {
        this(rule, person, lifecycle, now, value -> Optional.empty());
    }

    /** @param groupOf for a rule with subjects */
    public GroupEvaluation(GroupRule rule, Attributes person, Lifecycle lifecycle, Instant now, GroupOf groupOf) {
        this.groupOf = groupOf;
        this.rule = rule;
        this.person = person;
        this.lifecycle = lifecycle;
        this.now = now;
        this.body = input(person);
    }

    public GroupVerdict verdict() {
        try {
            return isAsked() && rule.population().include().map(condition -> condition.test(body)).orElse(true) ? groups() : GroupVerdict.NONE;
        } catch (FormulaException failed) {
            return GroupVerdict.failed(failed.getMessage());
        }
    }

    /**
     * Which clause decided and by which value, in words.
     *
     * @param hidden attributes of people whose values are not told
     * @throws FormulaException where the rule fails for this person
     */
    public String why(Set<String> hidden) {
        if (!isAsked()) {
            return rule.population().people() ? "it is for who is " + word(rule.population().who()) + ", and this person is " + lifecycle.state().word()
                    + lifecycle.because().map(because -> ": " + Sentences.of(because)).orElse("") : "no people are in it by rule";
        }
        Optional<Condition> include = rule.population().include();
        String clause = include.map(condition -> explained(condition, hidden)).orElse("");
        if (include.map(condition -> !condition.test(body)).orElse(false) || rule.key().each().isEmpty()) {
            return clause;
        }
        Formula each = rule.key().each().get();
        String read = each.source() + " is " + (each.attributes().stream().anyMatch(hidden::contains) ? Change.SENSITIVE : values(each).isEmpty() ? "empty" : String.join(", ", values(each)))
                + " (" + each.position() + ")";
        return clause.isEmpty() ? read : clause + "; " + read;
    }

    private String explained(Condition condition, Set<String> hidden) {
        boolean secret = condition.attributes().stream().anyMatch(hidden::contains);
        return (secret ? condition.source() + " is " + condition.test(body) : condition.explain(body)) + " (" + condition.position() + ")";
    }

    private static String word(GroupRule.Who who) {
        return who.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private boolean isAsked() {
        LifecycleState state = lifecycle.state();
        return rule.population().people() && (state == LifecycleState.ACTIVE || switch (rule.population().who()) {
            case ACTIVE -> state == LifecycleState.LEAVE;
            case NOT_ON_LEAVE -> false;
            case WITH_PREHIRES -> state == LifecycleState.LEAVE || state == LifecycleState.PREHIRE;
        });
    }

    private GroupVerdict groups() {
        Map<String, Attributes> groups = new TreeMap<>();
        Optional<Formula> each = rule.key().each();
        if (each.isEmpty()) {
            groups.put(rule.key().fixed().orElseThrow(), attributes(rule.key().fixed().get(), body));
            return GroupVerdict.of(groups);
        }
        if (rule.key().of().isPresent()) {
            values(each.get()).forEach(value -> groupOf.key(value).ifPresent(key -> groups.put(key, Attributes.empty())));
            return GroupVerdict.of(groups);
        }
        for (String value : values(each.get())) {
            FormulaInput one = new OfOneValue(input(each.get().isRead() ? person.with(Map.of(each.get().attributes().iterator().next(), value)) : person), value);
            String key = text(rule.key().formula().evaluate(one)).map(KeyText::trim).filter(known -> !known.isEmpty())
                    .orElseThrow(() -> new FormulaException("the group's key is empty for " + value + " (" + rule.key().position() + ")"));
            groups.merge(key, attributes(key, one), (first, same) -> first);
        }
        return GroupVerdict.of(groups);
    }

    private Attributes attributes(String key, FormulaInput input) {
        return attributes(rule, key, input);
    }

    /** What the rule says of a group that has a fixed key, whoever is in it. */
    public static Attributes ofFixed(GroupRule rule, Instant now) {
        return attributes(rule, rule.key().fixed().orElseThrow(), new MappingEvaluation(rule.values(), Attributes.empty(), Optional.empty(), Set.of(), new Alone(now)));
    }

    /** The values by which the person says which subjects are meant; none where that cannot be computed. */
    public Set<String> meant() {
        try {
            return rule.key().each().map(this::values).orElse(Set.of());
        } catch (FormulaException failed) {
            return Set.of();
        }
    }

    /**
     * The key of the group of one subject.
     *
     * @param subject what it has
     * @throws FormulaException when it cannot be computed, or is empty
     */
    public static String keyOf(GroupRule rule, Attributes subject, Instant now) {
        return text(rule.key().formula().evaluate(ofSubject(rule, subject, now))).map(KeyText::trim).filter(known -> !known.isEmpty())
                .orElseThrow(() -> new FormulaException("the key of its group is empty (" + rule.key().position() + ")"));
    }

    /**
     * What the rule says of the group of one subject.
     *
     * @throws FormulaException when that cannot be computed
     */
    public static Attributes ofSubject(GroupRule rule, Attributes subject, String key, Instant now) {
        return attributes(rule, key, ofSubject(rule, subject, now));
    }

    private static FormulaInput ofSubject(GroupRule rule, Attributes subject, Instant now) {
        return new MappingEvaluation(rule.values(), subject, Optional.empty(), Set.of(), new Alone(now));
    }

    /** What a rule without attributes of its own says of any of its groups. */
    public static Attributes ofAny(GroupRule rule, String key) {
        return Attributes.of(own(rule, key));
    }

    private static Map<String, Object> own(GroupRule rule, String key) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(NAME, key);
        put(values, DESCRIPTION, rule.written().description());
        put(values, OWNER, rule.written().owner());
        return values;
    }

    private static Attributes attributes(GroupRule rule, String key, FormulaInput input) {
        Map<String, Object> values = own(rule, key);
        rule.attributes().forEach((name, formula) -> {
            try {
                Object value = formula.evaluate(input);
                if (value != Formula.ABSENT) {
                    values.put(name, value);
                }
            } catch (FormulaException failed) {
                throw new FormulaException(name + " (" + formula.position() + "): " + failed.getMessage());
            }
        });
        return Attributes.of(values);
    }

    private static void put(Map<String, Object> values, String name, String text) {
        if (!text.isEmpty()) {
            values.put(name, text);
        }
    }

    /** Each once, without what does not show at their ends; empty ones are none. */
    private Set<String> values(Formula each) {
        Object all = each.evaluate(body);
        Set<String> values = new LinkedHashSet<>();
        (all instanceof List<?> several ? several : all == null || all == Formula.ABSENT ? List.of() : List.of(all))
                .forEach(one -> text(one).map(KeyText::trim).filter(known -> !known.isEmpty()).ifPresent(values::add));
        return values;
    }

    private static Optional<String> text(Object value) {
        return value == null || value == Formula.ABSENT ? Optional.empty() : Optional.of(value.toString());
    }

    private MappingEvaluation input(Attributes attributes) {
        return new MappingEvaluation(rule.values(), attributes, Optional.empty(), Set.of(), new Alone(now));
    }

    /** {@code ${each}} is the one value; everything else is the person's. */
    private record OfOneValue(MappingEvaluation input, String value) implements ForwardedInput {
        @Override
        public Object named(String name) {
            return name.equals(GroupRule.EACH) ? value : input.named(name);
        }
    }

    /** A rule sees one person: nobody refers to another, and no name is given. */
    private record Alone(Instant now) implements EvaluationContext {
        @Override
        public RandomGenerator random() {
            return new SplittableRandom(0);
        }

        @Override
        public Referent reference(AttributeRule.Source.Reference to, String text) {
            return Referent.one(Optional.of(text));
        }

        @Override
        public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
            throw new FormulaException("uniqueName gives names in a target; a group's rule has none");
        }
    }
}
