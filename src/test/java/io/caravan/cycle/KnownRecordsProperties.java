package io.caravan.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.SourceItem;
import io.caravan.cycle.CycleStore.JobState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** Reading with what the last reading found, and without it, comes to the same. */
class KnownRecordsProperties {

    /** One reading. {@code failsAfter}: below 0 for one that does not fail. */
    record Readable(List<SourceItem> items, int failsAfter, boolean full, boolean resolved) {
    }

    @Provide
    Arbitrary<List<Readable>> histories() {
        Arbitrary<SourceItem> person = Combinators.combine(Arbitraries.integers().between(1, 9), Arbitraries.of("D1", "D2", "D3"))
                .as((worker, dept) -> Engine.person("E" + worker, "N" + worker, dept, "", ""));
        Arbitrary<SourceItem> rejected = Arbitraries.integers().between(1, 9).map(worker ->
                new SourceItem.Rejected(worker > 7 ? Optional.empty() : Optional.of("E" + worker), "cut off", "hr:" + worker));
        Arbitrary<SourceItem> item = Arbitraries.frequencyOf(Tuple.of(12, person), Tuple.of(1, rejected));
        Arbitrary<Integer> failure = Arbitraries.integers().between(-12, 6).map(after -> Math.max(-1, after));
        Arbitrary<Boolean> seldom = Arbitraries.integers().between(0, 7).map(number -> number == 0);
        return Combinators.combine(item.list().ofMaxSize(9).uniqueElements(KnownRecordsProperties::mostlyDifferent), failure, seldom, seldom)
                .as((items, after, full, unresolved) -> new Readable(items, after, full, !unresolved)).list().ofMaxSize(7);
    }

    /** A worker comes once, but for one of them. */
    private static Object mostlyDifferent(SourceItem item) {
        Object worker = item instanceof SourceItem.Read read ? read.attributes().get("workerId") : item;
        return "E5".equals(worker) ? item : worker;
    }

    @Property(tries = 1000)
    void whatTheLastReadingFoundChangesNothingButTheWork(@ForAll("histories") @Size(max = 7) List<Readable> history) {
        Engine remembering = new Engine();
        Engine comparing = new Engine();
        for (Readable reading : history) {
            Cycle one = read(remembering, reading, reading.full());
            Cycle other = read(comparing, reading, true);
            assertThat(one.counts()).isEqualTo(other.counts());
            assertThat(one.failure()).isEqualTo(other.failure());
            assertThat(state(remembering)).isEqualTo(state(comparing));
            assertThat(log(remembering)).isEqualTo(log(comparing));
            checkMemory(remembering);
        }
    }

    private static Cycle read(Engine engine, Readable reading, boolean full) {
        engine.source.has(reading.items()).failsAfter(reading.failsAfter());
        Cycle cycle = engine.cycle(engine.inbound, full);
        engine.store.hub().index(Set.of("workerId"));
        new ReadStep(engine.store).read(cycle, engine.inbound, engine.source);
        if (reading.resolved()) {
            new ResolveStep(engine.store, List.of(engine.inbound)).resolve(cycle, engine.inbound);
        }
        return cycle;
    }

    private static Map<String, Object> state(Engine engine) {
        Map<String, Object> state = new TreeMap<>();
        engine.store.hub().eachRecordHash("hr", (anchor, hash, staged) -> state.put(anchor, hash + (staged ? " staged" : "")));
        engine.store.hub().staged("hr", 100).forEach(row -> state.put("staged " + row.anchor(), row));
        for (int worker = 1; worker <= 9; worker++) {
            state.put("identity " + worker, engine.store.hub().identitiesWith("workerId", List.of("E" + worker)).toString());
        }
        JobState job = engine.store.cycles().state("hr");
        state.put("count", job.lastFullCount());
        return state;
    }

    private static List<String> log(Engine engine) {
        return engine.store.log().read(LogStore.Filter.latest(1000)).stream().map(stored -> stored.entry().reason()).toList();
    }

    /** What is remembered is exactly what is known. */
    private static void checkMemory(Engine engine) {
        Optional<long[]> numbers = engine.store.hub().lastReading("hr");
        if (numbers.isPresent()) {
            Map<Long, Long> known = new HashMap<>();
            engine.store.hub().eachRecordHash("hr", (anchor, hash, staged) -> known.put(RecordHash.ofText(anchor), hash));
            Map<Long, Long> remembered = new HashMap<>();
            for (int i = 0; i < numbers.get().length; i += 3) {
                remembered.put(numbers.get()[i + 1], numbers.get()[i + 2]);
            }
            assertThat(remembered).isEqualTo(known);
            assertThat(numbers.get()).hasSize(3 * known.size());
        }
    }
}
