package io.caravan.cli;

import io.caravan.operations.OpenProject;
import io.caravan.operations.ProjectStatus;
import java.util.concurrent.Callable;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Show where every job stands: whether the service runs, each job's last run and next, its accounts, what is held, what failed since when, and what to do about it.")
final class StatusCommand implements Callable<Integer> {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final Session session;

    @Option(names = "--exit-code", description = "For monitoring: exit with 1 also when no service runs. Without it the exit code says how the jobs stand: 0, 1 one failed, "
            + "4 somebody is left behind, 5 something is held.")
    private boolean watched;

    @Option(names = "--watch", paramLabel = "SECONDS", arity = "0..1", fallbackValue = "5", description = "On a terminal: show it again every so many seconds (default: 5), until Ctrl-C.")
    private Optional<Integer> every = Optional.empty();

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return every.isPresent() ? watch(every.get()) : session.finish("status", look());
    }

    private StatusResult look() {
        try (OpenProject project = session.look()) {
            return new StatusResult(ProjectStatus.of(project), watched);
        }
    }

    private int watch(int seconds) throws InterruptedException {
        if (!session.console().resultOnTerminal() || session.options().json() || seconds < 1) {
            throw new CommandFailure(ExitCode.USAGE, seconds < 1 ? "--watch " + seconds + " is no pause" : "--watch shows it on a terminal, again and again",
                    "Write --watch 5 on a terminal; a program asks with caravan status --json as often as it likes");
        }
        while (true) {
            StatusResult result = look();
            session.console().out().print(CLEAR);
            session.finish("status", result);
            Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        }
    }
}
