package io.caravan.cli;

import io.caravan.operations.OpenProject;
import io.caravan.operations.StoreBackup;
import io.caravan.operations.StoreCompaction;
import io.caravan.operations.StoreFindings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan store …}: what is done with the store as a whole, also while Caravan runs. */
@Command(name = "store", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Back the store up, look it or a backup over, make it smaller; also while Caravan runs.")
final class StoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static CommandLine group(Session session) {
        return new CommandLine(new StoreCommand()).addSubcommand(new Backup(session)).addSubcommand(new Verify(session)).addSubcommand(new Compact(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }

    /** {@code caravan store backup FILE}. */
    @Command(name = "backup", mixinStandardHelpOptions = true,
            description = "Copy the store into a new file, as it is at one moment, and look the copy over. Nobody waits for it. PostgreSQL has pg_dump for that.")
    private static final class Backup implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "FILE", description = "The file to make; it must not be there yet.")
        private Path file;

        Backup(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return session.finish("store backup", new StoreBackupResult(StoreBackup.make(session.place(), file)));
        }
    }

    /** {@code caravan store verify [FILE]}. */
    @Command(name = "verify", mixinStandardHelpOptions = true,
            description = "Look the store or a backup over: the version of its tables, whether its file is whole, and its log. Changes nothing. Exits with 1 when something is wrong.")
    private static final class Verify implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "FILE", arity = "0..1", description = "A backup, or any store that is a SQLite file (default: the project's store).")
        private Optional<Path> file = Optional.empty();

        Verify(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return session.finish("store verify", new StoreFindingsResult(StoreFindings.verify(session.place(), file)));
        }
    }

    /** {@code caravan store compact [--log-before WHEN]}. */
    @Command(name = "compact", mixinStandardHelpOptions = true,
            description = "Give the disk back what the store does not use any more. Whoever writes to it meanwhile waits; it needs as much free disk as the store is large.")
    private static final class Compact implements Callable<Integer> {

        private final Session session;

        @Option(names = "--log-before", paramLabel = "WHEN",
                description = "First cut off what the log says of times before a day (2026-11-30, UTC), a moment, or longer ago than this (2555d). "
                        + "What accounts still stand by is kept, and the log says what was cut off.")
        private Optional<String> logBefore = Optional.empty();

        Compact(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("store compact", new StoreCompactionResult(StoreCompaction.compact(project, logBefore.map(text -> WhenText.moment(text, session.clock().instant())))));
            }
        }
    }
}
