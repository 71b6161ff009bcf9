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
 * @param action  {@code create, update, disable, …, read, resolve, skip, guard}
 * @param changes with secrets already replaced
 * @param steps   what each step decided, in order: {@code "scope: …"}
 */
public record LogEntry(Instant at, By by, About about, String action, Result result, List<AttributeChange> changes, List<String> steps) {

    /**
     * What did it.
     *
     * @param cycle       0 when no cycle did it
     * @param initiatedBy what began it, and who: {@code sync by ada}, {@code schedule by caravan}, {@code trigger file hr.csv by caravan}
     */
    public record By(String job, long cycle, String initiatedBy) {
    }

    /**
     * What it is about.
     *
     * @param subject      {@link SubjectKey#NONE} when it is not about one
     * @param sourceAnchor the source record, inbound
     * @param target       the system
     * @param targetAnchor the account
     */
    public record About(SubjectKey subject, String sourceAnchor, String target, String targetAnchor) {

        /** A system as a whole. */
        public static About system(String system) {
            return new About(SubjectKey.NONE, "", system, "");
        }

        /** @param anchor empty: none that is known */
        public static About account(SubjectKey subject, String system, Optional<String> anchor) {
            return new About(subject, "", system, anchor.orElse(""));
        }

        /** @param subject {@link SubjectKey#NONE} when it came to none */
        public static About record(SubjectKey subject, String system, String anchor) {
            return new About(subject, anchor, system, "");
        }
    }

    /**
     * How it ended, and what that took.
     *
     * @param reason in words
     */
    public record Result(Status status, String reason, int attempts, long durationMillis) {

        /** At the first attempt, in no time. */
        public static Result of(Status status, String reason) {
            return new Result(status, reason, 1, 0);
        }
    }

    public LogEntry {
        changes = List.copyOf(changes);
        steps = List.copyOf(steps);
    }

    /** About a job, and nobody in particular. */
    public static LogEntry ofJob(Instant at, String job, String system, String action, String reason, String initiatedBy) {
        return new LogEntry(at, new By(job, 0, initiatedBy), About.system(system), action, Result.of(Status.SUCCESS, reason), List.of(), List.of());
    }

    public String job() {
        return by.job();
    }

    public long cycle() {
        return by.cycle();
    }

    public SubjectKey subject() {
        return about.subject();
    }

    public String identityKey() {
        return about.subject().key();
    }

    public Status status() {
        return result.status();
    }

    public String reason() {
        return result.reason();
    }

    /** How it ended. */
    public enum Status {
        SUCCESS, FAILURE, SKIPPED, HELD;

        private final String word = name().toLowerCase(Locale.ROOT);

        public String word() {
            return word;
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
