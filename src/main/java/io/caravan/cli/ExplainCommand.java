package io.caravan.cli;

import io.caravan.operations.Explaining;
import io.caravan.operations.ExplainingAsOf;
import io.caravan.operations.OpenProject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan explain WHO [JOB]}. */
@Command(name = "explain", mixinStandardHelpOptions = true,
        description = "Tell why somebody has the accounts and values they have, or has none: from the source record to the last call; of a group, who is in it, here and in "
                + "targets, and why.")
final class ExplainCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "WHO", description = "The key of a person, a group or something of another kind, such as E0311 or dept-d005; or the key of a source record, or a value "
            + "it is recognised by, such as an address or a group's name.")
    private String text;

    @Parameters(index = "1", arity = "0..1", paramLabel = "JOB", description = "Only this job (default: every job that writes to a target).")
    private Optional<String> job = Optional.empty();

    @Option(names = "--kind", paramLabel = "KIND", description = "What kind is meant, such as group, where several have that key (default: any).")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--as-of", paramLabel = "DATE", description = "What it was on a day that is over, from the log, or will be on one to come, if no source says anything new: a day "
            + "(2026-12-31, the whole of it, in caravan.zone), or a moment (2026-12-31T08:00:00Z).")
    private Optional<String> asOf = Optional.empty();

    @Option(names = "--group", paramLabel = "GROUP", description = "Only why this person is in this group now, or is assigned to this application, or is not; also the name of a rule in groups/, or the file of one in assignments/.")
    private Optional<String> group = Optional.empty();

    ExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.look()) {
            if (asOf.isPresent()) {
                return session.finish("explain", ExplainingAsOf.<Result>explain(project, text, kind.map(KindName::of), job, asOf.get(), PastExplanationResult::new, ForetoldExplanationResult::new));
            }
            return session.finish("explain", new ExplainResult(Explaining.explain(project, text, kind.map(KindName::of), job, group)));
        }
    }
}
