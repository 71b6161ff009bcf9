package io.caravan.cli;

import io.caravan.operations.AdoptedAccounts;
import io.caravan.operations.OpenProject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan adopt JOB FILE}. */
@Command(name = "adopt", mixinStandardHelpOptions = true,
        description = "Decide whose accounts are, where match rules cannot: from a CSV that caravan accounts JOB --ambiguous --csv writes, with the column decision filled in (an "
                + "account's id, new, or none). The whole file is checked first; nothing is sent: the next cycle goes on from there.")
final class AdoptCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "JOB", description = "The job that writes to the application.")
    private String job;

    @Parameters(index = "1", paramLabel = "FILE", description = "The decisions, one a line: identity, decision, why.")
    private Path file;

    @Option(names = "--dry-run", description = "Only check the file.")
    private boolean onlyTry;

    AdoptCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (ProgressView progress = session.progressView(); OpenProject project = session.open(new CycleProgress(progress))) {
            AdoptedAccounts adopted = AdoptedAccounts.adopt(project, job, file, onlyTry);
            progress.end();
            return session.finish("adopt", new AdoptResult(adopted, file.toString()));
        }
    }
}
