package io.caravan.plan;

import io.caravan.connector.AttributeSpec.Characteristic;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.Comparison;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Apply;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.JobFile;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.MappingMeaning;
import io.caravan.mapping.MatchRule;
import io.caravan.mapping.Names;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.AccountRules;
import io.caravan.mapping.OutboundJob.GuardLimits;
import io.caravan.mapping.OutboundJob.LifecycleRule;
import io.caravan.mapping.OutboundJob.OnExit;
import io.caravan.mapping.OutboundJob.OnMatch;
import io.caravan.mapping.OutboundJob.OnMissing;
import io.caravan.mapping.Schedule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds outbound jobs for tests, in the words of a mapping file. */
public final class Jobs {

    private final Map<String, AttributeRule> attributes = new LinkedHashMap<>();
    private final Map<String, Formula> defines = new LinkedHashMap<>();
    private final List<MatchRule> match = new ArrayList<>();
    private Optional<Condition> include = Optional.empty();
    private OnExit onExit = OnExit.DISABLE;
    private LifecycleRule lifecycle = LifecycleRule.DEFAULT;
    private OnMatch onMatch = OnMatch.ADOPT;
    private OnMissing onMissing = OnMissing.RECREATE;
    private GuardLimits guard = GuardLimits.DEFAULT;
    private boolean creates = true;

    public static Jobs job() {
        return new Jobs();
    }

    public Jobs include(String condition) {
        include = Optional.of(condition(condition));
        return this;
    }

    public Jobs onExit(OnExit action) {
        onExit = action;
        return this;
    }

    public Jobs lifecycle(LifecycleRule rule) {
        lifecycle = rule;
        return this;
    }

    public Jobs onMatch(OnMatch action) {
        onMatch = action;
        return this;
    }

    public Jobs onMissing(OnMissing action) {
        onMissing = action;
        return this;
    }

    public Jobs guard(GuardLimits limits) {
        guard = limits;
        return this;
    }

    public Jobs createsNone() {
        creates = false;
        return this;
    }

    public Jobs match(String attribute, String value) {
        match.add(new MatchRule(attribute, formula(value), Position.of("mappings/app.yaml", 10 + match.size(), 3)));
        return this;
    }

    public Jobs define(String name, String value) {
        defines.put(name, formula(value));
        return this;
    }

    public Jobs value(String name, String value) {
        return rule(name, new Source.Value(formula(value)), Optional.empty(), Apply.ALWAYS, false);
    }

    public Jobs onCreate(String name, String value) {
        return rule(name, new Source.Value(formula(value)), Optional.empty(), Apply.ON_CREATE, false);
    }

    public Jobs ifEmpty(String name, String value) {
        return rule(name, new Source.Value(formula(value)), Optional.empty(), Apply.IF_EMPTY, false);
    }

    public Jobs cleared(String name, String value) {
        return rule(name, new Source.Value(formula(value)), Optional.empty(), Apply.ALWAYS, true);
    }

    public Jobs withDefault(String name, String value, Object defaultValue) {
        return rule(name, new Source.Value(formula(value)), Optional.of(defaultValue), Apply.ALWAYS, false);
    }

    public Jobs constant(String name, Object value) {
        return rule(name, new Source.Constant(value), Optional.empty(), Apply.ALWAYS, false);
    }

    public Jobs test(String name, String condition) {
        return rule(name, new Source.Test(condition(condition)), Optional.empty(), Apply.ALWAYS, false);
    }

    public Jobs reference(String name, String value) {
        return rule(name, new Source.Reference(formula(value), "workerId"), Optional.empty(), Apply.ALWAYS, false);
    }

    /** One that empties the attribute where nobody is meant. */
    public Jobs clearingReference(String name, String value) {
        return rule(name, new Source.Reference(formula(value), "workerId"), Optional.empty(), Apply.ALWAYS, true);
    }

    private Jobs rule(String name, Source source, Optional<Object> defaultValue, Apply apply, boolean clear) {
        attributes.put(name, new AttributeRule(name, source, new AttributeRule.WhenAbsent(defaultValue, clear), AttributeRule.Kept.of(apply), 0, Optional.empty(),
                Position.of("mappings/app.yaml", 20 + attributes.size(), 3)));
        return this;
    }

    /** What becomes of an attribute that was changed in the target. */
    public Jobs drift(String name, AttributeRule.OnDrift onDrift) {
        attributes.computeIfPresent(name, (same, rule) -> new AttributeRule(name, rule.source(), rule.whenAbsent(), new AttributeRule.Kept(rule.apply(), onDrift), 0, Optional.empty(),
                rule.position()));
        return this;
    }

