package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpAnswerTest {

    private static Outcome forbidden(Map<String, String> headers, String body) {
        return new HttpAnswer(new HttpOperationFailedException("", 403, "Forbidden", null, headers, body)).outcome(Map.of(), Effect.CHANGE);
    }

    /** Who was refused so was given up as one who may not be closed, while others had got through. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[{'message':'TotalRequests Limit exceeded.','errorCode':'REQUEST_LIMIT_EXCEEDED'}] | THROTTLED",
        "{'error':{'code':403,'message':'Slower','errors':[{'reason':'userRateLimitExceeded'}]}} | THROTTLED",
        "[{'message':'REQUEST_LIMIT_EXCEEDED','errorCode':'INSUFFICIENT_ACCESS'}] | FORBIDDEN",
        "{'detail':'rateLimitExceeded'} | FORBIDDEN",
        "[] | FORBIDDEN"})
    void tooManyRequestsAreNoRefusalOfAPersonThoughItIsSaidWith403(String body, OutcomeKind kind) {
        assertThat(forbidden(Map.of(), body.replace('\'', '"')).kind()).isEqualTo(kind);
    }

    @Test
    void amazonSaysItWith400() {
        HttpOperationFailedException slower = new HttpOperationFailedException("", 400, "Bad Request", null, Map.of(), "{\"__type\":\"com.amazon.coral.availability#ThrottlingException\"}");
        assertThat(new HttpAnswer(slower).outcome(Map.of(), Effect.CHANGE).kind()).isEqualTo(OutcomeKind.THROTTLED);
    }

    @Test
    void whoSaysHowLongToWaitMeansThat() {
        Outcome secondary = forbidden(Map.of("Retry-After", "60"), "{\"message\":\"You have exceeded a secondary rate limit\"}");
        assertThat(secondary.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(secondary.retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(60)));
        assertThat(forbidden(Map.of("Retry-After", "never"), "{}").kind()).isEqualTo(OutcomeKind.FORBIDDEN);
    }
}
