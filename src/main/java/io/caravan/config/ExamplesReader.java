package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Suggestion;
import io.caravan.subject.Attributes;
import io.caravan.mapping.Example;
import io.caravan.mapping.GroupExample;
import io.caravan.subject.KeyText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code examples} of a mapping, or of a group's rule.
 *
 * @param given  names an example's {@code given} may have; empty Optional: any
 * @param complaint what is said of another name in it
 * @param mapped names the mapping gives values to
 */
record ExamplesReader(Optional<Set<String>> given, String complaint, Set<String> mapped, Problems problems) {

    List<Example> read(List<Yaml> items) {
        Map<String, Position> names = new HashMap<>();
        List<Example> examples = new ArrayList<>();
        for (Yaml item : items) {
            Yaml.Block block = (Yaml.Block) item;
            if (!block.has("name") || !block.has("given") || !block.has("expect")) {
                continue;
            }
            Yaml.Scalar name = block.scalar("name").orElseThrow();
            refuseTwice(name, names);
            examples.add(example(block, name));
        }
        return examples;
    }

    private Example example(Yaml.Block block, Yaml.Scalar name) {
        given.ifPresent(known -> checkNames(block.block("given"), known, complaint));
        Optional<Map<String, Object>> expect = Optional.empty();
        if (block.get("expect").orElseThrow() instanceof Yaml.Block expected) {
            checkNames(expected, mapped, "the mapping gives no value to");
            expect = Optional.of(values(expected));
        }
        return new Example(name.text(), Attributes.of(values(block.block("given"))), expect,
                block.scalar("now").flatMap(this::instant), name.position());
    }

    /**
     * One example of a group's rule.
     *
     * @param before the names of others, with their places
     * @param each   names that the subjects of a rule that has a group for each may have; empty: any
     */
    GroupExample group(Yaml.Block block, Map<String, Position> before, Optional<Set<String>> each) {
        Yaml.Scalar name = block.scalar("name").orElseThrow();
        refuseTwice(name, before);
        given.ifPresent(known -> checkNames(block.block("given"), known, complaint));
        List<String> groups = block.items("expect").stream().map(item -> KeyText.trim(((Yaml.Scalar) item).text())).toList();
        List<Yaml.Block> subjects = block.items("each").stream().map(Yaml.Block.class::cast).toList();
        each.ifPresent(known -> subjects.forEach(subject -> checkNames(subject, known, "no mapping gives one of the kind an attribute")));
        boolean member = !groups.isEmpty() || block.text("expect").filter("in"::equals).isPresent();
        return new GroupExample(name.text(), Attributes.of(values(block.block("given"))), member, groups.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(groups)),
                subjects.stream().map(subject -> Attributes.of(values(subject))).toList(), block.scalar("now").flatMap(this::instant), name.position());
    }

    private void refuseTwice(Yaml.Scalar name, Map<String, Position> before) {
        Position first = before.putIfAbsent(name.text(), name.position());
        if (first != null) {
            problems.add(Problem.error(ProblemCode.NAME_TWICE, name.position(),
                    "another example in line " + first.line() + " has the same name", "say what is special about this one"));
        }
    }

    private void checkNames(Yaml.Block block, Set<String> known, String wrong) {
        for (Yaml.Entry entry : block.entries().values()) {
            if (!known.contains(entry.key())) {
                problems.add(Problem.error(ProblemCode.UNKNOWN_ATTRIBUTE, entry.keyPosition(), wrong + " \"" + entry.key() + "\"",
                        Suggestion.nearest(entry.key(), known).map(near -> "write " + near).orElse("remove it from the example")));
            }
        }
    }

    private Map<String, Object> values(Yaml.Block block) {
        Map<String, Object> values = new LinkedHashMap<>();
        block.entries().forEach((name, entry) -> {
            if (entry.value() instanceof Yaml.Scalar scalar) {
                Scalars.warnOfLostZeros(scalar, problems);
            }
            values.put(name, Attributes.normalValue(entry.value().plain()));
        });
        return Collections.unmodifiableMap(values);
    }

    private Optional<Instant> instant(Yaml.Scalar scalar) {
        try {
            return Optional.of(scalar.text().contains("T") ? Instant.parse(scalar.text())
                    : LocalDate.parse(scalar.text()).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, scalar.position(), "there is no such day or time: " + scalar.text(),
                    "write a date such as 2026-01-31"));
            return Optional.empty();
        }
    }
}