    /** What becomes of values in a list that others have put there. */
    public Jobs strangers(String name, boolean stay) {
        attributes.computeIfPresent(name, (same, rule) -> new AttributeRule(name, rule.source(), rule.whenAbsent(), new AttributeRule.Kept(rule.apply(), rule.onDrift(), Optional.of(stay)), 0,
                Optional.empty(), rule.position()));
        return this;
    }

    public OutboundJob build() {
        return new OutboundJob(new JobFile("app", "", "mappings/app.yaml", meaning().fingerprint(), List.of()),
                new JobSide("app", "user", Schedule.NONE, include, match), new Mapping(attributes, defines, Map.of()),
                new AccountRules(onExit, lifecycle, onMatch, onMissing, creates), guard);
    }

    /** As the reader of mapping files makes it: one part for each rule, one for the rest. */
    private MappingMeaning meaning() {
        Map<String, String> rules = new LinkedHashMap<>();
        attributes.forEach((name, rule) -> rules.put(name, hash(written(rule.source()) + rule.whenAbsent().defaultValue() + rule.kept() + rule.whenAbsent().clear())));
        String rest = include.map(Condition::source).orElse("") + onExit + lifecycle + onMatch + onMissing + creates + guard
                + match.stream().map(rule -> rule.attribute() + rule.value().source()).toList()
                + defines.entrySet().stream().map(define -> define.getKey() + define.getValue().source()).toList();
        return new MappingMeaning(hash(rest), rules);
    }

    private static String hash(String text) {
        return Integer.toHexString(text.hashCode());
    }

    private static String written(Source source) {
        return source instanceof Source.Value value ? "value " + value.formula().source()
                : source instanceof Source.Test test ? "test " + test.condition().source()
                : source instanceof Source.Reference reference ? "reference " + reference.formula().source() : source.toString();
    }

    /** A kind of object like those of most applications: anchor id, enabled by {@code active}, unknown names allowed. */
    public static ObjectSpec object() {
        Map<String, AttributeSpec> declared = new LinkedHashMap<>();
        declared.put("id", AttributeSpec.of("id", AttributeType.STRING, Characteristic.CASE_EXACT, Characteristic.READ_ONLY));
        declared.put("active", AttributeSpec.of("active", AttributeType.BOOLEAN, Characteristic.CASE_EXACT, Characteristic.READ_ONLY));
        declared.put("login", AttributeSpec.of("login", AttributeType.STRING, Characteristic.UNIQUE));
        declared.put("roles", AttributeSpec.of("roles", AttributeType.STRING, Characteristic.MULTI_VALUED));
        declared.put("code", AttributeSpec.of("code", AttributeType.STRING, Characteristic.CASE_EXACT));
        declared.put("dn", AttributeSpec.of("dn", AttributeType.DN));
        declared.put("nick", compared("nick", Comparison.CASELESS));
        declared.put("work", compared("work", Comparison.EMAIL));
        declared.put("phone", compared("phone", Comparison.PHONE));
        declared.put("password", AttributeSpec.of("password", AttributeType.STRING, Characteristic.CASE_EXACT, Characteristic.SENSITIVE));
        return new ObjectSpec("user", new ObjectSpec.Keys("id", Optional.of("active"), Optional.empty(), Optional.of("dn")),
                new ObjectSpec.Schema(declared, true, false), EnumSet.allOf(Operation.class), List.of("userName", "mail", "employeeNumber", "login"));
    }

    /** The same, to which others refer by another attribute than its anchor. */
    public static ObjectSpec referredToBy(String attribute) {
        ObjectSpec by = object();
        return new ObjectSpec(by.name(), new ObjectSpec.Keys(by.anchor(), by.enabledBy(), Optional.of(attribute), by.renamedBy()), by.schema(),
                by.operations(), by.find());
    }

    private static AttributeSpec compared(String name, Comparison compare) {
        return new AttributeSpec(name, AttributeType.STRING, Set.of(Characteristic.CASE_EXACT), compare, Optional.empty(), name);
    }

    public static Formula formula(String source) {
        Problems problems = new Problems();
        return ExpressionCompiler.compile(source, Position.of("mappings/app.yaml", 1, 1), names(source), problems)
                .orElseThrow(() -> new AssertionError(problems.inOrder().toString()));
    }

    public static Condition condition(String source) {
        Problems problems = new Problems();
        return ExpressionCompiler.compileCondition(source, Position.of("mappings/app.yaml", 5, 1), names(source), problems)
                .orElseThrow(() -> new AssertionError(problems.inOrder().toString()));
    }

    private static Names names(String source) {
        Set<String> values = Set.of("login", "uid", "userName", "department", "shout");
        return new Names(Optional.empty(), source.contains("${groups["), values, Set.of());
    }
}
