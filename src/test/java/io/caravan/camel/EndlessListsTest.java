package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists that have no end, whatever the connector behind them: each ends, soon, and says why. */
class EndlessListsTest {

    private static final ReadLimits LIMITS = new ReadLimits(5_000, Duration.ofMinutes(1));
    private final DefaultCamelContext context = PlainCamel.make();
    private final ObjectSpec user = new ObjectSpec("user", ObjectSpec.Keys.of("id"), ObjectSpec.Schema.open(true), EnumSet.allOf(Operation.class), List.of());
    private final List<String> asked = new ArrayList<>();

    @AfterEach
    void stop() {
        context.stop();
    }

    private static List<Map<String, Object>> people(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> Map.<String, Object>of("id", "id-" + i)).toList();
    }

    /** Each page speaks of a next one, by a token of its own. */
    private long read(ReadLimits limits, boolean delta, IntFunction<Object> pages) {
        return read(limits, delta, pages, page -> "token-" + page);
    }

    private long read(ReadLimits limits, boolean delta, IntFunction<Object> pages, IntFunction<String> next) {
        long count = 0;
        try (PagedReading reading = new PagedReading(new Answers(user), () -> new OutcomeOf(Map.of(), new Secrets(List.of())), limits, delta, token -> {
            asked.add(token.orElse("first"));
            Exchange answer = new DefaultExchange(context);
            answer.getMessage().setBody(pages.apply(asked.size()));
            answer.setVariable("nextPage", next.apply(asked.size()));
            return answer;
        })) {
            while (reading.hasNext()) {
                reading.next();
                count++;
            }
        }
        return count;
    }

    @Test
    void theSamePageForEverUnderNewTokensEnds() {
        assertThatThrownBy(() -> read(LIMITS, false, page -> people(0, 10))).isInstanceOf(OutcomeException.class)
                .hasMessageContaining("after 10 different records, 3 pages in a row brought nobody who had not come before");
        assertThat(asked).hasSize(4);
    }

    @Test
    void pagesThatGoRoundInACircleEnd() {
        assertThatThrownBy(() -> read(LIMITS, false, page -> people(page % 7 * 10, 10))).hasMessageContaining("after 70 different records");
        assertThat(asked).hasSize(10);
    }

    @Test
    void recordsWithoutAnIdForEverEnd() {
        assertThatThrownBy(() -> read(LIMITS, false, page -> List.of(Map.of("name", "n" + page)))).hasMessageContaining("has no end");
    }

    @Test
    void aCircleOfTokensEnds() {
        assertThatThrownBy(() -> read(LIMITS, false, page -> people(page * 10, 10), page -> "token-" + page % 2)).hasMessageContaining("the same next page twice");
    }

    @Test
    void emptyPagesWithANextOneForEverEnd() {
        assertThatThrownBy(() -> read(LIMITS, false, page -> page == 1 ? people(0, 5) : List.of())).hasMessageContaining("1000 pages in a row were empty");
        assertThat(asked).hasSize(1001);
    }

    @Test
    void someEmptyPagesAndSomeThatOverlapAreNothingToSpeakOf() {
        assertThat(read(LIMITS, false, page -> page % 2 == 0 ? List.of() : page == 5 ? people(20, 10) : people(page * 10, 10), page -> page < 200 ? "token-" + page : null))
                .isEqualTo(1000);
    }

    @Test
    void newPeopleForEverEndAtTheLimit() {
        assertThatThrownBy(() -> read(LIMITS, false, page -> people(page * 100, 100))).hasMessageContaining("given up after 5000 records, 51 pages")
                .hasMessageContaining("caravan.read.maxRecords (5000)").hasMessageContaining("raise the setting");
    }

    @Test
    void onePageWithoutAnEndEndsAtTheLimit() {
        assertThatThrownBy(() -> read(LIMITS, false, page -> IntStream.iterate(0, i -> i + 1).mapToObj(i -> Map.of("id", "id-" + i)), page -> null))
                .hasMessageContaining("given up after 5000 records, 1 pages");
    }

    @Test
    void whatIsToldForLongerThanTheLimitEnds() {
        ReadLimits atOnce = new ReadLimits(5_000, Duration.ZERO);
        assertThatThrownBy(() -> read(atOnce, false, page -> people(page * 100, 100))).hasMessageContaining("caravan.read.maxTime").hasMessageContaining("given up after 0 records");
    }

    /** Somebody may have changed very often. */
    @Test
    void aDeltaMayTellOfOnePersonAgainAndAgain() {
        assertThat(read(LIMITS, true, page -> List.of(Map.of("id", "id-1", "title", "t" + page)), page -> page < 10 ? "token-" + page : null)).isEqualTo(10);
        asked.clear();
        assertThatThrownBy(() -> read(LIMITS, true, page -> people(0, 10))).as("but not the same").hasMessageContaining("has no end");
    }
}
