package io.caravan.mapping;

import io.caravan.mapping.AttributeRule.OnDrift;
import io.caravan.subject.KindAttribute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of a job that computes values. Immutable and thread-safe.
 */
public final class Mapping {

    private final Map<String, AttributeRule> attributes;
    private final Map<String, Formula> defines;
    private final Map<String, LookupTable> tables;
    private final Map<String, List<AttributeRule>> carriers = new HashMap<>();
    private final Set<String> listsOfGroups;

    /**
     * @param attributes in file order
     * @param defines    named intermediate values
     * @param tables     lookup tables by name
     */
    public Mapping(Map<String, AttributeRule> attributes, Map<String, Formula> defines, Map<String, LookupTable> tables) {
        this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        this.defines = Map.copyOf(defines);
        this.tables = Map.copyOf(tables);
        this.attributes.values().forEach(rule -> namespaces(rule).forEach(namespace ->
                carriers.computeIfAbsent(namespace, none -> new ArrayList<>()).add(rule)));
        carriers.values().forEach(rules -> rules.sort(Comparator.comparing(rule -> formula(rule).isText())));
        this.listsOfGroups = listedByGroups();
    }

    public Map<String, AttributeRule> attributes() {
        return attributes;
    }

    /** What becomes of an attribute that somebody changes in the target; of one that is not mapped, nothing is left as it is. */
    public OnDrift onDrift(String attribute) {
        AttributeRule rule = attributes.get(attribute);
        return rule == null ? OnDrift.REVERT : rule.onDrift();
    }

    public Map<String, Formula> defines() {
        return defines;
    }

    public Map<String, LookupTable> tables() {
        return tables;
    }

    /**
     * The attributes that carry a unique name of this namespace, by their own expression or by a define: first those that are
     * nothing else, then those with text around it. An attribute that reads another attribute carries nothing of its own.
     */
    public List<AttributeRule> carriers(String namespace) {
        return carriers.getOrDefault(namespace, List.of());
    }

    /** The attributes that carry a unique name of any namespace. */
    public Set<AttributeRule> carriers() {
        Set<AttributeRule> all = new LinkedHashSet<>();
        carriers.values().forEach(all::addAll);
        return all;
    }

    private Set<String> namespaces(AttributeRule rule) {
        if (!(rule.source() instanceof AttributeRule.Source.Value value)) {
            return Set.of();
        }
        Set<String> namespaces = new LinkedHashSet<>(value.formula().namespaces());
        names(value.formula()).stream().map(defines::get).filter(Objects::nonNull).forEach(define -> namespaces.addAll(define.namespaces()));
        return namespaces;
    }

