package io.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan mapping}: what can be done with mapping files. */
@Command(name = "mapping", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = "Propose mappings.")
final class MappingCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static CommandLine group(Session session) {
        return new CommandLine(new MappingCommand()).addSubcommand(new MappingNewCommand(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }
}
