package io.caravan.operations;

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
 * @param reading has the lines around each problem, for whoever shows them; not part of the document
 */
public record CheckReport(long errors, long warnings, List<Map<String, Object>> problems, @JsonIgnore ProjectReading reading) {

    /**
     * Checks all files of a project, its routes with them; no system is touched.
     *
     * @throws Refusal when there is no project
     */
    public static CheckReport of(ProjectFolder place) {
        return of(place.withRoutes(place.reading()));
    }

    public static CheckReport of(ProjectReading reading) {
        List<Problem> all = reading.problems().inOrder();
        return new CheckReport(count(all, Severity.ERROR), count(all, Severity.WARNING), all.stream().map(ProblemText::json).toList(), reading);
    }

    private static long count(List<Problem> problems, Severity severity) {
        return problems.stream().filter(problem -> problem.severity() == severity).count();
    }
}
