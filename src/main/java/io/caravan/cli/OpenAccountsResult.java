package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.Adoption.Account;
import io.caravan.operations.Adoption.Open;
import io.caravan.operations.OpenAccounts;
import io.caravan.operations.Quantity;
import java.util.stream.Collectors;

/** People whose account somebody has to decide. As rows it is a file to decide in. */
record OpenAccountsResult(OpenAccounts document) implements Tabular {

    @Override
    public ExitCode exitCode() {
        return document.incomplete().isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    @Override
    public void print(TextOut out) {
        for (Open one : document.open()) {
            out.paragraph(out.paint(Style.STRONG, WhoText.of(one.identity(), one.display())) + ": ", 2, one.why());
            one.accounts().forEach(account -> out.line("    " + VisibleText.of(text(account))));
        }
        if (!document.open().isEmpty()) {
            out.line();
        }
        out.paragraph("", 2, document.open().isEmpty() ? "Nobody's account in " + document.job() + " has to be decided."
                : document.open().size() == 1 ? "1 person's account in " + document.job() + " is to be decided." : Quantity.grouped(document.open().size()) + " people's accounts in "
                + document.job() + " are to be decided.");
        if (!document.open().isEmpty()) {
            out.paragraph(out.paint(Style.CHANGED, "Next: "), 2, "caravan accounts " + document.job() + " --ambiguous --csv > decisions.csv; fill the column decision; caravan adopt "
                    + document.job() + " decisions.csv");
        }
        document.incomplete().ifPresent(why -> out.paragraph(out.paint(Style.BAD, "Incomplete") + ": ", 2, "the list is not whole: " + why + ". There may be more accounts than these"));
    }

    /** {@code id (name, enabled, E7's)}. */
    static String text(Account account) {
        return account.id() + " (" + (account.name().isEmpty() ? "" : account.name() + ", ") + account.state() + (account.of().isEmpty() ? "" : ", " + account.of() + "'s") + ")";
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("identity", "decision", "why", "person", "accounts", "ids");
        document.open().forEach(one -> table.row(one.identity(), "", "", one.display().text(), one.accounts().stream().map(OpenAccountsResult::text).collect(Collectors.joining(", ")),
                one.accounts().stream().map(Account::id).collect(Collectors.joining(" | "))));
        return table;
    }
}
