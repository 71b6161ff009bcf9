package io.caravan.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.bench.measure.EndState;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * Every user of a provider but what the provider gave: id and meta. Of log-in names what {@link LoginNames} says.
 */
final class ScimState {

    private final LongFunction<JsonNode> pages;

    /** @param pages the page that begins with that user, from 1 */
    ScimState(LongFunction<JsonNode> pages) {
        this.pages = pages;
    }

    EndState read() {
        EndState.Sum sum = new EndState.Sum();
        long next = 1;
        for (JsonNode page = pages.apply(next); page.path("Resources").size() > 0; page = pages.apply(next)) {
            for (JsonNode user : page.path("Resources")) {
                String name = user.path("userName").asText().toLowerCase(Locale.ROOT);
                sum.account(text(user, "").replace(name, LoginNames.shared(name)));
                sum.more(name);
            }
            next += page.path("Resources").size();
        }
        return sum.state();
    }

    /** The same for the same content, in whatever order it is told. */
    private static String text(JsonNode value, String name) {
        if (value.isArray()) {
            TreeSet<String> elements = new TreeSet<>();
            value.forEach(element -> elements.add(text(element, name)));
            return elements.toString();
        }
        if (!value.isObject()) {
            return value.asText();
        }
        Map<String, String> members = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (!name.isEmpty() || !member.getKey().equals("id") && !member.getKey().equals("meta")) {
                members.put(member.getKey(), text(member.getValue(), member.getKey()));
            }
        }
        return members.toString();
    }
}
