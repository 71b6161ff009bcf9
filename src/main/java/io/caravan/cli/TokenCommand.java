package io.caravan.cli;

import io.caravan.operations.AccessTokens;
import io.caravan.operations.OpenProject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan token …}: by what other systems show who they are. Without a subcommand it lists. */
@Command(name = "token", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "[list|create|revoke]",
        description = "Tokens by which other systems show who they are when they send records.")
final class TokenCommand implements Callable<Integer> {

    private final Session session;

    private TokenCommand(Session session) {
        this.session = session;
    }

    static CommandLine group(Session session) {
        return new CommandLine(new TokenCommand(session)).addSubcommand(new ListThem(session)).addSubcommand(new Create(session)).addSubcommand(new Revoke(session));
    }

    @Override
    public Integer call() {
        return list(session);
    }

    private static int list(Session session) {
        try (OpenProject project = session.look()) {
            return session.finish("token list", new TokensResult(AccessTokens.of(project)));
        }
    }

    /** {@code caravan token list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List them: for which system, by whom and when they were made, until when they count. The tokens themselves nobody has.")
    private static final class ListThem implements Callable<Integer> {

        private final Session session;

        ListThem(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return list(session);
        }
    }

    /** {@code caravan token create NAME --for SYSTEM}. */
    @Command(name = "create", mixinStandardHelpOptions = true, description = "Make one. It is shown this once, and only its hash is kept.")
    private static final class Create implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "NAME", description = "By which people speak of it: lower-case letters, digits and hyphens.")
        private String name;

        @Option(names = "--for", paramLabel = "SYSTEM", required = true, description = "Whose records whoever has it may send.")
        private String system;

        @Option(names = "--until", paramLabel = "DATE", description = "Its last day, or a moment. Without it, it counts until it is revoked.")
        private Optional<String> until = Optional.empty();

        Create(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("token create", new TokensResult(AccessTokens.create(project, name, system, until)));
            }
        }
    }

    /** {@code caravan token revoke NAME}. */
    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "It counts no more, from the next request on. What was sent with it stays.")
    private static final class Revoke implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "NAME", description = "Which one.")
        private String name;

        Revoke(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("token revoke", new TokensResult(AccessTokens.revoke(project, name)));
            }
        }
    }
}
