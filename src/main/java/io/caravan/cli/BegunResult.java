package io.caravan.cli;

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
            String seen = Quantity.of(system.attributes(), "attribute") + (system.records() == 0 ? "" : system.records() == 1 ? ", the first record" : ", the first " + Quantity.of(system.records(), "record"));
            out.paragraph(system.system() + " (" + system.connector() + "): ", 2, (system.asked() ? seen : "did not say what it has; " + Quantity.of(system.attributes(), "attribute") + " by its connector"));
            system.problem().ifPresent(problem -> out.paragraph("  ", 4, problem));
        }
        document.files().forEach(file -> out.line("wrote " + VisibleText.of(file)));
        if (document.decisions().isEmpty()) {
            out.line("Next: caravan test, then caravan plan");
            return;
        }
        List<OpenDecision> decisions = document.decisions();
        out.line();
        out.paragraph("", 2, Quantity.of(decisions.size(), "decision") + (decisions.size() == 1 ? " is" : " are") + " left to you, each marked DECIDE where it stands:");
        decisions.forEach(decision -> out.paragraph("  " + decision.file() + ":" + decision.line() + ": ", 4, decision.what()));
        out.line("Then: caravan check, caravan test, caravan plan");
    }
}
