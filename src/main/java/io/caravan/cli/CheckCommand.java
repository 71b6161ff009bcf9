package io.caravan.cli;

import io.caravan.operations.CheckReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan check}. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = {"Check all files of the project; report everything that is wrong. No system is touched, unless --live is said.",
                "Exit code 3: something is wrong in the files. 1: a system did not answer."})
final class CheckCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--live", description = "Ask every system what attributes it has, and hold the mappings against that. Nothing is written.")
    private boolean live;

    CheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.finish("check", new CheckResult(live ? CheckReport.live(session.place()) : CheckReport.of(session.place())));
    }
}
