package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.CycleStore;
import io.caravan.engine.CycleStore.Lease;
import io.caravan.engine.InMemoryStateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whether a job is still this process's, by two clocks that a machine may move apart. */
class HeldJobTest {

    private static final Duration LEASE = Duration.ofMinutes(3);

    private final CycleStore store = new InMemoryStateStore().cycles();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private Instant wall = Instant.parse("2026-03-01T08:00:00Z");
    private long nanos;
    private final HeldJob job = held();

    private HeldJob held() {
        CycleStore counting = (CycleStore) java.lang.reflect.Proxy.newProxyInstance(CycleStore.class.getClassLoader(), new Class<?>[] {CycleStore.class},
                (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    return method.invoke(store, arguments);
                });
        HeldJob held = new HeldJob(counting, store.take("app", "us", wall, LEASE).orElseThrow(), LEASE, clock(), () -> nanos);
        held.whenLost(lost::incrementAndGet);
        return held;
    }

    private Clock clock() {
        return ((InstantSource) () -> wall).withZone(ZoneOffset.UTC);
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    private Lease takenByAnother() {
        return store.take("app", "another", wall, LEASE).orElseThrow();
    }

    @Test
    void theStoreIsAskedOnceASecondHoweverMuchIsSent() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(job.isOurs()).isTrue();
            pass(Duration.ofMillis(1));
        }
        assertThat(asked.get()).isBetween(9, 11);
    }

    @Test
    void whoStoodStillUntilAnotherTookTheJobHasLostItForGood() {
        pass(LEASE);
        Lease another = takenByAnother();
        assertThat(job.isOurs()).isFalse();
        assertThat(lost).hasValue(1);
        store.release(another);
        assertThat(job.isOurs()).as("though nobody has it now").isFalse();
        assertThat(job.renew()).isFalse();
        assertThat(lost).hasValue(1);
    }

    @Test
    void aClockThatSleepsWithTheMachineIsNotBelieved() {
        wall = wall.plus(LEASE);
        takenByAnother();
        assertThat(job.isOurs()).isFalse();
    }

    @Test
    void aWallClockThatWasPutBackHidesNothing() {
        pass(LEASE);
        takenByAnother();
        wall = wall.minus(LEASE);
        assertThat(job.isOurs()).isFalse();
    }

    @Test
    void whoStoodStillAndIsNotMissedMakesTheLeaseLastBeforeGoingOn() {
        pass(LEASE.multipliedBy(2));
        assertThat(job.isOurs()).isTrue();
        assertThat(store.take("app", "another", wall, LEASE)).isEmpty();
    }

    @Test
    void whatWasGivenBackIsNotOursAndIsNotTakenForLost() {
        job.release();
        assertThat(job.isOurs()).isFalse();
        assertThat(job.renew()).isFalse();
        assertThat(lost).hasValue(0);
        assertThat(store.leaseOf("app")).isEmpty();
    }
}
