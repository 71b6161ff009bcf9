package io.caravan.camel.csv;

import java.util.Optional;

/**
 * Whether the last line of a file is believed when it has no end. A file that was cut off ends so, and what stands in its last line may be half a
 * field, half a key. But some exporters end all their files so, and what all files of a source had in common until now is no sign of anything.
 * Not thread-safe.
 */
final class LastLine {

    /** Learnt from the files before; always required; never. */
    enum Rule { LEARNT, REQUIRED, OPTIONAL }

    private static final String ENDED = "ended";
    private static final String OPEN = "open ";
    private static final String OPEN_ONCE = OPEN + "1 ";
    private static final String OPEN_OFTEN = OPEN + "2 ";

    private final Rule rule;
    private final String stamp;
    private String memory = "";
    private boolean hasEnded;
    private boolean open;

    /** @param stamp tells this file from others */
    LastLine(Rule rule, String stamp) {
        this.rule = rule;
        this.stamp = stamp;
    }

    /** Takes what {@link #memory} said of the files before. */
    void recall(String before) {
        memory = before;
    }

    /** The file has ended. */
    void ended(boolean withoutLineEnd) {
        hasEnded = true;
        open = withoutLineEnd;
    }

    /** Whether a last line without an end counts. Of one file, however often it is read, nothing can be learnt. */
    boolean mayBeOpen() {
        return rule == Rule.OPTIONAL || rule == Rule.LEARNT && (memory.startsWith(OPEN_OFTEN) || memory.startsWith(OPEN_ONCE) && !memory.equals(OPEN_ONCE + stamp));
    }

    /** Whether an operator has said that a last line without an end counts, whatever stands in it. */
    boolean needsNoEnd() {
        return rule == Rule.OPTIONAL;
    }

    /** What is worth remembering now; empty: what was remembered before. */
    Optional<String> memory() {
        if (!hasEnded || memory.equals(ENDED)) {
            return Optional.empty();
        }
        if (!open) {
            return Optional.of(ENDED);
        }
        return memory.isEmpty() ? Optional.of(OPEN_ONCE + stamp) : mayBeOpen() && memory.startsWith(OPEN_ONCE) ? Optional.of(OPEN_OFTEN + stamp) : Optional.empty();
    }
}
