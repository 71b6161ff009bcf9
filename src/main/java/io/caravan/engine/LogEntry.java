package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.subject.SubjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One entry of the provisioning log: something done, or something deliberately not done.
 *
 * @param cycle        0 when no cycle did it
 * @param subject      {@link SubjectKey#NONE} when it is not about one
 * @param sourceAnchor the source record, inbound
 * @param target       the system
 * @param targetAnchor the account
 * @param action       {@code create, update, disable, …, read, resolve, skip, guard}
 * @param reason       in words
 * @param changes      with secrets already replaced
 * @param steps        what each step decided, in order: {@code "scope: …"}
 * @param initiatedBy  what began it, and who: {@code sync by ada}, {@code schedule by caravan}, {@code trigger file hr.csv by caravan}
 */
public record LogEntry(Instant at, long cycle, String job, SubjectKey subject, String sourceAnchor, String target, String targetAnchor,
                       String action, Status status, String reason, List<AttributeChange> changes, List<String> steps,
                       int attempts, long durationMillis, String initiatedBy) {

    public LogEntry {
        changes = List.copyOf(changes);
        steps = List.copyOf(steps);
    }

    public String identityKey() {
        return subject.key();
    }

    /** How it ended. */
    public enum Status {
        SUCCESS, FAILURE, SKIPPED, HELD;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Status> ofWord(String word) {
            for (Status status : values()) {
                if (status.word().equals(word)) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }
}
