package io.caravan.operations;

import io.caravan.connector.OutcomeKind;
import io.caravan.diagnostic.Suggestion;
import io.caravan.engine.ChangeStore.LetterFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which dead letters somebody means; empty: whatever it is.
 *
 * @param job     the job's
 * @param who     an identity's key, or a source record's
 * @param cause   the id of a cause, an outcome, such as {@code forbidden}, or a text in their reason
 * @param outcome what came back, such as {@code forbidden}
 * @param since   only those that became dead letters from then on
 */
public record LetterChoice(Optional<String> job, Optional<String> who, Optional<String> cause, Optional<String> outcome, Optional<Instant> since) {

    public LetterChoice {
        cause = cause.filter(text -> !text.isBlank());
        outcome = outcome.filter(text -> !text.isBlank());
    }

    public static LetterChoice everyone() {
        return new LetterChoice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public LetterChoice ofJob(Optional<String> name) {
        return new LetterChoice(name, who, cause, outcome, since);
    }

    public LetterChoice ofPerson(String key) {
        return new LetterChoice(job, Optional.of(key), cause, outcome, since);
    }

    public boolean isEveryone() {
        return equals(everyone());
    }

    /** Whether it says whose, or of what cause. */
    boolean isNarrow() {
        return who.isPresent() || cause.isPresent() || outcome.isPresent() || since.isPresent();
    }

    /** @throws Refusal when there is no such job or outcome */
    LetterFilter filter(OpenProject project) {
        return new LetterFilter(job.map(project::jobName), who, cause, outcome.map(LetterChoice::kind), since);
    }

    private static OutcomeKind kind(String word) {
        return OutcomeKind.ofWord(word).orElseThrow(() -> new Refusal(Refusal.Kind.USAGE, "there is no outcome '" + word + "'",
                Suggestion.nearest(word, Arrays.stream(OutcomeKind.values()).map(OutcomeKind::word).toList()).map(near -> "Did you mean '" + near + "'?").orElseGet(() -> "Write one of "
                        + Arrays.stream(OutcomeKind.values()).map(OutcomeKind::word).collect(Collectors.joining(", ")))));
    }
}
