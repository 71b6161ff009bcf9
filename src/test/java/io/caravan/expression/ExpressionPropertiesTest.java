package io.caravan.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** Whatever a file holds, reading it ends with problems or with something that can be evaluated, never with an exception. */
class ExpressionPropertiesTest {

    private static final Names NAMES = new Names(Optional.of(Set.of("a", "b c", "l")), Set.of("login", "n.m"), Set.of("t"));
    private static final SampleInput INPUT = new SampleInput(Map.of("a", "Ada", "l", List.of("x", 1L)), Map.of("login", "al"), Set.of());

    @Property(tries = 2000)
    void anyTextIsReadToItsEnd(@ForAll @StringLength(max = 80) String text) {
        read(text);
    }

    @Property(tries = 6000)
    void anyMixtureOfTheLanguagesWordsIsReadToItsEnd(@ForAll("mixtures") String text) {
        read(text);
    }

    @Property(tries = 1000)
    void plainTextIsItself(@ForAll @StringLength(max = 60) String text) {
        if (text.indexOf('$') < 0 && text.indexOf('\\') < 0 && !text.endsWith("\n") && !text.endsWith("\r")) {
            Problems problems = new Problems();
            assertThat(ExpressionCompiler.compile(text, Position.of("f", 1, 1), NAMES, problems).orElseThrow().evaluate(INPUT)).isEqualTo(text);
        }
    }

    @Property(tries = 1000)
    void aValueNeverBecomesSyntax(@ForAll @StringLength(max = 60) String value) {
        SampleInput input = SampleInput.of(Map.of("a", value));
        Object result = ExpressionCompiler.compile("<${body[a]}>", Position.of("f", 1, 1), NAMES, new Problems()).orElseThrow().evaluate(input);
        assertThat(result).isEqualTo("<" + value + ">");
    }

    @Provide
    Arbitrary<String> mixtures() {
        return Arbitraries.of("${", "}", "body", "[", "]", "a", ".", "(", ")", ",", "'", "\"", " ", " == ", " && ", " || ", "++", " ?: ", " ~> ", " ?~> ", " ? ", " : ", "null", "true", "5",
                "trim", "iif", "uniqueName", "counter", "lookup", "switch", "replaceRegex", "dateParse", "randomString", "login", "\\n", "$simple{", " in ", " regex ", " range ", "!", "--",
                "${body[a]}", "${body[l]}", "'x'", "last", "size()", "pad", "1..5", "in", "not", "€", "\uD83D\uDE00", "=", "~~", "sum", "\n")
                .list().ofMaxSize(25).map(words -> String.join("", words));
    }

    private static void read(String text) {
        Problems problems = new Problems();
        Position start = Position.of("f", 1, 1);
        ExpressionCompiler.compile(text, start, NAMES, problems).ifPresent(formula -> evaluated(() -> formula.evaluate(INPUT)));
        assertThat(problems.inOrder()).allSatisfy(problem -> assertThat(problem.position().column()).isBetween(1, text.length() + 1));
        ExpressionCompiler.compileCondition(text, start, NAMES, problems).ifPresent(condition -> {
            evaluated(() -> condition.test(INPUT));
            evaluated(() -> condition.explain(INPUT));
        });
    }

    private static void evaluated(Runnable evaluation) {
        try {
            evaluation.run();
        } catch (FormulaException expected) {
            assertThat(expected).hasMessageMatching("(?s).+");
        }
    }
}
