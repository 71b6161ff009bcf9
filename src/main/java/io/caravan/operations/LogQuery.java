package io.caravan.operations;

import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.diagnostic.Suggestion;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which entries of the provisioning log somebody wants to see.
 *
 * @param action {@code create, update, disable, delete, skip, guard, …}
 * @param status {@code success, failure, skipped, held}
 * @param since  the first moment
 * @param limit  so many, the newest
 */
public record LogQuery(Optional<String> job, Optional<String> identity, Optional<String> action, Optional<String> status, Optional<Instant> since,
                       Optional<Long> cycle, int limit) {

    LogStore.Filter filter(OpenProject project) {
        return new LogStore.Filter(job.map(name -> project.jobName(name)), identity, action, status.map(LogQuery::status), since,
                cycle.map(OptionalLong::of).orElse(OptionalLong.empty()), limit);
    }

    private static LogEntry.Status status(String word) {
        return LogEntry.Status.ofWord(word).orElseThrow(() -> {
            List<String> words = Arrays.stream(LogEntry.Status.values()).map(LogEntry.Status::word).toList();
            return new Refusal(Refusal.Kind.USAGE, "there is no status '" + word + "'"
                    + Suggestion.nearest(word, words).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    "The statuses are: " + String.join(", ", words));
        });
    }
}
