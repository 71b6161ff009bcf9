package io.caravan.cli;

import io.caravan.operations.NewMapping;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan mapping new}. */
@Command(name = "new", mixinStandardHelpOptions = true,
        description = "Propose a mapping from what the systems show: obvious pairs are filled in, what nobody can know is marked DECIDE, two examples are real. Writes over nothing.")
final class MappingNewCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--from", paramLabel = "SYSTEM", required = true, description = "A system of application.properties, or hub.")
    private String from;

    @Option(names = "--to", paramLabel = "SYSTEM", required = true, description = "As well. Between two systems stands the hub: both halves are written, the first only where nothing comes from there yet.")
    private String to;

    @Option(names = "--job", paramLabel = "NAME", description = "What the new job is called (default: like its system).")
    private Optional<String> job = Optional.empty();

    @Option(names = "--object", paramLabel = "KIND", description = "Which kind of object is meant, where the system has several.")
    private Optional<String> object = Optional.empty();

    @Option(names = "--anonymise", description = "Show people that nobody is in comments and examples, in place of those that were read.")
    private boolean anonymise;

    MappingNewCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.finish("mapping new", new BegunResult(NewMapping.write(session.place(), new NewMapping.Wish(from, to, job, object, anonymise), session.clock())));
    }
}
