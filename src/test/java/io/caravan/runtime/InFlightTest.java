package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.DispatchStep.Batch;
import io.caravan.runtime.InFlight.Claim;
import io.caravan.subject.Attributes;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much may be under way at once, with a queue between the steps. */
class InFlightTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final InFlight inFlight = new InFlight(2);
    private long next;

    @Test
    void noMoreAreHandedOutThanThereIsRoomFor() throws Exception {
        Claim first = claim();
        claim();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> awaitRoom(LONG), waits -> new Thread(waits).start());
        assertThat(waiting).isNotDone();
        first.answered(Outcome.ok(), 0);
        inFlight.record(List.of(first), recorded -> { });
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsHeldOnPurposeTakesNoRoom() {
        inFlight.hold(List.of(claim(), claim()));
        awaitRoom(LONG);
    }

    @Test
    void whatWasHeldAndThenAnsweredMakesNoRoomTwice() throws Exception {
        Claim held = claim();
        inFlight.hold(List.of(held));
        held.answered(Outcome.ok(), 0);
        inFlight.record(List.of(held), recorded -> { });
        claim();
        claim();
        int[] asked = {0};
        inFlight.awaitRoom(LONG, () -> asked[0]++ == 0);
        assertThat(asked[0]).as("it waited").isPositive();
    }

    @Test
    void whatNeverComesBackIsWaitedForOnce() {
        claim();
        claim();
        awaitRoom(SHORT);
        claim();
        awaitRoom(LONG);
    }

    @Test
    void aCycleThatIsStoppedDoesNotWait() throws Exception {
        claim();
        claim();
        inFlight.awaitRoom(LONG, () -> false);
    }

    @Test
    void anIdIsOfItsCycleInItsProcessAlone() {
        Claim here = claim();
        InFlight another = new InFlight();
        Claim there = another.claim(new Batch(List.of(here.planned()), List.of(Optional.empty()))).get(0);
        assertThat(there.id()).isNotEqualTo(here.id());
        assertThat(inFlight.of(List.of(there.id()))).isEmpty();
        assertThat(inFlight.of(List.of(here.id()))).containsExactly(here);
    }

    /** A change is sent again as long as its answer says nothing certain, and the last answer is what is recorded. */
    @ParameterizedTest
    @CsvSource({"UNAVAILABLE,THROTTLED,true", "UNAVAILABLE,UNAUTHORIZED,true", "UNAVAILABLE,INVALID,true", "THROTTLED,UNAUTHORIZED,false", "THROTTLED,THROTTLED,false"})
    void whatTheFirstTryMayHaveDoneIsNotForgottenWithTheSecond(OutcomeKind first, OutcomeKind second, boolean begun) {
        Claim claim = claim(Operation.ENABLE);
        claim.answered(Outcome.failed(first, "one"), 0);
        claim.answered(Outcome.failed(second, "other"), 0);
        assertThat(claim.outcome().orElseThrow().kind()).isEqualTo(second);
        assertThat(claim.outcome().orElseThrow().begun()).isEqualTo(begun);
        claim.answered(Outcome.failed(OutcomeKind.THROTTLED, "third"), 0);
        assertThat(claim.outcome().orElseThrow().begun()).isEqualTo(begun);
        claim.answered(Outcome.ok(), 0);
        assertThat(claim.outcome().orElseThrow().begun()).isFalse();
    }

    /** That a system was not available is believed of a create only where it was certainly not carried out. */
    @Test
    void aCreateThatWasNotAvailableHasNotBegun() {
        Claim claim = claim(Operation.CREATE);
        claim.answered(Outcome.failed(OutcomeKind.UNAVAILABLE, "one"), 0);
        claim.answered(Outcome.failed(OutcomeKind.INVALID, "other"), 0);
        assertThat(claim.outcome().orElseThrow().begun()).isFalse();
    }

    private Claim claim(Operation operation) {
        AccountRequest request = new AccountRequest(operation, "user", operation == Operation.CREATE ? Optional.empty() : Optional.of("a1"), Attributes.empty(), List.of(), Optional.empty());
        return inFlight.claim(new Batch(List.of(new PlannedChange(next++, null, false)), List.of(Optional.of(request)))).get(0);
    }

    private Claim claim() {
        return inFlight.claim(new Batch(List.of(new PlannedChange(next++, null, false)), Collections.nCopies(1, Optional.empty()))).get(0);
    }

    private void awaitRoom(Duration longest) {
        try {
            inFlight.awaitRoom(longest, () -> true);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}
