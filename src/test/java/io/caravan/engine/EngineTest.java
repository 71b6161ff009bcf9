package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
import io.caravan.subject.LinkState;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.LifecycleRule;
import io.caravan.mapping.OutboundJob.OnExit;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Jobs;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the steps do together: outcomes, references, failed reads; and what must hold for every company and every crash. */
class EngineTest {

    private final Engine engine = new Engine();

    // --- references

    @Test
    void aManagerWhoIsMadeLaterIsSetAsSoonAsHisAccountExists() {
        engine.sync(List.of(person("E1", "a", "D1", "E2", ""), person("E2", "b", "D1", "", "")));
        assertThat(managerOf("E1-a")).isEqualTo("E2-b");
    }

    @Test
    void aManagerWhoseAccountIsRecordedBeforeThatOfHisPeopleIsNotForgotten() {
        engine.lastAnswersFirst = true;
        engine.sync(List.of(person("E1", "a", "D1", "E2", ""), person("E2", "b", "D1", "", "")));
        assertThat(managerOf("E1-a")).isEqualTo("E2-b");
    }

    @Test
    void anAccountThatIsFoundAgainIsNotSentTheReferenceItHas() {
        List<SourceItem> people = List.of(person("E1", "a", "D1", "E2", ""), person("E2", "b", "D1", "E1", ""));
        engine.sync(people);
        Engine anew = new Engine();
        anew.target.accounts().putAll(engine.target.accounts());
        Cycle cycle = anew.sync(people);
        assertThat(cycle.counted("applied-link")).isEqualTo(2);
        assertThat(anew.target.calls()).isEmpty();
    }

    @Test
    void theManagersAccountIsMadeFirstSoThatNobodyNeedsASecondCall() {
        engine.sync(List.of(person("E1", "a", "D1", "E3", ""), person("E2", "b", "D1", "E3", ""), person("E3", "c", "D1", "", "")));
        assertThat(managerOf("E1-a")).isEqualTo("E3-c");
        assertThat(engine.target.calls()).containsExactly("create E3-c", "create E1-a", "create E2-b");
    }

    @Test
    void howeverDeepTheTreeNobodyNeedsASecondCall() {
        List<SourceItem> people = new ArrayList<>();
        IntStream.range(0, 200).forEach(i -> people.add(person("E" + i, "n", "D1", i == 0 ? "" : "E" + (i < 50 ? i - 1 : i / 3), "")));
        Collections.shuffle(people, new Random(5));
        engine.sync(people);
        assertThat(engine.target.calls()).hasSize(200).allMatch(call -> call.startsWith("create "));
        assertThat(engine.target.byUserName().values()).filteredOn(account -> account.get("manager") == null).hasSize(1);
        assertThat(managerOf("E49-n")).isEqualTo("E48-n");
    }

    @Test
    void ofACircleOneIsCalledTwiceAndNobodyWhoDependsOnIt() {
        engine.sync(List.of(person("E1", "a", "D1", "E2", ""), person("E2", "b", "D1", "E1", ""), person("E3", "c", "D1", "E1", ""),
                person("E4", "d", "D1", "E3", ""), person("E5", "e", "D1", "E5", "")));
        assertThat(engine.target.calls()).hasSize(7).filteredOn(call -> call.startsWith("create ")).hasSize(5);
        assertThat(managerOf("E1-a")).isEqualTo("E2-b");
        assertThat(managerOf("E2-b")).isEqualTo("E1-a");
        assertThat(managerOf("E4-d")).isEqualTo("E3-c");
        assertThat(managerOf("E5-e")).isEqualTo("E5-e");
    }

    @Test
    void whoseManagerIsRefusedGoesWithoutOne() {
        engine.target.next(OutcomeKind.INVALID);
        engine.sync(List.of(person("E1", "a", "D1", "E2", ""), person("E2", "b", "D1", "", ""), person("E3", "c", "D1", "E1", "")));
        assertThat(engine.target.byUserName()).containsOnlyKeys("E1-a", "E3-c");
        assertThat(managerOf("E1-a")).isNull();
        assertThat(managerOf("E3-c")).isEqualTo("E1-a");
    }

    @Test
    void peopleWhoManageEachOtherWork() {
        engine.sync(List.of(person("E1", "a", "D1", "E2", ""), person("E2", "b", "D1", "E1", "")));
        assertThat(managerOf("E1-a")).isEqualTo("E2-b");
        assertThat(managerOf("E2-b")).isEqualTo("E1-a");
    }

    @Test
    void aManagerWhoComesCyclesLaterHealsByItself() {
        engine.sync(List.of(person("E1", "a", "D1", "E9", "")));
        assertThat(managerOf("E1-a")).isNull();
        engine.sync(List.of(person("E1", "a", "D1", "E9", ""), person("E9", "z", "D1", "", "")));
        assertThat(managerOf("E1-a")).isEqualTo("E9-z");
    }

