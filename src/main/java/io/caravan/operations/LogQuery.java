package io.caravan.operations;

import io.caravan.engine.GroupRun;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.diagnostic.Suggestion;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
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
 * @param who    a person: its key, or a value it is recognised by
 * @param since  the first moment
 * @param until  what was then or later is left out
 * @param by     who began it
 * @param limit  so many, the newest
 */
public record LogQuery(Optional<String> job, Optional<String> who, Optional<String> action, Optional<String> status, Optional<Instant> since, Optional<Instant> until,
                       Optional<String> by, Optional<Long> cycle, int limit) {

    /** Whoever began it, and without an end. */
    public LogQuery(Optional<String> job, Optional<String> who, Optional<String> action, Optional<String> status, Optional<Instant> since, Optional<Long> cycle, int limit) {
        this(job, who, action, status, since, Optional.empty(), Optional.empty(), cycle, limit);
    }

    LogStore.Filter filter(OpenProject project) {
        return new LogStore.Filter(job.map(name -> name.equals(GroupRun.NAME) ? name : project.jobName(name)), who.map(text -> key(project, text)), action, status.map(LogQuery::status),
                new LogStore.Span(since, until), by, cycle.map(OptionalLong::of).orElse(OptionalLong.empty()), limit);
    }

    /** Somebody whom the hub does not know any more may be in the log. */
    private static String key(OpenProject project, String text) {
        String asKey = KeyText.of(text);
        boolean logged = !project.store().log().read(new LogStore.Filter(Optional.empty(), Optional.of(asKey), Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalLong.empty(), 1)).isEmpty();
        return logged ? asKey : new PersonLookup(project.project(), project.store()).find(text).map(Identity::key).orElse(asKey);
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
