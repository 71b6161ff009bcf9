package io.caravan.camel.push;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What requests say after one another, by key; the one that was said last is the last. What of them was rejected and not sent again since is no record, and
 * takes none away: whoever sent it was told, and whoever reads it is told, too.
 *
 * @param records  by key; empty: it is deleted
 * @param rejected by key
 * @param nameless whose key nobody knows
 */
record SaidInRequests(Map<String, Optional<JsonNode>> records, Map<String, Refused> rejected, List<Refused> nameless) {

    /** What was sent last nothing. */
    static final SaidInRequests NOTHING = new SaidInRequests(Map.of(), Map.of(), List.of());
    /** So many are carried from state to state. */
    static final int MOST = 10_000;

    /** @param where when it was sent, and by whom */
    record Refused(String reason, String where) {
    }

    static SaidInRequests of(Iterable<InboxFolder.Found> requests, String keyName) throws IOException {
        SaidInRequests said = new SaidInRequests(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        for (InboxFolder.Found request : requests) {
            said.take(InboxFolder.read(request), keyName);
        }
        return said;
    }

    private void take(JsonNode request, String keyName) {
        for (JsonNode record : request.path(InboxState.RECORDS)) {
            put(InboxState.key(record, keyName), Optional.of(record));
        }
        for (JsonNode key : request.path(InboxState.DELETED)) {
            put(key.asText(), Optional.empty());
        }
        String where = "sent " + request.path(InboxState.AT).asText() + " by " + request.path("by").asText();
        for (JsonNode row : request.path(InboxState.ANSWER).path(InboxState.REJECTED)) {
            Refused refused = new Refused(row.path("reason").asText(), where);
            if (row.has("key")) {
                rejected.put(row.path("key").asText(), refused);
            } else {
                nameless.add(refused);
            }
        }
    }

    /** Of everything that holds: what nobody knows whose it is would keep anybody from being missed. */
    SaidInRequests withKeys() {
        return new SaidInRequests(records, rejected, List.of());
    }

    private void put(String key, Optional<JsonNode> what) {
        rejected.remove(key);
        records.remove(key);
        records.put(key, what);
    }

    /** Whether anything of this key was sent, be it good or not. */
    boolean isAbout(String key) {
        return records.containsKey(key) || rejected.containsKey(key);
    }

    /** What is rejected stands behind all records: nobody may take both for the same key twice. */
    void write(InboxState.Writer state, Map<String, Refused> before) throws IOException {
        for (Optional<JsonNode> record : records.values()) {
            if (record.isPresent()) {
                state.record(record.get());
            }
        }
        Map<String, Refused> all = new LinkedHashMap<>(before);
        all.keySet().removeIf(this::isAbout);
        all.putAll(rejected);
        int over = all.size() - MOST;
        for (Map.Entry<String, Refused> one : all.entrySet()) {
            if (over-- <= 0) {
                state.line(PushedRecords.JSON.createObjectNode().put(InboxState.REJECTED, one.getValue().reason()).put("key", one.getKey())
                        .put(InboxState.WHERE, one.getValue().where()));
            }
        }
    }
}
