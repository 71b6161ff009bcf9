package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.caravan.config.ProblemText;
import io.caravan.config.ProjectReading;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.Severity;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a project's files.
 *
 * @param reading where the text view finds the lines around each problem; not part of the document
 */
record CheckResult(long errors, long warnings, List<Map<String, Object>> problems, @JsonIgnore ProjectReading reading) implements Result {

    static CheckResult of(ProjectReading reading) {
        List<Problem> all = reading.problems().inOrder();
        return new CheckResult(count(all, Severity.ERROR), count(all, Severity.WARNING), all.stream().map(ProblemText::json).toList(), reading);
    }

    @Override
    public ExitCode exitCode() {
        return errors > 0 ? ExitCode.INVALID_FILES : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (!problems.isEmpty()) {
            out.line(new ProblemText(reading.texts(), out.hasColour()).render(reading.problems()));
        }
        long files = reading.problems().inOrder().stream().map(problem -> problem.position().file()).distinct().count();
        if (problems.isEmpty()) {
            out.line(out.paint(TextOut.Style.GOOD, "Nothing is wrong") + ": " + contents());
        } else {
            out.line(Words.counted(errors, "error") + " and " + Words.counted(warnings, "warning") + " in " + Words.counted(files, "file"));
        }
    }

    private String contents() {
        return reading.project().map(project -> Words.counted(project.systems().size(), "system") + ", "
                + Words.counted(project.jobs().count(), "mapping") + ", "
                + Words.counted(project.jobs().mapToLong(job -> job.examples().size()).sum(), "example") + ", "
                + Words.counted(project.connectors().size(), "connector")).orElse("");
    }

    private static long count(List<Problem> problems, Severity severity) {
        return problems.stream().filter(problem -> problem.severity() == severity).count();
    }
}
