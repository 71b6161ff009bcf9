package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.cycle.AccountByHand.Refused;
import io.caravan.cycle.CycleListener;
import io.caravan.identity.Identity;
import io.caravan.mapping.OutboundJob;
import io.caravan.runtime.Caravan;
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
        Project project = session.validProject();
        if (!(session.job(project, name) instanceof OutboundJob job)) {
            throw new CommandFailure(ExitCode.USAGE, "job '" + name + "' reads a source and has no accounts", "Name a job that writes to a target; caravan status lists them");
        }
        if (known.account.filter(String::isBlank).isPresent()) {
            throw new CommandFailure(ExitCode.USAGE, "--account names no account", "Name it by its id in the application, or write --no-account");
        }
        try (Caravan caravan = Engine.open(session, project, CycleListener.NONE)) {
            Identity identity = new PersonLookup(project, caravan.store()).orRefuse(who);
            Optional<Refused> refused = caravan.settle(job, identity, known.account);
            if (refused.isPresent()) {
                throw new CommandFailure(ExitCode.FAILED, refused.get().why(), refused.get().next());
            }
            return session.finish("settle", new SettledResult(job.name(), identity.key(), known.account));
        }
    }
}
