package io.caravan.camel.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a full load together. A key that stands in two of them is nobody's: neither is used, and it is no absent record either. One that was
 * rejected and sent again is used.
 */
final class FullLoad {

    private final List<InboxFolder.Found> parts;
    private final String keyName;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> twice = new HashSet<>();
    private final Map<String, String> rejected = new LinkedHashMap<>();
    private int nameless;
    private String namelessReason = "";

    private FullLoad(List<InboxFolder.Found> parts, String keyName) {
        this.parts = parts;
        this.keyName = keyName;
    }

    static FullLoad of(List<InboxFolder.Found> parts, String keyName) throws IOException {
        FullLoad full = new FullLoad(parts, keyName);
        for (InboxFolder.Found part : parts) {
            full.look(InboxFolder.read(part));
        }
        full.rejected.keySet().removeAll(full.keys);
        full.twice.forEach(key -> full.rejected.put(key, keyName + " \"" + key + "\" stands more than once in the full load; none of them is used"));
        return full;
    }

    private void look(JsonNode part) {
        for (JsonNode record : part.path(InboxState.RECORDS)) {
            String key = InboxState.key(record, keyName);
            if (!keys.add(key)) {
                twice.add(key);
            }
        }
        for (JsonNode row : part.path(InboxState.REJECTED)) {
            if (row.has("key")) {
                rejected.put(row.path("key").asText(), row.path("reason").asText());
            } else {
                nameless++;
                namelessReason = row.path("reason").asText();
            }
        }
    }

    /** That are used. */
    long records() {
        return keys.size() - (long) twice.size();
    }

    /** Whether anything of it is about this key, used or not. */
    boolean has(String key) {
        return keys.contains(key) || rejected.containsKey(key);
    }

    /** As lines of a state. */
    List<JsonNode> rejected() {
        List<JsonNode> lines = new java.util.ArrayList<>();
        rejected.forEach((key, reason) -> lines.add(line(reason).put("key", key)));
        for (int i = 0; i < nameless; i++) {
            lines.add(line(namelessReason));
        }
        return lines;
    }

    private static ObjectNode line(String reason) {
        return PushedRecords.JSON.createObjectNode().put(InboxState.REJECTED, reason);
    }

    /** Takes a record that is used. */
    interface Taker {
        void take(JsonNode record) throws IOException;
    }

    void each(Taker taker) throws IOException {
        for (InboxFolder.Found part : parts) {
            for (JsonNode record : InboxFolder.read(part).path(InboxState.RECORDS)) {
                if (!twice.contains(InboxState.key(record, keyName))) {
                    taker.take(record);
                }
            }
        }
    }
}
