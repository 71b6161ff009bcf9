package io.caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeStampTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2026-01-01T00:00:00Z|2025-12-31T23:55:00Z", "2026-01-01 00:04:00.123+02|2025-12-31 23:59:00.123+02",
        "2026-01-01 00:05:00|2026-01-01 00:00:00", "2026-01-01T00:05|2026-01-01T00:00", "2026-01-01|2025-12-31", "20260101000500.0Z|20260101000000.0Z",
        "20260101000500|20260101000000", "1767225600|1767225300", "1767225600000|1767225300000", "1767225600000000|1767225300000000", "1000|700",
        "12|0", "v12|v12", "2026-13-45|2026-13-45"})
    void goesBackInTheSameForm(String stamp, String earlier) {
        assertThat(new ChangeStamp(stamp).minus(Duration.ofMinutes(5)).text()).isEqualTo(earlier);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2099-01-01T00:00:00Z|true", "2099-01-01|true", "20990101000000Z|true", "4070908800|true", "4070908800000|true",
        "2026-03-01T07:59:59Z|false", "2026-03-01T09:00:00+02:00|false", "1767225600|false", "5000|false", "v12|false", "0001-01-01|false"})
    void liesAheadOrNot(String stamp, boolean ahead) {
        assertThat(new ChangeStamp(stamp).isAfter(NOW)).isEqualTo(ahead);
        assertThat(new ChangeStamp(stamp).isFarAfter(NOW, Duration.ofMinutes(5))).isEqualTo(ahead);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"20260101000500.0Z|20260101000459.9Z|true", "20260101000500Z|20260101000500.0Z|false", "20260101000500Z|20260101000500+0100|true",
        "1000|999|true", "9|10|false", "v12|v11|false", "20260101000500Z|v11|false", "20260101000500.0Z|2026-01-01T00:04:00Z|true"})
    void isNewerThanAnotherOrNot(String one, String other, boolean newer) {
        assertThat(new ChangeStamp(one).isNewerThan(new ChangeStamp(other))).isEqualTo(newer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2026-01-01T00:00:00Z|____-__-__T__:__:__Z", "2026-01-01 00:04:00.123+02|____-__-__ __:__:__.%+02", "2026-01-01|____-__-__",
        "20260101000500|______________", "1000|none", "v12|none"})
    void looksLikeOthersOfItsForm(String stamp, String like) {
        assertThat(new ChangeStamp(stamp).likeThis().orElse("none")).isEqualTo(like);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2026-01-01T00:00:00Z|true", "20260101|true", "v12|true", "31.10.2026 10:00|false", "12/31/2025|false", "1 Nov 2026|false", "''|false"})
    void comesInTheOrderOfTimeAsATextOrNot(String stamp, boolean ordered) {
        assertThat(new ChangeStamp(stamp).isOrderedAsText()).isEqualTo(ordered);
    }

    @Test
    void aTimeWithoutAZoneIsAheadForCertainOnlyWhenItIsSoInEveryZone() {
        assertThat(new ChangeStamp("2026-03-01T20:00:00").isFarAfter(NOW, Duration.ofMinutes(5))).isFalse();
        assertThat(new ChangeStamp("2026-03-01T20:00:00").isAfter(NOW)).isTrue();
    }
}
