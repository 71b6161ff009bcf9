package io.caravan.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-28", "2026-11-28T00:00:00", "2026-11-28 00:00:00", "2026-11-28 00:00:00.0", "2026-11-28T00:00", "2026-11-28T00:00:00.000Z",
            "2026-11-28T00:00:00+02:00", "2026-11-28T00:00:00+0200", "20261128", "20261128000000Z", "20261128000000.0Z", "202611280000Z", "\u00A02026-11-28T23:59:59\u200B",
            "2026-11-28T23:59:59Z", "2026-11-28 17:00:00"})
    void whateverTimeStandsBehindItTheDayIsTheDayInEveryZone(String written) {
        for (String zone : new String[] {"UTC", "America/New_York", "Pacific/Honolulu", "Europe/Berlin", "Asia/Tokyo", "Pacific/Kiritimati"}) {
            assertThat(DateText.day(written, ZoneId.of(zone))).as(zone).isEqualTo("2026-11-28");
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-11-27T23:00:00Z, Europe/Berlin, 2026-11-28", "2026-11-27T15:00:00Z, Asia/Tokyo, 2026-11-28", "2026-11-28T17:00:00Z, Asia/Tokyo, 2026-11-29",
            "2026-11-28T03:00:00Z, America/New_York, 2026-11-28", "2026-11-27T23:00:00Z, UTC, 2026-11-27"})
    void aMomentIsNeverADayEarlierThanWhereThePersonIs(String written, String zone, String day) {
        assertThat(DateText.day(written, ZoneId.of(zone))).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0", "00.00.0000", "00000000", "0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "0", "00/00/0000", "0001-01-01T00:00:00"})
    void noDateIsNoDate(String written) {
        assertThat(DateText.isNone(written)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-28", "2000-01-01", "00.01.2000", "-"})
    void whatIsADateIsOne(String written) {
        assertThat(DateText.isNone(written)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"28.11.2026", "11/28/2026", "28/11/26", "2026-02-30", "2026-13-01", "2026-11", "261128", "tomorrow", "2026-11-28T25:00:00", "2026-11-28T10:00+99"})
    void whatCouldBeMisreadIsNotRead(String written) {
        assertThatThrownBy(() -> DateText.day(written, ZoneId.of("UTC"))).isInstanceOf(DateTimeException.class);
    }

    @Test
    void aMomentStaysOne() {
        assertThat(DateText.moment("2026-11-28 17:00:00")).isEqualTo("2026-11-28T17:00:00");
        assertThat(DateText.moment("20261128170000+0100")).isEqualTo("2026-11-28T16:00:00Z");
        assertThat(DateText.moment("20261128")).isEqualTo("2026-11-28");
    }
}
