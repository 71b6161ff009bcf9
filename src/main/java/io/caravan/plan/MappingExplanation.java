package io.caravan.plan;

import io.caravan.subject.Attributes;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Formula;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.Names;
import io.caravan.plan.Verdict.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Says in one line where an attribute's value comes from. */
final class MappingExplanation {

    private MappingExplanation() {
    }

    /** One step for each attribute: what the rule gives, and from what. */
    static void tell(AccountPlanner planner, Attributes body, MappingEvaluation values, Consumer<Step> steps) {
        Mapping mapping = planner.job().mapping();
        mapping.attributes().forEach((name, rule) -> {
            boolean secret = planner.object().attribute(name).sensitive() || planner.secrets().contains(name);
            steps.accept(new Step("map", secret ? name + " = " + Change.SENSITIVE : of(rule, values, body, mapping), rule.position().toString()));
        });
    }

    /** {@code departmentNumber = "D2" from ${body[department]}; department is "D2"}. */
    static String of(AttributeRule rule, MappingEvaluation values, Attributes body, Mapping mapping) {
        Object value = values.value(rule.name());
        String given = rule.name() + (value == Formula.ABSENT ? " has no value" : " = " + quoted(value));
        Source source = rule.source();
        if (source instanceof Source.Constant) {
            return given + ", a constant";
        }
        String expression;
        Set<String> read = new LinkedHashSet<>();
        if (source instanceof Source.Test test) {
            expression = "the test " + test.condition().source();
            read.addAll(test.condition().attributes());
        } else {
            Formula formula = source instanceof Source.Value text ? text.formula() : ((Source.Reference) source).formula();
            expression = (source instanceof Source.Reference ? "the account of " : "") + formula.source();
            read.addAll(formula.attributes());
            formula.names().forEach(name -> {
                Formula define = mapping.defines().get(name);
                if (define != null) {
                    read.addAll(define.attributes());
                }
            });
        }
        String inputs = read.stream().sorted().map(name -> name + " is " + (body.has(name) ? quoted(body.get(name)) : "absent"))
                .collect(Collectors.joining(", "));
        boolean listed = mapping.listsOfGroups().contains(rule.name());
        String groups = listed && mapping.readsGroups() ? "; " + inWords(values.groups(Names.KEY)) : "";
        String shared = listed && mapping.strangersStay(rule) && value instanceof List<?> ? "; what others have put there stays" : "";
        String once = rule.apply() == AttributeRule.Apply.ALWAYS ? "" : "; written " + rule.apply().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return given + " from " + expression + (inputs.isEmpty() ? "" : "; " + inputs) + groups + shared + once;
    }

    private static String inWords(List<String> groups) {
        return groups.isEmpty() ? "in no group" : "the groups are " + String.join(", ", groups);
    }

    private static String quoted(Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }
}
