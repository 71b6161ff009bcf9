package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.SourceItem;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Reading with what the last reading found, and without it, comes to the same. */
class KnownRecordsProperties {

    private static final int WORKERS = 16;

    private enum Edit { MOVES, LEAVES, JOINS, IS_REJECTED, IS_REJECTED_NAMELESS, COMES_TWICE }

    private record Event(Edit edit, int worker, String dept) {
    }

    /**
     * What happens before a reading, and how it goes.
     *
     * @param failsAfter below 0 for one that does not fail
     */
    private record Reading(List<Event> events, boolean shuffled, int failsAfter, boolean full, boolean resolved) {
    }

    @Provide
    Arbitrary<List<Reading>> histories() {
        Arbitrary<Edit> edit = Arbitraries.frequency(Tuple.of(8, Edit.MOVES), Tuple.of(4, Edit.LEAVES), Tuple.of(4, Edit.JOINS),
                Tuple.of(1, Edit.IS_REJECTED), Tuple.of(1, Edit.IS_REJECTED_NAMELESS), Tuple.of(1, Edit.COMES_TWICE));
        Arbitrary<Event> event = Combinators.combine(edit, Arbitraries.integers().between(1, WORKERS), Arbitraries.of("D1", "D2", "D3")).as(Event::new);
        Arbitrary<Integer> failure = Arbitraries.integers().between(-60, 12).map(after -> Math.max(-1, after));
        Arbitrary<Boolean> seldom = Arbitraries.integers().between(0, 9).map(number -> number == 0);
        return Combinators.combine(event.list().ofMaxSize(5), seldom, failure, seldom, seldom)
                .as((events, shuffled, after, full, unresolved) -> new Reading(events, shuffled, after, full, !unresolved)).list().ofMinSize(2).ofMaxSize(9);
    }

    @Property(tries = 1000)
    void whatTheLastReadingFoundChangesNothingButTheWork(@ForAll("histories") List<Reading> history, @ForAll Random random) {
        Engine remembering = new Engine();
        Engine comparing = new Engine();
        Map<Integer, SourceItem> company = new LinkedHashMap<>();
        for (int worker = 1; worker <= WORKERS; worker += 2) {
            company.put(worker, person(worker, "D1"));
        }
        for (Reading reading : history) {
            List<SourceItem> items = happens(company, reading, random);
            Cycle one = read(remembering, reading, items, reading.full());
            Cycle other = read(comparing, reading, items, true);
            assertThat(one.counts()).isEqualTo(other.counts());
            assertThat(one.failure()).isEqualTo(other.failure());
            assertThat(state(remembering)).isEqualTo(state(comparing));
            assertThat(log(remembering)).isEqualTo(log(comparing));
            checkMemory(remembering);
        }
    }

    private static List<SourceItem> happens(Map<Integer, SourceItem> company, Reading reading, Random random) {
        List<SourceItem> more = new ArrayList<>();
        for (Event event : reading.events()) {
            switch (event.edit()) {
                case MOVES -> company.computeIfPresent(event.worker(), (worker, before) -> person(worker, event.dept()));
                case LEAVES -> company.remove(event.worker());
                case JOINS -> company.putIfAbsent(event.worker(), person(event.worker(), event.dept()));
                case IS_REJECTED -> more.add(new SourceItem.Rejected(Optional.of("E" + event.worker()), "cut off", ""));
                case IS_REJECTED_NAMELESS -> more.add(new SourceItem.Rejected(Optional.empty(), "cut off", ""));
                case COMES_TWICE -> more.add(person(event.worker(), event.dept()));
            }
        }
        List<SourceItem> items = new ArrayList<>(company.values());
        more.forEach(item -> items.add(random.nextInt(items.size() + 1), item));
        if (reading.shuffled()) {
            Collections.shuffle(items, random);
        }
        return items;
    }

    private static SourceItem person(int worker, String dept) {
        return Engine.person("E" + worker, "N" + worker, dept, "", "");
    }

    private static Cycle read(Engine engine, Reading reading, List<SourceItem> items, boolean full) {
        engine.source.has(items).failsAfter(reading.failsAfter());
        Cycle cycle = engine.cycle(engine.inbound, full);
        engine.store.hub().index(KindAttribute.of(Kind.PERSON, "workerId"));
        new ReadStep(engine.store).read(cycle, engine.inbound, engine.source);
        if (reading.resolved()) {
            new ResolveStep(engine.store, List.of(engine.inbound), java.time.ZoneOffset.UTC).resolve(cycle, engine.inbound);
        }
        return cycle;
    }

    private static Map<String, Object> state(Engine engine) {
        Map<String, Object> state = new TreeMap<>();
        engine.store.hub().eachRecordHash("hr", (anchor, hash, staged) -> state.put(anchor, hash + (staged ? " staged" : "")));
        engine.store.hub().staged("hr", 100).forEach(row -> state.put("staged " + row.anchor(), row));
        for (int worker = 1; worker <= WORKERS; worker++) {
            state.put("identity " + worker, engine.store.hub().identitiesWith(Kind.PERSON, "workerId", List.of("E" + worker)).toString());
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
            List<long[]> records = new ArrayList<>();
            int end = 1 + 3 * (int) numbers.get()[0];
            for (int i = 1; i < end; i += 3) {
                records.add(Arrays.copyOfRange(numbers.get(), i, i + 3));
            }
            for (int i = end; i < numbers.get().length; i += 4) {
                int place = (int) numbers.get()[i];
                if (place == records.size()) {
                    records.add(null);
                }
                records.set(place < 0 ? -1 - place : place, place < 0 ? null : Arrays.copyOfRange(numbers.get(), i + 1, i + 4));
            }
            List<long[]> there = records.stream().filter(Objects::nonNull).toList();
            assertThat(there).hasSameSizeAs(known.keySet());
            there.forEach(record -> assertThat(known).containsEntry(record[1], record[2]));
        }
    }
}
