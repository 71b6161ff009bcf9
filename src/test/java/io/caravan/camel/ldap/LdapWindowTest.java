package io.caravan.camel.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LdapWindowTest {

    private final LdapWindow window = new LdapWindow();

    @Test
    void theSenderIsWokenWhenThereIsRoomForAllItWaitsWithAndNotBefore() {
        for (int i = 0; i < 4; i++) {
            window.sends();
        }
        CompletableFuture<Boolean> room = new CompletableFuture<>();
        Thread sender = new Thread(() -> room.complete(window.shrinksTo(1, Duration.ofMinutes(1))));
        sender.start();
        Awaitility.await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
        window.answered();
        window.answered();
        assertThat(sender.getState()).isEqualTo(Thread.State.TIMED_WAITING);
        window.answered();
        assertThat(room.join()).isTrue();
    }

    @Test
    void whatIsNeverAnsweredIsNotWaitedForLongerThanTheLimit() {
        assertThat(window.shrinksTo(0, Duration.ZERO)).isTrue();
        window.sends();
        assertThat(window.shrinksTo(0, Duration.ofMillis(1))).isFalse();
    }
}
