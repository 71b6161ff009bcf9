package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.plan.Jobs;
import io.caravan.subject.Attributes;
import io.caravan.subject.LinkState;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A change of which some was carried out and the rest was not, however that is answered: whoever may be open is closed when she leaves, and whoever may be
 * closed is opened when she is back. In a target that can be asked for one account, and in one that cannot.
 */
class HalfAChangeTest {

    private static final List<SourceItem> THERE = List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D1", "", ""));
    private static final List<SourceItem> LEFT = List.of(person("E1", "a", "D1", "", "2026-11-01"), person("E2", "b", "D1", "", ""));
    private static final List<SourceItem> LEFT_AGAIN = List.of(person("E1", "a", "D1", "", "2026-11-10"), person("E2", "b", "D1", "", ""));
    private Engine engine;

    /** @param asks whether the target can be asked for one account */
    private void start(boolean asks) {
        ObjectSpec whole = Jobs.object();
        Set<Operation> operations = EnumSet.allOf(Operation.class);
        operations.remove(Operation.GET);
        engine = asks ? new Engine(whole) : new Engine(new ObjectSpec(whole.name(), new ObjectSpec.Keys(whole.anchor(), whole.enabledBy(), Optional.empty(), whole.renamedBy()),
                whole.schema(), operations, whole.find()));
    }

    private boolean isOpen(String userName) {
        return Boolean.TRUE.equals(engine.target.byUserName().get(userName).get("active"));
    }

    /** From now on, of what this asks for the account is opened or closed, and the rest fails. */
    private void halfDo(Operation operation, OutcomeKind kind) {
        engine.target.refuses = request -> request.operation() == operation ? Optional.of(halfDone(request, kind)) : Optional.empty();
    }

    private Outcome halfDone(AccountRequest request, OutcomeKind kind) {
        engine.target.accounts().get(request.anchor().orElseThrow()).put("active", request.operation() == Operation.ENABLE);
        return Outcome.failed(kind, "not the rest").asBegun();
    }

