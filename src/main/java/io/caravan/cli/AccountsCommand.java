package io.caravan.cli;

import io.caravan.operations.AccountList;
import io.caravan.operations.AccountList.Wanted;
import io.caravan.operations.OpenAccounts;
import io.caravan.operations.OpenProject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan accounts [JOB] --unowned | --missing | --disabled | --rejected | --of WHO}. */
@Command(name = "accounts", mixinStandardHelpOptions = true,
        description = "List accounts: those that belong to nobody, that are not found, that are disabled, that stay as they are because somebody rejected what is due, that no match rule decides, or those of one person.")
final class AccountsCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job (default: every job that writes to a target).")
    private Optional<String> job = Optional.empty();

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Mixin
    private final AsCsv asCsv = new AsCsv();

    /** Exactly one. */
    private static final class Which {

        @Option(names = "--unowned", description = "Accounts in the target that belong to nobody. The target is listed; where its list is not whole, it says so (exit code 4).")
        private boolean unowned;

        @Option(names = "--missing", description = "Accounts that are not found, or of which nobody knows whether they were made.")
        private boolean missing;

        @Option(names = "--disabled", description = "Accounts that are disabled: whose, since when, why, and when they will be deleted.")
        private boolean disabled;

        @Option(names = "--rejected", description = "Accounts that stay as they are because somebody has rejected what is due: who, when and why.")
        private boolean rejected;

        @Option(names = "--ambiguous", description = "People of the job whose account no match rule decides, and the accounts that match. The target is listed. "
                + "With --csv it is a file for caravan adopt.")
        private boolean ambiguous;

        @Option(names = "--of", paramLabel = "WHO", description = "The accounts of this person: its key, such as E0311, or a value it is recognised by.")
        private Optional<String> who = Optional.empty();
    }

    AccountsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (which.ambiguous) {
            try (OpenProject project = session.open()) {
                String of = job.orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "--ambiguous wants a job", "Write caravan accounts JOB --ambiguous"));
                return session.finish("accounts", new OpenAccountsResult(OpenAccounts.of(project, of)), asCsv);
            }
        }
        try (OpenProject project = which.unowned ? session.open() : session.look()) {
            AccountList accounts = which.who.map(who -> AccountList.ofPerson(project, job, who)).orElseGet(() -> AccountList.of(project, job,
                    which.unowned ? Wanted.UNOWNED : which.missing ? Wanted.MISSING : which.rejected ? Wanted.REJECTED : Wanted.DISABLED));
            return session.finish("accounts", new AccountsResult(accounts), asCsv);
        }
    }
}
