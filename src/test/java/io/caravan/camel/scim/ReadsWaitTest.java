package io.caravan.camel.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.camel.OddScim;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads wait and try again as writes do, and never for longer than anybody would wait. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReadsWaitTest {

    private final OddScim provider = new OddScim();
    private final ConnectorUnderTest scim = new ConnectorUnderTest("scim2", Map.of("url", provider.url(), "token", "secret-token"));
    private final AtomicInteger refused = new AtomicInteger();

    ReadsWaitTest() {
        scim.port().execute(ConnectorUnderTest.create("user", Map.of("userName", "ada"), true));
    }

    @AfterEach
    void stop() {
        scim.close();
        provider.close();
    }

    private OddScim.Oddity refusing(int times, int status, String retryAfter) {
        return exchange -> refused.getAndIncrement() < times && refuse(exchange, status, retryAfter);
    }

    private static boolean refuse(HttpExchange exchange, int status, String retryAfter) throws IOException {
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
        }
        return OddScim.answer(exchange, status, "{\"detail\":\"slow down\"}");
    }

    /** A quota of four calls a second, told with each answer in one of the ways there are; who exceeds it is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"RateLimit-Remaining=%d RateLimit-Reset=1", "X-RateLimit-Remaining=%d X-RateLimit-Reset=1", "RateLimit=\"default\";r=%d;t=1", "RateLimit=limit=4,remaining=%d,reset=1"})
    void whoSaysThatNothingIsLeftIsLeftAloneBeforeItRefuses(String told) {
        AtomicInteger calls = new AtomicInteger();
        AtomicLong window = new AtomicLong(Long.MIN_VALUE);
        provider.be(exchange -> {
            long now = System.nanoTime();
            if (window.get() == Long.MIN_VALUE || now - window.get() >= 1_000_000_000L) {
                window.set(now);
                calls.set(0);
            }
            int left = 4 - calls.incrementAndGet();
            for (String header : told.formatted(Math.max(0, left)).split(" ")) {
                exchange.getResponseHeaders().add(header.substring(0, header.indexOf('=')), header.substring(header.indexOf('=') + 1));
            }
            return left < 0 && refused.incrementAndGet() > 0 && refuse(exchange, 429, "1");
        });
        for (int call = 0; call < 6; call++) {
            assertThat(scim.port().get("user", "1").isOk()).isTrue();
        }
        assertThat(refused).as("it never had to refuse").hasValue(0);
    }

    @Test
    void whoAlwaysSaysThatNothingIsLeftIsNotBelieved() {
        provider.be(exchange -> {
            exchange.getResponseHeaders().add("X-RateLimit-Remaining", "0");
            exchange.getResponseHeaders().add("X-RateLimit-Reset", "86400");
            return false;
        });
        for (int call = 0; call < 5; call++) {
            assertThat(scim.port().get("user", "1").isOk()).isTrue();
        }
    }

    @Test
    void aThrottledListIsWaitedFor() {
        provider.be(refusing(2, 429, "1"));
        long start = System.nanoTime();
        assertThat(scim.all("user")).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(1900));
    }

    @Test
    void aThrottledLookUpIsWaitedFor() {
        provider.be(refusing(1, 503, "1"));
        assertThat(scim.port().find("user", "userName", "ada")).hasSize(1);
        refused.set(0);
        assertThat(scim.port().get("user", "1").isOk()).isTrue();
    }

    @Test
    void aReadThatIsNotAnsweredIsTriedAgain() {
        provider.be(refusing(2, 503, ""));
        assertThat(scim.all("user")).hasSize(1);
    }

    @Test
    void waitingDoesNotUseUpTheTriesForWhatIsUnavailable() {
        provider.be(exchange -> {
            int call = refused.getAndIncrement();
            return call < 4 && refuse(exchange, call % 2 == 0 ? 429 : 503, call % 2 == 0 ? "0" : "");
        });
        assertThat(scim.all("user")).hasSize(1);
    }

    @Test
    void aDayIsNotWaitedForButSaid() {
        provider.be(refusing(1, 429, "86400"));
        assertThatThrownBy(() -> scim.all("user")).isInstanceOfSatisfying(OutcomeException.class, failed -> {
            assertThat(failed.outcome().kind()).isEqualTo(OutcomeKind.THROTTLED);
            assertThat(failed.outcome().message()).contains("target asks to be left alone for 1 d").contains("caravan.throttle.maxWait (5 min");
        });
        assertThat(scim.port().get("user", "1")).as("nor asked again meanwhile").extracting(Outcome::kind).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(refused).hasValue(1);
    }

    @Test
    void aSystemThatIsDownIsNotTriedAgainForEachLookUp() {
        provider.be(refusing(Integer.MAX_VALUE, 503, ""));
        assertThat(scim.port().get("user", "1").kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(refused).hasValue(4);
        assertThat(scim.port().get("user", "1").kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(refused).hasValue(5);
    }

    @Test
    void aRedirectionSaysWhereItLeadsAndIsNotFollowed() {
        provider.be(exchange -> {
            exchange.getResponseHeaders().add("Location", "https://x:y@elsewhere.example/scim/Users?secret=1");
            return OddScim.answer(exchange, 308, "");
        });
        SystemPort port = scim.port();
        AccountRequest change = ConnectorUnderTest.change(Operation.UPDATE, "user", "1", Attributes.empty(), Map.of("title", "T"));
        List<String> told = new ArrayList<>(List.of(port.execute(ConnectorUnderTest.create("user", Map.of("userName", "grace"), true)).message(), port.execute(change).message(),
                port.get("user", "1").message(), port.test().message(), failure(() -> scim.all("user")), failure(() -> port.find("user", "userName", "ada"))));
        try (ConnectorUnderTest bulk = new ConnectorUnderTest("scim2", Map.of("url", provider.url(), "token", "secret-token", "bulk", "10"))) {
            bulk.port().execute(List.of(change, change)).forEach(outcome -> told.add(outcome.message()));
        }
        assertThat(told).hasSize(8).allSatisfy(each -> assertThat(each).contains("HTTP 308").contains("leads to https://elsewhere.example/scim/Users,")
                .doesNotContain("x:y").doesNotContain("secret=1"));
        assertThat(provider.users()).hasSize(1);
    }

    private static String failure(Runnable read) {
        return catchThrowableOfType(OutcomeException.class, read::run).outcome().message();
    }
}
