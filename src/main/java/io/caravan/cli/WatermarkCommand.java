package io.caravan.cli;

import io.caravan.operations.OpenProject;
import io.caravan.operations.Watermarks;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan watermark …}: where the next delta read of a source starts. */
@Command(name = "watermark", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "See where the next delta read of a source starts, or make it start over.")
final class WatermarkCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static CommandLine group(Session session) {
        return new CommandLine(new WatermarkCommand()).addSubcommand(new Show(session)).addSubcommand(new Reset(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }

    /** {@code caravan watermark show [JOB]}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show where the next delta read of each source starts.")
    private static final class Show implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job.")
        private Optional<String> job = Optional.empty();

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.look()) {
                return session.finish("watermark show", new WatermarkResult(Watermarks.of(project, job)));
            }
        }
    }

    /** {@code caravan watermark reset JOB}. */
    @Command(name = "reset", mixinStandardHelpOptions = true,
            description = "Forget where the next delta read starts: it reads everything. Identities, links and accounts stay as they are.")
    private static final class Reset implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "JOB", description = "The job that reads the source.")
        private String name;

        Reset(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("watermark reset", new WatermarkResult(Watermarks.reset(project, name)));
            }
        }
    }
}
