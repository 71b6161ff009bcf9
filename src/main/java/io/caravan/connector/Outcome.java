package io.caravan.connector;

import io.caravan.subject.Attributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one request.
 *
 * @param anchor     the account's anchor, when the answer tells it (always after a successful create)
 * @param attributes the account as the system now has it, as far as the answer tells; empty when it tells nothing
 * @param message    the system's own words, secrets removed; empty on success
 * @param retryAfter how long the system asked to be left alone, with {@link OutcomeKind#THROTTLED}
 * @param begun      whether some of it may have been carried out although it failed, so that nobody knows how the account stands. A change that is in doubt,
 *                   or that the system was not available for, is so without it
 */
public record Outcome(OutcomeKind kind, Optional<String> anchor, Attributes attributes, String message, Optional<Duration> retryAfter, boolean begun) {

    public Outcome(OutcomeKind kind, Optional<String> anchor, Attributes attributes, String message, Optional<Duration> retryAfter) {
        this(kind, anchor, attributes, message, retryAfter, false);
    }

    public Outcome {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(attributes, "attributes");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(retryAfter, "retryAfter");
    }

    public static Outcome ok(String anchor, Attributes attributes) {
        return new Outcome(OutcomeKind.OK, Optional.of(anchor), attributes, "", Optional.empty());
    }

    public static Outcome ok() {
        return new Outcome(OutcomeKind.OK, Optional.empty(), Attributes.empty(), "", Optional.empty());
    }

    public static Outcome failed(OutcomeKind kind, String message) {
        return new Outcome(kind, Optional.empty(), Attributes.empty(), message, Optional.empty());
    }

    /** Of whatever else was to be sent after this failed: nothing was, so that nobody is in doubt. */
    public Outcome ofWhoWasNotSent() {
        return new Outcome(kind, Optional.empty(), Attributes.empty(), "not sent, as what was sent before failed: " + message, retryAfter);
    }

    /** The same, with other words. */
    public Outcome saying(String words) {
        return new Outcome(kind, anchor, attributes, words, retryAfter, begun);
    }

    /** The same failure, after some of it was carried out. */
    public Outcome asBegun() {
        return isOk() ? this : new Outcome(kind, anchor, attributes, message, retryAfter, true);
    }

    public boolean isOk() {
        return kind == OutcomeKind.OK;
    }
}
