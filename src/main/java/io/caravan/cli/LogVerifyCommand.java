package io.caravan.cli;

import io.caravan.operations.LogVerification;
import io.caravan.operations.OpenProject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan log verify}. */
@Command(name = "verify", mixinStandardHelpOptions = true,
        description = "Recompute the log's chain of hashes: was an entry changed, removed or slipped in? Exits with 1 when one was.")
final class LogVerifyCommand implements Callable<Integer> {

    private final Session session;

    LogVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.look()) {
            return session.finish("log verify", new LogVerified(LogVerification.of(project)));
        }
    }
}