    @Test
    void aReferenceBetweenTwoWhoAreUnderWayAtTheSameTimeIsNotLost() {
        engine.source.has(List.of(person("E1", "a", "D1", "E2", ""), person("E2", "b", "D1", "E1", "")));
        engine.read();
        engine.provisionAllAtOnce();
        assertThat(managerOf("E1-a")).isEqualTo("E2-b");
        assertThat(managerOf("E2-b")).isEqualTo("E1-a");
    }

    // --- the guard

    @Test
    void moreAccountsThanTheLimitAreNotOpenedAgainWithoutApproval() {
        List<SourceItem> here = IntStream.range(0, 12).mapToObj(i -> person("E" + i, "n" + i, "D1", "", "")).toList();
        List<SourceItem> gone = IntStream.range(0, 12).mapToObj(i -> person("E" + i, "n" + i, "D1", "", i < 5 ? "2026-11-01" : "")).toList();
        List<SourceItem> more = IntStream.range(0, 12).mapToObj(i -> person("E" + i, "n" + i, "D1", "", i < 9 ? "2026-11-01" : "")).toList();
        engine.sync(here);
        engine.sync(gone);
        engine.sync(more);
        Cycle cycle = engine.sync(here);
        assertThat(cycle.held()).contains("9 of 3 accounts would be enabled (limit 5)");
        assertThat(engine.store.links().countByState("app")).isEqualTo(Map.of(LinkState.ENABLED, 3L, LinkState.DISABLED, 9L));
    }

    @Test
    void accountsOfOthersThatWereDisabledAreNotOpenedByThousandsOnTheFirstDay() {
        IntStream.range(0, 6).forEach(i -> engine.target.accounts().put("x" + i,
                new LinkedHashMap<>(Map.of("id", "x" + i, "userName", "E" + i + "-n" + i, "active", false))));
        engine.outbound = Jobs.job().match("userName", "${body[workerId]}-${body[name]}").value("userName", "${body[workerId]}-${body[name]}").build();
        Cycle cycle = engine.sync(IntStream.range(0, 7).mapToObj(i -> person("E" + i, "n" + i, "D1", "", "")).toList());
        assertThat(cycle.held()).contains("6 of 0 accounts would be enabled (limit 5)");
        assertThat(engine.store.links().countByState("app")).as("who had none got one").isEqualTo(Map.of(LinkState.ENABLED, 1L));
    }

    // --- matching

