package io.caravan.cli;

import io.caravan.config.ProjectReading;
import io.caravan.operations.CheckReport;
import io.caravan.operations.Quantity;

/** What is wrong with a project's files. */
record CheckResult(CheckReport document) implements Result {

    @Override
    public ExitCode exitCode() {
        boolean silent = document.systems().stream().anyMatch(system -> !system.answered());
        return document.errors() > 0 ? ExitCode.INVALID_FILES : silent ? ExitCode.FAILED : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        ProjectReading reading = document.reading();
        systems(out);
        if (document.problems().isEmpty()) {
            out.line(out.paint(TextOut.Style.GOOD, exitCode() == ExitCode.DONE ? "Nothing is wrong" : "Nothing is wrong in the files") + ": " + contents(reading));
        } else {
            ProblemLines.print(out, reading.texts(), reading.problems());
            out.line();
            long files = reading.problems().inOrder().stream().map(problem -> problem.position().file()).distinct().count();
            String errors = document.errors() == 0 ? "" : Quantity.of(document.errors(), "error");
            String warnings = document.warnings() == 0 ? "" : Quantity.of(document.warnings(), "warning");
            out.line(errors + (errors.isEmpty() || warnings.isEmpty() ? "" : " and ") + warnings + " in " + Quantity.of(files, "file"));
        }
    }

    private void systems(TextOut out) {
        if (document.systems().isEmpty()) {
            return;
        }
        Table table = new Table("SYSTEM", "CONNECTOR", "ANSWER");
        document.systems().forEach(system -> table.row(system.system(), system.connector(), answer(system)));
        table.print(out);
        out.line();
    }

    private static String answer(CheckReport.CheckedSystem system) {
        if (!system.answered()) {
            return String.join("; ", system.failures());
        }
        return system.unchecked().isEmpty() ? "says what it has" : "does not say what attributes \"" + String.join("\", \"", system.unchecked()) + "\" has: not checked"
                + (system.failures().isEmpty() ? "" : " (" + String.join("; ", system.failures()) + ")");
    }

    private static String contents(ProjectReading reading) {
        return reading.project().map(project -> Quantity.of(project.systems().size(), "system") + ", "
                + Quantity.of(project.jobs().count(), "mapping") + ", "
                + (project.groups().isEmpty() ? "" : Quantity.of(project.groups().size(), "rule") + " of groups, ")
                + Quantity.of(project.jobs().mapToLong(job -> job.examples().size()).sum() + project.groups().stream().mapToLong(rule -> rule.written().examples().size()).sum(), "example") + ", "
                + Quantity.of(project.connectors().size(), "connector")).orElse("");
    }
}
