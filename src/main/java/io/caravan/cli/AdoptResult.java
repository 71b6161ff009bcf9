package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.AdoptedAccounts;
import io.caravan.operations.AdoptedAccounts.Made;
import io.caravan.operations.Quantity;
import java.util.Optional;

/** What {@code adopt} comes to. */
record AdoptResult(AdoptedAccounts document, String file) implements Result {

    private static final String DECIDED = "decided";

    @Override
    public ExitCode exitCode() {
        return document.mistakes().isEmpty() ? ExitCode.DONE : ExitCode.INVALID_FILES;
    }

    @Override
    public void print(TextOut out) {
        if (!document.mistakes().isEmpty()) {
            document.mistakes().forEach(mistake -> {
                out.paragraph(VisibleText.of(file) + ":" + mistake.line() + " " + out.paint(Style.BAD, "error") + ": ", 2,
                        (mistake.identity().isEmpty() ? "" : mistake.identity() + ": ") + mistake.why());
                out.paragraph("  fix: ", 4, mistake.next());
            });
            out.line();
            out.paragraph("", 2, Quantity.of(document.mistakes().size(), "mistake") + ": nothing was written.");
            return;
        }
        Table table = new Table("LINE", "WHO", "DECISION", "STATE").numbers("LINE");
        table.styled("STATE", state -> state.equals(DECIDED) ? Optional.of(Style.GOOD) : Optional.empty());
        document.decisions().forEach(made -> table.row(String.valueOf(made.line()), WhoText.inTable(made.identity(), made.display()), made.decision(), state(made)));
        table.print(out);
        out.line();
        out.paragraph("", 2, document.written() ? "Nothing was sent; the next cycle goes on from there: caravan plan " + document.job() : "Nothing was written: without --dry-run it is.");
    }

    private String state(Made made) {
        return made.before() ? "was so before" : document.written() ? DECIDED : "would be decided";
    }
}
