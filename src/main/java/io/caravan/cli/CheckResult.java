package io.caravan.cli;

import io.caravan.config.ProblemText;
import io.caravan.config.ProjectReading;
import io.caravan.operations.CheckReport;
import io.caravan.operations.Quantity;

/** What is wrong with a project's files. */
record CheckResult(CheckReport document) implements Result {

    @Override
    public ExitCode exitCode() {
        return document.errors() > 0 ? ExitCode.INVALID_FILES : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        ProjectReading reading = document.reading();
        if (document.problems().isEmpty()) {
            out.line(out.paint(TextOut.Style.GOOD, "Nothing is wrong") + ": " + contents(reading));
        } else {
            out.line(new ProblemText(reading.texts(), out.hasColour()).render(reading.problems()));
            long files = reading.problems().inOrder().stream().map(problem -> problem.position().file()).distinct().count();
            out.line(Quantity.of(document.errors(), "error") + " and " + Quantity.of(document.warnings(), "warning") + " in " + Quantity.of(files, "file"));
        }
    }

    private static String contents(ProjectReading reading) {
        return reading.project().map(project -> Quantity.of(project.systems().size(), "system") + ", "
                + Quantity.of(project.jobs().count(), "mapping") + ", "
                + Quantity.of(project.jobs().mapToLong(job -> job.examples().size()).sum(), "example") + ", "
                + Quantity.of(project.connectors().size(), "connector")).orElse("");
    }
}
