package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.AccountList;
import io.caravan.operations.AccountList.Account;
import io.caravan.operations.Quantity;

/** Accounts, and whose they are. */
record AccountsResult(AccountList document) implements Tabular {

    /** A list that is not whole is no list of all. */
    @Override
    public ExitCode exitCode() {
        return document.incomplete().isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    @Override
    public void print(TextOut out) {
        if (!document.accounts().isEmpty()) {
            Table table = new Table("JOB", "ACCOUNT", "WHOSE", "STATE", "SINCE", "WHY");
            document.accounts().forEach(account -> table.row(account.job(), name(account), account.identity().isEmpty() ? "nobody's" : WhoText.inTable(account.identity(), account.display()), account.state(),
                    account.since().map(MomentText::of).orElse("-"), why(account)));
            table.print(out);
            out.line();
        }
        out.line(document.accounts().isEmpty() ? "No such account." : Quantity.of(document.accounts().size(), "account") + ".");
        document.incomplete().forEach((job, why) -> out.paragraph(out.paint(Style.BAD, "Incomplete") + ": ", 2, VisibleText.of(job + ": " + why + ". There may be more")));
    }

    private static String name(Account account) {
        return account.name().isEmpty() ? account.anchor().isEmpty() ? "-" : account.anchor() : account.name();
    }

    private static String why(Account account) {
        String due = account.due().map(moment -> "until " + MomentText.of(moment)).orElse("");
        return account.why() + (account.why().isEmpty() || due.isEmpty() ? "" : "; ") + due;
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("job", "system", "account", "id", "identity", "state", "since", "due", "why");
        document.accounts().forEach(account -> table.row(account.job(), account.system(), account.name(), account.anchor(), account.identity(), account.state(),
                account.since().orElse(""), account.due().orElse(""), account.why()));
        return table;
    }
}
