package io.caravan.cli;

import io.caravan.operations.CheckReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan check}. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Check all files of the project, without touching any system; report everything that is wrong.")
final class CheckCommand implements Callable<Integer> {

    private final Session session;

    CheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.finish("check", new CheckResult(CheckReport.of(session.place())));
    }
}
