package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Who leaves while a bulk load is under way does not wait for its end. */
class LeaverFastPathTest {

    private static final String GONE = "2026-11-01";
    private final Engine engine = new Engine();

    @Test
    void whoLeavesDuringABulkLoadIsDisabledBeforeTheRestOfIt() {
        engine.sync(people(0, 1));
        engine.target.during(3, () -> engine.meanwhile(with(people(0, 30), 0, GONE)));
        Cycle cycle = engine.sync(people(0, 30));
        assertThat(writes()).hasSize(1 + 29 + 1);
        assertThat(writes().subList(0, 7)).contains("disable id1");
        assertThat(cycle.counts()).containsEntry("planned-disable", 1L).containsEntry("applied-disable", 1L);
        nothingIsLeft();
    }

    @Test
    void nobodyOvertakesWithoutBeingAskedFor() {
        engine.sync(people(0, 1));
        engine.target.during(3, () -> {
            engine.source.has(with(people(0, 30), 0, GONE));
            engine.read();
        });
        engine.sync(people(0, 30));
        assertThat(writes()).doesNotContain("disable id1");
        engine.provision(false);
        assertThat(writes()).endsWith("disable id1");
    }

    @Test
    void whoLeavesBeforeTheBulkLoadReachesHimGetsNoAccount() {
        engine.target.during(3, () -> engine.meanwhile(with(people(0, 30), 20, GONE)));
        engine.sync(people(0, 30));
        assertThat(writes()).hasSize(29).doesNotContain("create E30-n20");
        assertThat(engine.store.changes().unsettled("app", Optional.empty(), 10)).isEmpty();
        nothingIsLeft();
    }

    @Test
    void whoLeavesWhileHisAccountIsBeingMadeIsDisabledAsSoonAsItIsRecorded() {
        engine.recordsAtOnce = true;
        engine.target.during(3, () -> engine.meanwhile(with(people(0, 30), 3, GONE)));
        engine.sync(people(0, 30));
        assertThat(writes().get(3)).isEqualTo("create E13-n3");
        assertThat(writes().subList(4, 7)).contains("disable id4");
        nothingIsLeft();
    }

    @Test
    void whatWasPlannedForHimBeforeIsNotSent() {
        engine.sync(people(0, 30));
        List<SourceItem> moved = IntStream.range(0, 30).mapToObj(i -> person(worker(i), "n" + i, "D2", "", "")).toList();
        engine.target.during(3, () -> engine.meanwhile(with(moved, 20, GONE)));
        engine.sync(moved);
        assertThat(writes().subList(30, writes().size())).hasSize(30).contains("disable id21").doesNotContain("update id21");
        nothingIsLeft();
    }

    @Test
    void moreThanTheGuardAllowsAreHeldAlsoWhenTheyOvertake() {
        engine.sync(people(0, 20));
        engine.target.during(3, () -> {
            List<SourceItem> people = people(0, 40);
            IntStream.range(0, 6).forEach(i -> people.set(i, person(worker(i), "n" + i, "D1", "", GONE)));
            engine.meanwhile(people);
        });
        Cycle cycle = engine.sync(people(0, 40));
        assertThat(cycle.held()).hasValueSatisfying(reason -> assertThat(reason).contains("6 of "));
        assertThat(cycle.counted(Counted.HELD)).isEqualTo(6);
        assertThat(writes()).hasSize(40).allMatch(call -> call.startsWith("create "));
        assertThat(engine.provision(false).held()).isPresent();
    }

    @Test
    void anUrgentOneIsNotHeldBecauseOthersAreTooMany() {
        engine.inbound = Engine.inbound("hr", "workerId", "name", "urgent", "status");
        engine.sync(statuses(20, 0, 0));
        engine.target.during(3, () -> engine.meanwhile(statuses(40, 1, 8)));
        Cycle cycle = engine.sync(statuses(40, 0, 0));
        assertThat(cycle.counted(Counted.HELD)).isEqualTo(8);
        assertThat(writes()).filteredOn(call -> call.startsWith("disable ")).containsExactly("disable id1");
    }

    @Test
    void aRemovalThatFailedForGoodIsNotTriedAgainByALook() {
        engine.sync(people(0, 1));
        engine.target.next(OutcomeKind.INVALID);
        engine.sync(with(people(0, 1), 0, GONE));
        engine.target.during(3, () -> engine.meanwhile(with(people(0, 30), 0, GONE)));
        engine.sync(with(people(0, 30), 0, GONE));
        assertThat(writes()).filteredOn(call -> call.startsWith("disable ")).hasSize(1);
    }

    /** Whoever leaves, at whatever write: in the end it is as if it had been known before. */
    @Property(tries = 60)
    void whenTheNextCycleIsOverItIsAsIfItHadBeenKnownBefore(@ForAll @IntRange(max = 11) int write, @ForAll @IntRange(max = 11) int who, @ForAll boolean atOnce) {
        Engine any = new Engine();
        any.recordsAtOnce = atOnce;
        any.sync(people(0, 4));
        any.target.during(Math.min(write, 7), () -> any.meanwhile(with(people(0, 12), who, GONE)));
        any.sync(people(0, 12));
        any.provision(false);
        any.target.byUserName().forEach((name, account) -> assertThat(account.get("active")).as(name).isEqualTo(!name.equals(worker(who) + "-n" + who)));
        assertThat(any.target.byUserName().size()).isBetween(11, 12);
        int calls = any.target.calls().size();
        any.provision(true);
        assertThat(any.target.calls()).hasSize(calls);
    }

    private List<String> writes() {
        return engine.target.calls();
    }

    private void nothingIsLeft() {
        int calls = writes().size();
        engine.provision(false);
        engine.provision(true);
        assertThat(writes()).hasSize(calls);
    }

    private static List<SourceItem> people(int from, int to) {
        return new ArrayList<>(IntStream.range(from, to).mapToObj(i -> person(worker(i), "n" + i, "D1", "", "")).toList());
    }

    /** Written so that their order is that of the numbers. */
    private static String worker(int number) {
        return "E" + (10 + number);
    }

    private static List<SourceItem> with(List<SourceItem> people, int who, String lastDay) {
        List<SourceItem> others = new ArrayList<>(people);
        String department = ((SourceItem.Read) people.get(who)).attributes().text("dept").orElseThrow();
        others.set(who, person(worker(who), "n" + who, department, "", lastDay));
        return others;
    }

    /** The first is urgent, or not; so many after that are terminated. */
    private static List<SourceItem> statuses(int people, int urgent, int terminated) {
        return IntStream.range(0, people).<SourceItem>mapToObj(i -> new SourceItem.Read(Attributes.of(Map.of("workerId", worker(i), "name", "n",
                "urgent", i < urgent, "status", i >= urgent && i < urgent + terminated ? "terminated" : "active")), "")).toList();
    }
}
