package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.expression.FunctionDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expressions are tried before they are believed. */
class TryTest {

    @TempDir
    private Path folder;
    private CompanyShell company;
    private Path map;

    @BeforeEach
    void aCompanyOfTwo() throws IOException {
        company = new CompanyShell(folder);
        company.company().hr("1,Ann,D1,,", "2,Bob,D1,1,");
        map = Files.writeString(folder.resolve("zoe.json"), "{\"givenName\": \"Zoë\", \"age\": 42, \"mails\": [\"a@b\", \"c@d\"], \"nick\": null, \"day\": \"31.13.2024\"}");
    }

    @AfterEach
    void stop() {
        company.close();
    }

    private String tried(int exitCode, String expression, String on, String... more) {
        String[] words = new String[more.length + 4];
        words[0] = "try";
        words[1] = expression;
        words[2] = "--on";
        words[3] = on;
        System.arraycopy(more, 0, words, 4, more.length);
        assertThat(company.run(words)).as(company.out() + company.err()).isEqualTo(exitCode);
        return company.out() + company.err();
    }

    @Test
    void aValueComesWithItsTypeAndWithWhatItReads() {
        assertThat(tried(0, "${uppercase(${body[givenName]})}", map.toString())).isEqualTo("ZOË   text, of zoe.json\n  givenName is Zoë\n");
        assertThat(tried(0, "${body[age]}", map.toString())).startsWith("42   number");
        assertThat(tried(0, "${body[mails]}", map.toString())).startsWith("[a@b, c@d]   list");
        assertThat(tried(0, "${body[nick]}", map.toString())).startsWith("(null)   of zoe.json");
    }

    @Test
    void whatIsAbsentIsToldWithTheNameThatWasPerhapsMeant() {
        assertThat(tried(0, "${body[givenNam]}", map.toString())).isEqualTo("(absent)   of zoe.json\n  givenNam is absent; did you mean givenName?\n");
    }

    @Test
    void aConditionSaysWhichClauseDecided() {
        assertThat(tried(0, "${body[age]} > 40 && ${body[givenName]} == 'Ada'", map.toString())).startsWith("false   boolean").contains("givenName is \"Zoë\"");
        assertThat(tried(0, "${body[age]} in '41,42'", map.toString())).startsWith("true   boolean");
    }

    @Test
    void aFailureShowsThePlaceAndHowTheFunctionIsCalled() {
        assertThat(tried(1, "x ${dateParse(${body[day]}, 'dd.MM.yyyy')}", map.toString())).contains("expression:1:5 error", "     ^^^^^^^^^", "expected: dateParse(text, pattern, zone?, firstYear?)", "31.13.2024");
        assertThat(tried(2, "${pad(${body[age]})}", map.toString())).contains("^^^", "expected: pad(text, width, padding?)");
        assertThat(tried(2, "${pad(${body[age]}, wide)}", map.toString())).contains("a number, as in pad(text, width, padding?)");
        assertThat(tried(2, "${pad(${body[age]}, )}", map.toString())).contains("expected: pad(text, width, padding?)");
    }

    @Test
    void somebodyOfTheHubIsTriedOn() {
        assertThat(tried(1, "${body[name]}", "2")).as("before anything has run").contains("no identity '2'").doesNotContain("something broke");
        assertThat(company.run("sync")).isZero();
        assertThat(tried(0, "${body[name]}!", "2")).startsWith("Bob!   text, of 2");
        assertThat(tried(1, "${body[name]}", "3")).contains("no identity '3'");
    }

    @Test
    void aMapInAFileNeedsNoProject() throws IOException {
        Shell shell = new Shell();
        assertThat(shell.run("try", "${body[age]}", "--on", map.toString(), "--project", Files.createDirectories(folder.resolve("nothing")).toString())).isZero();
        Path list = Files.writeString(folder.resolve("list.yaml"), "- a\n- b\n");
        assertThat(shell.run("try", "${body[age]}", "--on", list.toString())).isEqualTo(2);
        assertThat(shell.err()).contains("no map of attributes");
        Path torn = Files.writeString(folder.resolve("torn.json"), "{\"a\": ");
        assertThat(shell.run("try", "${body[age]}", "--on", torn.toString())).isEqualTo(2);
        assertThat(shell.err()).contains("cannot be read as JSON or YAML").doesNotContain("Exception");
    }

    @Test
    void whatDoesNotShowIsShown() throws IOException {
        Path odd = Files.writeString(folder.resolve("odd.json"), "{\"name\": \"a\\u001b[31mb\\u202Ec\"}");
        assertThat(tried(0, "${body[name]}", odd.toString())).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void functionsTellAllAboutThemselves() {
        Shell shell = new Shell();
        assertThat(shell.run("functions")).isZero();
        FunctionDescription.all().forEach(function -> assertThat(shell.out()).contains("  " + function.call().name() + " "));
        assertThat(shell.run("functions", "pad")).isZero();
        assertThat(shell.out()).startsWith("pad(text, width, padding?) → text\n").contains("a number, or an expression that gives one", "may be left out", "Null and absent: ", "→");
        assertThat(shell.run("functions", "uperCase")).isEqualTo(2);
        assertThat(shell.err()).contains("did you mean 'uppercase'?");
        assertThat(shell.run("functions", "IIF", "--json")).isEqualTo(2);
        assertThat(shell.err()).contains("did you mean 'iif'?");
    }
}
