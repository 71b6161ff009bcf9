package io.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code caravan} itself: the global options, the help. */
@Command(name = "caravan", mixinStandardHelpOptions = true, versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps people's accounts right, everywhere they have one.",
        commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n",
        footerHeading = "%n", footer = "caravan COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 usage, 3 invalid files, "
                + "4 some identities failed, 5 held by the guard, 10 changes pending.")
final class RootCommand implements Callable<Integer> {

    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    @Spec
    private CommandSpec spec;

    GlobalOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** {@code git}-like groups of commands: they do nothing by themselves. */
    static int askWhich(CommandLine group) {
        throw new ParameterException(group, "which " + group.getCommandName() + " command?");
    }
}
