package io.caravan.bench.bare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * What a bare client says of its work, as JSON on stdout.
 *
 * @param items   accounts written, or rows read
 * @param seconds of the work itself, without what was made ready before
 * @param millis  answer times by percentile ({@code p50, p95, p99}); empty when there were none
 */
public record BareResult(long items, double seconds, Map<String, Double> millis) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads what {@link #print} wrote. */
    public static BareResult parse(String text) throws JsonProcessingException {
        return JSON.readValue(text, BareResult.class);
    }

    void print() throws JsonProcessingException {
        System.out.println(JSON.writeValueAsString(this));
    }
}
