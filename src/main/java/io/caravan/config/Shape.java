package io.caravan.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds a file against its {@link SchemaFile} and says what is wrong where, in the author's words. What comes back is the
 * file without its wrong parts, so that whoever reads it next need not check again and reports nothing twice.
 */
final class Shape {

    private final SchemaFile schema;
    private final Problems problems;
    /** By where a block stands, the keys that were probably meant by others: nobody is told that these are missing, whatever rule asks. */
    private final Map<Position, Set<String>> meant;

    private Shape(SchemaFile schema, Problems problems, Map<Position, Set<String>> meant) {
        this.schema = schema;
        this.problems = problems;
        this.meant = meant;
    }

    /** The file's good parts; empty when nothing of it can be used. */
    static Optional<Yaml.Block> check(Yaml file, SchemaFile schema, Problems problems) {
        Subject subject = new Subject("the file", file.position());
        return new Shape(schema, problems, new HashMap<>()).check(file, schema.root(), subject).map(Yaml.Block.class::cast);
    }

    /** What is being checked, as a message names it, and where its key stands. */
    private record Subject(String name, Position position) {
        static Subject key(Yaml.Entry entry) {
            return new Subject("\"" + entry.key() + "\"", entry.keyPosition());
        }
    }

    private Optional<Yaml> check(Yaml node, JsonNode unresolved, Subject subject) {
        JsonNode rule = schema.resolve(unresolved);
        if (rule.isBoolean()) {
            return rule.asBoolean() ? Optional.of(node) : wrongSide(subject);
        }
        if (rule.has("anyOf")) {
            return checkAnyOf(node, rule, subject);
        }
        if (!Shapes.kindFits(node, rule)) {
            return wrongValue(node, rule, subject);
        }
        if (node instanceof Yaml.Scalar scalar) {
            return Shapes.valueFits(scalar, rule) ? Optional.of(node) : wrongValue(node, rule, subject);
        }
        if (node instanceof Yaml.Items items) {
            return checkItems(items, rule, subject);
        }
        return checkBlock((Yaml.Block) node, rule, subject);
    }

    /** The first alternative that fits; else the complaints of the one that was probably meant. */
    private Optional<Yaml> checkAnyOf(Yaml node, JsonNode rule, Subject subject) {
        Problems best = null;
        Optional<Yaml> bestRest = Optional.empty();
        for (JsonNode branch : rule.get("anyOf")) {
            Problems own = new Problems();
            Optional<Yaml> rest = new Shape(schema, own, meant).check(node, branch, subject);
            if (own.size() == 0) {
                return rest;
            }
            boolean meant = !(node instanceof Yaml.Scalar) && Shapes.kindFits(node, schema.resolve(branch));
            if (meant && (best == null || own.size() < best.size())) {
                best = own;
                bestRest = rest;
            }
        }
        if (best == null) {
            return wrongValue(node, rule, subject);
        }
        problems.addAll(best.inOrder());
        return bestRest;
    }

    private Optional<Yaml> checkItems(Yaml.Items items, JsonNode rule, Subject subject) {
        List<Yaml> good = new ArrayList<>();
        for (Yaml item : items.items()) {
            check(item, rule.path("items").isMissingNode() ? Shapes.ANYTHING : rule.get("items"),
                    new Subject("an item of " + subject.name(), item.position())).ifPresent(good::add);
        }
        if (items.items().size() < rule.path("minItems").asInt(0)) {
            report(schema.missingKey(), subject.position(), subject.name() + " is an empty list", Optional.empty(), "add an item, or remove the key");
            return Optional.empty();
        }
        return Optional.of(new Yaml.Items(good, items.position()));
    }

    private Optional<Yaml> checkBlock(Yaml.Block block, JsonNode rule, Subject subject) {
        int before = problems.size();
        Map<String, Yaml.Entry> good = new LinkedHashMap<>();
        for (Yaml.Entry entry : block.entries().values()) {
            checkEntry(entry, rule, block).ifPresent(value -> good.put(entry.key(), new Yaml.Entry(entry.key(), entry.keyPosition(), value)));
        }
        boolean sound = problems.size() == before;
        checkRequired(block, rule, subject);
        if (block.entries().size() < rule.path("minProperties").asInt(0)) {
            report(schema.missingKey(), subject.position(), subject.name() + " is empty", Optional.empty(), "write its keys, or remove it");
        }
        Yaml.Block rest = new Yaml.Block(good, block.position());
        return sound || conditionHolds(rest, rule) ? checkConditional(rest, rule, subject) : Optional.of(rest);
    }

    private boolean conditionHolds(Yaml.Block rest, JsonNode rule) {
        List<String> asked = new ArrayList<>();
        rule.path("if").path("properties").fieldNames().forEachRemaining(asked::add);
        return !asked.isEmpty() && asked.stream().allMatch(rest::has);
    }