    /** Of defines and attributes that are read, also by a define. */
    private Set<String> names(Formula formula) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(formula.names());
        while (!open.isEmpty()) {
            String name = open.pop();
            if (seen.add(name) && defines.containsKey(name)) {
                open.addAll(defines.get(name).names());
            }
        }
        return seen;
    }

    /** Whether nothing but what is known of a subject decides: no name that is given once, no other subject, and no attribute that may carry one. */
    public boolean isOfTheSubjectAlone(AttributeRule rule) {
        return rule.source() instanceof AttributeRule.Source.Value value && namespaces(rule).isEmpty() && names(value.formula()).stream().noneMatch(attributes::containsKey);
    }

    /**
     * Attributes whose values must not be shown: their rule uses a function that makes or hides secrets
     * ({@code randomString}, {@code redact}), or reads such a value.
     *
     * @param secretInputs attributes of the body whose values must not be shown either
     */
    public Set<String> sensitive(Set<String> secretInputs) {
        Set<String> sensitive = new HashSet<>();
        boolean found = true;
        while (found) {
            found = false;
            for (AttributeRule rule : attributes.values()) {
                Formula formula = formula(rule);
                boolean secret = formula != null && isSensitive(formula, secretInputs, sensitive)
                        || around(rule).anyMatch(text -> isSensitive(text, secretInputs, sensitive));
                found |= secret && sensitive.add(rule.name());
            }
            for (Map.Entry<String, Formula> define : defines.entrySet()) {
                found |= isSensitive(define.getValue(), secretInputs, sensitive) && sensitive.add(define.getKey());
            }
        }
        return sensitive;
    }

    private static boolean isSensitive(Formula formula, Set<String> secretInputs, Set<String> secretNames) {
        return formula.sensitive() || formula.attributes().stream().anyMatch(secretInputs::contains)
                || formula.names().stream().anyMatch(secretNames::contains);
    }

    private static Formula formula(AttributeRule rule) {
        if (rule.source() instanceof AttributeRule.Source.Value value) {
            return value.formula();
        }
        return rule.source() instanceof AttributeRule.Source.Reference reference ? reference.formula() : null;
    }

    /** What is computed around the name of an account that is referred to. */
    private static Stream<Formula> around(AttributeRule rule) {
        return rule != null && rule.source() instanceof AttributeRule.Source.Reference reference ? reference.around().formulas() : Stream.empty();
    }

    /** Whether a value depends on which groups the identity is in. */
    public boolean readsGroups() {
        return defines.values().stream().anyMatch(Formula::readsGroups) || attributes.values().stream().anyMatch(rule -> reads(rule, Formula::readsGroups, Condition::readsGroups));
    }

    /** Whether anything that the rule itself computes is so. */
    private static boolean reads(AttributeRule rule, Predicate<Formula> formula, Predicate<Condition> condition) {
        return Stream.concat(Stream.ofNullable(formula(rule)), around(rule)).anyMatch(formula)
                || rule.source() instanceof AttributeRule.Source.Test test && condition.test(test.condition());
    }

    /** The attributes whose values follow from groups, and those of which it is said that strangers stay: who gains or loses what by them is counted. */
    public Set<String> listsOfGroups() {
        return listsOfGroups;
    }

    /** Whether what others have put into this attribute's list is left alone: where that is said, and where nothing is and the values follow from groups. */
    public boolean strangersStay(AttributeRule rule) {
        return rule.strangersStay().isPresent() ? rule.strangersStay().get() : listsOfGroups.contains(rule.name()) && !refersToOwn(rule);
    }

    /** Whether its values are names of accounts of the same job, which come while the plan is carried out. */
    public static boolean refersToOwn(AttributeRule rule) {
        return rule.source() instanceof AttributeRule.Source.Reference reference && reference.accounts().isEmpty();
    }

    private Set<String> listedByGroups() {
        Set<String> names = new HashSet<>();
        defines.forEach((name, formula) -> {
            if (formula.readsGroups()) {
                names.add(name);
            }
        });
        attributes.values().stream().filter(rule -> reads(rule, Formula::readsGroups, Condition::readsGroups)).forEach(rule -> names.add(rule.name()));
        boolean found = !names.isEmpty();
        while (found) {
            found = defines.entrySet().stream().filter(define -> !Collections.disjoint(define.getValue().names(), names)).map(define -> names.add(define.getKey())).reduce(false, Boolean::logicalOr)
                    | attributes.values().stream().filter(rule -> reads(rule, formula -> !Collections.disjoint(formula.names(), names), condition -> !Collections.disjoint(condition.names(), names)))
                    .map(rule -> names.add(rule.name())).reduce(false, Boolean::logicalOr);
        }
        names.retainAll(attributes.keySet());
        attributes.values().stream().filter(rule -> rule.strangersStay().isPresent()).forEach(rule -> names.add(rule.name()));
        return Set.copyOf(names);
    }

    /** Whether a value depends on what the identity is assigned to. */
    public boolean readsAssignments() {
        return defines.values().stream().anyMatch(Formula::readsAssignments)
                || attributes.values().stream().anyMatch(rule -> reads(rule, Formula::readsAssignments, Condition::readsAssignments));
    }

    /** The attributes of the record or identity that attribute rules and defines read. */
    public Set<String> reads() {
        Set<String> reads = new HashSet<>();
        for (AttributeRule rule : attributes.values()) {
            if (rule.source() instanceof AttributeRule.Source.Test test) {
                reads.addAll(test.condition().attributes());
            } else if (formula(rule) != null) {
                reads.addAll(formula(rule).attributes());
                around(rule).forEach(text -> reads.addAll(text.attributes()));
            }
        }
        defines.values().forEach(define -> reads.addAll(define.attributes()));
        return reads;
    }

    /** The attributes of the body that any of these attributes is made of, through defines and other attributes, too. */
    public Set<String> readFor(Set<String> made) {
        Set<String> reads = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(made);
        while (!open.isEmpty()) {
            String name = open.pop();
            AttributeRule rule = attributes.get(name);
            Formula formula = rule == null ? defines.get(name) : formula(rule);
            if (!seen.add(name)) {
                continue;
            }
            if (formula != null) {
                reads.addAll(formula.attributes());
                open.addAll(formula.names());
                around(rule).forEach(text -> {
                    reads.addAll(text.attributes());
                    open.addAll(text.names());
                });
            } else if (rule != null && rule.source() instanceof AttributeRule.Source.Test test) {
                reads.addAll(test.condition().attributes());
                open.addAll(test.condition().names());
            }
        }
        return reads;
    }

    /** The attributes of the body that say whom this mapping refers to. */
    public Set<String> referringAttributes() {
        Set<String> referring = new TreeSet<>();
        for (AttributeRule rule : attributes.values()) {
            if (rule.source() instanceof AttributeRule.Source.Reference reference) {
                referring.addAll(reference.formula().attributes());
                reference.formula().names().stream().map(defines::get).filter(Objects::nonNull).forEach(define -> referring.addAll(define.attributes()));
            }
        }
        return referring;
    }

    /** By which attributes of the hub this mapping refers to other subjects; none: it does not. */
    public Set<String> referencesBy() {
        return references().map(AttributeRule.Source.Reference::by).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The same, of accounts of one job only.
     *
     * @param accounts the job; empty: the one that has this mapping
     */
    public Set<String> referencesBy(Optional<String> accounts) {
        return references().filter(to -> to.accounts().map(AttributeRule.Source.Reference.Accounts::job).equals(accounts))
                .map(AttributeRule.Source.Reference::by).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The attributes, each of its kind, by which other subjects are referred to. */
    public Set<KindAttribute> referenced() {
        return references().map(to -> new KindAttribute(to.kind(), to.by())).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<AttributeRule.Source.Reference> references() {
        return attributes.values().stream().map(AttributeRule::source).filter(AttributeRule.Source.Reference.class::isInstance).map(AttributeRule.Source.Reference.class::cast);
    }
}
