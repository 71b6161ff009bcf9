package io.caravan.camel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The secrets of one system, and the removal of them from whatever is about to be said. Immutable. */
final class Secrets {

    private static final int LONGEST_MESSAGE = 500;
    private final List<String> values;

    Secrets(Collection<String> values) {
        this.values = values.stream().filter(value -> !value.isBlank())
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8))).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    /** The message in one line, without secrets, at most 500 characters long. */
    String redact(String message) {
        String safe = message == null ? "" : message;
        for (String secret : values) {
            safe = safe.replace(secret, "(sensitive)");
        }
        safe = safe.strip().replaceAll("\\s+", " ");
        return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
