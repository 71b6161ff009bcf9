package io.caravan.store;

import io.caravan.subject.Attributes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Some attributes out of the JSON that {@link Json} wrote, found by their names without reading the others. A name in
 * quotes with a colon behind it stands nowhere else: in a text every quote is escaped, and attributes hold no objects.
 */
final class JsonParts {

    private final String[] names;
    private final String[] keys;

    JsonParts(Collection<String> wanted) {
        names = wanted.toArray(String[]::new);
        keys = wanted.stream().map(name -> Json.text(out -> out.writeString(name)) + ':').toArray(String[]::new);
    }

    Attributes of(String json) {
        Map<String, Object> found = new LinkedHashMap<>();
        for (int i = 0; i < keys.length; i++) {
            int at = json.indexOf(keys[i]);
            if (at >= 0) {
                found.put(names[i], value(json, at + keys[i].length()));
            }
        }
        return Attributes.ofNormal(found);
    }

    private static Object value(String json, int from) {
        if (json.charAt(from) == '"') {
            int end = json.indexOf('"', from + 1);
            String text = json.substring(from + 1, end);
            if (text.indexOf('\\') < 0) {
                return text;
            }
        }
        return Json.parse('[' + json.substring(from), in -> { // a number ends only where something follows it that may follow a number
            in.nextToken();
            return Json.readValue(in);
        });
    }
}
