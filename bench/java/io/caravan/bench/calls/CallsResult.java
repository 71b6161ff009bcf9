package io.caravan.bench.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * What became of the calls, as JSON on stdout.
 *
 * @param calls      that were counted; those before them only make the virtual machine warm
 * @param seconds    from the first of them to the end of the last
 * @param cpuSeconds processor time of the process meanwhile, without the just-in-time compiler's
 * @param millis     answer times by percentile ({@code p50, p95, p99})
 */
public record CallsResult(long calls, double seconds, double cpuSeconds, Map<String, Double> millis) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads what {@link #print} wrote. */
    public static CallsResult parse(String text) throws JsonProcessingException {
        return JSON.readValue(text, CallsResult.class);
    }

    void print() throws JsonProcessingException {
        System.out.println(JSON.writeValueAsString(this));
    }
}
