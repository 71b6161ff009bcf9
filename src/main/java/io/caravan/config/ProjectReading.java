package io.caravan.config;

import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Severity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of reading a project folder.
 *
 * @param project  empty when there is any error; a warning never empties it
 * @param good     whatever has no error, for those who only look: with errors it lacks what they are about
 * @param readable whatever could be read, also of files with errors: to be checked, and for nothing else
 * @param knowsSecrets whether what is good says of every attribute of the hub whether it is to be shown; with errors in a source it does not
 * @param problems everything that is wrong, from all files
 * @param names    of its jobs and targets, also where there is no project
 * @param texts    what was read, for showing problems beside their lines
 */
public record ProjectReading(Optional<Project> project, Project good, Project readable, boolean knowsSecrets, Problems problems, JobNames names,
                             SourceTexts texts) {

    public ProjectReading {
        Objects.requireNonNull(good, "good");
        Objects.requireNonNull(problems, "problems");
        Objects.requireNonNull(texts, "texts");
        if (project.isPresent() == problems.hasErrors()) {
            throw new IllegalArgumentException("a project is there exactly when nothing is wrong with it");
        }
    }

    /** The same with what else was found to be wrong. */
    public ProjectReading with(Problems more) {
        Problems all = new Problems();
        all.addAll(problems.inOrder());
        all.addAll(more.inOrder());
        return new ProjectReading(all.hasErrors() ? Optional.empty() : project, good, readable, knowsSecrets, all, names, texts);
    }

    /** How many errors there are, by file. */
    public Map<String, Long> errors() {
        return problems.inOrder().stream().filter(problem -> problem.severity() == Severity.ERROR)
                .collect(Collectors.groupingBy(problem -> problem.position().file(), TreeMap::new, Collectors.counting()));
    }
}
