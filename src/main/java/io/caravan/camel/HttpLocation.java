package io.caravan.camel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a system says a resource is (RFC 9110 §10.2.2, RFC 7644 §3.3): its last segment is the resource's id, in encoded form. */
public final class HttpLocation {

    private HttpLocation() {
    }

    /**
     * The id that a location names; empty if it names none, or only the collection, or what it names may stand in its query.
     *
     * @param location an address, absolute or not, with or without a slash at its end; null for none
     * @param collection such as {@code /Users}
     */
    public static Optional<String> id(String location, String collection) {
        if (location == null || location.contains("?") || location.contains("#")) {
            return Optional.empty();
        }
        List<String> segments = segments(location.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://[^/]*", ""));
        List<String> users = segments(collection);
        String last = segments.isEmpty() ? "" : segments.get(segments.size() - 1);
        boolean onlyTheCollection = !users.isEmpty() && last.equalsIgnoreCase(users.get(users.size() - 1));
        return onlyTheCollection ? Optional.empty() : decoded(last).filter(id -> !id.isBlank());
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/")).filter(segment -> !segment.isBlank()).toList();
    }

    private static Optional<String> decoded(String segment) {
        try {
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.of(segment);
        }
    }
}
