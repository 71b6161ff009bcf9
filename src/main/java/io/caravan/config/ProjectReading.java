package io.caravan.config;

import io.caravan.diagnostic.Problems;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of reading a project folder.
 *
 * @param project  empty when there is any error; a warning never empties it
 * @param problems everything that is wrong, from all files
 * @param texts    what was read, for showing problems beside their lines
 */
public record ProjectReading(Optional<Project> project, Problems problems, SourceTexts texts) {

    public ProjectReading {
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
        return new ProjectReading(all.hasErrors() ? Optional.empty() : project, all, texts);
    }
}
