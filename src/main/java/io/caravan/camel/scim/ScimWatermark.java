package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.camel.ConnectorCall;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** From when on the next delta is to be asked for. */
final class ScimWatermark {

    private ScimWatermark() {
    }

    /**
     * By the provider's clock or ours, whichever is behind. A provider that does not tell the time shows it by what it changed last; when it shows
     * nothing, the mark stays where it was.
     */
    static Optional<String> of(Exchange exchange, JsonNode list, Instant ours, Duration overlap) {
        Optional<String> before = new ConnectorCall(exchange).since();
        Optional<Instant> theirs = date(exchange).or(() -> newest(list, ours));
        return theirs.isEmpty() && before.isPresent() ? before : Optional.of(theirs.filter(ours::isAfter).orElse(ours).minus(overlap).toString());
    }

    private static Optional<Instant> newest(JsonNode list, Instant now) {
        List<Instant> moments = new ArrayList<>();
        list.path("Resources").forEach(resource -> {
            try {
                moments.add(OffsetDateTime.parse(resource.path("meta").path("lastModified").asText()).toInstant());
            } catch (DateTimeException notSaid) {
                // as if it were not there
            }
        });
        return moments.stream().filter(now::isAfter).max(Comparator.naturalOrder());
    }

    /** The provider's own clock, if it tells it. */
    private static Optional<Instant> date(Exchange exchange) {
        try {
            return Optional.ofNullable(exchange.getMessage().getHeader("Date", String.class))
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException notDate) {
            return Optional.empty();
        }
    }
}
