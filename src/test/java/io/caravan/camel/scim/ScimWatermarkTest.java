package io.caravan.camel.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the next delta of a provider starts. */
class ScimWatermarkTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    /** Date of the answer, lastModified of its two resources, the mark before, and the mark afterwards. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "Sat, 28 Nov 2026 12:00:00 GMT|2026-11-01T00:00:00Z|2026-10-01T00:00:00Z|-|2026-11-28T11:55:00Z",
        "Sat, 28 Nov 2026 09:00:00 GMT|2026-11-01T00:00:00Z|-|-|2026-11-28T08:55:00Z",
        "Sat, 28 Nov 2026 15:00:00 GMT|2026-11-01T00:00:00Z|-|-|2026-11-28T11:55:00Z",
        "-|2026-11-01T00:00:00Z|2026-11-02T02:00:00+02:00|-|2026-11-01T23:55:00Z",
        "yesterday|2026-11-01T00:00:00Z|2999-01-01T00:00:00Z|-|2026-10-31T23:55:00Z",
        "-|-|-|2026-11-05T00:00:00Z|2026-11-05T00:00:00Z",
        "-|-|-|-|2026-11-28T11:55:00Z"})
    void isByTheClockThatIsBehindAndWithoutOneByWhatWasChangedLast(String date, String one, String other, String since, String mark) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("operation", since == null ? "list" : "changes");
        exchange.setVariable("object", "user");
        exchange.setVariable("since", since);
        exchange.getMessage().setHeader("Date", date);
        exchange.getMessage().setBody("{\"totalResults\":2,\"Resources\":[" + resource("1", one) + "," + resource("2", other) + "]}");
        ScimFormat format = new ScimFormat(Clock.fixed(NOW, ZoneOffset.UTC));
        format.getSettings().put("overlapSeconds", "300");
        format.page(exchange);
        assertThat(exchange.getVariable("watermark")).isEqualTo(mark);
    }

    private static String resource(String id, String lastModified) {
        return "{\"id\":\"" + id + "\"" + (lastModified == null ? "" : ",\"meta\":{\"lastModified\":\"" + lastModified + "\"}") + "}";
    }
}
