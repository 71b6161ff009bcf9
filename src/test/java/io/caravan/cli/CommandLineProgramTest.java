package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CommandLineProgramTest {

    private final Shell shell = new Shell();

    @Test
    void withoutACommandTheHelpIsShownAndItIsAMistake() {
        assertThat(shell.run()).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).startsWith("Usage: caravan").contains("completion");
    }

    @Test
    void helpThatWasAskedForIsTheResult() {
        assertThat(shell.run("--help")).isZero();
        assertThat(shell.out()).startsWith("Usage: caravan");
        assertThat(shell.err()).isEmpty();
    }

    /** A command that is named first is made alone: help, mistakes and its options are the same. Help needs all of them, and is picocli's own. */
    @Test
    void eachCommandIsFoundByItsName() {
        for (String name : new CommandLineProgram(new Console(System.out, System.err, false, false)).commands().getSubcommands().keySet().stream().filter(name -> !name.equals("help")).toList()) {
            assertThat(shell.run(name, "--help")).as(name).isZero();
            String alone = shell.out();
            assertThat(alone).as(name).startsWith("Usage: caravan " + name);
            assertThat(shell.run("--color", "never", name, "--help")).as(name).isZero();
            assertThat(shell.out()).as(name).isEqualTo(alone);
            assertThat(shell.run(name, "--no-such-option")).as(name).isEqualTo(ExitCode.USAGE.number());
            String mistake = shell.err();
            assertThat(shell.run("--color", "never", name, "--no-such-option")).as(name).isEqualTo(ExitCode.USAGE.number());
            assertThat(shell.err()).as(name).isEqualTo(mistake);
        }
    }

    @Test
    void anUnknownCommandNamesTheNearestOne() {
        assertThat(shell.run("completoin")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).isEqualToNormalizingNewlines("""
                caravan: unknown command 'completoin'; did you mean 'completion'?
                See caravan --help
                """);
    }

    @Test
    void aValueThatDoesNotFitIsToldWithoutNamesOfJava() {
        assertThat(shell.run("demo", "--as-of", "tomorrow")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).startsWith("caravan: --as-of cannot be 'tomorrow'; write a day such as").doesNotContain("java");
        assertThat(shell.run("log", "--limit", "many", "--cycle", "1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("--limit cannot be 'many'; write a whole number").doesNotContain("java");
    }

    @Test
    void anUnknownOptionNamesTheNearestOne() {
        assertThat(shell.run("completion", "--jsno")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).startsWith("caravan: unknown option '--jsno'; did you mean '--json'?");
    }

    @Test
    void whoeverAsksForADocumentGetsOneWhateverHappens() throws IOException {
        assertThat(failure(2, "completion", "--json", "--jsno")).isEqualTo("unknown option '--jsno'; did you mean '--json'?");
        assertThat(failure(2, "no-such-command", "--json")).isEqualTo("unknown command 'no-such-command'");
        assertThat(failure(2, "--json", "assign", "E1", "app")).isEqualTo("missing --why");
        assertThat(failure(2, "apply", "/no/such/plan.json", "--json")).contains("/no/such/plan.json");
        assertThat(failure(2, "status", "--json", "--project", "/no/such/folder")).isNotEmpty();
    }

    private String failure(int exitCode, String... arguments) throws IOException {
        assertThat(shell.run(arguments)).isEqualTo(exitCode);
        JsonNode document = new ObjectMapper().readTree(shell.out());
        assertThat(document.get("exitCode").intValue()).isEqualTo(exitCode);
        assertThat(shell.err()).startsWith("caravan: " + document.get("failure").textValue());
        return document.get("failure").textValue();
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        assertThat(shell.run("--color", "never", "completion")).isZero();
        assertThat(shell.run("completion", "--color", "never")).isZero();
        assertThat(shell.out()).startsWith("#!/usr/bin/env bash");
    }

    @Test
    void aColourThatDoesNotExistIsAMistake() {
        assertThat(shell.run("completion", "--color", "pink")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("--color").contains("pink");
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(shell.run("--version")).isZero();
        assertThat(shell.out()).matches("caravan \\S+ \\(Java \\S+\\)\\R");
    }
}