    private Optional<Yaml> checkEntry(Yaml.Entry entry, JsonNode rule, Yaml.Block block) {
        JsonNode property = rule.path("properties").path(entry.key());
        if (!property.isMissingNode()) {
            return check(entry.value(), property, Subject.key(entry));
        }
        JsonNode names = rule.path("propertyNames");
        if (names.has("pattern") && !entry.key().matches(names.get("pattern").asText())) {
            report(schema.wrongValue(), entry.keyPosition(), "\"" + entry.key() + "\" cannot be a name here",
                    Optional.of(schema.expected(names)), "choose another name");
            return Optional.empty();
        }
        JsonNode other = rule.path("additionalProperties");
        if (other.isBoolean() && !other.asBoolean()) {
            unknownKey(entry, rule).ifPresent(key -> meant.computeIfAbsent(block.position(), none -> new HashSet<>()).add(key));
            return Optional.empty();
        }
        return other.isObject() ? check(entry.value(), other, Subject.key(entry)) : Optional.of(entry.value());
    }

    /** Reports it and gives the key that was probably meant. */
    private Optional<String> unknownKey(Yaml.Entry entry, JsonNode rule) {
        Set<String> known = new TreeSet<>();
        rule.path("properties").fieldNames().forEachRemaining(known::add);
        Optional<String> near = Suggestion.nearest(entry.key(), known);
        report(schema.unknownKey(), entry.keyPosition(), "there is no key \"" + entry.key() + "\" here",
                Optional.of("one of " + String.join(", ", known)), near.map(key -> "write " + key).orElse("remove it"));
        return near;
    }

    private void checkRequired(Yaml.Block block, JsonNode rule, Subject subject) {
        Set<String> hidden = meant.getOrDefault(block.position(), Set.of());
        for (String key : SchemaFile.texts(rule.path("required"))) {
            if (!block.has(key) && !hidden.contains(key)) {
                String example = schema.example(rule.path("properties").path(key));
                report(schema.missingKey(), subject.position(), subject.name() + " has no \"" + key + "\"", Optional.empty(),
                        "add " + key + ": " + (example.isEmpty() ? "…" : example));
            }
        }
        List<String> alternatives = new ArrayList<>();
        rule.path("oneOf").forEach(branch -> alternatives.add(branch.path("required").path(0).asText()));
        long chosen = alternatives.stream().filter(block::has).count();
        if (!alternatives.isEmpty() && chosen != 1 && alternatives.stream().noneMatch(hidden::contains)) {
            report(chosen == 0 ? schema.missingKey() : schema.unknownKey(), subject.position(),
                    subject.name() + (chosen == 0 ? " does not say where its value comes from" : " says twice where its value comes from"),
                    Optional.of("exactly one of " + String.join(", ", alternatives)), chosen == 0 ? "add one of them" : "remove all but one");
        }
    }

    /** {@code if}, {@code then}, {@code else}: what the block's own content makes of the rules. */
    private Optional<Yaml> checkConditional(Yaml.Block block, JsonNode rule, Subject subject) {
        if (!rule.has("if")) {
            return Optional.of(block);
        }
        Problems silent = new Problems();
        new Shape(schema, silent, meant).check(block, rule.get("if"), subject);
        JsonNode then = rule.path(silent.size() == 0 ? "then" : "else");
        return then.isMissingNode() ? Optional.of(block) : check(block, then, subject);
    }

    private Optional<Yaml> wrongSide(Subject subject) {
        report(ProblemCode.MAPPING_SIDE, subject.position(), subject.name() + " does not belong in a mapping of this direction", Optional.empty(),
                "remove it, or see docs/reference/mapping-file.md for where it belongs");
        return Optional.empty();
    }

    private Optional<Yaml> wrongValue(Yaml node, JsonNode rule, Subject subject) {
        String message = Shapes.complaint(node, rule, subject.name());
        String example = schema.example(rule);
        Optional<String> near = node instanceof Yaml.Scalar scalar
                ? Suggestion.nearest(scalar.text(), SchemaFile.texts(rule.path("enum"))) : Optional.empty();
        String otherwise = rule.has("enum") ? "write one of those" : example.isEmpty() ? "write " + schema.expected(rule) : "write for example " + example;
        String fix = rule.has("x-fix") ? rule.get("x-fix").asText() : near.map(word -> "write " + word).orElse(otherwise);
        report(schema.wrongValue(), node.position(), message, Optional.of(schema.expected(rule)), fix);
        return Optional.empty();
    }

    private void report(ProblemCode code, Position position, String message, Optional<String> expected, String fix) {
        problems.add(expected.map(right -> Problem.error(code, position, message, right, fix))
                .orElseGet(() -> Problem.error(code, position, message, fix)));
    }
}
