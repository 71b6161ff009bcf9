package io.caravan.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.caravan.bench.process.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowResultTest {

    @Test
    void theFastestBareClientIsTheYardstick() {
        RowResult row = row(Goal.atLeastOfBare("adds/s", 0.9), trial(Role.CARAVAN, "caravan", "adds/s", 600), trial(Role.BARE, "slow", "adds/s", 500),
                trial(Role.BARE, "fast", "adds/s", 1000));
        assertThat(row.ratios()).containsExactly(entry("adds/s", 0.6));
        assertThat(row.verdicts()).singleElement().extracting(Goal.Verdict::text)
                .isEqualTo("adds/s at least 0.90 of the bare client's: NOT reached, 0.60, short by 33 %");
    }

    @Test
    void ofTimesTheShortestIsTheBest() {
        RowResult row = row(Goal.atMostOfBare("work s", 2), trial(Role.CARAVAN, "caravan", "work s", 3), trial(Role.BARE, "slow", "work s", 6),
                trial(Role.BARE, "fast", "work s", 1));
        assertThat(row.verdicts()).singleElement().extracting(Goal.Verdict::text)
                .isEqualTo("work s at most 2.00 times the bare client's: NOT reached, 3.00, over by 50 %");
    }

    @Test
    void processorTimeIsComparedBetweenTheClientsThemselves() {
        RowResult row = row(Goal.atMost("x", 1), used(Role.CARAVAN, "caravan", 6), used(Role.BARE, "bare", 4), used(Role.BARE, "better", 3));
        assertThat(row.ratios()).containsExactly(entry(RowResult.CPU, 2.0));
    }

    @Test
    void roundsCountByTheirMedian() {
        RowResult row = row(Goal.atMost("check s", 2), trial(Role.CARAVAN, "caravan", "check s", 1), trial(Role.CARAVAN, "caravan", "check s", 9),
                trial(Role.CARAVAN, "caravan", "check s", 1.5));
        assertThat(row.medians()).isEqualTo(Map.of("caravan", Map.of("check s", 1.5)));
        assertThat(row.verdicts()).singleElement().extracting(Goal.Verdict::reached).isEqualTo(true);
    }

    @Test
    void aGoalHoldsForTheWorstOfSeveralRunsOfCaravan() {
        RowResult row = row(Goal.atMost("heap MB", 512), trial(Role.CARAVAN, "everybody new", "heap MB", 300),
                trial(Role.CARAVAN, "full cycle", "heap MB", 513));
        assertThat(row.verdicts()).singleElement().extracting(Goal.Verdict::reached).isEqualTo(false);
    }

    @Test
    void whatMustNotHappenIsOverByItsNumber() {
        assertThat(Goal.atMost("repeated", 0).verdict(3).text()).isEqualTo("repeated at most 0.00: NOT reached, 3.00");
        assertThat(Goal.atMost("repeated", 0).verdict(0).reached()).isTrue();
    }

    @Test
    void endStatesThatDifferAreAFault() {
        Trial one = new Trial(Role.CARAVAN, "caravan", 1, 1, Map.of(), List.of(), Map.of(), List.of(), Optional.of(new EndState(3, "a")));
        Trial other = new Trial(Role.BARE, "bare", 1, 1, Map.of(), List.of(), Map.of(), List.of(), Optional.of(new EndState(3, "b")));
        assertThat(row(Goal.atMost("x", 1), one, other).faults()).containsExactly("the end states differ: caravan 3 accounts, a; bare 3 accounts, b");
        assertThat(row(Goal.atMost("x", 1), one, one).faults()).isEmpty();
    }

    private static RowResult row(Goal goal, Trial... trials) {
        return RowResult.of("row", "a row", 1, List.of(goal), List.of(trials));
    }

    private static Trial trial(Role role, String client, String figure, double value) {
        return new Trial(role, client, 1, 1, Map.of(figure, value), List.of(), Map.of(), List.of(), Optional.empty());
    }

    private static Trial used(Role role, String client, double cpuSeconds) {
        return new Trial(role, client, 1, 1, Map.of(), List.of(), Map.of(), List.of(new Usage(client, cpuSeconds, 0), new Usage("server", 9, 0)),
                Optional.empty());
    }
}
