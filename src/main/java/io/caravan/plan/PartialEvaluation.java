package io.caravan.plan;

import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.OutboundJob;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A look at an account that was as it should be before some rules of the mapping changed, and whose identity has not
 * changed since: only what those rules give is computed, from only the attributes they read. Says whether a whole
 * evaluation might find something to do; when in doubt, it might. Thread-safe.
 */
public final class PartialEvaluation {

    private final AccountPlanner planner;
    private final List<AttributeRule> affected;
    private final Set<String> identityAttributes;
    private final Set<String> accountAttributes;
    private final EvaluationContext context;
    private final boolean matchesAnew;

    private PartialEvaluation(AccountPlanner planner, List<AttributeRule> affected, Reach reach, Instant now) {
        this.planner = planner;
        this.affected = affected;
        this.identityAttributes = Set.copyOf(reach.attributes);
        this.accountAttributes = Set.copyOf(reach.names);
        this.context = new NothingButTime(now);
        Set<String> names = affected.stream().map(AttributeRule::name).collect(Collectors.toSet());
        this.matchesAnew = planner.job().match().stream().anyMatch(rule -> rule.value().names().stream().anyMatch(names::contains));
    }

    /** Empty when a partial evaluation is not enough for anybody: a changed rule decides about scope, or refers to other accounts, or the job writes back. */
    static Optional<PartialEvaluation> of(AccountPlanner planner, Set<String> changedRules, Instant now) {
        OutboundJob job = planner.job();
        Set<String> affected = affected(job.mapping(), changedRules);
        List<AttributeRule> rules = job.mapping().attributes().values().stream().filter(rule -> affected.contains(rule.name())).toList();
        boolean decidesOnScope = job.include().map(Condition::names).map(names -> names.stream().anyMatch(affected::contains)).orElse(false);
        if (job.writeBack().isPresent() || decidesOnScope || rules.stream().anyMatch(rule -> rule.source() instanceof Source.Reference)) {
            return Optional.empty();
        }
        return Optional.of(new PartialEvaluation(planner, rules, new Reach(job.mapping(), affected), now));
    }

    /** The names of attributes and defines whose value may have changed: of the changed rules, and of what reads them. */
    private static Set<String> affected(Mapping mapping, Set<String> changedRules) {
        Set<String> affected = new LinkedHashSet<>(changedRules);
        boolean more = true;
        while (more) {
            more = false;
            for (AttributeRule rule : mapping.attributes().values()) {
                more |= read(rule.source()).stream().anyMatch(affected::contains) && affected.add(rule.name());
            }
            for (var define : mapping.defines().entrySet()) {
                more |= define.getValue().names().stream().anyMatch(affected::contains) && affected.add(define.getKey());
            }
        }
        return affected;
    }

    private static Set<String> read(Source source) {
        return source instanceof Source.Value value ? value.formula().names()
                : source instanceof Source.Test test ? test.condition().names()
                : source instanceof Source.Reference reference ? reference.formula().names() : Set.of();
    }

    /** What computing some names may read, directly and through other names. */
    private static final class Reach {
        private final Set<String> attributes = new LinkedHashSet<>();
        private final Set<String> names = new LinkedHashSet<>();

        private Reach(Mapping mapping, Set<String> wanted) {
            Deque<String> open = new ArrayDeque<>(wanted);
            while (!open.isEmpty()) {
                String name = open.pop();
                if (!names.add(name)) {
                    continue;
                }
                AttributeRule rule = mapping.attributes().get(name);
                Formula formula = rule == null ? mapping.defines().get(name)
                        : rule.source() instanceof Source.Value value ? value.formula()
                        : rule.source() instanceof Source.Reference reference ? reference.formula() : null;
                if (formula != null) {
                    attributes.addAll(formula.attributes());
                    open.addAll(formula.names());
                } else if (rule != null && rule.source() instanceof Source.Test test) {
                    attributes.addAll(test.condition().attributes());
                    open.addAll(test.condition().names());
                }
            }
        }
    }

    /** Of the identity no other attributes are looked at. */
    public Set<String> identityAttributes() {
        return identityAttributes;
    }

    /** Of the account as known no other attributes are looked at. */
    public Set<String> accountAttributes() {
        return accountAttributes;
    }

    /** Whether somebody who has no account for this reason has none whatever the changed rules give. */
    public boolean staysWithoutAccount(Because because) {
        return !matchesAnew && AccountDecision.isWithoutAccount(because);
    }

    /** Whether the changed rules give something else than the account has, or could not be computed. */
    public boolean differs(Attributes identity, Attributes account) {
        MappingEvaluation values = new MappingEvaluation(planner.job().mapping(), identity, Optional.of(account), planner.dnAttributes(), context);
        try {
            return AccountDiff.forUpdate(affected, planner.object(), values, account, new SharedLists(planner.job().mapping(), Attributes.empty())).size() > 0;
        } catch (FormulaException | IllegalArgumentException | ArithmeticException | DateTimeException needsMore) {
            return true;
        }
    }

    /** Chance, references and unique names are not computed partially. */
    record NothingButTime(Instant now) implements EvaluationContext {

        @Override
        public RandomGenerator random() {
            throw needsMore();
        }

        @Override
        public Assigned assigned() {
            throw needsMore();
        }

        @Override
        public Referent reference(AttributeRule.Source.Reference to, String text) {
            throw needsMore();
        }

        @Override
        public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
            throw needsMore();
        }

        private static FormulaException needsMore() {
            return new FormulaException("not computed partially");
        }
    }
}
