package io.caravan.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.mapping.Freeze.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a target is frozen, and until when. */
class FreezeTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Freeze freeze(ZoneId zone, String... windows) {
        return new Freeze(Stream.of(windows).map(Window::of).toList(), false, zone);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "Fri 18:00 - Mon 06:00, 2026-11-27T17:59:59Z, ",
        "Fri 18:00 - Mon 06:00, 2026-11-27T18:00:00Z, 2026-11-30T06:00:00Z",
        "Fri 18:00 - Mon 06:00, 2026-11-30T05:59:59Z, 2026-11-30T06:00:00Z",
        "Fri 18:00 - Mon 06:00, 2026-11-30T06:00:00Z, ",
        "Mon 06:00 - Fri 18:00, 2026-11-28T12:00:00Z, ",
        "Mon 06:00 - Fri 18:00, 2026-11-25T12:00:00Z, 2026-11-27T18:00:00Z",
        "Tue 12:00 - Tue 08:00, 2026-11-24T13:00:00Z, 2026-12-01T08:00:00Z",
        "Tue 12:00 - Tue 08:00, 2026-11-24T09:00:00Z, ",
        "Sat - Sun, 2026-11-29T23:59:59Z, 2026-11-30T00:00:00Z",
        "saturday - Sunday, 2026-11-28T00:00:00Z, 2026-11-30T00:00:00Z",
        "Sun - Sun, 2026-11-28T23:00:00Z, ",
        "Sun - Sun, 2026-11-29T01:00:00Z, 2026-11-30T00:00:00Z",
        "22:00 - 06:00, 2026-11-29T23:00:00Z, 2026-11-30T06:00:00Z",
        "22:00 - 06:00, 2026-11-30T05:00:00Z, 2026-11-30T06:00:00Z",
        "22:00 - 06:00, 2026-11-30T07:00:00Z, ",
        "9:00-17:30, 2026-11-30T17:00:00Z, 2026-11-30T17:30:00Z",
        "2026-12-23 - 2027-01-01, 2027-01-01T23:59:59Z, 2027-01-02T00:00:00Z",
        "2026-12-23 - 2027-01-01, 2027-01-02T00:00:00Z, ",
        "2026-12-23 18:00 - 2027-01-02 06:00, 2026-12-24T00:00:00Z, 2027-01-02T06:00:00Z",
    })
    void aWindowHoldsItsBeginningAndNotItsEnd(String window, Instant now, Instant end) {
        assertThat(freeze(ZoneOffset.UTC, window).until(now)).isEqualTo(java.util.Optional.ofNullable(end));
    }

    @Test
    void itIsTheClockOfTheScheduleThatCounts() {
        assertThat(freeze(BERLIN, "Fri 18:00 - Mon 06:00").until(Instant.parse("2026-11-27T17:00:00Z"))).contains(Instant.parse("2026-11-30T05:00:00Z"));
        assertThat(freeze(BERLIN, "Fri 18:00 - Mon 06:00").until(Instant.parse("2026-11-27T16:59:59Z"))).isEmpty();
    }

    /** On 2026-03-29 the clock goes from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00. */
    @Test
    void aTimeThatIsLeftOutIsWhenTheClockIsPutForwardAndOneThatComesTwiceCountsForTheLongerWindow() {
        assertThat(freeze(BERLIN, "02:30 - 05:00").until(Instant.parse("2026-03-29T00:59:59Z"))).isEmpty();
        assertThat(freeze(BERLIN, "02:30 - 05:00").until(Instant.parse("2026-03-29T01:00:00Z"))).contains(Instant.parse("2026-03-29T03:00:00Z"));
        assertThat(freeze(BERLIN, "22:00 - 02:30").until(Instant.parse("2026-03-29T00:30:00Z"))).contains(Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(freeze(BERLIN, "22:00 - 02:30").until(Instant.parse("2026-10-25T01:15:00Z"))).as("02:15 for the second time").contains(Instant.parse("2026-10-25T01:30:00Z"));
        assertThat(freeze(BERLIN, "02:30 - 05:00").until(Instant.parse("2026-10-25T00:30:00Z"))).as("02:30 for the first time").contains(Instant.parse("2026-10-25T04:00:00Z"));
        assertThat(freeze(BERLIN, "Sat 20:00 - Sun 08:00").until(Instant.parse("2026-10-24T18:00:00Z"))).as("thirteen hours").contains(Instant.parse("2026-10-25T07:00:00Z"));
    }

    @Test
    void windowsThatFollowOneAnotherAreOne() {
        Freeze freeze = freeze(ZoneOffset.UTC, "Fri 18:00 - Mon 06:00", "2026-11-30 - 2026-12-01", "00:00 - 01:00");
        assertThat(freeze.until(Instant.parse("2026-11-28T00:00:00Z"))).contains(Instant.parse("2026-12-02T01:00:00Z"));
        assertThat(Freeze.none(ZoneOffset.UTC).until(Instant.EPOCH)).isEmpty();
    }

    @Test
    void whetherWindowsLeaveNoTimeIsFoundOut() {
        assertThat(freeze(ZoneOffset.UTC, "Mon 00:00 - Thu 00:00", "Thu 00:00 - Mon 00:00").leavesNoTime()).isTrue();
        assertThat(freeze(ZoneOffset.UTC, "06:00 - 22:00", "22:00 - 06:00").leavesNoTime()).isTrue();
        assertThat(freeze(ZoneOffset.UTC, "06:00 - 22:00", "22:01 - 06:00").leavesNoTime()).isFalse();
        assertThat(freeze(ZoneOffset.UTC, "2020-01-01 - 2030-01-01").leavesNoTime()).as("long, but it ends").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weekends", "Fri 18:00", "Fri 25:00 - Mon 06:00", "Frei 18:00 - Mon 06:00", "Fri 18:00 - Mon", "06:00 - 06:00", "Fri 18:00 - Fri 18:00",
        "2026-12-24 - 2026-12-20", "2026-13-01 - 2026-12-20", "2026-02-30 - 2026-03-01", "2026-12-23 18:00 - 2027-01-01", "18:00 - Mon 06:00", "Fri - Mon - Tue", "Mon - Sun", "", "-"})
    void whatIsNoWindowIsRefused(String text) {
        assertThatThrownBy(() -> Window.of(text)).isInstanceOf(DateTimeException.class).extracting(Throwable::getMessage).asString().isNotBlank();
    }

    @Test
    void everyMomentOfAYearIsEitherFrozenWithAnEndAheadOrNot() {
        Freeze freeze = new Freeze(List.of(Window.of("Fri 18:00 - Mon 06:00"), Window.of("22:00 - 02:30")), false, BERLIN);
        LocalDateTime start = LocalDateTime.of(2026, 1, 1, 0, 0);
        for (int quarter = 0; quarter < 366 * 96; quarter++) {
            Instant now = start.plusMinutes(15L * quarter).toInstant(ZoneOffset.UTC);
            freeze.until(now).ifPresent(end -> assertThat(end).isAfter(now));
            freeze.until(now).ifPresent(end -> assertThat(freeze.until(end)).isEmpty());
        }
    }
}