    private void goOn() {
        engine.target.refuses = request -> Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({"true,THROTTLED", "true,UNAUTHORIZED", "true,UNAVAILABLE", "true,IN_DOUBT", "true,INVALID", "true,FORBIDDEN", "true,BLOCKED", "true,MISCONFIGURED", "true,NOT_FOUND",
            "false,THROTTLED", "false,UNAUTHORIZED", "false,UNAVAILABLE", "false,IN_DOUBT", "false,INVALID", "false,FORBIDDEN", "false,BLOCKED", "false,MISCONFIGURED", "false,NOT_FOUND"})
    void whoeverWasLetInAndGotNothingElseIsClosedWhenSheLeaves(boolean asks, OutcomeKind kind) {
        start(asks);
        engine.sync(THERE);
        engine.sync(LEFT);
        halfDo(Operation.ENABLE, kind);
        engine.sync(THERE);
        assertThat(isOpen("E1-a")).isTrue();

        goOn();
        engine.sync(LEFT_AGAIN);

        assertThat(isOpen("E1-a")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true,THROTTLED", "true,UNAUTHORIZED", "true,UNAVAILABLE", "true,IN_DOUBT", "true,INVALID", "true,FORBIDDEN", "true,BLOCKED", "true,MISCONFIGURED", "true,NOT_FOUND",
            "false,THROTTLED", "false,UNAUTHORIZED", "false,UNAVAILABLE", "false,IN_DOUBT", "false,INVALID", "false,FORBIDDEN", "false,BLOCKED", "false,MISCONFIGURED", "false,NOT_FOUND"})
    void whoeverWasClosedAndNothingElseIsLetInWhenSheIsBack(boolean asks, OutcomeKind kind) {
        start(asks);
        engine.sync(THERE);
        halfDo(Operation.DISABLE, kind);
        engine.sync(LEFT);
        assertThat(isOpen("E1-a")).isFalse();

        goOn();
        engine.sync(THERE);

        assertThat(isOpen("E1-a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true,THROTTLED", "true,UNAUTHORIZED", "true,UNAVAILABLE", "true,IN_DOUBT", "true,INVALID", "false,THROTTLED", "false,UNAUTHORIZED", "false,UNAVAILABLE", "false,IN_DOUBT", "false,INVALID"})
    void whoseAccountWasFoundAndOpenedAndGotNothingElseIsClosedWhenSheLeaves(boolean asks, OutcomeKind kind) {
        start(asks);
        engine.target.accounts().put("old", new LinkedHashMap<>(Map.of("id", "old", "userName", "E1-a", "employeeNumber", "E1", "department", "D0", "active", false)));
        halfDo(Operation.ENABLE, kind);
        engine.sync(THERE);
        assertThat(isOpen("E1-a")).isTrue();
        isLoggedAsHers();

        goOn();
        engine.sync(LEFT);

        assertThat(isOpen("E1-a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoWasLetInByAProcessThatWasKilledIsClosedWhenSheLeaves(boolean asks) {
        start(asks);
        engine.sync(THERE);
        engine.sync(LEFT);
        engine.target.killAt(0, true);
        assertThatThrownBy(() -> engine.sync(THERE)).isInstanceOf(FakeTarget.Killed.class);
        assertThat(isOpen("E1-a")).isTrue();

        engine.sync(LEFT_AGAIN);

        assertThat(isOpen("E1-a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseAccountWasFoundAndOpenedByAProcessThatWasKilledIsClosedWhenSheLeaves(boolean asks) {
        start(asks);
        engine.target.accounts().put("old", new LinkedHashMap<>(Map.of("id", "old", "userName", "E1-a", "employeeNumber", "E1", "department", "D0", "active", false)));
        engine.target.killAt(0, true);
        assertThatThrownBy(() -> engine.sync(List.of(THERE.get(0)))).isInstanceOf(FakeTarget.Killed.class);
        assertThat(isOpen("E1-a")).isTrue();

        engine.sync(LEFT);

        isLoggedAsHers();
        assertThat(isOpen("E1-a")).isFalse();
    }

    /** Once, and not as closed: who had access is told from the log. */
    private void isLoggedAsHers() {
        assertThat(engine.store.log().read(LogStore.Filter.latest(100))).map(LogStore.StoredEntry::entry)
                .filteredOn(entry -> entry.status() == LogEntry.Status.SUCCESS && entry.action().equals("link") && entry.identityKey().equals("E1"))
                .singleElement().satisfies(entry -> assertThat(entry.changes()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseAccountWasMadeByAProcessThatWasKilledIsClosedWhenSheIsGoneBeforeTheNextOne(boolean asks) {
        start(asks);
        engine.target.killAt(0, true);
        assertThatThrownBy(() -> engine.sync(List.of(THERE.get(0)))).isInstanceOf(FakeTarget.Killed.class);
        assertThat(isOpen("E1-a")).isTrue();

        engine.sync(LEFT);

        assertThat(isOpen("E1-a")).isFalse();
        engine.sync(THERE);
        assertThat(isOpen("E1-a")).isTrue();
        assertThat(engine.target.accounts()).hasSize(2);
    }

    @Test
    void whoseAccountWasMadeByAProcessThatWasKilledIsClosedThoughTheTargetDoesNotAnswerAtFirst() {
        start(true);
        engine.sync(THERE.subList(1, 2));
        engine.target.killAt(0, true);
        assertThatThrownBy(() -> engine.sync(THERE)).isInstanceOf(FakeTarget.Killed.class);
        int[] asked = {0};
        engine.target.finds = (all, found) -> {
            if (found.stream().anyMatch(account -> account.text("employeeNumber").filter("E1"::equals).isPresent()) && asked[0]++ == 0) {
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "not now");
            }
            return found;
        };
        engine.sync(LEFT);
        assertThat(asked[0]).isEqualTo(1);
        assertThat(isOpen("E1-a")).isTrue();

        engine.provision(false);

        assertThat(isOpen("E1-a")).isFalse();
    }

    /** That a create was planned says nothing any more once it was decided anew. */
    @Test
    void anAccountThatSomebodyElseMadeOfWhomNothingWasUnderWayIsOnlyTold() {
        start(true);
        engine.sync(THERE.subList(1, 2));
        engine.plan();
        engine.sync(List.of(person("E1", "a", "D1", "", "2026-11-01"), THERE.get(1)));
        engine.target.accounts().put("other", new LinkedHashMap<>(Map.of("id", "other", "userName", "E1-a", "employeeNumber", "E1", "active", true)));
        engine.provision(true);
        assertThat(isOpen("E1-a")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = OutcomeKind.class, names = {"THROTTLED", "UNAUTHORIZED", "MISCONFIGURED"})
    void whatWasNotBegunLeavesNobodyInDoubtAndAsksNothing(OutcomeKind kind) {
        start(true);
        engine.sync(THERE);
        engine.sync(LEFT);
        engine.target.refuses = request -> Optional.of(Outcome.failed(kind, "not now"));
        engine.sync(THERE);
        assertThat(engine.store.links().countByState("app")).containsEntry(LinkState.DISABLED, 1L);
        engine.target.questions.clear();
        goOn();
        engine.sync(LEFT_AGAIN);
        assertThat(engine.target.questions).isEmpty();
        assertThat(isOpen("E1-a")).isFalse();
    }
}
