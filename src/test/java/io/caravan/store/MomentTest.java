package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {

    @ParameterizedTest
    @CsvSource({"2026-03-01T08:00:00Z,2026-03-01T08:00:00.000Z", "2026-03-01T08:00:00.123999Z,2026-03-01T08:00:00.123Z",
            "0000-01-01T00:00:00Z,0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z,9999-12-31T23:59:59.999Z",
            "+12026-03-01T08:00:00Z,+12026-03-01T08:00:00.000Z"})
    void aMomentIsWrittenInUtcToTheMillisecond(Instant moment, String text) {
        assertThat(Moment.text(moment)).isEqualTo(text);
        assertThat(Moment.read(text)).contains(moment.truncatedTo(ChronoUnit.MILLIS));
    }

    @Property(tries = 500)
    void aMomentComesBack(@ForAll @LongRange(min = -70_000_000_000_000L, max = 300_000_000_000_000L) long millis) {
        Instant moment = Instant.ofEpochMilli(millis);

        assertThat(Moment.read(Moment.text(moment))).contains(moment);
    }

    @Property(tries = 500)
    void textOrderIsTimeOrder(@ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long one, @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long other) {
        assertThat(Integer.signum(Moment.text(Instant.ofEpochMilli(one)).compareTo(Moment.text(Instant.ofEpochMilli(other)))))
                .isEqualTo(Long.signum(one - other));
    }
}
