package io.caravan.config;

import io.caravan.config.ExampleResult.Difference;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.GroupExample;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.GroupRule.Subjects;
import io.caravan.mapping.OutboundJob.LifecycleRule;
import io.caravan.plan.GroupEvaluation;
import io.caravan.plan.GroupVerdict;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import io.caravan.subject.Lifecycle;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Runs the {@code examples} of a group's rule. */
public final class GroupExamples {

    private GroupExamples() {
    }

    /** @param now for examples that do not say as of when */
    public static List<ExampleResult> run(GroupRule rule, Instant now) {
        return rule.written().examples().stream().map(example -> run(rule, example, example.now().orElse(now))).toList();
    }

    private static ExampleResult run(GroupRule rule, GroupExample example, Instant now) {
        try {
            Lifecycle lifecycle = Lifecycle.at(example.given(), now, LifecycleRule.DEFAULT.prehire(), ZoneOffset.UTC);
            GroupEvaluation evaluation = new GroupEvaluation(rule, example.given(), lifecycle, now, value -> groupOf(rule, example, value, now));
            GroupVerdict verdict = evaluation.verdict();
            if (verdict.failure().isPresent()) {
                return result(rule, example, List.of(), verdict.failure());
            }
            Set<String> groups = verdict.groups().keySet();
            if (example.member() == groups.isEmpty()) {
                return result(rule, example, List.of(), Optional.of((groups.isEmpty() ? "out, expected in: " : "in, expected out: ") + evaluation.why(Set.of())));
            }
            return result(rule, example, example.groups().filter(wanted -> !wanted.equals(groups)).map(wanted -> List.of(new Difference("groups", listed(wanted), listed(groups))))
                    .orElse(List.of()), Optional.empty());
        } catch (FormulaException | IllegalArgumentException failed) {
            return result(rule, example, List.of(), Optional.of(failed.getMessage()));
        }
    }

    /** As the hub would find it. */
    private static Optional<String> groupOf(GroupRule rule, GroupExample example, String value, Instant now) {
        Subjects of = rule.key().of().orElseThrow();
        List<Attributes> meant = example.each().stream().filter(one -> ValueComparison.elements(one.get(of.by())).stream()
                .anyMatch(has -> KeyText.folded(has.toString()).equals(KeyText.folded(value)))).toList();
        if (meant.size() > 1) {
            throw new FormulaException(meant.size() + " of kind " + of.kind() + " have " + of.by() + " \"" + value + "\"; none of them is taken");
        }
        return meant.stream().findFirst().map(one -> GroupEvaluation.keyOf(rule, one, now));
    }

    private static String listed(Set<String> groups) {
        return String.join(", ", new TreeSet<>(groups));
    }

    private static ExampleResult result(GroupRule rule, GroupExample example, List<Difference> differences, Optional<String> reason) {
        return new ExampleResult(rule.name(), example.name(), example.position(), differences, reason);
    }
}
