package io.caravan.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Reference;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Jobs;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who brings an outcome does not wait for the store, and nothing is lost by that. */
class RecorderTest {

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final FakeTarget target = new FakeTarget(Jobs.object());
    private final Cycle cycle = new Cycle(1, Jobs.job().build(), false, new Cycle.Start(Instant.EPOCH, "test", 7), Set.of(), CycleListener.NONE);
    private volatile boolean storeFails;
    private Runnable afterTransaction = () -> { };
    private final Recorder recorder = new Recorder(watched(store), cycle, Jobs.job().build(), target, new DispatchProgress(), Clock.systemUTC()).start();

    @AfterEach
    void end() {
        try {
            recorder.close();
        } catch (IllegalStateException asTheTestWanted) {
            assertThat(cycle.isStopped()).isTrue();
        }
    }

    @Test
    void anOutcomeIsRecordedSoonWithoutAnybodyAskingForIt() {
        recorder.record(planned(1), Outcome.ok("id1", Attributes.empty()), 1, 0);
        await().atMost(10, SECONDS).until(() -> recorded() == 1);
    }

    @Test
    void whileTheStoreIsBusyOutcomesAreTaken() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        Thread other = new Thread(() -> store.inTransaction(() -> {
            busy.countDown();
            awaitQuietly(taken);
        }));
        other.start();
        assertThat(busy.await(10, SECONDS)).isTrue();
        IntStream.rangeClosed(1, 1500).forEach(i -> recorder.record(planned(i), Outcome.ok("id" + i, Attributes.empty()), 1, 0));
        assertThat(other.isAlive()).as("the store is still busy").isTrue();
        taken.countDown();
        recorder.flush();
        assertThat(recorded()).isEqualTo(1500);
    }

    @Test
    void moreThanCanBeKeptWaitsForRoom() {
        IntStream.rangeClosed(1, 5000).forEach(i -> recorder.record(planned(i), Outcome.ok("id" + i, Attributes.empty()), 1, 0));
        assertThat(recorded()).as("2,000 may wait, and 1,000 are being stored").isGreaterThanOrEqualTo(2000);
        recorder.close();
        assertThat(recorded()).isEqualTo(5000);
    }

    @Test
    void whoWaitsForRoomKeepsWhatWasAnsweredWhateverHeIsAskedToDo() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        Thread other = new Thread(() -> store.inTransaction(() -> {
            busy.countDown();
            awaitQuietly(free);
        }));
        other.start();
        assertThat(busy.await(10, SECONDS)).isTrue();
        AtomicInteger taken = new AtomicInteger();
        AtomicBoolean stillAsked = new AtomicBoolean();
        Thread brings = new Thread(() -> {
            for (int i = 1; i <= 5000; i++) {
                recorder.record(planned(i), Outcome.ok("id" + i, Attributes.empty()), 1, 0);
                taken.set(i);
            }
            stillAsked.set(Thread.currentThread().isInterrupted());
        });
        brings.start();
        await().atMost(10, SECONDS).until(() -> brings.getState() != Thread.State.RUNNABLE && taken.get() >= 2000);
        assertThat(taken.get()).as("no more than are waiting and being stored").isLessThanOrEqualTo(3000);
        brings.interrupt();
        free.countDown();
        brings.join(10_000);
        assertThat(stillAsked).isTrue();
        recorder.flush();
        assertThat(recorded()).isEqualTo(5000);
    }

    @Test
    void aStoreThatFailsStopsTheCycleAndTellsWhoBringsTheNextOutcome() {
        storeFails = true;
        recorder.record(planned(1), Outcome.ok("id1", Attributes.empty()), 1, 0);
        await().atMost(10, SECONDS).until(cycle::isStopped);
        assertThat(cycle.failure()).hasValueSatisfying(reason -> assertThat(reason).isEqualTo("outcomes could not be recorded: the disk is full"));
        assertThatThrownBy(() -> recorder.record(planned(2), Outcome.ok("id2", Attributes.empty()), 1, 0)).hasMessageContaining("could not be recorded");
        assertThatThrownBy(recorder::flush).hasMessageContaining("could not be recorded");
        assertThat(recorded()).isZero();
    }

    @Test
    void whoLooksForAnAccountWhileItIsBeingRecordedIsLookedAtAgain() {
        OutboundJob referring = Jobs.job().reference("manager", "${body[managerId]}").build();
        List<Identity> people = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E1", Attributes.of(Map.of("workerId", "E1"))),
                new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E2", Attributes.empty()), new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E3", Attributes.empty())));
        store.links().references("app", Map.of(people.get(1).id(), Set.of(new Reference("workerId", "E1")), people.get(2).id(), Set.of(new Reference("workerId", "E1"))));
        DispatchProgress progress = new DispatchProgress();
        progress.willCome(people.get(1).id());
        progress.willCome(people.get(2).id());
        afterTransaction = () -> progress.ready(people.get(1).id());
        try (Recorder manager = new Recorder(watched(store), cycle, referring, target, progress, Clock.systemUTC())) {
            manager.record(planned(people.get(0).id()), Outcome.ok("id1", Attributes.empty()), 1, 0);
            manager.flush();
            assertThat(manager.hasMoreToDo()).isTrue();
        }
        assertThat(store.links().due(Kind.PERSON, "app", store.hub().version(), Instant.EPOCH, 0, 10))
                .extracting(subject -> subject.identity().key()).as("E3 will look when it comes").containsExactly("E2");
    }

    @Test
    void refusedCredentialsStopTheCycleBeforeAnythingIsStored() {
        store.inTransaction(() -> {
            recorder.record(planned(1), Outcome.failed(OutcomeKind.UNAUTHORIZED, "no"), 1, 0);
            assertThat(cycle.isStopped()).isTrue();
        });
    }

    private int recorded() {
        return store.log().read(LogStore.Filter.latest(10_000)).size();
    }

    private PlannedChange planned(long id) {
        return new PlannedChange(id, new Change(ChangeKind.CREATE, Change.Account.none(id, SubjectKey.person("E" + id)),
                Change.Writes.of(List.of(), Optional.of(true)), new Change.Grounds(Optional.empty(), List.of(), "b" + id), false), false);
    }

    private StateStore watched(StateStore real) {
        return (StateStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
            if (storeFails && method.getName().equals("inTransaction")) {
                throw new IllegalArgumentException("the disk is full");
            }
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("inTransaction")) {
                afterTransaction.run();
            }
            return result;
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
