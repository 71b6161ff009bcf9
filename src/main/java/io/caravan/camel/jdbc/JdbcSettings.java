package io.caravan.camel.jdbc;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the connector besides those of the connection, by name. An empty text is a setting that was not made.
 */
record JdbcSettings(Map<String, String> values) {

    JdbcSettings {
        values = Map.copyOf(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> new OutcomeException(OutcomeKind.INVALID, "the setting '" + name + "' is missing"));
    }

    Optional<NamedSql> statement(String name) {
        return text(name).map(NamedSql::parse);
    }

    /** How much earlier than the watermark a delta starts. */
    Duration overlap() {
        return Duration.ofSeconds(text("overlapSeconds").map(Long::parseLong).orElse(300L));
    }

    boolean nullIsKnownEmpty() {
        return text("emptyIs").filter("null"::equals).isPresent();
    }
}
