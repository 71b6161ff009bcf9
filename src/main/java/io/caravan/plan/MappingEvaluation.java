package io.caravan.plan;

import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import io.caravan.subject.Reference;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.LookupTable;
import io.caravan.mapping.Mapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * One mapping applied to one record. Values are computed when they are asked for and kept, so that a define used by
 * three attributes is computed once. Serves one evaluation; not thread-safe.
 */
public final class MappingEvaluation implements FormulaInput {

    private final Mapping mapping;
    private final Attributes body;
    private final Attributes account;
    private final boolean accountExists;
    private final Set<String> dnAttributes;
    private final EvaluationContext context;
    private final Map<String, Object> values = new HashMap<>();
    /** Made when the first is found: most values refer to nobody. */
    private Set<Reference> references = Set.of();
    private List<String> deferred = List.of();
    /** Of the deferred, those of which it was decided that there is no account for now. */
    private Set<String> vacant = Set.of();
    private Map<String, String> undecided = Map.of();
    private String attributeAsked = "";
    /** Null unless this is only tried. */
    private Supposed supposed;
    /** Attributes whose whole value was taken over as the name: no name would give it. */
    private Set<String> keptAsTheyAre = Set.of();
    private Escaping escaping = Escaping.NONE;

    /**
     * @param body         the record or identity
     * @param account      the account as known; empty when there is none: then values that are given once are computed
     * @param dnAttributes attributes that are distinguished names: values put into their text are escaped (RFC 4514 §2.4),
     *                     so that a value can never become syntax
     */
    public MappingEvaluation(Mapping mapping, Attributes body, Optional<Attributes> account, Set<String> dnAttributes,
                             EvaluationContext context) {
        this.mapping = mapping;
        this.body = body;
        this.account = account.orElse(Attributes.empty());
        this.accountExists = account.isPresent();
        this.dnAttributes = dnAttributes;
        this.context = context;
    }

