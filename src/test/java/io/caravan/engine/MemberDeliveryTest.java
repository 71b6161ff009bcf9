package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemberDeliveryTest {

    private final FakeGroups target = new FakeGroups();
    private String group;

    @BeforeEach
    void aGroup() {
        group = target.execute(new AccountRequest(Operation.CREATE, "group", Optional.empty(), Attributes.empty(), List.of(AttributeChange.of("name", null, "crew")), Optional.empty()))
                .anchor().orElseThrow();
    }

    private MembersAnswer add(Optional<MembersAnswer> before, String... names) {
        return MemberDelivery.send(target, new AccountRequest(Operation.ADD_MEMBERS, "group", Optional.of(group), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, List.of((Object[]) names), List.of())), Optional.empty()), before);
    }

    private static String[] names(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    @Test
    void goOutBySoManyAsTheTargetTakes() {
        int before = target.writes();
        MembersAnswer answer = add(Optional.empty(), names(1, 7));
        assertThat(answer.outcome().isOk()).isTrue();
        assertThat(target.writes() - before).isEqualTo(3);
        assertThat(target.members()).isEqualTo(Map.of("crew", Set.of(names(1, 7))));
    }

    @Test
    void oneWhoIsNotKnownStopsNobodyElse() {
        target.unknown.add("m2");
        MembersAnswer answer = add(Optional.empty(), names(1, 7));
        assertThat(answer.outcome().isOk()).isTrue();
        assertThat(answer.refused()).containsOnlyKeys("m2").extractingByKey("m2").extracting(Outcome::kind).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(target.members().get("crew")).containsExactlyInAnyOrder("m1", "m3", "m4", "m5", "m6", "m7");
    }

    @Test
    void thatTheGroupIsNotThereIsNobodysFault() {
        target.execute(new AccountRequest(Operation.DELETE, "group", Optional.of(group), Attributes.empty(), List.of(), Optional.empty()));
        MembersAnswer answer = add(Optional.empty(), names(1, 40));
        assertThat(answer.outcome().kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(answer.done()).isEmpty();
        assertThat(answer.refused()).isEmpty();
    }

    @Test
    void whoeverIsNotKnownIsRefusedEachByItselfWhileTheGroupIsThere() {
        target.unknown.addAll(List.of(names(1, 7)));
        assertThat(add(Optional.empty(), names(1, 7)).refused()).hasSize(7);
    }

    @Test
    void whoMayHaveComeInTheFirstTimeMayBeInThoughSheIsRefusedTheSecondTime() {
        target.takesOneByOne = true;
        target.loseAt(0);
        MembersAnswer first = add(Optional.empty(), "m1");
        assertThat(add(Optional.of(first), "m1").refused().get("m1")).satisfies(refused -> assertThat(refused.kind()).isEqualTo(OutcomeKind.CONFLICT)).satisfies(refused -> assertThat(refused.begun()).isTrue());
        target.unknown.add("m3");
        assertThat(add(Optional.empty(), "m2", "m3").refused().values()).as("some of three were taken").allMatch(Outcome::begun);
        assertThat(add(Optional.empty(), "m3").refused().values()).noneMatch(Outcome::begun);
    }

    @Test
    void aLostAnswerIsSentAgainAndOnlyTheRestOfIt() {
        target.loseAt(1);
        MembersAnswer first = add(Optional.empty(), names(1, 7));
        assertThat(first.outcome().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(first.done()).containsExactlyInAnyOrder("m1", "m2", "m3");
        int before = target.writes();
        MembersAnswer second = add(Optional.of(first), names(1, 7));
        assertThat(second.outcome().isOk()).isTrue();
        assertThat(target.writes() - before).isEqualTo(2);
        assertThat(target.members().get("crew")).hasSize(7);
    }
}
