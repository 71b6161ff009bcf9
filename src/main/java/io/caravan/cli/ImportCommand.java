package io.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan import}: what other products are told, as mappings. */
@Command(name = "import", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = "Make mappings of what another product is told.")
final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static CommandLine group(Session session) {
        return new CommandLine(new ImportCommand()).addSubcommand(new ImportEntraCommand(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }
}
