package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.EntraImport;
import io.caravan.operations.EntraImport.Followed;
import io.caravan.operations.EntraImport.Item;
import java.util.Optional;

/** What became of another product's mappings: the files, and how much of each thing could be followed. */
record EntraImportResult(EntraImport document) implements Result {

    private static final String NOT = "no";

    @Override
    public ExitCode exitCode() {
        return document.count(Followed.NOT) == 0 ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    @Override
    public void print(TextOut out) {
        if (!document.written()) {
            document.files().forEach(file -> {
                out.line("# " + file.name());
                file.text().lines().forEach(out::line);
                out.line();
            });
        }
        Table table = new Table("JOB", "WHAT", "FOLLOWED", "WHY");
        table.styled("FOLLOWED", said -> said.equals(NOT) ? Optional.of(TextOut.Style.BAD) : Optional.empty());
        document.items().forEach(item -> table.row(item.job().orElse("–"), item.part(), followed(item), String.join("; ", item.why())));
        table.print(out);
        out.line();
        out.paragraph("", 2, document.count(Followed.WHOLLY) + " followed, " + document.count(Followed.NEARLY) + " with a note, " + document.count(Followed.NOT) + " not followed");
        if (document.written()) {
            document.files().forEach(file -> out.line("wrote " + VisibleText.of(file.name())));
        } else {
            out.line(document.files().isEmpty() ? "Nothing was written: nothing of it could be followed." : "Nothing was written: without --dry-run it is.");
        }
        decisions(out);
    }

    private void decisions(TextOut out) {
        if (document.files().isEmpty()) {
            return;
        }
        if (document.count(Followed.NOT) > 0) {
            out.paragraph("", 2, "What is not followed stands in the file as a comment, NOT FOLLOWED; caravan check warns of it until it is decided.");
        }
        if (!document.decisions().isEmpty()) {
            out.paragraph("", 2, "This is left to you, too:");
        }
        document.decisions().forEach(decision -> out.paragraph("  " + decision.file() + ":" + decision.line() + ": ", 4, decision.what()));
        if (document.written()) {
            out.line("Next: caravan check, then caravan plan");
        }
    }

    private static String followed(Item item) {
        return switch (item.followed()) {
            case WHOLLY -> "yes";
            case NEARLY -> "with a note";
            case NOT -> NOT;
            case LEFT_OUT -> "left out";
        };
    }
}
