package io.caravan.cli;

import io.caravan.cycle.StateStore;
import io.caravan.runtime.Stores;
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
        try (StateStore store = Stores.open(session.validProject())) {
            return session.finish("log verify", LogVerified.of(store.log().verify()));
        }
    }
}
