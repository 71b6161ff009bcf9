package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Apply;
import io.caravan.mapping.AttributeRule.DateKind;
import io.caravan.mapping.AttributeRule.Kept;
import io.caravan.mapping.AttributeRule.OnDrift;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Formula;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code define} and {@code attributes} of a mapping. */
record AttributesReader(Expressions expressions, MappingFile file, MappingContext around) {

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
                    Kept.ALWAYS, authority(), Optional.empty(), entry.keyPosition()));
        }
        Yaml.Block block = (Yaml.Block) entry.value();
        Apply apply = block.text("apply").map(word -> Apply.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'))).orElse(Apply.ALWAYS);
        OnDrift onDrift = block.text("drift").map(word -> OnDrift.valueOf(word.toUpperCase(Locale.ROOT))).orElse(OnDrift.REVERT);
        return source(block).map(source -> new AttributeRule(entry.key(), source, new AttributeRule.WhenAbsent(plain(block, "default"), block.has("clear")),
                new Kept(apply, onDrift, block.text("strangers").map("keep"::equals)), (int) block.number("authority", authority()), block.text("type").map(word -> DateKind.valueOf(word.toUpperCase(Locale.ROOT))),
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
            ReferenceAttribute person = around.references().to(Kind.PERSON);
            Optional<String> by = person.by();
            if (by.isEmpty()) {
                expressions.problems().add(person.unclear(expression.position()));
            }
            Optional<Source.Reference.Accounts> accounts = by.flatMap(clear -> accounts(Kind.PERSON, Optional.empty(), expression.position()));
            return by.flatMap(attribute -> expressions.value(expression).map(formula -> new Source.Reference(formula, Kind.PERSON, attribute, accounts, Source.Reference.Around.NOTHING)));
        }
        Yaml.Block block = (Yaml.Block) written;
        Kind kind = block.text("kind").map(Kind::of).orElse(Kind.PERSON);
        around.checkKind(kind, block, "kind");
        block.scalar("by").ifPresent(by -> checkIsMapped(kind, by));
        Optional<Source.Reference.Accounts> accounts = accounts(kind, block.scalar("job"), block.position());
        Source.Reference.Around made = new Source.Reference.Around(block.scalar("before").flatMap(expressions::value), block.scalar("otherwise").flatMap(expressions::value));
        return block.text("by").flatMap(by -> block.scalar("value").flatMap(expressions::value).map(formula -> new Source.Reference(formula, kind, by, accounts, made)));
    }

    private void checkIsMapped(Kind kind, Yaml.Scalar by) {
        around.hub().of(kind).filter(names -> !names.contains(by.text())).ifPresent(names ->
                expressions.problems().add(Problem.error(ProblemCode.UNMAPPED_MATCH, by.position(), "no mapping gives " + HubNames.those(kind) + " \"" + by.text() + "\"",
                        Words.suggest(by.text(), names, "map it, or find " + HubNames.those(kind) + " by another attribute"))));
    }

    /** Which accounts are meant; empty where they are this job's own. */
    private Optional<Source.Reference.Accounts> accounts(Kind kind, Optional<Yaml.Scalar> named, Position written) {
        String system = file.raw().block("to").text("system").orElse("");
        List<References.Accounts> known = named.isPresent() ? around.references().of(kind) : around.references().of(kind, system);
        boolean own = named.map(job -> job.text().equals(file.name())).orElse(file.kind().equals(kind));
        if (own || system.isEmpty()) {
            return Optional.empty();
        }
        List<References.Accounts> meant = known.stream().filter(one -> named.isEmpty() || named.get().text().equals(one.job())).toList();
        if (meant.size() == 1) {
            return Optional.of(new Source.Reference.Accounts(meant.get(0).job(), meant.get(0).namedBy()));
        }
        Position place = named.map(Yaml.Scalar::position).orElse(written);
        expressions.problems().add(known.isEmpty()
                ? Problem.error(ProblemCode.REFERENCE_UNCLEAR, place, "no job gives " + HubNames.those(kind) + " anything in \"" + system + "\" that could be referred to",
                        "add a mapping from {hub: " + kind + "} to " + system)
                : Problem.error(ProblemCode.REFERENCE_UNCLEAR, place, "it is not clear which job's accounts are meant",
                        Words.oneOf(known.stream().map(References.Accounts::job).collect(Collectors.toCollection(TreeSet::new))), "write job: " + known.get(0).job()));
        return Optional.empty();
    }

    private int authority() {
        return (int) (file.good().scalar("authority").isPresent() ? file.good().number("authority", 0) : file.good().block("authority").number("active", 0));
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
        if (!(source instanceof Source.Reference reference)) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>(reference.formula().names());
        reference.around().formulas().forEach(text -> names.addAll(text.names()));
        return names;
    }
}
