package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.config.MappingExamples;
import io.caravan.config.ProblemText;
import io.caravan.config.Project;
import io.caravan.config.SourceTexts;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Severity;
import io.caravan.diagnostic.Suggestion;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Example;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.Job;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.Names;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What came of an expression, or a condition, for one person, example or map.
 *
 * @param on       whom or what it was tried on
 * @param value    what came out; of a secret {@code (sensitive)}
 * @param type     text, number, boolean, list, null or absent
 * @param because  of a condition, which clause decided
 * @param reads    the attributes and names that it reads, each with its value; what is absent is not in it
 * @param absent   those that are absent, with the name that was perhaps meant
 * @param problems what is wrong, as {@code check} says it
 * @param shown    the same with the expression, for whoever shows it; not part of the document
 */
public record TriedExpression(String expression, String on, Outcome outcome, Optional<Object> value, String type, Optional<String> because,
                              Map<String, Object> reads, Map<String, String> absent, List<Map<String, Object>> problems, @JsonIgnore Optional<Shown> shown) {

    /** What came of it. */
    public enum Outcome {
        VALUE, CONDITION,
        /** A function could not work with what it was given. */
        FAILED,
        /** It is no expression. */
        INVALID;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The place of every expression that is tried. */
    private static final String PLACE = "expression";
    private static final String SECRET = "(sensitive)";
    private static final int LONGEST_FILE = 1 << 20;

    /** What is wrong, and with what text. */
    public record Shown(Problems problems, SourceTexts texts) {
    }

    /** What it is tried on. */
    private record Subject(String name, Attributes attributes) {
    }

    /**
     * Tries an expression on a map in a JSON or YAML file.
     *
     * @throws Refusal when that is none
     */
    public static TriedExpression onFile(String expression, Path file, Instant now) {
        return new Trying(expression, new Subject(file.getFileName().toString(), read(file)), Optional.empty(), Set.of(), now).tried();
    }

    /**
     * Tries an expression on a person of the hub or, with a job, on an example of its mapping; with a job it may use the mapping's defines, attributes and tables.
     *
     * @param on  a file, the name of an example, or somebody as {@code explain} takes them
     * @throws Refusal when nobody and nothing is meant by that
     */
    public static TriedExpression on(OpenProject project, String expression, String on, Optional<String> job) {
        Optional<Job> of = job.map(name -> OpenProject.job(project.project(), name));
        Set<String> secrets = of.map(project.project()::secrets).orElseGet(project.project()::secrets);
        return new Trying(expression, subject(project, on, of), of, secrets, project.now()).tried();
    }

    private static Subject subject(OpenProject project, String on, Optional<Job> job) {
        if (Files.isRegularFile(Path.of(on).toAbsolutePath())) {
            return new Subject(Path.of(on).getFileName().toString(), read(Path.of(on)));
        }
        Optional<Example> example = job.flatMap(of -> of.examples().stream().filter(each -> each.name().equals(on)).findFirst());
        if (example.isPresent()) {
            return new Subject("the example \"" + on + "\" of " + job.get().name(), example.get().given());
        }
        Identity person = new PersonLookup(project.project(), project.store()).orRefuse(on);
        return new Subject(person.key(), person.attributes());
    }

    private static Attributes read(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new Refusal(Refusal.Kind.USAGE, file + " is longer than one record would be", "Put the attributes of one person into it");
            }
            Object read = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            if (!(read instanceof Map<?, ?> map)) {
                throw new Refusal(Refusal.Kind.USAGE, file + " is no map of attributes", "Write {\"givenName\": \"Ada\"} or givenName: Ada");
            }
            return Attributes.of(map.entrySet().stream().collect(TreeMap::new, (all, each) -> all.put(String.valueOf(each.getKey()), each.getValue()), Map::putAll));
        } catch (IOException | YamlEngineException | IllegalArgumentException unreadable) {
            throw new Refusal(Refusal.Kind.USAGE, file + " cannot be read as JSON or YAML: " + unreadable.getMessage(), "Write the attributes of one person into it: texts, numbers, true, false, and lists of those");
        }
    }

    /** One try. */
    private static final class Trying {
        private final String expression;
        private final Subject subject;
        private final Optional<Job> job;
        private final Set<String> secrets;
        private final Instant now;

        Trying(String expression, Subject subject, Optional<Job> job, Set<String> secrets, Instant now) {
            this.expression = expression;
            this.subject = subject;
            this.job = job;
            this.secrets = secrets;
            this.now = now;
        }

        TriedExpression tried() {
            Mapping mapping = job.map(Job::mapping).orElse(new Mapping(Map.of(), Map.of(), Map.of()));
            Set<String> named = new HashSet<>(mapping.attributes().keySet());
            named.addAll(mapping.defines().keySet());
            Names names = new Names(Optional.empty(), named, mapping.tables().keySet());
            Problems problems = new Problems();
            Optional<Formula> formula = ExpressionCompiler.compile(expression, Position.of(PLACE, 1, 1), names, problems);
            Problems asCondition = new Problems();
            Optional<Condition> condition = ExpressionCompiler.compileCondition(expression, Position.of(PLACE, 1, 1), names, asCondition);
            boolean decides = condition.isPresent() && formula.filter(value -> !value.isText()).isEmpty();
            if (!decides && formula.isEmpty()) {
                return wrong(Outcome.INVALID, problems);
            }
            FormulaInput input = MappingExamples.input(mapping, subject.attributes(), now);
            Set<String> hidden = mapping.sensitive(secrets);
            hidden.addAll(secrets);
            try {
                return decides ? decided(condition.get(), input, hidden) : computed(formula.get(), input, hidden);
            } catch (FormulaException failed) {
                return wrong(Outcome.FAILED, failure(failed));
            }
        }

        private TriedExpression computed(Formula formula, FormulaInput input, Set<String> hidden) {
            Object value = formula.evaluate(input);
            boolean secret = formula.sensitive() || formula.attributes().stream().anyMatch(hidden::contains) || formula.names().stream().anyMatch(hidden::contains);
            Optional<Object> shown = value == null || value == Formula.ABSENT ? Optional.empty() : Optional.of(secret ? SECRET : value);
            return result(Outcome.VALUE, shown, type(value), Optional.empty(), reads(formula.attributes(), formula.names(), input, hidden), absent(formula.attributes()));
        }

        private TriedExpression decided(Condition condition, FormulaInput input, Set<String> hidden) {
            boolean holds = condition.test(input);
            boolean secret = condition.attributes().stream().anyMatch(hidden::contains) || condition.names().stream().anyMatch(hidden::contains);
            return result(Outcome.CONDITION, Optional.of(holds), "boolean", holds || secret ? Optional.empty() : Optional.of(condition.explain(input)),
                    reads(condition.attributes(), condition.names(), input, hidden), absent(condition.attributes()));
        }

        private TriedExpression result(Outcome outcome, Optional<Object> value, String type, Optional<String> because, Map<String, Object> reads, Map<String, String> absent) {
            return new TriedExpression(expression, subject.name(), outcome, value, type, because, reads, absent, List.of(), Optional.empty());
        }

        private Map<String, Object> reads(Set<String> attributes, Set<String> names, FormulaInput input, Set<String> hidden) {
            Map<String, Object> reads = new TreeMap<>();
            for (String name : new TreeSet<>(attributes)) {
                Object value = input.attribute(name);
                if (value != Formula.ABSENT) {
                    reads.put(name, value == null ? "(null)" : hidden.contains(name) ? SECRET : value);
                }
            }
            for (String name : new TreeSet<>(names)) {
                Object value = input.named(name);
                if (value != Formula.ABSENT) {
                    reads.put("${" + name + "}", value == null ? "(null)" : hidden.contains(name) ? SECRET : value);
                }
            }
            return reads;
        }

        /** A name that is misspelt is absent, like one that this person just has not got. */
        private Map<String, String> absent(Set<String> attributes) {
            Set<String> known = subject.attributes().asMap().keySet();
            return attributes.stream().filter(name -> !known.contains(name)).collect(Collectors.toMap(name -> name, name -> Suggestion.nearest(name, known).orElse(""), (one, other) -> one, TreeMap::new));
        }

        private Problems failure(FormulaException failed) {
            Optional<FormulaException.Place> place = failed.place();
            Position position = place.map(FormulaException.Place::position).filter(known -> known.file().equals(PLACE)).orElse(Position.ofFile(PLACE));
            Problems problems = new Problems();
            problems.add(new Problem(ProblemCode.EXPRESSION_ARGUMENTS, Severity.ERROR, position, failed.getMessage(),
                    place.map(FormulaException.Place::signature), "change the expression so that it can work with this; caravan functions NAME tells what a function takes"));
            return problems;
        }

        private TriedExpression wrong(Outcome outcome, Problems problems) {
            List<Map<String, Object>> json = problems.inOrder().stream().map(ProblemText::json).toList();
            return new TriedExpression(expression, subject.name(), outcome, Optional.empty(), "absent", Optional.empty(), Map.of(), Map.of(), json,
                    Optional.of(new Shown(problems, new SourceTexts(Map.of(PLACE, expression.lines().toList())))));
        }

        private static String type(Object value) {
            return value == null ? "null" : value == Formula.ABSENT ? "absent" : value instanceof List ? "list" : value instanceof Boolean ? "boolean"
                    : value instanceof Number ? "number" : "text";
        }
    }
}
