package io.caravan.cli;

import io.caravan.operations.AlertTrial;
import io.caravan.operations.OpenProject;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan alerts …}. */
@Command(name = "alerts", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "test", description = "Try whether alerts arrive.")
final class AlertsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private AlertsCommand() {
    }

    static CommandLine group(Session session) {
        return new CommandLine(new AlertsCommand()).addSubcommand(new Try(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }

    /** {@code caravan alerts test}. */
    @Command(name = "test", mixinStandardHelpOptions = true,
            description = "Send one that says it is a trial, and tell what the mail server answered, or why a route failed. Exit code 1 when nobody has taken it.")
    private static final class Try implements Callable<Integer> {

        private final Session session;

        Try(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("alerts test", new AlertTrialResult(AlertTrial.of(project)));
            }
        }
    }
}
