package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.subject.Attributes;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Apply;
import io.caravan.mapping.AttributeRule.DateKind;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Formula;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code define} and {@code attributes} of a mapping. */
record AttributesReader(Expressions expressions, int authority, MappingContext around) {

    /** The rules in file order; one that cannot be compiled is left out, with problems. */
    Map<String, AttributeRule> attributes(Yaml.Block block) {
        Map<String, AttributeRule> rules = new LinkedHashMap<>();
        block.entries().values().forEach(entry -> rule(entry).ifPresent(rule -> rules.put(entry.key(), rule)));
        return rules;
    }

    Map<String, Formula> defines(Yaml.Block block) {
        Map<String, Formula> defines = new LinkedHashMap<>();
        block.entries().forEach((name, entry) -> expressions.value((Yaml.Scalar) entry.value())
                .ifPresent(formula -> defines.put(name, formula)));
        return defines;
    }

    private Optional<AttributeRule> rule(Yaml.Entry entry) {
        if (entry.value() instanceof Yaml.Scalar expression) {
            return expressions.value(expression).map(formula -> new AttributeRule(entry.key(), new Source.Value(formula), AttributeRule.WhenAbsent.LEFT,
                    Apply.ALWAYS, authority, Optional.empty(), entry.keyPosition()));
        }
        Yaml.Block block = (Yaml.Block) entry.value();
        Apply apply = block.text("apply").map(word -> Apply.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'))).orElse(Apply.ALWAYS);
        return source(block).map(source -> new AttributeRule(entry.key(), source, new AttributeRule.WhenAbsent(plain(block, "default"), block.has("clear")),
                apply, (int) block.number("authority", authority), block.text("type").map(word -> DateKind.valueOf(word.toUpperCase(Locale.ROOT))),
                entry.keyPosition()));
    }

    private Optional<Source> source(Yaml.Block block) {
        if (block.has("constant")) {
            return plain(block, "constant").map(Source.Constant::new);
        }
        Optional<Source> value = block.scalar("value").flatMap(expressions::value).map(Source.Value::new);
        return value.or(() -> block.scalar("test").flatMap(expressions::condition).map(Source.Test::new))
                .or(() -> block.get("reference").flatMap(this::reference));
    }

    private Optional<Source> reference(Yaml written) {
        if (written instanceof Yaml.Scalar expression) {
            Optional<String> by = around.references().by();
            if (by.isEmpty()) {
                expressions.problems().add(around.references().unclear(expression.position()));
            }
            return by.flatMap(attribute -> expressions.value(expression).map(formula -> new Source.Reference(formula, attribute)));
        }
        Yaml.Block block = (Yaml.Block) written;
        block.scalar("by").ifPresent(this::checkIsMapped);
        return block.text("by").flatMap(by -> block.scalar("value").flatMap(expressions::value).map(formula -> new Source.Reference(formula, by)));
    }

    private void checkIsMapped(Yaml.Scalar by) {
        around.hubAttributes().filter(names -> !names.contains(by.text())).ifPresent(names ->
                expressions.problems().add(Problem.error(ProblemCode.UNMAPPED_MATCH, by.position(), "no mapping gives identities \"" + by.text() + "\"",
                        Words.suggest(by.text(), names, "map it, or find people by another attribute"))));
    }

    private Optional<Object> plain(Yaml.Block block, String key) {
        block.scalar(key).ifPresent(scalar -> Scalars.warnOfLostZeros(scalar, expressions.problems()));
        return block.get(key).map(value -> Attributes.normalValue(value.plain()));
    }

    /** Which defines and attributes it uses. */
    static Set<String> names(Source source) {
        if (source instanceof Source.Value value) {
            return value.formula().names();
        }
        if (source instanceof Source.Test test) {
            return test.condition().names();
        }
        return source instanceof Source.Reference reference ? reference.formula().names() : Set.of();
    }
}
