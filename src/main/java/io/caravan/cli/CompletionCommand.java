package io.caravan.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan completion}: the script that makes a shell complete commands and options. */
@Command(name = "completion", mixinStandardHelpOptions = true,
        description = {"Print a completion script for bash and zsh.", "To use it: source <(caravan completion)"})
final class CompletionCommand implements Callable<Integer> {

    private final Session session;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.text().stream().print(AutoComplete.bash("caravan", spec.root().commandLine()));
        session.console().out().flush();
        return ExitCode.DONE.number();
    }
}