    @Test
    void anAccountThatTwoPeopleMatchIsLinkedToNeitherUntilTheyDiffer() {
        engine.outbound = Jobs.job().match("userName", "${body[name]}").value("userName", "${body[name]}").build();
        engine.target.accounts().put("x1", new LinkedHashMap<>(Map.of("id", "x1", "userName", "a", "active", true)));
        Cycle cycle = engine.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "a", "D1", "", "")));
        assertThat(cycle.counted(Counted.AMBIGUOUS)).isEqualTo(2);
        assertThat(engine.store.links().countByState("app")).isEqualTo(Map.of(LinkState.NONE, 2L));
        engine.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D1", "", "")));
        assertThat(engine.target.byUserName()).containsOnlyKeys("a", "b");
        assertThat(engine.store.links().countByState("app")).isEqualTo(Map.of(LinkState.ENABLED, 2L));
    }

    @Test
    void anAccountThatIsFoundKeepsTheUniqueNameItHas() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}")
                .value("userName", "${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}").build();
        engine.target.accounts().put("x1", new LinkedHashMap<>(Map.of("id", "x1", "userName", "countess", "employeeNumber", "E1", "active", true)));
        engine.sync(List.of(person("E1", "ada", "D1", "", ""), person("E2", "countess", "D1", "", "")));
        assertThat(engine.target.byUserName()).containsOnlyKeys("countess", "countess2");
        assertThat(engine.target.byUserName().get("countess")).containsEntry("employeeNumber", "E1");
    }

    /** However the mapping writes it. */
    @ParameterizedTest
    @ValueSource(strings = {
            "${lowercase(${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})})}",
            "${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})} ~> ${lowercase()}",
            "$simple{uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}",
            "${concat(${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}, '')}",
            "${login}", "${lowercase(${login})}"})
    void anAccountThatIsFoundKeepsItsLoginHoweverTheMappingIsWritten(String login) {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}")
                .define("login", "${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}").value("userName", login).build();
        engine.target.accounts().put("x1", new LinkedHashMap<>(Map.of("id", "x1", "userName", "countess", "employeeNumber", "E1", "active", true)));
        engine.sync(List.of(person("E1", "ada", "D1", "", ""), person("E2", "countess", "D1", "", "")));
        engine.provision(true);
        assertThat(engine.target.byUserName()).containsOnlyKeys("countess", "countess2");
        assertThat(engine.target.byUserName().get("countess")).containsEntry("employeeNumber", "E1");
    }

    @Test
    void anAccountThatIsFoundKeepsItsLoginBehindWhichStandsADomain() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}")
                .value("userName", "${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}@example.com").build();
        engine.target.accounts().put("x1", new LinkedHashMap<>(Map.of("id", "x1", "userName", "countess@example.com", "employeeNumber", "E1", "active", true)));
        engine.target.accounts().put("x2", new LinkedHashMap<>(Map.of("id", "x2", "userName", "u4711", "employeeNumber", "E3", "active", true)));
        engine.sync(List.of(person("E1", "ada", "D1", "", ""), person("E2", "countess", "D1", "", ""), person("E3", "eve", "D1", "", "")));
        engine.provision(true);
        assertThat(engine.target.byUserName()).as("u4711 is no name with a domain behind it").containsOnlyKeys("countess@example.com", "countess2@example.com", "u4711");
        assertThat(engine.store.names().given("people", List.of(1L, 2L, 3L)).values()).containsExactlyInAnyOrder("countess", "countess2", "u4711");
    }

    @Test
    void aNameThatSomebodyElsesAccountCarriesWithADomainIsTaken() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}")
                .define("login", "${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}")
                .value("mail", "${login}@mail.example.com").value("userName", "${login}@example.com").build();
        engine.target.accounts().put("x1", new LinkedHashMap<>(Map.of("id", "x1", "userName", "x", "mail", "ada@mail.example.com", "active", true)));
        engine.sync(List.of(person("E1", "ada", "D1", "", "")));
        assertThat(engine.target.byUserName()).containsKey("ada2@example.com");
    }

    @Test
    void aNameGivenOnceIsReservedForTheOwnerOfAnAccountThatWasFound() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}")
                .onCreate("userName", "${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}").build();
        engine.target.accounts().put("x1", new LinkedHashMap<>(Map.of("id", "x1", "userName", "countess", "employeeNumber", "E1", "active", true)));
        engine.sync(List.of(person("E1", "ada", "D1", "", "")));
        long ada = engine.store.hub().identitiesByKey(Kind.PERSON, List.of("E1")).get("E1").id();
        assertThat(engine.store.names().given("people", List.of(ada))).containsEntry(ada, "countess");
    }

    @Test
    void aPlannedCreateNeedsNoLinkAndIsNotForgottenWhenTheCycleDies() {
        engine.source.has(List.of(person("E1", "ada", "D1", "", "")));
        engine.read();
        engine.plan();
        assertThat(engine.store.links().countByState("app")).isEmpty();

        engine.provision(false);
        assertThat(engine.target.byUserName()).containsOnlyKeys("E1-ada");
        assertThat(engine.store.links().countByState("app")).isEqualTo(Map.of(LinkState.ENABLED, 1L));
    }

    @Test
    void aNameThatIsTakenIsAskedForOnceHoweverManyWantIt() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}")
                .onCreate("userName", "${uniqueName('people', ${body[name]}, ${concat(${body[name]}, ${counter(2)})})}").build();
        engine.sync(IntStream.rangeClosed(1, 30).mapToObj(i -> person("E" + i, i % 2 == 0 ? "ada" : "Ada", "D1", "", "")).toList());
        assertThat(engine.target.byUserName()).hasSize(30);
        assertThat(engine.store.nameLookUps).isLessThan(3 * 30);
    }

    @Test
    void whatAListingWithinACycleFindsIsNotForgottenByTheSameCycle() {
        engine.sync(List.of(person("E0", "z", "D0", "", "")));
        engine.target.accounts().get("id1").put("department", "changed behind our back");
        List<SourceItem> more = new ArrayList<>(List.of(person("E0", "z", "D0", "E1", "")));
        IntStream.range(1, 250).forEach(i -> more.add(person("E" + i, "n" + i, "D1", "", "")));
        engine.sync(more);
        assertThat(engine.target.byUserName().get("E0-z")).containsEntry("department", "D0").containsEntry("manager", "E1-n1");
    }

    // --- the guard

    @Test
    void moreUrgentTerminationsThanTheGuardAllowsAreHeldLikeAnyOthers() {
        engine.inbound = Engine.inbound("hr", "workerId", "name", "urgent");
        engine.sync(urgent(20, 0));
        assertThat(engine.sync(urgent(20, 6)).held()).isPresent();
        assertThat(engine.target.byUserName().values()).allMatch(account -> account.get("active").equals(true));
    }

    @Test
    void anUrgentTerminationIsNotHeldBecauseOthersAreTooMany() {
        engine.inbound = Engine.inbound("hr", "workerId", "name", "urgent", "status");
        engine.sync(urgent(20, 0));
        List<SourceItem> people = new ArrayList<>(urgent(20, 1));
        IntStream.range(1, 10).forEach(i -> people.set(i, new SourceItem.Read(
                Attributes.of(Map.of("workerId", "E" + i, "name", "n", "status", "terminated")), "")));
        Cycle cycle = engine.sync(people);
        assertThat(cycle.held()).isPresent();
        assertThat(cycle.counted(Counted.HELD)).isEqualTo(9);
        assertThat(engine.target.byUserName().values()).filteredOn(account -> account.get("active").equals(false)).hasSize(1);
    }

    private static List<SourceItem> urgent(int people, int urgently) {
        return IntStream.range(0, people).<SourceItem>mapToObj(i -> new SourceItem.Read(
                Attributes.of(Map.of("workerId", "E" + i, "name", "n", "urgent", i < urgently)), "")).toList();
    }

    // --- outcomes

    @Test
    void aCreateWhoseAnswerWasLostIsADeadLetterWhereNothingCouldRecogniseTheAccount() {
        engine.outbound = Jobs.job().value("userName", "${body[name]}").build();
        engine.target.loseNextAnswer();
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        engine.provision(false);
        assertThat(engine.target.calls()).hasSize(1);
        assertThat(engine.store.changes().deadLetters(Optional.of("app"), 10)).singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("no match rule"));
    }

    @Test
    void aDeadLetterOfAChangeThatNobodyWantsAnyMoreIsGone() {
        engine.target.next(OutcomeKind.INVALID);
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        assertThat(engine.store.changes().deadLetterCount("app")).isEqualTo(1);
        engine.sync(List.of(person("E1", "a", "D1", "", "2026-11-01")));
        assertThat(engine.store.changes().deadLetterCount("app")).isZero();
    }

    @Test
    void whatFailedForGoodIsNotTriedAgainBecauseAReferenceWasSetOnTheWay() {
        engine.target.refuses = request -> request.changes().stream().anyMatch(change -> "bad".equals(change.after())) ? Optional.of(Outcome.failed(OutcomeKind.INVALID, "no")) : Optional.empty();
        engine.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "bad", "E1", "")));
        assertThat(engine.store.changes().deadLetters(Optional.of("app"), 10)).singleElement()
                .satisfies(letter -> assertThat(letter.change().orElseThrow().deferred()).as("E1 had no account when this was planned, and has one since").isEmpty());
        int calls = engine.target.calls().size();
        assertThat(engine.provision(true).counted(Counted.DEAD_LETTERED)).isEqualTo(1);
        assertThat(engine.target.calls()).hasSize(calls);
        engine.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D2", "E1", "")));
        assertThat(engine.target.byUserName()).containsKey("E2-b");
    }

    @Test
    void afterTheClockWasPutBackEverybodyIsLookedAtAgain() {
        engine.sync(List.of(person("E1", "a", "D1", "", "2026-12-31"), person("E2", "b", "D1", "", "")));
        engine.now = Engine.NOW.plus(Duration.ofDays(365));
        engine.provision(false);
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", false);
        engine.now = Engine.NOW.plus(Duration.ofHours(1));
        engine.provision(false);
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", true);
        assertThat(engine.provision(false).counted(Counted.EVALUATED)).as("once").isZero();
        engine.now = engine.now.minusSeconds(30);
        assertThat(engine.provision(false).counted(Counted.EVALUATED)).as("not for clocks that differ a little").isZero();
    }

    @Test
    void aCreateThatMeetsAnAccountAdoptsItWhenAMatchRuleHits() {
        engine.target.accounts().put("x1", new java.util.LinkedHashMap<>(Map.of("id", "x1", "userName", "E1-a", "employeeNumber", "E1", "active", true)));
        engine.store.cycles().state("app", CycleStore.JobState.NEW.evaluated("already ran", 0, Optional.empty()));
        Cycle cycle = engine.sync(List.of(person("E1", "a", "D1", "", "")));
        assertThat(cycle.status()).isEqualTo(CycleStatus.DONE);
        assertThat(engine.target.accounts()).hasSize(1);
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("department", "D1");
    }

    @Test
    void aCreateThatMeetsSomebodyElsesAccountIsADeadLetter() {
        engine.target.accounts().put("x1", new java.util.LinkedHashMap<>(Map.of("id", "x1", "userName", "E1-a", "active", true)));
        Cycle cycle = engine.sync(List.of(person("E1", "a", "D1", "", "")));
        assertThat(cycle.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(engine.store.changes().deadLetterCount("app")).isEqualTo(1);
        assertThat(engine.target.accounts()).hasSize(1);
    }

    @Test
    void aCreateWhoseAnswerWasLostIsFoundAndNotRepeated() {
        engine.target.loseNextAnswer();
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        engine.provision(false);
        assertThat(engine.target.calls()).containsExactly("create E1-a");
        assertThat(engine.store.links().countByState("app")).containsEntry(io.caravan.subject.LinkState.ENABLED, 1L);
    }

    @Test
    void anUpdateWhoseAnswerWasLostIsReadBackAndNotRepeated() {
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        engine.target.loseNextAnswer();
        engine.sync(List.of(person("E1", "a", "D2", "", "")));
        engine.provision(false);
        assertThat(engine.target.calls()).hasSize(2);
    }

    @Test
    void whoeverWasOpenedBeforeTheRestWasRefusedIsClosedWhenSheLeavesAgain() {
        engine.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D1", "", "")));
        engine.sync(List.of(person("E1", "a", "D1", "", "2026-11-01"), person("E2", "b", "D1", "", "")));
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", false);
        engine.target.refuses = request -> request.operation() == Operation.ENABLE || request.operation() == Operation.UPDATE ? halfDone(request) : Optional.empty();
        engine.sync(List.of(person("E1", "a", "D2", "", ""), person("E2", "b", "D1", "", "")));
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", true);
        assertThat(engine.store.changes().deadLetterCount("app")).isEqualTo(1);

        engine.sync(List.of(person("E1", "a", "D2", "", "2026-11-10"), person("E2", "b", "D1", "", "")));

        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", false);
    }

    @Test
    void whoeverWasClosedBeforeTheRestWasRefusedIsOpenedWhenSheIsBack() {
        engine.outbound = onLeaveClosed();
        engine.inbound = Engine.inbound("hr", "workerId", "name", "dept", "managerId", "endDate", "status");
        engine.sync(List.of(withStatus("E1", "D1", "active"), withStatus("E2", "D1", "active")));
        engine.target.refuses = request -> request.operation() == Operation.DISABLE ? halfDone(request) : Optional.empty();
        engine.sync(List.of(withStatus("E1", "D1", "leave"), withStatus("E2", "D1", "active")));
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", false);

        engine.sync(List.of(withStatus("E1", "D1", "active"), withStatus("E2", "D1", "active")));

        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", true);
    }

    @Test
    void aValueThatIsRefusedKeepsNobodysAccountOpen() {
        engine.outbound = onLeaveClosed();
        engine.inbound = Engine.inbound("hr", "workerId", "name", "dept", "managerId", "endDate", "status");
        engine.sync(List.of(withStatus("E1", "D1", "active"), withStatus("E2", "D1", "active")));
        engine.target.refuses = request -> request.values().containsValue("D9") ? Optional.of(Outcome.failed(OutcomeKind.INVALID, "there is no D9")) : Optional.empty();

        engine.sync(List.of(withStatus("E1", "D9", "leave"), withStatus("E2", "D1", "active")));
        engine.provision(false);

        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", false).containsEntry("department", "D1");
        assertThat(engine.store.changes().deadLetters(Optional.of("app"), 10)).singleElement().satisfies(letter -> assertThat(letter.change().orElseThrow().kind()).isEqualTo(ChangeKind.UPDATE));
        engine.target.refuses = request -> Optional.empty();
        engine.sync(List.of(withStatus("E1", "D2", "leave"), withStatus("E2", "D1", "active")));
        assertThat(engine.store.changes().deadLetterCount("app")).isZero();
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", false).containsEntry("department", "D2");
    }

    @Test
    void whoeverWasNotLetInAgainAndLeavesIsHeldAsLongAsAnybody() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", "${body[workerId]}-a").value("employeeNumber", "${body[workerId]}")
                .lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.of(Period.ofDays(30)), true)).build();
        engine.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D1", "", "")));
        engine.sync(List.of(person("E1", "a", "D1", "", "2026-11-19"), person("E2", "b", "D1", "", "")));
        engine.target.refuses = request -> request.operation() == Operation.ENABLE ? Optional.of(Outcome.failed(OutcomeKind.INVALID, "there is no licence left")) : Optional.empty();
        engine.sync(List.of(person("E1", "a", "D1", "", "2027-01-10"), person("E2", "b", "D1", "", "")));

        engine.now = java.time.Instant.parse("2027-01-11T12:00:00Z");
        engine.provision(false);

        assertThat(engine.target.accounts()).as("she left a day ago").hasSize(2);
        engine.now = java.time.Instant.parse("2027-02-11T12:00:00Z");
        engine.provision(false);
        assertThat(engine.target.accounts()).hasSize(1);
    }

    @Test
    void whoseAccountWasFoundAndNotBroughtUpToDateIsClosedWhenSheLeavesAllTheSame() {
        engine.target.accounts().put("old", new LinkedHashMap<>(Map.of("id", "old", "userName", "E1-a", "employeeNumber", "E1", "department", "D0", "active", true)));
        engine.target.refuses = request -> request.values().containsValue("D9") ? Optional.of(Outcome.failed(OutcomeKind.INVALID, "there is no D9")) : Optional.empty();
        engine.sync(List.of(person("E1", "a", "D9", "", ""), person("E2", "b", "D1", "", "")));
        engine.provision(false);
        assertThat(engine.store.changes().deadLetters(Optional.of("app"), 10)).singleElement().satisfies(letter -> assertThat(letter.reason()).isEqualTo("there is no D9"));

        engine.sync(List.of(person("E1", "a", "D9", "", "2026-11-01"), person("E2", "b", "D1", "", "")));

        assertThat(engine.target.accounts().get("old")).containsEntry("active", false).containsEntry("department", "D0");
        assertThat(engine.store.changes().deadLetterCount("app")).isZero();
    }

    @Test
    void whoeverIsMadeOpenAlthoughClosedWasAskedForIsClosed() {
        engine.outbound = onLeaveClosed();
        engine.inbound = Engine.inbound("hr", "workerId", "name", "dept", "managerId", "endDate", "status");
        engine.target.stores(account -> account.put("active", !Boolean.FALSE.equals(account.get("active")) || engine.target.calls().size() == 1));

        engine.sync(List.of(withStatus("E1", "D1", "leave")));

        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("active", false);
        assertThat(engine.target.calls()).containsExactly("create E1-a", "disable id1");
    }

    /** Opens or closes the account, and refuses what had to follow. */
    private Optional<Outcome> halfDone(AccountRequest request) {
        if (request.operation() != Operation.UPDATE) {
            engine.target.accounts().get(request.anchor().orElseThrow()).put("active", request.operation() == Operation.ENABLE);
        }
        return Optional.of(Outcome.failed(OutcomeKind.INVALID, "there is no licence left"));
    }

    private static OutboundJob onLeaveClosed() {
        return Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", "${body[workerId]}-a").value("employeeNumber", "${body[workerId]}")
                .value("department", "${body[dept]}").lifecycle(new LifecycleRule(Period.ofDays(14), false, true, OnExit.DISABLE, Optional.empty(), true)).build();
    }

    private static SourceItem withStatus(String worker, String dept, String status) {
        return new SourceItem.Read(Attributes.of(Map.of("workerId", worker, "name", "a", "dept", dept, "status", status)), "hr:" + worker);
    }

    @Test
    void whatTheTargetRefusesIsNotTriedAgainUntilItChanges() {
        engine.target.next(OutcomeKind.INVALID);
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        engine.provision(true);
        assertThat(engine.target.calls()).hasSize(1);
        engine.sync(List.of(person("E1", "a", "D2", "", "")));
        assertThat(engine.target.calls()).hasSize(2);
        assertThat(engine.store.changes().deadLetterCount("app")).isZero();
    }

    @Test
    void whatWaitsForSomethingElseInTheTargetIsADeadLetterAndTriedInEachCycleUntilItIsThere() {
        engine.target.next(OutcomeKind.BLOCKED);
        engine.sync(List.of(Engine.person("E1", "Ada", "D1", "", "")));
        assertThat(engine.store.changes().deadLetters(Optional.of("app"), 10)).singleElement()
                .satisfies(letter -> assertThat(letter.outcome()).isEqualTo(OutcomeKind.BLOCKED));
        engine.target.next(OutcomeKind.BLOCKED);
        engine.provision(false);
        assertThat(engine.target.calls()).hasSize(2);
        assertThat(engine.store.changes().deadLetterCount("app")).isEqualTo(1);

        engine.provision(false);

        assertThat(engine.target.byUserName()).containsOnlyKeys("E1-Ada");
        assertThat(engine.store.changes().deadLetterCount("app")).isZero();
    }

    @Test
    void whatWaitsForSomethingElseGoesOncePerCycleHoweverOftenOthersMakeItLookAgain() {
        engine.target.next(OutcomeKind.BLOCKED);
        engine.sync(List.of(Engine.person("E1", "Ada", "D1", "E2", ""), Engine.person("E2", "Bob", "D1", "E1", "")));
        String blocked = engine.target.calls().get(0);
        assertThat(engine.target.calls()).containsOnlyOnce(blocked);

        engine.provision(false);

        assertThat(engine.target.byUserName()).containsOnlyKeys("E1-Ada", "E2-Bob");
        assertThat(engine.target.byUserName().get("E1-Ada").get("manager")).isEqualTo("E2-Bob");
        assertThat(engine.target.byUserName().get("E2-Bob").get("manager")).isEqualTo("E1-Ada");
        assertThat(engine.store.changes().deadLetterCount("app")).isZero();
    }

    @Test
    void anUnavailableTargetIsTriedAgainInTheNextCycle() {
        engine.target.next(OutcomeKind.UNAVAILABLE);
        assertThat(engine.sync(List.of(person("E1", "a", "D1", "", ""))).status()).isEqualTo(CycleStatus.PARTLY);
        engine.provision(false);
        assertThat(engine.target.byUserName()).containsKey("E1-a");
    }

    @Test
    void aTargetThatAsksToBeLeftAloneHasNotFailed() {
        engine.target.next(OutcomeKind.THROTTLED);
        Cycle cycle = engine.sync(List.of(person("E1", "a", "D1", "", "")));
        assertThat(cycle.counted(Counted.FAILED)).isZero();
        engine.provision(false);
        assertThat(engine.target.byUserName()).containsKey("E1-a");
    }

    @Test
    void refusedCredentialsStopTheCycleAtOnce() {
        engine.target.next(OutcomeKind.UNAUTHORIZED);
        Cycle cycle = engine.sync(IntStream.range(0, 10).mapToObj(i -> person("E" + i, "a", "D1", "", "")).toList());
        assertThat(cycle.status()).isEqualTo(CycleStatus.FAILED);
        assertThat(engine.target.calls()).hasSize(1);
        engine.provision(false);
        assertThat(engine.target.accounts()).hasSize(10);
    }

    @Test
    void anAccountThatIsGoneIsHealedAloneWithinTheCycle() {
        engine.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D1", "", "")));
        engine.target.accounts().remove("id1");
        engine.sync(List.of(person("E1", "a", "D2", "", ""), person("E2", "b", "D1", "", "")));
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("department", "D2");
        assertThat(engine.target.calls()).hasSize(4);
    }

    // --- reading

    @Test
    void aReadThatFailedHalfWayMakesNoLeaversButKeepsWhatItRead() {
        List<SourceItem> people = people(20);
        engine.sync(people);
        List<SourceItem> moved = new ArrayList<>(people);
        moved.set(0, person("E0", "n0", "D9", "", ""));
        engine.source.has(moved).failsAfter(5);
        assertThat(engine.read().failure()).hasValueSatisfying(why -> assertThat(why).contains("connection was lost"));
        engine.provision(false);
        assertThat(engine.target.byUserName().values()).noneMatch(account -> account.get("active").equals(false));
        assertThat(engine.target.byUserName().get("E0-n0")).containsEntry("department", "D9");
    }

    @Test
    void anEmptySourceIsAFailure() {
        engine.sync(people(3));
        engine.source.has(List.of());
        assertThat(engine.read().failure()).hasValueSatisfying(why -> assertThat(why).contains("no records"));
        engine.provision(false);
        assertThat(engine.target.byUserName().values()).allMatch(account -> account.get("active").equals(true));
    }

    @Test
    void ofDuplicateAnchorsNoneIsUsedAndThePersonStaysAsShe() {
        engine.sync(people(20));
        List<SourceItem> twice = new ArrayList<>(people(20));
        twice.set(0, person("E0", "n0", "D8", "", ""));
        twice.add(person("E0", "n0", "D9", "", ""));
        engine.source.has(twice);
        assertThat(engine.read().counted(Counted.REJECTED)).isEqualTo(1);
        engine.provision(false);
        assertThat(engine.target.byUserName().get("E0-n0")).containsEntry("department", "D0").containsEntry("active", true);
    }

    @Test
    void aRejectedRecordIsNotAnAbsentOne() {
        engine.sync(people(20));
        List<SourceItem> people = new ArrayList<>(people(20));
        people.set(0, new SourceItem.Rejected(Optional.of("E0"), "5 fields where 6 belong", "hr.csv:2"));
        people.set(1, new SourceItem.Rejected(Optional.empty(), "no UTF-8", "hr.csv:3"));
        engine.source.has(people);
        Cycle cycle = engine.read();
        assertThat(cycle.counted(Counted.ABSENT)).isZero();
        engine.provision(false);
        assertThat(engine.target.byUserName().values()).allMatch(account -> account.get("active").equals(true));
        assertThat(engine.store.changes().deadLetters(Optional.of("hr"), 10)).hasSize(2);
    }

    @Test
    void ofSeveralChangesOfOneRecordInOneReadingTheLastCounts() {
        engine.source.givesChanges();
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        engine.sync(List.of(person("E1", "a", "D2", "", ""), person("E1", "a", "D1", "", "")));
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("department", "D1");
    }

    @Test
    void aMarkThatLiesAheadIsNotReadFromAndAFullReadHealsIt() {
        engine.source.givesChanges();
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        CycleStore.JobState state = engine.store.cycles().state("hr");
        engine.store.cycles().state("hr", state.read(Optional.of("2099-01-01T00:00:00Z"), state.lastFullCount(), state.lastFullAt()));
        assertThat(ReadStep.liesAhead("2099-01-01T00:00:00Z", engine.now)).isTrue();
        engine.sync(List.of(person("E1", "a", "D2", "", "")));
        assertThat(engine.store.cycles().state("hr").watermark()).contains("since then");
        assertThat(engine.store.cycles().state("hr").lastFullAt()).as("it was a full read").contains(engine.now);
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("department", "D2");
    }

    @Test
    void whoeverWasDeletedAndNoDeltaTellsOfIsMissedWithinADayThoughNobodyHasAppointedAFullReading() {
        engine.source.givesChanges();
        engine.sync(people(20));
        engine.now = Engine.NOW.plus(Duration.ofHours(23));
        engine.sync(List.of());
        assertThat(engine.target.byUserName().get("E0-n0")).as("a delta of nothing").containsEntry("active", true);

        engine.now = Engine.NOW.plus(Duration.ofHours(25));
        engine.sync(people(20).subList(1, 20));

        assertThat(engine.target.byUserName().get("E0-n0")).containsEntry("active", false);
        assertThat(engine.store.links().enabledAccounts("app")).isEqualTo(19);
    }

    @Test
    void aRecordThatWasDeletedAndMadeAgainIsThere() {
        engine.source.givesChanges();
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        engine.sync(List.of(new SourceItem.Deleted("E1", ""), person("E1", "a", "D2", "", "")));
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("department", "D2").containsEntry("active", true);
    }

    @Test
    void aReadingOfChangesDoesNotForgetWhatWasRejectedBefore() {
        engine.source.givesChanges();
        engine.sync(List.of(person("E1", "a", "D1", "", ""), new SourceItem.Rejected(Optional.of("E2"), "5 fields", "hr.csv:3"),
                new SourceItem.Rejected(Optional.of("E3"), "5 fields", "hr.csv:4")));
        engine.sync(List.of(person("E2", "b", "D1", "", "")));
        assertThat(engine.store.changes().deadLetters(Optional.of("hr"), 10)).singleElement()
                .satisfies(letter -> assertThat(letter.anchor()).contains("E3"));
    }

    @Test
    void whatASecondSourceKnowsOfSomebodyWhoComesLaterIsNotForgotten() {
        FakeSource phones = new FakeSource();
        InboundJob enricher = Engine.enricher("phones", "workerId", "dept");
        phones.has(List.of(person("E1", "", "D7", "", "")));
        engine.read(phones, enricher);
        engine.inbound = Engine.inbound("hr", "workerId", "name", "managerId", "endDate");
        engine.sync(List.of(person("E1", "a", "", "", "")));
        engine.read(phones, enricher);
        engine.provision(false);
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("department", "D7");
    }

    @Test
    void aDateThatIsNoDateLeavesTheAccountAsItWas() {
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        Cycle cycle = engine.sync(List.of(person("E1", "a", "D2", "", "not a date")));
        assertThat(cycle.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(engine.target.byUserName().get("E1-a")).containsEntry("department", "D1").containsEntry("active", true);
    }

    // --- what must hold for every company

    @Property(tries = 60)
    void appliedOnceThereIsNothingLeftToDo(@ForAll("companies") @Size(max = 25) List<SourceItem> before, @ForAll("companies") @Size(max = 25) List<SourceItem> after) {
        Engine any = new Engine();
        any.sync(before);
        any.sync(after);
        int calls = any.target.calls().size();
        any.sync(after);
        any.provision(true);
        assertThat(any.target.calls()).hasSize(calls);
    }

    @Property(tries = 60)
    void theOrderOfTheSourceDoesNotMatter(@ForAll("companies") @Size(max = 25) List<SourceItem> people, @ForAll Random random) {
        Engine one = new Engine();
        one.sync(people);
        List<SourceItem> shuffled = new ArrayList<>(people);
        Collections.shuffle(shuffled, random);
        Engine other = new Engine();
        other.sync(shuffled);
        assertThat(other.target.byUserName()).isEqualTo(one.target.byUserName());
    }

    /** Killed at any write, before or after it took effect, and started again: it ends as if undisturbed, and no account is made twice. */
    @Property(tries = 120)
    void killedAtAnyWriteAndStartedAgainItEndsTheSame(@ForAll("companies") @Size(max = 15) List<SourceItem> before,
                                                      @ForAll("companies") @Size(max = 15) List<SourceItem> after,
                                                      @ForAll @IntRange(max = 20) int write, @ForAll boolean afterEffect) {
        Engine undisturbed = new Engine();
        undisturbed.sync(before);
        undisturbed.sync(after);
        Engine killed = new Engine();
        killed.sync(before);
        killed.target.killAt(write, afterEffect);
        try {
            killed.sync(after);
        } catch (FakeTarget.Killed expected) {
            killed.sync(after);
        }
        assertThat(killed.target.byUserName()).isEqualTo(undisturbed.target.byUserName());
        assertThat(killed.target.accounts()).hasSize(undisturbed.target.accounts().size());
    }

    @Provide
    Arbitrary<List<SourceItem>> companies() {
        Arbitrary<Integer> worker = Arbitraries.integers().between(0, 30);
        Arbitrary<SourceItem> person = Combinators.combine(worker, Arbitraries.of("a", "b", "c"), Arbitraries.of("D1", "D2", ""),
                        Arbitraries.integers().between(-5, 30), Arbitraries.of("", "", "", "2026-11-01", "2026-12-24"))
                .as((id, name, dept, manager, end) -> person("E" + id, name, dept, manager < 0 ? "" : "E" + manager, end));
        return person.list().ofMinSize(1).uniqueElements(item -> ((SourceItem.Read) item).attributes().get("workerId"));
    }

    private String managerOf(String userName) {
        return (String) engine.target.byUserName().get(userName).get("manager");
    }

    private static List<SourceItem> people(int count) {
        return IntStream.range(0, count).mapToObj(i -> person("E" + i, "n" + i, "D" + i, "", "")).toList();
    }
}
