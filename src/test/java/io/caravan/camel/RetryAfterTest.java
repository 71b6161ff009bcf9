package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0", "30|30", "1.5|2", "99999999999999999999|86400000", "Sun, 06 Nov 1994 08:49:37 GMT|30",
        "Sunday, 06-Nov-94 08:49:37 GMT|30", "Sun Nov  6 08:49:37 1994|30", "1994-11-06T08:49:37Z|30", "Sun, 06 Nov 1994 08:00:00 GMT|0",
        "Sat, 06 Nov 2094 08:49:37 GMT|86400000"})
    void saysHowManySecondsToWait(String text, long seconds) {
        assertThat(RetryAfter.delay(text, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "1e3", "Sun, 99 Nov 1994 08:49:37 GMT", "0x10"})
    void whatNobodyUnderstandsSaysNothing(String text) {
        assertThat(RetryAfter.delay(text, NOW)).isEmpty();
        assertThat(RetryAfter.isWellFormed(text)).isFalse();
    }

    @Test
    void onlyTheFormsOfTheStandardMakeAnAnswerBelieved() {
        assertThat(RetryAfter.isWellFormed("120")).isTrue();
        assertThat(RetryAfter.isWellFormed("Sun, 06 Nov 1994 08:49:37 GMT")).isTrue();
        assertThat(RetryAfter.isWellFormed("1994-11-06T08:49:37Z")).isFalse();
    }
}
