package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.CycleKind;
import io.caravan.engine.CycleStatus;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Verdict;
import io.caravan.subject.LinkState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words by which closed sets are stored and shown: nobody who reads a store or a document may find another. */
class ClosedSetsTest {

    @Test
    void cyclesAreCalledAsTheyAlwaysWere() {
        assertThat(CycleStatus.values()).extracting(CycleStatus::word).containsExactly("running", "done", "partly", "held", "failed", "interrupted", "paused");
        assertThat(CycleKind.values()).extracting(CycleKind::word).containsExactly("full", "delta", "apply", "plan");
        assertThat(RunStatus.values()).extracting(RunStatus::word)
                .containsExactly("running", "done", "partly", "held", "failed", "interrupted", "paused", "quarantined", "busy", "not-begun", "");
    }

    @Test
    void whatIsStoredIsShownByTheSameWord() {
        assertThat(CycleStatus.values()).allSatisfy(status -> assertThat(RunStatus.of(status).word()).isEqualTo(status.word()));
        assertThat(LinkState.values()).allSatisfy(state -> assertThat(AccountState.of(state).word()).isEqualTo(state.word()));
        assertThat(Stream.of(Decision.values()).map(Decision::word)).containsAll(Stream.concat(Stream.of(ChangeKind.values()).filter(kind -> !kind.isOfMembers()).map(ChangeKind::word),
                Stream.of(Verdict.Kind.values()).filter(kind -> kind != Verdict.Kind.CHANGE).map(Verdict.Kind::word)).toList());
    }

    @Test
    void othersAreCalledAsTheyAlwaysWere() {
        assertThat(AccountState.values()).extracting(AccountState::word).contains("written-back", "left-alone", "unknown");
        assertThat(HaltedJob.Why.values()).extracting(HaltedJob.Why::word).containsExactly("paused", "disabled", "quarantined", "overdue", "read-only", "frozen");
        assertThat(MemberState.values()).extracting(MemberState::word).containsExactly("member", "due", "waits", "unseen", "leaving", "held", "rejected", "refused", "no-account",
                "account-closed", "account-unclear", "stranger", "group-missing");
        assertThat(Direction.values()).extracting(Direction::word).containsExactly("inbound", "outbound");
        assertThat(LeaversReport.State.values()).extracting(LeaversReport.State::word).containsExactly("closed", "deleted", "open", "kept");
        assertThat(TriedExpression.Outcome.values()).extracting(TriedExpression.Outcome::word).containsExactly("value", "condition", "failed", "invalid");
        assertThat(ConnectorTrial.Result.values()).extracting(ConnectorTrial.Result::word).containsExactly("passed", "failed", "excluded");
    }
}
