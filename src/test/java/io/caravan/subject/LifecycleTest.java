package io.caravan.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table "Lifecycle of an identity". */
class LifecycleTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void stagedWhileTheStartIsFurtherAheadThanTheLead() {
        Lifecycle lifecycle = at(NOON, Map.of("startDate", "2026-12-10"));
        assertThat(lifecycle.state()).isEqualTo(LifecycleState.STAGED);
        assertThat(lifecycle.nextChange()).contains(Instant.parse("2026-11-26T00:00:00Z"));
    }

    @Test
    void prehireWithinTheLead() {
        Lifecycle lifecycle = at(NOON, Map.of("startDate", "2026-11-30"));
        assertThat(lifecycle.state()).isEqualTo(LifecycleState.PREHIRE);
        assertThat(lifecycle.nextChange()).contains(Instant.parse("2026-11-30T00:00:00Z"));
    }

    @Test
    void activeFromTheFirstDayToTheEndOfTheLast() {
        Map<String, Object> dates = Map.of("startDate", "2026-11-20", "endDate", "2026-11-20");
        assertThat(at(Instant.parse("2026-11-20T00:00:00Z"), dates).state()).isEqualTo(LifecycleState.ACTIVE);
        assertThat(at(Instant.parse("2026-11-20T23:59:59Z"), dates).state()).isEqualTo(LifecycleState.ACTIVE);
        assertThat(at(Instant.parse("2026-11-21T00:00:00Z"), dates).state()).isEqualTo(LifecycleState.LEAVER);
    }

    @Test
    void activeWhenNothingIsKnown() {
        assertThat(at(NOON, Map.of()).state()).isEqualTo(LifecycleState.ACTIVE);
    }

    @Test
    void leaveByDatesIncludesTheLastDayOfLeave() {
        Map<String, Object> dates = Map.of("leaveFrom", "2026-11-01", "leaveUntil", "2026-11-20");
        assertThat(at(NOON, dates).state()).isEqualTo(LifecycleState.LEAVE);
        assertThat(at(NOON, dates).nextChange()).contains(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(at(Instant.parse("2026-11-21T00:00:00Z"), dates).state()).isEqualTo(LifecycleState.ACTIVE);
    }

    @Test
    void leaveByStatus() {
        assertThat(at(NOON, Map.of("status", "leave")).state()).isEqualTo(LifecycleState.LEAVE);
    }

    @Test
    void theLastWorkingDayEndsAccessBeforeTheEndOfEmployment() {
        Map<String, Object> dates = Map.of("lastWorkingDay", "2026-11-10", "endDate", "2026-12-31");
        assertThat(at(NOON, dates).state()).isEqualTo(LifecycleState.LEAVER);
        assertThat(Sentences.of(at(NOON, dates).because())).contains("last working day");
    }

    @Test
    void theEndOfEmploymentCountsWhenItComesBeforeTheLastWorkingDay() {
        Map<String, Object> dates = Map.of("lastWorkingDay", "2026-12-31", "endDate", "2026-11-10");
        assertThat(at(NOON, dates).state()).isEqualTo(LifecycleState.LEAVER);
        assertThat(Sentences.of(at(NOON, dates).because())).contains("2026-11-10").doesNotContain("2026-12-31");
        assertThat(Lifecycle.end(Attributes.of(dates), ZoneOffset.UTC)).contains(Instant.parse("2026-11-11T00:00:00Z"));
    }

    @Test
    void leaverByStatusAndBySourceAndUrgently() {
        assertThat(at(NOON, Map.of("status", "Terminated")).state()).isEqualTo(LifecycleState.LEAVER);
        assertThat(at(NOON, Map.of("absentSince", "2026-11-01T00:00:00Z")).state()).isEqualTo(LifecycleState.LEAVER);
        assertThat(at(NOON, Map.of("urgent", true)).urgent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE ", "yes", "Y", "1"})
    void urgentIsSaidInAllTheseWays(String word) {
        assertThat(at(NOON, Map.of("urgent", word)).urgent()).isTrue();
    }

    /** To take a word that nobody knows for no would let her keep everything who has to go at once. */
    @Test
    void aWordForUrgentThatNobodyKnowsIsNotTakenForNo() {
        for (String no : List.of("false", "No", "n", "0", " ")) {
            assertThat(at(NOON, Map.of("urgent", no)).state()).as(no).isEqualTo(LifecycleState.ACTIVE);
        }
        assertThatThrownBy(() -> at(NOON, Map.of("urgent", "X", "status", "active"))).hasMessageContaining("urgent is \"x\"");
        assertThat(at(NOON, Map.of("urgent", "X", "status", "terminated"))).as("she has left, whatever it means").extracting(Lifecycle::state, Lifecycle::urgent)
                .containsExactly(LifecycleState.LEAVER, false);
        assertThat(at(NOON, Map.of("urgent", "X", "endDate", "2026-11-10")).state()).isEqualTo(LifecycleState.LEAVER);
    }

    @Test
    void openEndSentinelsAreNoEnd() {
        assertThat(at(NOON, Map.of("endDate", "9999-12-31")).nextChange()).isEmpty();
        assertThat(at(NOON, Map.of("endDate", "4712-12-31")).nextChange()).isEmpty();
    }

    @Test
    void daysBeginInThePersonsOwnTimeZone() {
        Map<String, Object> auckland = Map.of("endDate", "2026-11-20", "timeZone", "Pacific/Auckland");
        assertThat(at(Instant.parse("2026-11-20T10:59:59Z"), auckland).state()).isEqualTo(LifecycleState.ACTIVE);
        assertThat(at(Instant.parse("2026-11-20T11:00:00Z"), auckland).state()).isEqualTo(LifecycleState.LEAVER);
    }

    /** In Santiago the clocks go forward at midnight, so that day begins at one; Kiritimati is 14 hours ahead, Baker Island 12 behind. */
    @ParameterizedTest
    @CsvSource({"2026-09-05,America/Santiago,2026-09-06T04:00:00Z", "2026-03-28,Europe/Berlin,2026-03-28T23:00:00Z", "2026-03-29,Europe/Berlin,2026-03-29T22:00:00Z",
        "2028-02-29,UTC,2028-03-01T00:00:00Z", "2028-02-28,Europe/Berlin,2028-02-28T23:00:00Z", "2026-11-20,Pacific/Kiritimati,2026-11-20T10:00:00Z",
        "2026-11-20,Etc/GMT+12,2026-11-21T12:00:00Z"})
    void theLastDayEndsWhenItDoesWhereThePersonIs(String day, String zone, String end) {
        Map<String, Object> person = Map.of("lastWorkingDay", day, "timeZone", zone);
        Instant over = Instant.parse(end);
        assertThat(at(over.minusMillis(1), person)).extracting(Lifecycle::state, Lifecycle::nextChange).containsExactly(LifecycleState.ACTIVE, Optional.of(over));
        assertThat(at(over, person).state()).isEqualTo(LifecycleState.LEAVER);
    }

    @Test
    void aDateWithATimeIsThatMoment() {
        assertThat(at(NOON, Map.of("endDate", "2026-11-20T11:59:00Z")).state()).isEqualTo(LifecycleState.LEAVER);
        assertThat(at(NOON, Map.of("endDate", "2026-11-20T13:30:00+01:00")).state()).isEqualTo(LifecycleState.ACTIVE);
    }

    @Test
    void severalValuesWhereOneDecidesAreNotUnderstoodAndOneInAListIsThatOne() {
        for (String name : List.of("status", "endDate", "lastWorkingDay", "urgent")) {
            assertThatThrownBy(() -> at(NOON, Map.of(name, List.of("active", "terminated")))).hasMessageContaining(name + " has 2 values, [active, terminated]");
        }
        assertThat(at(NOON, Map.of("status", List.of("terminated"))).state()).isEqualTo(LifecycleState.LEAVER);
        assertThat(at(NOON, Map.of("endDate", List.of("2020-10-31"))).state()).isEqualTo(LifecycleState.LEAVER);
        assertThat(at(NOON, Map.of("status", List.of())).state()).isEqualTo(LifecycleState.ACTIVE);
    }

    @Test
    void whatCannotBeUnderstoodIsSaid() {
        assertThatThrownBy(() -> at(NOON, Map.of("startDate", "31.12.2026"))).hasMessageContaining("startDate").hasMessageContaining("31.12.2026");
        assertThatThrownBy(() -> at(NOON, Map.of("status", "gone"))).hasMessageContaining("active, leave or terminated");
        assertThatThrownBy(() -> at(NOON, Map.of("startDate", "0026-12-15"))).as("the century was left out").hasMessageContaining("startDate is \"0026-12-15\"");
        assertThatThrownBy(() -> at(NOON, Map.of("status", "gone", "leaveFrom", "2020-01-01"))).as("it may mean that she has left: she is not merely on leave")
                .hasMessageContaining("active, leave or terminated");
        assertThatThrownBy(() -> at(NOON, Map.of("timeZone", "Mars/Olympus"))).hasMessageContaining("Mars/Olympus");
    }

    private static Lifecycle at(Instant now, Map<String, Object> person) {
        return Lifecycle.at(Attributes.of(person), now, Period.ofDays(14), ZoneId.of("UTC"));
    }
}
