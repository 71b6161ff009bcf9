package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.InMemoryStateStore;
import io.caravan.engine.ServiceStore;
import io.caravan.engine.ServiceStore.ServiceProcess;
import io.caravan.runtime.RunningService.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration LEASE = Duration.ofMinutes(3);
    private final ServiceStore store = new InMemoryStateStore().services();

    @Test
    void aServiceIsThereUntilItStops() {
        Heartbeat heart = new Heartbeat(store, LeaseOwner.thisProcess(), "ada", LEASE, Clock.systemUTC()).start();
        assertThat(RunningService.of(store, Instant.now(), LEASE)).singleElement().satisfies(service -> {
            assertThat(service.state()).isEqualTo(State.RUNNING);
            assertThat(service.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(service.startedBy()).isEqualTo("ada");
        });
        heart.close();
        assertThat(store.processes()).isEmpty();
    }

    @Test
    void aProcessOfThisMachineThatIsNoMoreIsDeadAtOnceAndForgottenByTheNextService() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        String dead = LeaseOwner.thisProcess().toString().replaceFirst("^\\d+", String.valueOf(process.pid()));
        store.seen(new ServiceProcess(dead, "ada", Instant.now(), Instant.now()));
        assertThat(RunningService.of(store, Instant.now(), LEASE)).extracting(RunningService::state).containsExactly(State.DEAD);
        store.seen(new ServiceProcess("7@elsewhere/x", "bob", Instant.now(), Instant.now()));
        try (Heartbeat next = new Heartbeat(store, LeaseOwner.thisProcess(), "ada", LEASE, Clock.systemUTC()).start()) {
            assertThat(store.processes()).extracting(ServiceProcess::owner).doesNotContain(dead).contains("7@elsewhere/x").hasSize(2);
        }
    }

    @Test
    void aProcessThatHasTheNumberOfADeadOneIsNoSignOfLife() {
        store.seen(new ServiceProcess(LeaseOwner.thisProcess().toString(), "ada", Instant.now().minusSeconds(9000), Instant.now().minusSeconds(3600)));
        assertThat(RunningService.of(store, Instant.now(), LEASE)).extracting(RunningService::state).containsExactly(State.SILENT);
    }
}
