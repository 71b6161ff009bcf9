package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsRefusalTest {

    private static Outcome outcome(int status, Map<String, String> headers, String body) {
        HttpAnswer.Reading ruled = new HttpAnswer.Reading(Optional.of(OutcomeKind.INVALID), Optional.empty(), List.of());
        return new HttpAnswer(new HttpOperationFailedException("", status, "refused", null, headers, body)).outcome(Map.of(), Effect.CREATE, ruled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"__type\":\"RequestExpired\"}", "<?xml version=\"1.0\"?><Error><Code>RequestTimeTooSkewed</Code></Error>",
            "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired: 20261130T080000Z is now earlier than 20261130T081000Z\"}"})
    void aClockThatIsApartIsNamed(String body) {
        String later = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().plusSeconds(1200).atZone(ZoneOffset.UTC));
        Outcome outcome = outcome(403, Map.of("Date", later), body);
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
        assertThat(outcome.message()).containsPattern("this machine's clock is 1(199|200) s behind the system's, or .*; set the clock");
        assertThat(outcome(403, Map.of(), body).message()).contains("this machine's clock and the system's are apart");
    }

    @Test
    void whoMayNotAndWhatIsWrongStaysAPersonsRefusal() {
        for (String code : new String[] {"AccessDeniedException", "ValidationException", "ConflictException", "ExpiredTokens"}) {
            assertThat(outcome(400, Map.of("x-amzn-ErrorType", code), "{\"__type\":\"" + code + "\"}").kind()).as(code).isEqualTo(OutcomeKind.INVALID);
        }
        assertThat(outcome(404, Map.of(), "{\"Code\":\"ExpiredToken\"}").kind()).as("no status with which Amazon refuses").isEqualTo(OutcomeKind.INVALID);
        assertThat(outcome(403, Map.of("X-Amzn-ErrorType", "InvalidSignatureException:"), "").message()).as("no clock").doesNotContain("clock");
    }
}
