package io.caravan.camel.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.camel.OddScim;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that have no end do end, with a word that says what was read, what the limit is and what to do. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EndlessAnswersTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\n";
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger guests = new AtomicInteger();
    private ServerSocket door;
    private ConnectorUnderTest scim;

    @AfterEach
    void stop() throws IOException {
        if (scim != null) {
            scim.close();
        }
        if (door != null) {
            door.close();
        }
        threads.shutdownNow();
    }

    /** What comes in answer to whatever is asked, until the other side has enough. */
    private enum Endless {
        BODY_THAT_TRICKLES(OK + "Content-Length: 100000\r\n\r\n{", " ", true),
        CHUNKS_THAT_TRICKLE(OK + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n", true),
        HEADERS_THAT_TRICKLE("HTTP/1.1 200 OK\r\n", "X-More: 1\r\n", true),
        STATUS_THAT_TRICKLES("HTTP/1.1 200 ", "O", true),
        COMPRESSED_BODY_THAT_TRICKLES(OK + "Content-Encoding: gzip\r\n\r\n\u001f\u008b\u0008\u0008\0\0\0\0\0\0", "name", true),
        HUGE_BODY(OK + "\r\n{\"Resources\":[", "{},".repeat(10_000), false),
        HUGE_TEXT(OK + "\r\n{\"totalResults\":\"", "x".repeat(100_000), false),
        HUGE_ERROR("HTTP/1.1 503 Busy\r\n\r\n", "x".repeat(100_000), false),
        HEADER_WITHOUT_END(OK + "X-More: ", "x".repeat(100_000), false),
        HEADERS_WITHOUT_END(OK, "X-More: 1\r\n".repeat(100), false);

        private final String first;
        private final String forEver;
        private final boolean slowly;

        Endless(String first, String forEver, boolean slowly) {
            this.first = first;
            this.forEver = forEver;
            this.slowly = slowly;
        }

        void answer(OutputStream to) throws IOException {
            to.write(first.getBytes(StandardCharsets.ISO_8859_1));
            while (!Thread.currentThread().isInterrupted()) {
                to.write(forEver.getBytes(StandardCharsets.ISO_8859_1));
                to.flush();
                if (slowly) {
                    pause();
                }
            }
        }

        private static void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ConnectorUnderTest scim(Endless answer) throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!door.isClosed()) {
                try {
                    Socket guest = door.accept();
                    guests.incrementAndGet();
                    threads.execute(() -> serve(guest, answer));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return scim("http://127.0.0.1:" + door.getLocalPort(), Map.of("answerTimeout", "500", "maxAnswerSize", "1", "responseTimeout", "10000"));
    }

    private ConnectorUnderTest scim(String url, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", url, "auth", "none"));
        settings.putAll(more);
        scim = new ConnectorUnderTest("scim2", settings);
        return scim;
    }

    private static void serve(Socket guest, Endless answer) {
        try (guest; BufferedReader request = new BufferedReader(new InputStreamReader(guest.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String line = request.readLine();
            while (line != null && !line.isEmpty()) {
                line = request.readLine();
            }
            answer.answer(guest.getOutputStream());
        } catch (IOException hasEnough) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadEndsWithAWordAboutItsLimit(Endless answer) throws IOException {
        assertThatThrownBy(() -> scim(answer).all("user")).isInstanceOfSatisfying(OutcomeException.class, failed ->
                assertThat(failed.outcome().message()).as(answer.name()).containsAnyOf("raise answerTimeout", "raise maxAnswerSize", "the headers of the answer have no end"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BODY_THAT_TRICKLES", "HEADERS_THAT_TRICKLE", "HUGE_BODY", "HEADER_WITHOUT_END"})
    void aCreateThatIsAnsweredSoIsInDoubt(Endless answer) throws IOException {
        Outcome outcome = scim(answer).port().execute(ConnectorUnderTest.create("user", Map.of("userName", "ada"), true));
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @Test
    void whatIsSlowerThanItsLimitIsNotAskedForAgainAndAgain() throws IOException {
        Outcome outcome = scim(Endless.BODY_THAT_TRICKLES).port().get("user", "1");
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(outcome.message()).contains("not complete after 500 ms").contains("bytes of it read");
        assertThat(guests).hasValue(1);
    }

    @Test
    void aListThatPromisesMoreThanAnybodyReadsIsNotBegun() {
        try (OddScim provider = new OddScim()) {
            provider.be(exchange -> OddScim.answer(exchange, 200, "{\"totalResults\":1000000000,\"Resources\":[{\"id\":\"1\"}]}"));
            assertThatThrownBy(() -> scim(provider.url(), Map.of()).all("user")).hasMessageContaining("1000000000").hasMessageContaining("caravan.read.maxRecords");
            assertThat(provider.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSamePeopleForEverAreNoList(boolean turning) {
        try (OddScim provider = new OddScim()) {
            provider.be(exchange -> {
                int start = Integer.parseInt(exchange.getRequestURI().getQuery().replaceFirst(".*startIndex=(\\d+).*", "$1"));
                String people = IntStream.range(0, 10).mapToObj(i -> "{\"id\":\"" + (turning ? (start * 7 + i) % 25 : i) + "\"}").collect(Collectors.joining(","));
                return OddScim.answer(exchange, 200, "{\"totalResults\":1000000,\"startIndex\":" + start + ",\"Resources\":[" + people + "]}");
            });
            assertThatThrownBy(() -> scim(provider.url(), Map.of()).all("user")).hasMessageContaining("has no end").hasMessageContaining("Nobody is taken for absent");
            assertThat(provider.asked()).hasSizeLessThan(20);
        }
    }
}
