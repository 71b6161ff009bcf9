package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.Outcome;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.CycleStore.Lease;
import io.caravan.engine.HubStore.StagedRecord;
import io.caravan.subject.Attributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever has lost a job to another process can store nothing in its name, in whatever step it woke up. */
class LostLeaseTest {

    private final Engine engine = new Engine();

    /** The store for somebody who had the job until another took it. */
    private StateStore ofWhoLost(String job) {
        Lease lease = engine.store.cycles().take(job, "first", Instant.EPOCH, Duration.ofMinutes(3)).orElseThrow();
        engine.store.cycles().take(job, "second", Instant.now(), Duration.ofMinutes(3)).orElseThrow();
        return engine.store.fenced(lease);
    }

    @Test
    void aReadingStagesNothing() {
        engine.source.has(List.of(Engine.person("E1", "Ada", "D1", "", ""))).givesChanges();
        Cycle cycle = engine.cycle(engine.inbound, false);
        StateStore store = ofWhoLost("hr");
        assertThatThrownBy(() -> new ReadStep(store).read(cycle, engine.inbound, engine.source)).isInstanceOf(LeaseLostException.class);
        assertThat(engine.store.hub().staged("hr", 10)).isEmpty();
        assertThat(engine.store.cycles().state("hr").watermark()).isEmpty();
    }

    @Test
    void whatIsStagedIsNotResolved() {
        engine.store.hub().stage("hr", List.of(new StagedRecord("E1", 1, Attributes.empty().with(java.util.Map.of("workerId", "E1")), "hr:1")));
        Cycle cycle = engine.cycle(engine.inbound, false);
        StateStore store = ofWhoLost("hr");
        assertThatThrownBy(() -> new ResolveStep(store, List.of(engine.inbound), java.time.ZoneOffset.UTC).resolve(cycle, engine.inbound)).isInstanceOf(LeaseLostException.class);
        assertThat(engine.store.hub().identityCount()).isZero();
        assertThat(engine.store.hub().staged("hr", 10)).hasSize(1);
    }

    @Test
    void nothingIsPlanned() {
        engine.source.has(List.of(Engine.person("E1", "Ada", "D1", "", "")));
        engine.read();
        Cycle cycle = engine.cycle(engine.outbound, false);
        StateStore store = ofWhoLost(engine.outbound.name());
        assertThatThrownBy(() -> new EvaluateStep(store, ZoneOffset.UTC).evaluate(cycle, engine.outbound, engine.target, (identity, verdict) -> { }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(engine.store.changes().unsettled(engine.outbound.name(), Optional.empty(), 10)).isEmpty();
    }

    @Test
    void anAnswerSettlesNothingAndTheCycleSaysWhy() {
        engine.source.has(List.of(Engine.person("E1", "Ada", "D1", "", "")));
        engine.read();
        engine.plan();
        PlannedChange planned = engine.store.changes().unsettled(engine.outbound.name(), Optional.empty(), 10).get(0);
        long logged = engine.store.log().verify().entries();
        Cycle cycle = engine.cycle(engine.outbound, false);
        Recorder recorder = new Recorder(ofWhoLost(engine.outbound.name()), cycle, engine.outbound, engine.target, new DispatchProgress(), Clock.systemUTC());
        recorder.record(planned, Outcome.ok("id1", Attributes.empty()), 1, 0);
        recorder.close();
        recorder.record(planned, Outcome.ok("id1", Attributes.empty()), 1, 0);
        assertThat(cycle.isStopped()).isTrue();
        assertThat(cycle.failure()).hasValueSatisfying(why -> assertThat(why).contains("another process has taken job"));
        assertThat(engine.store.changes().unsettled(engine.outbound.name(), Optional.empty(), 10)).hasSize(1);
        assertThat(engine.store.links().linkedTo(engine.outbound.name(), List.of("id1"))).isEmpty();
        assertThat(engine.store.log().verify().entries()).isEqualTo(logged);
    }
}
