package io.caravan.cli;

import io.caravan.operations.OpenProject;
import io.caravan.operations.SettledAccount;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan settle WHO JOB --account ID | --no-account}. */
@Command(name = "settle", mixinStandardHelpOptions = true,
        description = "Say which account somebody has, or that there is none, where the application cannot prove it. Nothing is sent: the next cycle goes on from there.")
final class SettleCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "WHO", description = "An identity's key, such as E0311.")
    private String who;

    @Parameters(index = "1", paramLabel = "JOB", description = "The job that writes to the application.")
    private String name;

    @ArgGroup(multiplicity = "1")
    private Known known;

    /** What was seen in the application. */
    private static final class Known {

        @Option(names = "--account", paramLabel = "ID", description = "This account is hers: its id in the application.")
        private Optional<String> account = Optional.empty();

        @Option(names = "--no-account", description = "There is none: one that may have been created was not, one that is not found is gone.")
        private boolean none;
    }

    SettleCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.open()) {
            return session.finish("settle", new SettledResult(SettledAccount.settle(project, who, name, known.account)));
        }
    }
}
