package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.caravan.config.ProblemText;
import io.caravan.config.Project;
import io.caravan.config.ProjectReading;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a project's files.
 *
 * @param systems what became of each system, in a check that asks them; empty in one of files only
 * @param reading has the lines around each problem, for whoever shows them; not part of the document
 */
public record CheckReport(long errors, long warnings, List<Map<String, Object>> problems, List<CheckedSystem> systems, @JsonIgnore ProjectReading reading) {

    /**
     * @param answered  whether it could be used with its settings
     * @param failures  why not, or not for everything
     * @param unchecked kinds of objects of which it does not say what attributes they have
     */
    public record CheckedSystem(String system, String connector, boolean answered, List<String> failures, List<String> unchecked) {
    }

    /**
     * The same, and asks every system of the project what attributes it has. Nothing is written.
     *
     * @throws Refusal when there is no project
     */
    public static CheckReport live(ProjectFolder place) {
        return LiveCheck.of(place, reading(place));
    }

    /**
     * Checks all files of a project, its routes with them; no system is touched.
     *
     * @throws Refusal when there is no project
     */
    public static CheckReport of(ProjectFolder place) {
        return of(reading(place));
    }

    private static ProjectReading reading(ProjectFolder place) {
        ProjectReading reading = place.withRoutes(place.reading());
        return reading.project().map(project -> reading.with(staleSchema(project))).orElse(reading);
    }

    public static CheckReport of(ProjectReading reading) {
        return of(reading, List.of());
    }

    static CheckReport of(ProjectReading reading, List<CheckedSystem> systems) {
        List<Problem> all = reading.problems().inOrder();
        return new CheckReport(count(all, Severity.ERROR), count(all, Severity.WARNING), all.stream().map(ProblemText::json).toList(), systems, reading);
    }

    /** Editors offer names by it: of systems that are set up otherwise by now, or are not there, they may be the wrong ones. */
    private static Problems staleSchema(Project project) {
        Problems problems = new Problems();
        Set<String> stale = ProjectSchema.stale(project);
        if (!stale.isEmpty()) {
            problems.add(Problem.warning(ProblemCode.STALE_SCHEMA, Position.ofFile(ProjectSchema.FILE), "the systems it was made from have changed: " + String.join(", ", stale),
                    "make it anew with caravan schemas, or delete it"));
        }
        return problems;
    }

    private static long count(List<Problem> problems, Severity severity) {
        return problems.stream().filter(problem -> problem.severity() == severity).count();
    }
}
