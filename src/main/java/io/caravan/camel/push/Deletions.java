package io.caravan.camel.push;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keys of records that are no more, the one that was said last at the end. Each is said for a year, and the last 100,000 of them: until then somebody has read
 * it, or has everything read anyway, where a record that is not there is missed.
 */
final class Deletions {

    static final int MOST = 100_000;
    static final Duration LIVES = Duration.ofDays(366);

    private final Map<String, Instant> keys = new LinkedHashMap<>();
    private final Instant now;

    private Deletions(Instant now) {
        this.now = now;
    }

    /** Those that a state has. */
    static Deletions of(Optional<InboxFolder.Found> state, Instant now) throws IOException {
        Deletions deletions = new Deletions(now);
        if (state.isPresent()) {
            try (InboxState lines = InboxState.open(state.get())) {
                for (Optional<JsonNode> line = lines.next(); line.isPresent(); line = lines.next()) {
                    if (line.get().has(InboxState.DELETED)) {
                        deletions.keys.put(line.get().path(InboxState.DELETED).asText(),
                                line.get().has(InboxState.AT) ? Instant.parse(line.get().path(InboxState.AT).asText()) : now);
                    }
                }
            }
        }
        return deletions;
    }

    /** With what was said since. */
    void said(Map<String, Optional<JsonNode>> since) {
        since.forEach((key, record) -> {
            keys.remove(key);
            if (record.isEmpty()) {
                keys.put(key, now);
            }
        });
    }

    void removeIf(Predicate<String> which) {
        keys.keySet().removeIf(which);
    }

    void write(InboxState.Writer state) throws IOException {
        keys.values().removeIf(at -> at.plus(LIVES).isBefore(now));
        Iterator<String> oldest = keys.keySet().iterator();
        for (int over = keys.size() - MOST; over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
        for (Map.Entry<String, Instant> one : keys.entrySet()) {
            state.deleted(one.getKey(), one.getValue());
        }
    }
}
