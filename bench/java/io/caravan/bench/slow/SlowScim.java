package io.caravan.bench.slow;

import java.io.IOException;
import java.time.Duration;

/** {@code SlowScim PORT MILLIS PLACES}: takes so long for every answer, and lets so many requests in at a time. */
public final class SlowScim {

    private SlowScim() {
    }

    public static void main(String[] arguments) throws IOException {
        new EventLoop(Integer.parseInt(arguments[0]), Duration.ofMillis(Long.parseLong(arguments[1])), Integer.parseInt(arguments[2]), new Users()).run();
    }
}
