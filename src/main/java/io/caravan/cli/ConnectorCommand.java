package io.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan connector …}. */
@Command(name = "connector", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "The kinds of systems there are, and what they need.")
final class ConnectorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static CommandLine group(Session session) {
        return new CommandLine(new ConnectorCommand())
                .addSubcommand(new ConnectorListCommand(session))
                .addSubcommand(new ConnectorShowCommand(session))
                .addSubcommand(new ConnectorNewCommand(session))
                .addSubcommand(new ConnectorTestCommand(session))
                .addSubcommand(new ConnectorTraceCommand(session))
                .addSubcommand(new ConnectorRecordCommand(session))
                .addSubcommand(new ConnectorReplayCommand(session))
                .addSubcommand(new ConnectorServeCommand(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }
}
