package io.caravan.operations;

import io.caravan.engine.ChangeStore.LetterFilter;
import java.util.Optional;

/**
 * Which dead letters somebody means; empty: whatever it is.
 *
 * @param job   the job's
 * @param who   an identity's key, or a source record's
 * @param cause an outcome, such as {@code forbidden}, or a text in their reason
 */
public record LetterChoice(Optional<String> job, Optional<String> who, Optional<String> cause) {

    public LetterChoice {
        cause = cause.filter(text -> !text.isBlank());
    }

    public boolean isEveryone() {
        return job.isEmpty() && who.isEmpty() && cause.isEmpty();
    }

    /** @throws Refusal when there is no such job */
    LetterFilter filter(OpenProject project) {
        return new LetterFilter(job.map(project::jobName), who, cause);
    }
}
