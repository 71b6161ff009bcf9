package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.OpenDecision;
import io.caravan.operations.Proposal;
import io.caravan.operations.Quantity;
import io.caravan.operations.SystemFound;
import java.util.List;

/** What was found in systems, what was written, and what is left to decide. */
record BegunResult(Proposal document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        for (SystemFound system : document.systems()) {
            String seen = Quantity.of(system.attributes(), "attribute") + (system.records() == 0 ? "" : ", the first " + Quantity.of(system.records(), "record"));
            out.line(system.system() + " (" + system.connector() + "): " + (system.asked() ? seen : "did not say what it has; " + Quantity.of(system.attributes(), "attribute") + " by its connector"));
            system.problem().ifPresent(problem -> out.line("  " + out.paint(Style.BAD, VisibleText.of(problem))));
        }
        document.files().forEach(file -> out.line("wrote " + VisibleText.of(file)));
        if (document.decisions().isEmpty()) {
            out.line("Next: caravan test, then caravan plan");
            return;
        }
        List<OpenDecision> decisions = document.decisions();
        out.line("");
        out.line(Quantity.of(decisions.size(), "decision") + (decisions.size() == 1 ? " is" : " are") + " left to you, each marked DECIDE where it stands:");
        decisions.forEach(decision -> out.line("  " + decision.file() + ":" + decision.line() + ": " + decision.what()));
        out.line("Then: caravan check, caravan test, caravan plan");
    }
}
