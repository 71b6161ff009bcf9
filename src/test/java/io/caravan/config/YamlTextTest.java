package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Problems;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlTextTest {

    /** Every file has the word HERE inside a value; the place of HERE in the value has to be its place in the file. */
    static Stream<Arguments> waysToWriteAValue() {
        return Stream.of(
                Arguments.of("plain", "a: some HERE text\n"),
                Arguments.of("plain over two lines", "a: some\n   more HERE text\n"),
                Arguments.of("plain with an empty line", "a: some\n\n   more HERE text\n"),
                Arguments.of("single-quoted", "a: 'it''s HERE'\n"),
                Arguments.of("single-quoted over two lines", "a: 'it''s\n  so HERE'\n"),
                Arguments.of("double-quoted", "a: \"\\u00e9\\t\\\"\\x41 HERE\"\n"),
                Arguments.of("double-quoted over two lines", "a: \"one \\\n    two\n  three HERE\"\n"),
                Arguments.of("double-quoted astral escape", "a: \"\\U0001F600 HERE\"\n"),
                Arguments.of("literal block", "a: |\n  one\n   two HERE\n"),
                Arguments.of("literal block, stripped, with empty lines", "a: |-\n\n  one\n\n  two HERE\n"),
                Arguments.of("folded block", "a: >\n  one\n  two HERE\n"),
                Arguments.of("folded block, more indented", "a: >+\n  one\n\n    two\n  HERE\n\n"),
                Arguments.of("after an emoji", "b: 😀😀\na: 😀 HERE\n"),
                Arguments.of("windows line ends", "b: 1\r\na: x\r\n  HERE\r\n"),
                Arguments.of("byte order mark", "\uFEFFa: HERE\n"),
                Arguments.of("in a flow", "x: {y: [1, {a: HERE}]}\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToWriteAValue")
    void knowsWhereTextInsideAValueStands(String name, String text) {
        Problems problems = new Problems();
        FileText file = new FileText("f", text);
        Yaml.Scalar scalar = find(YamlText.parse(file, problems).orElseThrow()).orElseThrow();

        var position = scalar.places().at(scalar.text().indexOf("HERE"), 4);

        assertThat(problems.inOrder()).isEmpty();
        assertThat(file.lines().get(position.line() - 1).substring(position.column() - 1, position.column() - 1 + position.length())).isEqualTo("HERE");
    }

    private static Optional<Yaml.Scalar> find(Yaml yaml) {
        if (yaml instanceof Yaml.Block block) {
            return block.entries().values().stream().flatMap(entry -> find(entry.value()).stream()).findFirst();
        }
        if (yaml instanceof Yaml.Items items) {
            return items.items().stream().flatMap(item -> find(item).stream()).findFirst();
        }
        return Optional.of((Yaml.Scalar) yaml).filter(scalar -> scalar.text().contains("HERE"));
    }

    @Test
    void readsValuesByTheCoreSchema() {
        Yaml.Block block = (Yaml.Block) YamlText.parse(new FileText("f",
                "{a: 12, b: 1.5, c: true, d: null, e: yes, f: '12', g: ~, h: 0x1F, i: 1e3, j: 2026-01-01, k: 99999999999999999999, l: .inf}"),
                new Problems()).orElseThrow();

        assertThat(block.plain()).hasToString(
                "{a=12, b=1.5, c=true, d=null, e=yes, f=12, g=null, h=31, i=1E+3, j=2026-01-01, k=99999999999999999999, l=.inf}");
        assertThat(block.scalar("e").orElseThrow().value()).isEqualTo("yes");
        assertThat(block.scalar("f").orElseThrow().value()).isEqualTo("12");
        assertThat(block.scalar("a").orElseThrow().value()).isEqualTo(12L);
    }

    static Stream<Arguments> badFiles() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + Stream.of("b:a", "c:b", "d:c", "e:d", "f:e", "g:f", "h:g", "i:h")
                .map(pair -> pair.charAt(0) + ": &" + pair.charAt(0) + " [" + ("*" + pair.charAt(2) + ",").repeat(8) + "*" + pair.charAt(2) + "]\n")
                .reduce("", String::concat);
        return Stream.of(
                Arguments.of("billion laughs", bomb, "YML004"),
                Arguments.of("a list that contains itself", "a: &a [*a]\n", "YML004"),
                Arguments.of("deep flow", "[".repeat(100_000), "YML004"),
                Arguments.of("deep blocks", "{a: ".repeat(60) + "}".repeat(60), "YML004"),
                Arguments.of("empty", "", "YML005"),
                Arguments.of("only a comment", "# nothing\n", "YML005"),
                Arguments.of("two documents", "a: 1\n---\nb: 2\n", "YML005"),
                Arguments.of("tab", "a:\n\tb: 1\n", "YML001"),
                Arguments.of("open quote", "a: \"b\nc: 1\n", "YML001"),
                Arguments.of("open bracket", "a: [1, 2\nb: 3\n", "YML001"),
                Arguments.of("colon in a plain value", "a: b: c\n", "YML001"),
                Arguments.of("at sign", "a: @b\n", "YML001"),
                Arguments.of("alias without anchor", "a: *b\n", "YML001"),
                Arguments.of("placeholder without quotes as a key", "{{a}}: 1\n", "YML001"),
                Arguments.of("block as a key", "? {a: 1}\n: 2\n", "YML001"),
                Arguments.of("a tag of Java", "a: !!java.lang.Runtime {}\n", ""),
                Arguments.of("duplicate key", "a: 1\nb: 2\na: 3\n", "YML002"),
                Arguments.of("duplicate key in a flow", "x: {a: 1, a: 2}\n", "YML002"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void refusesWhatCannotBeMeant(String name, String text, String code) {
        Problems problems = new Problems();
        YamlText.parse(new FileText("f", text), problems);

        assertThat(problems.inOrder()).hasSize(code.isEmpty() ? 0 : 1).allMatch(problem -> problem.code().code().equals(code));
    }
}
