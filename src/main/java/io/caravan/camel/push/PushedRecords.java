package io.caravan.camel.push;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caravan.subject.KeyText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one request brings: whole records, keys of records that are no more, and what of it cannot be used. Each record takes the place of what was
 * known by its key.
 *
 * @param records  by key, in the order in which they stand
 * @param rejected in the order in which they stand, records before keys
 */
record PushedRecords(Map<String, JsonNode> records, List<String> deleted, List<Rejected> rejected) {

    /** In one request. */
    static final int MOST = 1000;
    private static final int LONGEST = 65_536;
    private static final int LONGEST_KEY = 1024;
    /** Of a number, before or behind its point: written out, one of ten signs may be as long as a disk. */
    private static final int MOST_DIGITS = 100;

    /** Names twice in one object, and anything behind the end, are mistakes of whoever sends it. */
    static final ObjectMapper JSON = JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /**
     * Something of a request that is not used.
     *
     * @param index from 0, of the record, or of the key among those that are deleted
     * @param key   empty when it has none that can be used
     */
    record Rejected(int index, String key, String reason) {
    }

    /** @throws PushRefusal when nothing of it can be used */
    static PushedRecords of(byte[] body, String keyName) throws PushRefusal {
        JsonNode root = object(body);
        for (String name : (Iterable<String>) root::fieldNames) {
            if (!name.equals("records") && !name.equals("deleted")) {
                throw new PushRefusal(PushRefusal.BAD, "a request has records and deleted, and no " + shown(name));
            }
        }
        JsonNode records = list(root, "records");
        JsonNode deleted = list(root, "deleted");
        if (records.size() + deleted.size() > MOST) {
            throw new PushRefusal(PushRefusal.TOO_LARGE, (records.size() + deleted.size()) + " records in one request; it may have " + MOST);
        }
        if (records.isEmpty() && deleted.isEmpty()) {
            throw new PushRefusal(PushRefusal.BAD, "the request has no records and nothing deleted");
        }
        return new Sorting(keyName).sort(records, deleted);
    }

    /** @throws PushRefusal when it is no JSON object */
    static JsonNode object(byte[] body) throws PushRefusal {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException unreadable) {
            String message = unreadable instanceof com.fasterxml.jackson.core.JsonProcessingException json ? json.getOriginalMessage() : unreadable.getMessage();
            throw new PushRefusal(PushRefusal.BAD, "the body is no JSON: " + message);
        }
        if (root == null || !root.isObject()) {
            throw new PushRefusal(PushRefusal.BAD, "the body is no JSON object, such as {\"records\": [{…}]}");
        }
        return root;
    }

    private static JsonNode list(JsonNode root, String name) throws PushRefusal {
        JsonNode list = root.path(name);
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            throw new PushRefusal(PushRefusal.BAD, name + " is no list");
        }
        return list.isArray() ? list : JSON.createArrayNode();
    }

    private static String shown(String text) {
        String one = KeyText.of(text);
        return '"' + (one.length() > 100 ? one.substring(0, 100) + "…" : one) + '"';
    }

    /** Sorts one request. */
    private static final class Sorting {

        private final String keyName;
        private final Map<String, JsonNode> good = new LinkedHashMap<>();
        private final Map<String, Integer> at = new LinkedHashMap<>();
        private final Set<String> twice = new HashSet<>();
        private final List<Rejected> rejected = new ArrayList<>();

        private Sorting(String keyName) {
            this.keyName = keyName;
        }

        private PushedRecords sort(JsonNode records, JsonNode deleted) {
            for (int i = 0; i < records.size(); i++) {
                record(i, records.get(i));
            }
            List<String> gone = new ArrayList<>();
            for (int i = 0; i < deleted.size(); i++) {
                String key = key(deleted.get(i));
                String why = wrongKey(deleted.get(i), key);
                if (!why.isEmpty()) {
                    rejected.add(new Rejected(i, "", "deleted: " + why));
                } else if (good.containsKey(key) || twice.contains(key)) {
                    rejected.add(new Rejected(i, key, "it is sent and deleted in one request; neither is used"));
                    twice(key, "it is sent and deleted in one request; neither is used");
                } else if (!gone.contains(key)) {
                    gone.add(key);
                }
            }
            return new PushedRecords(good, gone, List.copyOf(rejected));
        }

        private void record(int index, JsonNode record) {
            if (!record.isObject()) {
                rejected.add(new Rejected(index, "", "it is no object"));
                return;
            }
            JsonNode written = record.path(keyName);
            String key = key(written);
            String why = wrongKey(written, key);
            if (!why.isEmpty()) {
                rejected.add(new Rejected(index, "", why));
                return;
            }
            if (good.containsKey(key) || twice.contains(key) || at.containsKey(key)) {
                String reason = keyName + " " + shown(key) + " stands more than once in this request; none of them is used";
                rejected.add(new Rejected(index, key, reason));
                twice(key, reason);
                return;
            }
            at.put(key, index);
            String wrong = wrongValue(record);
            if (wrong.isEmpty()) {
                good.put(key, record);
            } else {
                rejected.add(new Rejected(index, key, wrong));
            }
        }

        private void twice(String key, String reason) {
            twice.add(key);
            if (good.remove(key) != null) {
                rejected.add(new Rejected(at.get(key), key, reason));
            }
        }

        private static String key(JsonNode written) {
            return written.isValueNode() && !written.isNull() && !written.isFloatingPointNumber() ? KeyText.of(written.asText()) : "";
        }

        private String wrongKey(JsonNode written, String key) {
            return written.isFloatingPointNumber() ? keyName + " is a number with a fraction or an exponent, which has several ways to be written; send it as a text"
                    : key.isEmpty() ? "it has no value in " + keyName + ", which identifies it"
                    : key.length() > LONGEST_KEY ? keyName + " is longer than " + LONGEST_KEY + " characters"
                    : key.chars().anyMatch(Character::isISOControl) ? keyName + " has a control character in it" : "";
        }

        private static String wrongValue(JsonNode record) {
            for (Map.Entry<String, JsonNode> field : record.properties()) {
                JsonNode value = field.getValue();
                if (KeyText.isBlank(field.getKey())) {
                    return "an attribute has no name";
                }
                if (value.isObject()) {
                    return shown(field.getKey()) + " is an object; send what is in it as attributes of their own";
                }
                for (JsonNode one : value.isArray() ? value : List.of(value)) {
                    if (one.isContainerNode()) {
                        return shown(field.getKey()) + " has a list or an object in its list; send texts, numbers, true and false";
                    }
                    if (one.isFloatingPointNumber() && Math.abs((long) one.decimalValue().scale()) > MOST_DIGITS) {
                        return shown(field.getKey()) + " has more than " + MOST_DIGITS + " digits; send it as a text";
                    }
                    if (one.isTextual() && one.textValue().length() > LONGEST) {
                        return shown(field.getKey()) + " is longer than " + LONGEST + " characters";
                    }
                }
            }
            return "";
        }
    }
}