    /** All attributes that have a value (null: known to be empty), in the mapping's order. */
    public Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : mapping.attributes().keySet()) {
            Object value = value(name);
            if (value != Formula.ABSENT) {
                all.put(name, value);
            }
        }
        return all;
    }

    /**
     * The value the mapping gives an attribute, its default included; {@link Formula#ABSENT} if none.
     *
     * @throws FormulaException naming attribute and place
     */
    public Object value(String name) {
        AttributeRule rule = mapping.attributes().get(name);
        if (values.containsKey(name)) {
            return values.get(name);
        }
        String outer = attributeAsked;
        Escaping outerEscaping = escaping;
        attributeAsked = name;
        escaping = dnAttributes.contains(name) ? Escaping.of(rule.source()) : Escaping.NONE;
        try {
            Object value = compute(rule);
            if (keptAsTheyAre.contains(name)) {
                value = account.get(name);
            }
            if (value == Formula.ABSENT && rule.whenAbsent().defaultValue().isPresent()) {
                value = rule.whenAbsent().defaultValue().get();
            }
            values.put(name, value);
            return value;
        } catch (FormulaException failed) {
            throw outer.isEmpty()
                    ? new FormulaException(name + " (" + rule.position() + "): " + failed.getMessage())
                    : failed;
        } finally {
            attributeAsked = outer;
            escaping = outerEscaping;
        }
    }

    /**
     * Where an attribute's value comes from, in one line: {@code department = "D2" from ${body[dept]}; dept is "D2"}.
     *
     * @throws FormulaException as {@link #value}
     */
    public String explain(String name) {
        return MappingExplanation.of(mapping.attributes().get(name), this, body, mapping);
    }

    private Object compute(AttributeRule rule) {
        Source source = rule.source();
        if (source instanceof Source.Value value) {
            return value.formula().evaluate(this);
        }
        if (source instanceof Source.Test test) {
            return test.condition().test(this);
        }
        if (source instanceof Source.Constant constant) {
            return constant.value();
        }
        return reference(rule.name(), (Source.Reference) source);
    }

    private Object reference(String attribute, Source.Reference reference) {
        Escaping inFront = escaping;
        escaping = Escaping.NONE;
        Object text = reference.formula().evaluate(this);
        escaping = inFront;
        if (text == null && reference.around().otherwise().isEmpty()) {
            return null;
        }
        if (text instanceof List<?> several) {
            List<Object> found = new ArrayList<>();
            several.stream().filter(MappingEvaluation::saysWho).forEach(one -> resolve(attribute, reference, one.toString()).ifPresent(found::add));
            return found;
        }
        return saysWho(text) ? resolve(attribute, reference, text.toString()).orElse(Formula.ABSENT) : otherwise(reference);
    }

    private static boolean saysWho(Object text) {
        return text != null && text != Formula.ABSENT && !KeyText.isBlank(text.toString());
    }

    private Optional<Object> resolve(String attribute, Source.Reference source, String text) {
        references = references.isEmpty() ? new LinkedHashSet<>() : references;
        references.add(new Reference(source.kind(), source.by(), text));
        Referent found = context.reference(source, text);
        if (found.isAmbiguous()) {
            undecided = undecided.isEmpty() ? new LinkedHashMap<>() : undecided;
            undecided.put(attribute, attribute + ": " + found.why(source.by(), text));
        } else if (found.name().isEmpty() && !deferred.contains(attribute)) {
            deferred = deferred.isEmpty() ? new ArrayList<>() : deferred;
            deferred.add(attribute);
        }
        if (found.vacant() && source.around().before().isEmpty()) {
            vacant = vacant.isEmpty() ? new LinkedHashSet<>() : vacant;
            vacant.add(attribute);
        }
        return found.name().map(name -> withBefore(source, name));
    }

    private Object withBefore(Source.Reference source, Object name) {
        if (source.around().before().isEmpty()) {
            return name;
        }
        Object text = source.around().before().get().evaluate(this);
        return (text == null || text == Formula.ABSENT ? "" : text) + name.toString();
    }

    /** The name where nobody is meant. */
    private Object otherwise(Source.Reference source) {
        if (source.around().otherwise().isEmpty()) {
            return Formula.ABSENT;
        }
        Escaping inFront = escaping;
        escaping = Escaping.of(source.around().otherwise().get());
        Object name = source.around().otherwise().get().evaluate(this);
        escaping = inFront;
        return name == null || name == Formula.ABSENT ? Formula.ABSENT : withBefore(source, name);
    }

    /** Whether the record's own attributes alone tell whom it refers to by this rule. */
    static boolean isForeseeable(Source.Reference rule) {
        return rule.accounts().isEmpty() && rule.formula().names().isEmpty();
    }

    /** Whom this record refers to by these rules; nobody is looked up. */
    List<Reference> foreseen(List<Source.Reference> rules) {
        List<Reference> foreseen = new ArrayList<>(rules.size());
        for (Source.Reference rule : rules) {
            for (Object text : ValueComparison.elements(evaluatedOrNull(rule.formula()))) {
                if (saysWho(text)) {
                    foreseen.add(new Reference(rule.kind(), rule.by(), text.toString()));
                }
            }
        }
        return foreseen;
    }

    private Object evaluatedOrNull(Formula formula) {
        try {
            Object value = formula.evaluate(this);
            return value == Formula.ABSENT ? null : value;
        } catch (RuntimeException toldWhenItIsComputed) {
            return null;
        }
    }

    /** Whom what was computed so far refers to. */
    public Set<Reference> references() {
        return references;
    }

    /** Attributes whose value cannot be told for certain, and why: they are left as they are. */
    public Map<String, String> undecided() {
        return undecided;
    }

    /** Attributes whose reference (or one of whose references) has no account yet. */
    public List<String> deferred() {
        return deferred;
    }

    /**
     * Whether an account loses its value of this attribute because the mapping has none: of a reference only when it was decided that whoever
     * is meant has no account for now. That none is known proves nothing.
     */
    boolean empties(AttributeRule rule) {
        return rule.whenAbsent().clear() && value(rule.name()) == Formula.ABSENT && (!deferred.contains(rule.name()) || vacant.contains(rule.name()));
    }

    @Override
    public Object attribute(String name) {
        return body.has(name) ? escaped(body.get(name)) : Formula.ABSENT;
    }

    /** A value that is given once is what the account has; everything else is computed. */
    @Override
    public Object named(String name) {
        Escaping outerEscaping = escaping;
        escaping = Escaping.NONE;
        try {
            Object value = plainNamed(name);
            escaping = outerEscaping;
            return escaped(value);
        } finally {
            escaping = outerEscaping;
        }
    }

    private Object plainNamed(String name) {
        AttributeRule rule = mapping.attributes().get(name);
        if (rule != null) {
            boolean keepsItsValue = accountExists && rule.apply() != AttributeRule.Apply.ALWAYS && account.get(name) != null;
            return keepsItsValue ? account.get(name) : value(name);
        }
        Formula define = mapping.defines().get(name);
        if (define == null) {
            return Formula.ABSENT;
        }
        String memo = "define " + name;
        if (!values.containsKey(memo)) {
            values.put(memo, define.evaluate(this));
        }
        return values.get(memo);
    }

    @Override
    public String part(String value) {
        return escaping == Escaping.OF_PARTS ? DistinguishedNames.escapeValue(value) : value;
    }

    private Object escaped(Object value) {
        return escaping == Escaping.OF_VALUES && value instanceof String text ? DistinguishedNames.escapeValue(text) : value;
    }

    /** Where a value that ends up in a distinguished name is escaped, so that it stays a value whatever it holds. */
    private enum Escaping {
        NONE,
        /** Behind all functions, as a part of the text: functions see the value itself and cannot cut an escape in two. */
        OF_PARTS,
        /** Before the functions: one function makes the whole name, and nobody can tell value from syntax behind it. */
        OF_VALUES;

        /** What stands in front of a name is escaped, the name itself is one. */
        static Escaping of(Source source) {
            return source instanceof Source.Value value ? of(value.formula())
                    : source instanceof Source.Reference reference && reference.around().before().isPresent() ? OF_PARTS : NONE;
        }

        /** One attribute or name alone is a whole name of its own and stays as it is. */
        static Escaping of(Formula formula) {
            if (formula.isText()) {
                return OF_PARTS;
            }
            return formula.isRead() ? NONE : OF_VALUES;
        }
    }

    @Override
    public List<String> roles() {
        return context.assigned().roles(context.now());
    }

    @Override
    public List<String> groups(String attribute) {
        return context.groups(attribute);
    }

    @Override
    public Instant now() {
        return context.now();
    }

    @Override
    public RandomGenerator random() {
        return context.random();
    }

    @Override
    public Optional<Object> lookup(String table, String key) {
        LookupTable found = mapping.tables().get(table);
        return found == null ? Optional.empty() : found.find(key);
    }

    @Override
    public List<String> lookupTables() {
        return mapping.tables().keySet().stream().sorted().toList();
    }

    /** The name the account has already is the first candidate, so that nobody is renamed because the hub did not know it. */
    @Override
    public String uniqueName(String namespace, Iterable<Supplier<Object>> candidates) {
        if (supposed != null) {
            return supposed.in(namespace);
        }
        List<AttributeRule> carriers = mapping.carriers(namespace);
        String carrier = carriers.isEmpty() ? attributeAsked : carriers.get(0).name();
        UnaryOperator<Object> written = name -> carriers.isEmpty() ? name : tried(namespace, name.toString(), carrier).orElse(name);
        Optional<String> known = !accountExists ? Optional.empty()
                : carriers.stream().map(AttributeRule::name).filter(attribute -> !ValueComparison.isEmpty(account.get(attribute))).findFirst();
        if (known.isEmpty()) {
            return context.uniqueName(namespace, carrier, written, candidates);
        }
        String has = account.get(known.get()).toString();
        Supplier<Object> had = () -> new NameBehind(text -> tried(namespace, text, known.get()), dnAttributes.contains(known.get())).of(has);
        String name = context.uniqueName(namespace, carrier, written, () -> firstThen(had, candidates));
        if (has.equals(name)) {
            keptAsTheyAre = keptAsTheyAre.isEmpty() ? new HashSet<>() : keptAsTheyAre;
            keptAsTheyAre.add(known.get());
        }
        return name;
    }

    /** The others are made only as far as they are asked for: with a counter there are very many of them. */
    private static Iterator<Supplier<Object>> firstThen(Supplier<Object> first, Iterable<Supplier<Object>> others) {
        return new Iterator<>() {
            private boolean taken;
            private Iterator<Supplier<Object>> rest;

            @Override
            public boolean hasNext() {
                return !taken || rest().hasNext();
            }

            @Override
            public Supplier<Object> next() {
                if (taken) {
                    return rest().next();
                }
                taken = true;
                return first;
            }

            private Iterator<Supplier<Object>> rest() {
                rest = rest == null ? others.iterator() : rest;
                return rest;
            }
        };
    }

    /** What an attribute would be if the identity's name in this namespace were this one; gives no name away. */
    private Optional<Object> tried(String namespace, String name, String attribute) {
        try {
            MappingEvaluation trial = new MappingEvaluation(mapping, body, accountExists ? Optional.of(account) : Optional.empty(), dnAttributes, context);
            trial.supposed = new Supposed(namespace, name);
            return Optional.ofNullable(trial.value(attribute)).filter(value -> value != Formula.ABSENT);
        } catch (FormulaException notSo) {
            return Optional.empty();
        }
    }

    /** A name that is only tried. */
    private record Supposed(String namespace, String name) {
        String in(String asked) {
            if (!asked.equals(namespace)) {
                throw new FormulaException("a name of another namespace is not tried");
            }
            return name;
        }
    }

    /** The names of an account that was found are its owner's from now on, also those a job gives only once. */
    void adoptNames() {
        mapping.carriers().stream()
                .filter(rule -> rule.apply() != AttributeRule.Apply.ALWAYS && !ValueComparison.isEmpty(account.get(rule.name())))
                .forEach(rule -> value(rule.name()));
    }
}
