package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTextTest {

    @Test
    void showsTheLineWithCaretsUnderWhatIsMeant() {
        assertThat(render("to: {system: corp}", 14, 4)).isEqualTo("""
                f.yaml:1:14 error YML001: wrong
                    1 | to: {system: corp}
                      |              ^^^^
                  expected: right
                  fix: change it
                """);
    }

    @Test
    void tabsAreShownAsTheSpacesTheyLookLike() {
        assertThat(render("a:\t\tb\tc", 5, 3)).contains("    1 | a:      b   c\n      |         ^^^^^\n");
    }

    @Test
    void aLongLineIsCutAroundTheCaret() {
        String text = render("x".repeat(500) + "HERE" + "y".repeat(500), 501, 4);

        String[] lines = text.split("\n");
        assertThat(lines[1]).hasSizeLessThan(130).startsWith("    1 | …xxx").endsWith("yyy…").contains("HERE");
        assertThat(lines[2].indexOf('^')).isEqualTo(lines[1].indexOf("HERE"));
    }

    @Test
    void aCaretAtTheEndOfALongLineIsInSight() {
        String[] lines = render("x".repeat(300), 301, 1).split("\n");

        assertThat(lines[2].indexOf('^')).isEqualTo(lines[1].length());
    }

    @Test
    void controlCharactersOfTheFileDoNotReachTheTerminal() {
        assertThat(render("a\u001B[31mb", 1, 1)).doesNotContain("\u001B");
    }

    @Test
    void colourOnlyRepeatsWhatTheWordsSay() {
        Problem problem = problem(1, 1);
        String coloured = new ProblemText(texts("a: b"), true).render(problem);

        assertThat(coloured).contains("\u001B[");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(new ProblemText(texts("a: b"), false).render(problem));
    }

    @Test
    void aWholeFileHasNoSnippet() {
        Problem problem = Problem.error(ProblemCode.NOT_YAML, Position.ofFile("f.yaml"), "wrong", "change it");

        assertThat(new ProblemText(texts("a"), false).render(problem)).isEqualTo("f.yaml error YML001: wrong\n  fix: change it\n");
        assertThat(ProblemText.json(problem)).isEqualTo(Map.of("code", "YML001", "severity", "error", "file", "f.yaml",
                "message", "wrong", "fix", "change it"));
    }

    private static String render(String line, int column, int length) {
        return new ProblemText(texts(line), false).render(problem(column, length));
    }

    private static SourceTexts texts(String line) {
        return new SourceTexts(Map.of("f.yaml", List.of(line)));
    }

    private static Problem problem(int column, int length) {
        return Problem.error(ProblemCode.NOT_YAML, new Position("f.yaml", 1, column, length), "wrong", "right", "change it");
    }
}
