package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.subject.Attributes;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.OutboundJob.GuardLimits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands in the log of a change about the guard: its figures and its limit, and who let it through. */
class GuardVerdictTest {

    private final PlanCounts counts = new PlanCounts("");

    @Test
    void whatPassedSaysHowManyOfHowManyAndTheLimit() {
        disable(3);
        assertThat(verdict(120, Optional.empty()).step(change(ChangeKind.DISABLE, false)))
                .isEqualTo("passed: 3 of 120 accounts would be disabled or deleted (limit 12)");
    }

    @Test
    void whatWasApprovedSaysByWhom() {
        disable(14);
        assertThat(verdict(20, Optional.of("ada")).step(change(ChangeKind.DISABLE, false)))
                .isEqualTo("over the limit: 14 of 20 accounts would be disabled or deleted (limit 5); approved by ada");
    }

    @Test
    void whatIsUnderItsOwnLimitNeedsNoApprovalThoughOthersDo() {
        disable(14);
        assertThat(verdict(20, Optional.of("ada")).step(change(ChangeKind.CREATE, false))).isEqualTo("passed: 0 of 20 accounts would be created (no limit)");
    }

    @Test
    void anUrgentTerminationThatGoesThroughSaysSo() {
        disable(6);
        assertThat(verdict(20, Optional.empty()).step(change(ChangeKind.DISABLE, true))).endsWith("(limit 5); an urgent termination is not held");
    }

    @Test
    void anAccountDisabledTheMomentItIsRecognisedCountsAmongTheRemovals() {
        disable(1);
        Change link = new Change(ChangeKind.LINK, new Change.Account(1, SubjectKey.person("E1"), Optional.of("a"), Attributes.empty()),
                Change.Writes.of(List.of(), Optional.of(false)), new Change.Grounds(Optional.empty(), List.of(), ""), false);
        assertThat(verdict(20, Optional.empty()).step(link)).contains("1 of 20 accounts would be disabled or deleted (limit 5)");
    }

    @Test
    void whatIsNotCountedSaysSo() {
        assertThat(verdict(20, Optional.empty()).step(change(ChangeKind.RELEASE, false))).isEqualTo("passed: changes of this kind are not counted");
    }

    private void disable(int people) {
        for (int i = 0; i < people; i++) {
            counts.add(change(ChangeKind.DISABLE, false));
        }
    }

    private GuardVerdict verdict(long accounts, Optional<String> approvedBy) {
        return new GuardVerdict(Guard.measure(GuardLimits.DEFAULT, counts, accounts), approvedBy);
    }

    private static Change change(ChangeKind kind, boolean urgent) {
        return new Change(kind, new Change.Account(1, SubjectKey.person("E1"), kind == ChangeKind.CREATE ? Optional.empty() : Optional.of("a"),
                Attributes.empty()), Change.Writes.of(List.of(), Optional.empty()), new Change.Grounds(Optional.empty(), List.of(), ""), urgent);
    }
}
