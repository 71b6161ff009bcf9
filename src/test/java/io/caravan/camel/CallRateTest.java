package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How fast a system is called that says nothing of it but that it is too much. The clock is simulated. */
class CallRateTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /** Counts calls in each second of its own, and refuses those that are too many. */
    private static final class Server {
        private final int most;
        private long second = -1;
        private int inIt;
        private int refused;
        private int taken;

        private Server(int most) {
            this.most = most;
        }

        private boolean takes(long now) {
            if (now / SECOND != second) {
                second = now / SECOND;
                inIt = 0;
            }
            boolean takes = ++inIt <= most;
            taken += takes ? 1 : 0;
            refused += takes ? 0 : 1;
            return takes;
        }
    }

    /** One caller who could call a thousand times a second. @return the moment it was done */
    private static long call(CallRate pace, Server server, int calls) {
        long now = 0;
        while (server.taken < calls) {
            now += Math.max(SECOND / 1000, pace.turn(now));
            if (!server.takes(now)) {
                pace.slowDown(now);
                now += SECOND; // it is left alone
            }
        }
        return now;
    }

    @Test
    void aServerThatTakesFiftyCallsASecondAndDoesNotSaySoGetsAllOfThemAndRefusesFew() {
        Server server = new Server(50);
        CallRate pace = new CallRate(Double.POSITIVE_INFINITY);
        long end = call(pace, server, 5_000);
        double rate = 5_000.0 * SECOND / end;
        System.out.printf("5,000 calls, 50 a second taken and not declared: %d refused, %.1f taken a second, %.1f a second in the end%n", server.refused, rate, pace.perSecond());
        assertThat(server.refused).isLessThan(50);
        assertThat(rate).isBetween(30.0, 50.0);
        assertThat(pace.perSecond()).isBetween(20.0, 55.0);
    }

    @Test
    void asLongAsItRefusesNothingNobodyWaits() {
        CallRate pace = new CallRate(Double.POSITIVE_INFINITY);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.turn(i)).isZero();
        }
        assertThat(pace.perSecond()).isInfinite();
    }

    @Test
    void whatSeveralCallsHearAtTheSameTimeCountsOnce() {
        CallRate pace = new CallRate(Double.POSITIVE_INFINITY);
        for (int i = 0; i < 100; i++) {
            pace.turn(0);
        }
        assertThat(pace.slowDown(1)).isTrue();
        double once = pace.perSecond();
        assertThat(pace.slowDown(2)).isFalse();
        assertThat(pace.perSecond()).isEqualTo(once).isEqualTo(49.5, within(0.1));
    }

    @Test
    void itNeverBecomesFasterThanTheConnectorDeclares() {
        CallRate pace = new CallRate(10);
        pace.turn(0);
        pace.slowDown(0);
        pace.turn(10_000 * SECOND);
        assertThat(pace.perSecond()).isEqualTo(10);
    }

    @Test
    void aQuotaThatIsUsedUpIsWaitedForInSecondsOrUntilAMoment() {
        assertThat(exhausted("RateLimit-Remaining", "0", "RateLimit-Reset", "30")).contains(Duration.ofSeconds(30));
        assertThat(exhausted("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", String.valueOf(NOW.plusSeconds(90).getEpochSecond()))).contains(Duration.ofSeconds(90));
        assertThat(exhausted("X-Rate-Limit-Remaining", "0", "X-Rate-Limit-Reset", String.valueOf(NOW.plusSeconds(5).toEpochMilli()))).contains(Duration.ofSeconds(5));
        assertThat(exhausted("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", String.valueOf(NOW.minusSeconds(5).getEpochSecond()))).as("that is over").contains(Duration.ZERO);
        assertThat(exhausted("X-RateLimit-Remaining", "1", "X-RateLimit-Reset", "30")).as("there is some left").isEmpty();
        assertThat(exhausted("X-RateLimit-Remaining", "0")).isEmpty();
        assertThat(exhausted("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "soon")).as("nobody understands that").isEmpty();
    }

    private static Optional<Duration> exhausted(String... headers) {
        Function<String, Optional<String>> header = headers.length == 2 ? name -> Optional.ofNullable(Map.of(headers[0], headers[1]).get(name))
                : name -> Optional.ofNullable(Map.of(headers[0], headers[1], headers[2], headers[3]).get(name));
        return RateHeaders.exhaustedFor(header, NOW);
    }
}
