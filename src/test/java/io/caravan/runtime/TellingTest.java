package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TellingTest {

    @Test
    void aCycleThatEndsWhileTheProcessEndsAsksForNothingMore() throws Exception {
        AtomicInteger told = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Telling telling = new Telling(() -> {
            told.incrementAndGet();
            begun.countDown();
            try {
                released.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        Thread closing = new Thread(telling::close);
        closing.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        telling.ask();
        released.countDown();
        closing.join();
        telling.ask();
        assertThat(told).hasValue(1);
        assertThat(telling.isClosed()).isTrue();
    }
}
