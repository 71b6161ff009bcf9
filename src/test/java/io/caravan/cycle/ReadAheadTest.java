package io.caravan.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final int MANY = 10_000;

    /** Records with the anchors 0, 1, 2 …; fails or ends at a number. */
    private static final class Numbers implements SourceReading {
        private final int until;
        private final Optional<? extends Throwable> failure;
        private volatile int read;
        private volatile boolean closed;

        private Numbers(int until, Throwable failure) {
            this.until = until;
            this.failure = Optional.ofNullable(failure);
        }

        @Override
        public boolean hasNext() {
            if (read == until && failure.isPresent()) {
                if (failure.get() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure.get();
            }
            return read < until;
        }

        @Override
        public SourceItem next() {
            return new SourceItem.Deleted(String.valueOf(read++), "");
        }

        @Override
        public Optional<String> watermark() {
            return Optional.of("at " + read);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static List<String> take(ReadAhead reading, List<String> into) {
        reading.forEachRemaining(item -> into.add(((SourceItem.Deleted) item).anchor()));
        return into;
    }

    @Test
    void everyRecordComesOnceAndInOrder() {
        Numbers numbers = new Numbers(MANY, null);
        try (ReadAhead reading = new ReadAhead(numbers)) {
            List<String> taken = take(reading, new ArrayList<>());
            assertThat(taken).hasSize(MANY).startsWith("0", "1").endsWith("9998", "9999").doesNotHaveDuplicates();
            assertThat(reading.hasNext()).isFalse();
            assertThat(reading.watermark()).contains("at " + MANY);
        }
        assertThat(numbers.closed).isTrue();
    }

    @Test
    void whatWasReadBeforeAFailureComesBeforeIt() {
        OutcomeException broken = new OutcomeException(OutcomeKind.UNAVAILABLE, "gone");
        List<String> taken = new ArrayList<>();
        try (ReadAhead reading = new ReadAhead(new Numbers(300, broken))) {
            assertThatThrownBy(() -> take(reading, taken)).isSameAs(broken);
            assertThatThrownBy(reading::hasNext).isSameAs(broken);
        }
        assertThat(taken).hasSize(300);
    }

    @Test
    void anErrorIsNotSwallowed() {
        Error error = new AssertionError("on purpose");
        try (ReadAhead reading = new ReadAhead(new Numbers(0, error))) {
            assertThatThrownBy(reading::hasNext).isSameAs(error);
        }
    }

    @Test
    void whoStopsEarlyStopsTheReading() {
        Numbers numbers = new Numbers(Integer.MAX_VALUE, null);
        try (ReadAhead reading = new ReadAhead(numbers)) {
            assertThat(reading.next()).isEqualTo(new SourceItem.Deleted("0", ""));
        }
        int read = numbers.read;
        assertThat(numbers.closed).isTrue();
        assertThat(read).isLessThan(MANY);
    }
}
