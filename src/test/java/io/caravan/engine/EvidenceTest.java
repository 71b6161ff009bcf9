package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.mapping.OutboundJob.LifecycleRule;
import io.caravan.mapping.OutboundJob.OnExit;
import io.caravan.mapping.OutboundJob.OnMissing;
import io.caravan.plan.Jobs;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a target's answers are believed to prove: each test is a row of the table "What counts as evidence". */
class EvidenceTest {

    private static final List<SourceItem> THREE = List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D1", "", ""), person("E3", "c", "D1", "", ""));
    private static final List<SourceItem> E1_LEFT = List.of(person("E1", "a", "D1", "", "2026-01-31"), THREE.get(1), THREE.get(2));

    private final Engine engine = new Engine();
    private final FakeTarget target = engine.target;

    private Link link(String key) {
        return engine.store.links().page(Kind.PERSON, "app", 0, 100).stream().filter(subject -> subject.identity().key().equals(key)).findFirst()
                .flatMap(LinkStore.Subject::link).orElseThrow();
    }

    private long accountsOf(String worker) {
        return target.accounts().values().stream().filter(account -> worker.equals(account.get("employeeNumber"))).count();
    }

    private Object active(String worker) {
        return target.accounts().values().stream().filter(account -> worker.equals(account.get("employeeNumber"))).findFirst().orElseThrow().get("active");
    }

    private static List<SourceItem> people(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> person("E" + i, "n" + i, "D1", "", "")).toList();
    }

    private void account(String id, String employeeNumber) {
        target.accounts().put(id, new LinkedHashMap<>(Map.of("id", id, "userName", employeeNumber + "-x", "employeeNumber", employeeNumber, "active", true)));
    }

    // --- an account is gone

    @Test
    void aTargetThatFindsNobodyProvesNothingAndALeaverIsDisabledWhenItAnswersAgain() {
        engine.sync(THREE);
        target.findsNobody = true;
        Cycle blind = engine.sync(E1_LEFT);
        assertThat(blind.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(link("E1").state()).isEqualTo(LinkState.MISSING);
        assertThat(link("E1").anchor()).contains("id1");
        assertThat(link("E1").shadow().get("userName")).isEqualTo("E1-a");
        assertThat(engine.provision(true).status()).as("as long as it lasts").isEqualTo(CycleStatus.PARTLY);
        assertThat(target.accounts()).hasSize(3);
        target.findsNobody = false;
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).isEqualTo(false);
        assertThat(link("E1").state()).isEqualTo(LinkState.DISABLED);
        assertThat(link("E1").problem()).isEmpty();
    }

    @Test
    void anAccountIsGoneWhenTheTargetSaysSoAndShowsAnother() {
        engine.sync(THREE);
        target.accounts().remove("id1");
        Cycle cycle = engine.sync(List.of(person("E1", "a", "D2", "", ""), THREE.get(1), THREE.get(2)));
        assertThat(cycle.status()).isEqualTo(CycleStatus.DONE);
        assertThat(accountsOf("E1")).as("made again in the same cycle").isEqualTo(1);
        assertThat(link("E1").anchor()).contains("id4");
    }

    @Test
    void theOnlyAccountThereIsCannotBeProvenToBeGone() {
        engine.sync(List.of(THREE.get(0)));
        target.accounts().clear();
        assertThat(engine.sync(List.of(person("E1", "a", "D2", "", ""))).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(link("E1").state()).isEqualTo(LinkState.MISSING);
        assertThat(target.accounts()).isEmpty();
    }

    /** Somebody was deleted from an earlier page while a later one was read: everybody moved up by one, and one of them was on neither. */
    @Test
    void whereNobodyCanBeAskedForOneAccountWhatOneListLacksIsNotGoneYet() {
        ObjectSpec whole = Jobs.object();
        Engine blind = new Engine(new ObjectSpec(whole.name(), new ObjectSpec.Keys(whole.anchor(), whole.enabledBy(), Optional.empty(), whole.renamedBy()), whole.schema(),
                EnumSet.complementOf(EnumSet.of(Operation.GET, Operation.FIND)), List.of()));
        blind.sync(people(20));
        blind.target.lists = all -> all.stream().filter(item -> !"id7".equals(((SourceItem.Read) item).attributes().get("id"))).toList();
        assertThat(blind.provision(true).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(blind.target.accounts()).as("nobody has two").hasSize(20);
        blind.target.lists = all -> all;
        assertThat(blind.provision(true).status()).isEqualTo(CycleStatus.DONE);
        blind.target.accounts().remove("id7");
        assertThat(blind.provision(true).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(blind.target.accounts()).hasSize(19);
        assertThat(blind.provision(true).status()).isEqualTo(CycleStatus.DONE);
        assertThat(blind.target.accounts()).as("made again").hasSize(20);
    }

    @Test
    void aLeaverWhoseAccountIsProvenToBeGoneHasNothingToDisable() {
        engine.sync(THREE);
        target.accounts().remove("id1");
        assertThat(engine.sync(E1_LEFT).status()).isEqualTo(CycleStatus.DONE);
        assertThat(link("E1").state()).isEqualTo(LinkState.GONE);
    }

    @Test
    void whoWasListedInTheSameCycleIsNotGoneAndALeaverIsDisabledWhenTheTargetFindsTheAccount() {
        engine.sync(THREE);
        target.onlyListed.add("id1");
        engine.source.has(E1_LEFT);
        engine.read();
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(link("E1").state()).isEqualTo(LinkState.MISSING);
        target.onlyListed.clear();
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).isEqualTo(false);
    }

    @Test
    void whomASearchFindsIsNotGoneAndNobodyIsLinkedAgainAndAgain() {
        engine.sync(THREE);
        target.onlyListed.add("id1");
        List<SourceItem> moved = List.of(person("E1", "a", "D2", "", ""), THREE.get(1), THREE.get(2));
        Cycle cycle = engine.sync(moved);
        assertThat(cycle.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(cycle.counted("planned-link")).isEqualTo(1);
        target.onlyListed.clear();
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(link("E1").anchor()).contains("id1");
        assertThat(target.accounts().get("id1").get("department")).isEqualTo("D2");
    }

    @Test
    void aLeaversAccountThatWasTakenForGoneAndIsThereAfterAllIsDisabled() {
        engine.sync(THREE);
        target.onlyListed.add("id1");
        target.finds = (all, found) -> found.stream().filter(account -> !"id1".equals(account.get("id"))).toList();
        assertThat(engine.sync(E1_LEFT).status()).isEqualTo(CycleStatus.DONE);
        assertThat(link("E1").state()).as("only a list could tell").isEqualTo(LinkState.GONE);
        target.onlyListed.clear();
        target.finds = (all, found) -> found;
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).isEqualTo(false);
        assertThat(link("E1").state()).isEqualTo(LinkState.DISABLED);
    }

    // --- a change of an account happened

    @Test
    void aChangeThatMayHaveHappenedIsAskedForBeforeAnythingIsConcluded() {
        engine.sync(THREE);
        target.readsFail = true;
        target.loseNextAnswer();
        assertThat(engine.sync(E1_LEFT).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(link("E1").problem().orElseThrow().reason()).isEqualTo(Reason.CHANGE_IN_DOUBT);
        target.readsFail = false;
        assertThat(engine.sync(THREE).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).as("who left and is back the next day").isEqualTo(true);
        assertThat(link("E1").problem()).isEmpty();
    }

    @Test
    void aChangeThatMayHaveHappenedIsSentAgainWhereTheAccountDoesNotSayHowItStands() {
        engine.sync(THREE);
        target.readsFail = true;
        target.loseNextAnswer();
        assertThat(engine.sync(E1_LEFT).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(engine.sync(THREE).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).isEqualTo(true);
        assertThat(link("E1").problem()).isEmpty();
    }

    @Test
    void aChangeThatWasSentByAProcessThatWasKilledIsAskedForBeforeAnythingIsConcluded() {
        engine.sync(THREE);
        target.killAt(0, true);
        assertThatThrownBy(() -> engine.sync(E1_LEFT)).isInstanceOf(FakeTarget.Killed.class);
        assertThat(active("E1")).isEqualTo(false);
        assertThat(engine.sync(THREE).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).isEqualTo(true);
    }

    @Test
    void whoReportsToSomebodyWhoTurnsOutToBeRenamedIsLookedAtAgain() {
        Engine byName = new Engine(Jobs.referredToBy("userName"));
        byName.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D1", "E1", ""), THREE.get(2)));
        byName.target.readsFail = true;
        byName.target.loseNextAnswer();
        byName.sync(List.of(person("E1", "z", "D1", "", ""), person("E2", "b", "D1", "E1", ""), THREE.get(2)));
        byName.target.readsFail = false;
        assertThat(byName.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(byName.target.byUserName().get("E2-b").get("manager")).isEqualTo("E1-z");
    }

    @Test
    void aDeleteThatFindsNobodyIsDoneOnlyWhenThatIsProven() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", "${body[workerId]}").value("employeeNumber", "${body[workerId]}")
                .lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DELETE, Optional.empty(), true)).build();
        engine.sync(THREE);
        target.findsNobody = true;
        assertThat(engine.sync(E1_LEFT).status()).isEqualTo(CycleStatus.PARTLY);
        target.findsNobody = false;
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(target.accounts()).doesNotContainKey("id1");
        assertThat(link("E1").state()).isEqualTo(LinkState.DELETED);
    }

    @Test
    void anAccountThatAChangeDoesNotFindAndAReadDoesIsChangedLater() {
        engine.sync(THREE);
        target.next(OutcomeKind.NOT_FOUND);
        assertThat(engine.sync(E1_LEFT).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(link("E1").state()).isEqualTo(LinkState.ENABLED);
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).isEqualTo(false);
    }

    @Test
    void nobodyIsAskedForAgainWithoutEndWhenTheTargetKnowsNobody() {
        engine.sync(people(60));
        target.findsNobody = true;
        engine.provision(true);
        assertThat(target.questions.stream().filter(question -> question.startsWith("get "))).hasSizeLessThan(600);
        assertThat(engine.store.links().countByState("app").get(LinkState.ENABLED)).as("who was not asked for stays as known").isEqualTo(40);
    }

    // --- a list is whole

    @Test
    void whoIsNotInAListIsAskedForByTheAnchorBeforeAnythingIsConcluded() {
        engine.sync(people(12));
        target.lists = all -> all.subList(0, 10);
        engine.source.has(Stream.concat(people(11).stream(), Stream.of(person("E12", "n12", "D1", "", "2026-01-31"))).toList());
        engine.read();
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E12")).isEqualTo(false);
        assertThat(target.accounts()).hasSize(12);
    }

    @Test
    void anAccountThatIsDisabledAndNotShownAnyMoreIsEnabledWhenItsOwnerComesBack() {
        engine.sync(THREE);
        target.lists = all -> all.stream().filter(item -> !Boolean.FALSE.equals(((SourceItem.Read) item).attributes().get("active"))).toList();
        target.finds = (all, found) -> found.stream().filter(account -> !Boolean.FALSE.equals(account.get("active"))).toList();
        engine.sync(E1_LEFT);
        engine.provision(true);
        engine.sync(THREE);
        assertThat(active("E1")).isEqualTo(true);
        assertThat(target.accounts()).hasSize(3);
    }

    @Test
    void nobodyIsCreatedBecauseOfAListThatIsNotWhole() {
        engine.sync(people(12));
        account("x1", "E99");
        target.lists = all -> all.subList(0, 11);
        target.finds = (all, found) -> List.of();
        Cycle cycle = engine.sync(Stream.concat(people(12).stream(), Stream.of(person("E99", "x", "D1", "", ""))).toList());
        assertThat(cycle.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(accountsOf("E99")).isEqualTo(1);
        target.lists = all -> all;
        assertThat(engine.provision(false).status()).as("tried again by itself").isEqualTo(CycleStatus.DONE);
        assertThat(link("E99").anchor()).contains("x1");
    }

    @Test
    void aListThatBringsTheSameForEverEnds() {
        engine.sync(THREE);
        target.lists = all -> Stream.generate(() -> all).limit(100_000).flatMap(List::stream).toList();
        Cycle cycle = engine.provision(true);
        assertThat(cycle.counted(Counted.LISTED)).isEqualTo(3);
        assertThat(cycle.counted(Counted.LIST_NOT_WHOLE)).isEqualTo(1);
    }

    @Test
    void aListThatFailsHalfWayStopsNeitherLeaversNorAnybodyElse() {
        engine.sync(THREE);
        target.lists = all -> {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "page 2 does not come");
        };
        engine.source.has(E1_LEFT);
        engine.read();
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).isEqualTo(false);
    }

    @Test
    void anAccountThatWasDeletedInTheTargetIsFoundMissingByAListAndMadeAgain() {
        engine.sync(THREE);
        target.accounts().remove("id2");
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.DONE);
        assertThat(accountsOf("E2")).isEqualTo(1);
    }

    @Test
    void anAccountThatIsProvenToBeGoneIsOnlyReportedIfTheJobSaysSo() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", "${body[workerId]}").value("employeeNumber", "${body[workerId]}")
                .onMissing(OnMissing.REPORT).build();
        engine.sync(THREE);
        target.accounts().remove("id2");
        engine.provision(true);
        assertThat(accountsOf("E2")).isZero();
        assertThat(link("E2").state()).isEqualTo(LinkState.GONE);
    }

    // --- a search found nobody

    private Cycle joinsWithAnAccountAlready() {
        engine.sync(people(12));
        account("x1", "E99");
        target.questions.clear();
        return engine.sync(Stream.concat(people(12).stream(), Stream.of(person("E99", "x", "D1", "", ""))).toList());
    }

    private void assertIsLinkedAndNotMadeTwice(Cycle cycle) {
        assertThat(cycle.status()).isEqualTo(CycleStatus.DONE);
        assertThat(accountsOf("E99")).isEqualTo(1);
        assertThat(link("E99").anchor()).contains("x1");
    }

    @Test
    void aSearchIsProvenOnceInACycleAndThenBelieved() {
        assertIsLinkedAndNotMadeTwice(joinsWithAnAccountAlready());
        assertThat(target.questions).as("a value that exists, in another case, one that does not, and the one").containsOnly("find employeeNumber").hasSize(4);
    }

    @Test
    void aSearchThatIgnoresTheFilterIsReplacedByAListing() {
        target.finds = (all, found) -> all.subList(0, Math.min(10, all.size()));
        assertIsLinkedAndNotMadeTwice(joinsWithAnAccountAlready());
    }

    @Test
    void aSearchThatIsAnsweredWithNobodyIsReplacedByAListing() {
        target.finds = (all, found) -> List.of();
        assertIsLinkedAndNotMadeTwice(joinsWithAnAccountAlready());
    }

    @Test
    void aSearchThatIsAnsweredWithOneAndTheSameIsReplacedByAListing() {
        target.finds = (all, found) -> all.subList(0, Math.min(1, all.size()));
        assertIsLinkedAndNotMadeTwice(joinsWithAnAccountAlready());
    }

    @Test
    void aSearchThatIsRefusedIsReplacedByAListing() {
        target.finds = (all, found) -> {
            throw new OutcomeException(OutcomeKind.INVALID, "filter is not supported");
        };
        assertIsLinkedAndNotMadeTwice(joinsWithAnAccountAlready());
    }

    @Test
    void oneSearchThatFailsFailsOnePersonAndIsTriedAgain() {
        engine.sync(people(12));
        List<String> asked = new ArrayList<>();
        target.finds = (all, found) -> {
            asked.add("");
            if (asked.size() == 4) { // after the proof: E13
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "timeout");
            }
            return found;
        };
        List<SourceItem> more = new ArrayList<>(people(14));
        more.set(0, person("E1", "n1", "D1", "", "2026-01-31"));
        Cycle cycle = engine.sync(more);
        assertThat(cycle.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(active("E1")).isEqualTo(false);
        assertThat(accountsOf("E13")).isZero();
        assertThat(accountsOf("E14")).isEqualTo(1);
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(accountsOf("E13")).isEqualTo(1);
    }

    @Test
    void noSearchIsMadeWhereNobodyIsLookedFor() {
        engine.sync(THREE);
        target.questions.clear();
        engine.sync(E1_LEFT);
        assertThat(target.questions).isEmpty();
    }

    // --- a refusal concerns this person

    private void refuses(OutcomeKind kind, String words) {
        target.refuses = request -> request.operation() == Operation.CREATE
                ? Optional.of(Outcome.failed(kind, words + " " + request.values().get("userName") + " 4711")) : Optional.empty();
    }

    private long deadLetters() {
        return engine.store.changes().deadLetterCount("app");
    }

    @Test
    void whatIsRefusedToEverybodyIsNobodysDeadLetterAndIsTriedAgain() {
        refuses(OutcomeKind.INVALID, "licence used up for");
        Cycle cycle = engine.sync(people(60));
        assertThat(cycle.status()).isEqualTo(CycleStatus.FAILED);
        assertThat(cycle.failure()).hasValueSatisfying(why -> assertThat(why).contains("app refuses everybody: invalid", "caravan sync app"));
        assertThat(target.calls()).hasSize(21);
        assertThat(deadLetters()).isZero();
        target.refuses = request -> Optional.empty();
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(target.accounts()).hasSize(60);
    }

    @Test
    void whatForbidsEverythingIsNotAFaultOfTheFewWhoWereTried() {
        refuses(OutcomeKind.FORBIDDEN, "token expired");
        assertThat(engine.sync(THREE).status()).isEqualTo(CycleStatus.FAILED);
        assertThat(deadLetters()).isZero();
        target.refuses = request -> Optional.empty();
        engine.provision(false);
        assertThat(target.accounts()).hasSize(3);
    }

    @Test
    void whatIsRefusedToOneWhileOthersGetThroughIsHisDeadLetter() {
        target.refuses = request -> "E2-b".equals(request.values().get("userName")) ? Optional.of(Outcome.failed(OutcomeKind.FORBIDDEN, "protected")) : Optional.empty();
        assertThat(engine.sync(THREE).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(deadLetters()).isEqualTo(1);
    }

    @Test
    void upToTwentyInARowAreRefusedForThemselves() {
        List<String> asked = new ArrayList<>();
        target.refuses = request -> {
            asked.add("");
            return asked.size() <= 20 ? Optional.of(Outcome.failed(OutcomeKind.INVALID, "no mail")) : Optional.empty();
        };
        assertThat(engine.sync(people(40)).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(deadLetters()).isEqualTo(20);
        assertThat(target.accounts()).hasSize(20);
    }

    @Test
    void refusalsForOtherCausesAreNoRowOnceSomebodyGotThrough() {
        engine.sync(people(1));
        List<String> asked = new ArrayList<>();
        target.refuses = request -> {
            asked.add("");
            return asked.size() == 1 ? Optional.empty() : Optional.of(Outcome.failed(OutcomeKind.INVALID, asked.size() % 2 == 0 ? "no mail" : "no name"));
        };
        engine.sync(people(40));
        assertThat(target.calls()).hasSize(40);
        assertThat(deadLetters()).isEqualTo(38);
    }

    @Test
    void whoLeavesIsDisabledAlthoughEverybodyElseIsRefused() {
        engine.sync(THREE);
        refuses(OutcomeKind.FORBIDDEN, "no licence");
        List<SourceItem> more = new ArrayList<>(people(60));
        more.set(0, person("E1", "a", "D1", "", "2026-01-31"));
        assertThat(engine.sync(more).status()).isEqualTo(CycleStatus.FAILED);
        assertThat(active("E1")).isEqualTo(false);
        assertThat(target.calls()).filteredOn(call -> call.startsWith("create")).hasSizeLessThan(30);
    }

    // --- a create did not happen

    @Test
    void aCreateThatHappenedAlthoughTheAnswerWasLostIsFoundInTheSameCycle() {
        engine.sync(THREE);
        target.loseNextAnswer();
        assertThat(engine.sync(people4()).status()).isEqualTo(CycleStatus.DONE);
        assertThat(accountsOf("E4")).isEqualTo(1);
        assertThat(link("E4").state()).isEqualTo(LinkState.ENABLED);
    }

    private static List<SourceItem> people4() {
        return Stream.concat(THREE.stream(), Stream.of(person("E4", "d", "D1", "", ""))).toList();
    }

    @Test
    void aCreateInDoubtIsNotRepeatedAtOnceAndThenOnlyWhenTheLookUpIsProven() {
        engine.sync(THREE);
        target.next(OutcomeKind.IN_DOUBT);
        assertThat(engine.sync(people4()).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(target.calls()).filteredOn(call -> call.equals("create E4-d")).hasSize(1);
        assertThat(link("E4").state()).isEqualTo(LinkState.IN_DOUBT);
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(target.calls()).filteredOn(call -> call.equals("create E4-d")).hasSize(2);
    }

    @Test
    void aCreateInDoubtIsNotRepeatedAsLongAsNobodyCanSayWhetherItHappened() {
        engine.sync(THREE);
        target.loseNextAnswer();
        target.during(0, () -> {
            target.finds = (all, found) -> List.of();
            target.lists = all -> all.subList(0, 2);
        });
        engine.sync(people4());
        engine.provision(false);
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(accountsOf("E4")).isEqualTo(1);
        target.lists = all -> all;
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(link("E4").state()).isEqualTo(LinkState.ENABLED);
    }

    private static SourceItem startsInAWeek(String worker) {
        return new SourceItem.Read(Attributes.of(Map.of("workerId", worker, "name", "n", "dept", "D1", "startDate", "2026-11-27")), "hr:" + worker);
    }

    /** E1's account is closed, and the answer to the create of E4's, who starts in a week, is lost. */
    private void aCreateOfAClosedAccountIsInDoubt(boolean itHappened) {
        engine.inbound = Engine.inbound("hr", "workerId", "name", "dept", "managerId", "endDate", "startDate");
        engine.sync(THREE);
        engine.sync(E1_LEFT);
        if (itHappened) {
            target.loseNextAnswer();
            showsNoClosedAccounts();
        } else {
            target.next(OutcomeKind.IN_DOUBT);
        }
        engine.sync(Stream.concat(E1_LEFT.stream(), Stream.of(startsInAWeek("E4"))).toList());
        assertThat(link("E4").state()).isEqualTo(LinkState.IN_DOUBT);
    }

    private void showsNoClosedAccounts() {
        target.lists = all -> all.stream().filter(item -> !Boolean.FALSE.equals(((SourceItem.Read) item).attributes().get("active"))).toList();
        target.finds = (all, found) -> found.stream().filter(account -> !Boolean.FALSE.equals(account.get("active"))).toList();
    }

    @Test
    void aCreateOfAClosedAccountIsNotRepeatedWhereTheTargetShowsNoClosedAccounts() {
        aCreateOfAClosedAccountIsInDoubt(true);
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(target.calls()).filteredOn(call -> call.equals("create E4-n")).hasSize(1);
        assertThat(link("E4").problem().orElseThrow().reason()).isEqualTo(Reason.CREATE_IN_DOUBT);
        target.accounts().get("id1").put("active", true);
        assertThat(engine.provision(false).status()).as("E1 is open, though we closed it, and shows for that").isEqualTo(CycleStatus.PARTLY);
        target.accounts().get("id1").put("active", false);
        assertThat(target.calls()).filteredOn(call -> call.equals("create E4-n")).hasSize(1);
        target.lists = all -> all;
        target.finds = (all, found) -> found;
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(link("E4").state()).isEqualTo(LinkState.DISABLED);
        assertThat(accountsOf("E4")).isEqualTo(1);
    }

    @Test
    void aCreateOfAClosedAccountIsRepeatedWhereAClosedAccountIsShown() {
        aCreateOfAClosedAccountIsInDoubt(false);
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(accountsOf("E4")).isEqualTo(1);
    }

    @Test
    void aRepeatedCreateThatMeetsAnAccountThatIsNotShownSaysSo() {
        engine.sync(THREE);
        target.next(OutcomeKind.IN_DOUBT);
        engine.sync(people4());
        target.refuses = request -> request.operation() == Operation.CREATE ? Optional.of(Outcome.failed(OutcomeKind.CONFLICT, "userName is taken")) : Optional.empty();
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(link("E4").state()).isEqualTo(LinkState.IN_DOUBT);
        assertThat(link("E4").problem().orElseThrow().argument("message")).isEqualTo("userName is taken");
    }

    @Test
    void anAccountThatWasClosedAndIsOpenIsSeenAlsoWhereTheListIsNotWhole() {
        engine.sync(THREE);
        target.stores(account -> account.put("active", true));
        engine.sync(E1_LEFT);
        assertThat(link("E1").state()).as("so it was answered").isEqualTo(LinkState.DISABLED);
        target.stores(account -> { });
        target.lists = all -> List.of(all.get(1), all.get(1), all.get(2));
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E1")).isEqualTo(false);
    }

    // --- what an operator knows

    private Optional<AccountByHand.Refused> settle(String who, Optional<String> account) {
        Cycle cycle = new Cycle(0, engine.outbound, false, new Cycle.Start(engine.now, "settle by ada", 0), Set.of(), CycleListener.NONE);
        return new AccountByHand(engine.store, ZoneOffset.UTC, cycle, engine.outbound, target)
                .settle(engine.store.hub().identitiesByKey(Kind.PERSON, List.of(who)).get(who), account);
    }

    @Test
    void anOperatorSaysWhichAccountACreateInDoubtHasMade() {
        aCreateOfAClosedAccountIsInDoubt(true);
        assertThat(settle("E4", Optional.of("id9")).orElseThrow().why()).contains("does not show an account id9");
        assertThat(settle("E4", Optional.of("id2")).orElseThrow().why()).isEqualTo("the account id2 is E2's");
        assertThat(settle("E2", Optional.of("id4")).orElseThrow().why()).contains("E2 has the account id2");
        target.accounts().get("id4").put("employeeNumber", "E9");
        assertThat(settle("E4", Optional.of("id4")).orElseThrow().why()).isEqualTo("the account id4 has another employeeNumber than E4");
        target.accounts().get("id4").put("employeeNumber", "E4");
        assertThat(settle("E4", Optional.of("id4"))).isEmpty();
        assertThat(link("E4").state()).isEqualTo(LinkState.DISABLED);
        engine.now = Engine.NOW.plus(Duration.ofDays(8));
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(active("E4")).as("she has started").isEqualTo(true);
        assertThat(accountsOf("E4")).isEqualTo(1);
    }

    @Test
    void anOperatorSaysThatACreateInDoubtHasMadeNoAccountAndItIsMade() {
        engine.inbound = Engine.inbound("hr", "workerId", "name", "dept", "managerId", "endDate", "startDate");
        engine.sync(THREE);
        target.next(OutcomeKind.IN_DOUBT);
        engine.sync(Stream.concat(THREE.stream(), Stream.of(startsInAWeek("E4"))).toList());
        assertThat(engine.provision(false).status()).as("no closed account is known that could show that they are shown").isEqualTo(CycleStatus.PARTLY);
        assertThat(settle("E4", Optional.empty())).isEmpty();
        assertThat(engine.provision(false).status()).isEqualTo(CycleStatus.DONE);
        assertThat(accountsOf("E4")).isEqualTo(1);
        assertThat(settle("E4", Optional.empty()).orElseThrow().why()).contains("E4 has the account id4");
    }

    @Test
    void anOperatorSaysThatAMissingAccountIsGoneUnlessItShows() {
        engine.sync(THREE);
        target.findsNobody = true;
        engine.provision(true);
        assertThat(link("E1").state()).isEqualTo(LinkState.MISSING);
        target.findsNobody = false;
        assertThat(settle("E1", Optional.empty()).orElseThrow().why()).contains("shows the account id1");
        target.accounts().remove("id1");
        target.hidden.addAll(List.of("id2", "id3"));
        assertThat(settle("E1", Optional.empty())).isEmpty();
        assertThat(link("E1").state()).isEqualTo(LinkState.GONE);
        assertThat(settle("E1", Optional.empty()).orElseThrow().why()).contains("not in doubt");
    }

    @Test
    void aCreateInDoubtIsAlsoLookedForByWhatWasSentToBeUnique() {
        engine.outbound = Jobs.job().match("department", "${body[dept]}").value("userName", "${body[workerId]}").value("login", "${body[workerId]}").build();
        engine.sync(List.of(person("E1", "a", "D1", "", "")));
        target.loseNextAnswer();
        engine.sync(List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D2", "", "")));
        assertThat(link("E2").state()).isEqualTo(LinkState.ENABLED);
        assertThat(target.calls()).hasSize(2);
    }

    @Test
    void anAccountThatHadTheNameBeforeIsNotTheOneThatAnUnansweredCreateHasMade() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", "${body[workerId]}").value("login", "${body[name]}")
                .value("employeeNumber", "${body[workerId]}").build();
        engine.sync(THREE);
        target.accounts().put("local", new LinkedHashMap<>(Map.of("id", "local", "userName", "E4", "login", "d", "active", true)));
        target.loseNextAnswer(); // it was refused: the name is taken
        engine.sync(people4());
        assertThat(link("E4").state()).isEqualTo(LinkState.IN_DOUBT);
        assertThat(target.accounts().get("local")).doesNotContainKey("employeeNumber").containsEntry("active", true);
    }

    /** E4's account "back" was brought back under another login, and the target does not show it when it is asked for it. */
    private void isNamedAndInDoubt() {
        engine.sync(THREE);
        target.hidden.add("back");
        target.refuses = request -> {
            if (request.operation() != Operation.CREATE) {
                return Optional.empty();
            }
            target.accounts().putIfAbsent("back", new LinkedHashMap<>(Map.of("id", "back", "userName", "of-old", "active", true)));
            return Optional.of(new Outcome(OutcomeKind.IN_DOUBT, Optional.of("back"), Attributes.empty(), "brought back, and not brought up to date", Optional.empty()));
        };
        engine.sync(people4());
        target.refuses = request -> Optional.empty();
        assertThat(link("E4").state()).isEqualTo(LinkState.IN_DOUBT);
    }

    @Test
    void anAccountThatTheTargetNamedBeforeItBecameDoubtfulIsAskedForByItsNameWhateverStandsInIt() {
        isNamedAndInDoubt();
        target.refuses = request -> request.operation() == Operation.CREATE ? Optional.of(Outcome.failed(OutcomeKind.FORBIDDEN, "nobody may look")) : Optional.empty();
        engine.provision(false);
        assertThat(link("E4").state()).as("that somebody may not look says nothing").isEqualTo(LinkState.IN_DOUBT);
        assertThat(link("E4").shadow().get("id")).as("and its name stays known").isEqualTo("back");
        target.refuses = request -> Optional.empty();
        target.hidden.clear();
        engine.provision(false);
        assertThat(link("E4").anchor()).as("hers, though she has another name by now").contains("back");
        assertThat(target.accounts()).hasSize(4);
    }

    @Test
    void anAccountThatTheTargetNamedIsRecognisedInTheListWhateverStandsInIt() {
        isNamedAndInDoubt();
        engine.provision(true);
        assertThat(link("E4").anchor()).as("from the list, as it cannot be read").contains("back");
        assertThat(target.accounts()).hasSize(4);
    }

    @Test
    void anAccountThatTheTargetNamedAndAWholeListLacksIsAskedForBeforeItIsTakenForNotThere() {
        isNamedAndInDoubt();
        target.lists = all -> all.stream().filter(item -> !"back".equals(((SourceItem.Read) item).attributes().get("id"))).toList();
        target.readsFail = true;
        engine.provision(true);
        assertThat(link("E4").state()).as("that it cannot be asked for says nothing").isEqualTo(LinkState.IN_DOUBT);
        assertThat(target.accounts()).hasSize(4);
        target.readsFail = false;
        target.hidden.clear();
        engine.provision(true);
        assertThat(link("E4").anchor()).as("the list is older").contains("back");
        assertThat(target.accounts()).hasSize(4);
    }

    @Test
    void anAccountThatTheTargetNamedAndThatNeitherTheListNorTheTargetShowsIsMadeAgain() {
        isNamedAndInDoubt();
        target.accounts().remove("back");
        engine.provision(true);
        assertThat(link("E4").anchor()).contains("id4");
        assertThat(target.accounts()).hasSize(4);
    }

    @Test
    void whoLeavesWhileTheAccountIsInDoubtHasItDisabledWhenItIsFound() {
        engine.sync(THREE);
        target.loseNextAnswer();
        target.hidden.add("id4");
        target.finds = (all, found) -> found.stream().filter(account -> !account.text("id").orElse("").equals("id4")).toList();
        engine.sync(people4());
        assertThat(link("E4").state()).isEqualTo(LinkState.IN_DOUBT);
        target.finds = (all, found) -> found;
        engine.sync(Stream.concat(THREE.stream(), Stream.of(person("E4", "d", "D1", "", "2026-01-31"))).toList());
        assertThat(active("E4")).isEqualTo(false);
        assertThat(link("E4").state()).isEqualTo(LinkState.DISABLED);
    }

    @Test
    void anIdThatTwoCreatesShareIsNobodysAndBothAreLookedFor() {
        target.callsAll = Optional.of("me");
        Cycle cycle = engine.sync(THREE);
        assertThat(List.of(link("E1").anchor(), link("E2").anchor(), link("E3").anchor())).extracting(Optional::get)
                .containsExactly("id1", "id2", "id3");
        assertThat(cycle.status()).isEqualTo(CycleStatus.DONE);
        engine.sync(E1_LEFT);
        assertThat(active("E1")).isEqualTo(false);
        assertThat(active("E2")).isEqualTo(true);
    }

    @Test
    void anIdThatSomebodyHasFromAnEarlierCycleIsNotGivenToAnother() {
        engine.sync(THREE);
        target.callsAll = Optional.of("id2");
        engine.sync(people4());
        assertThat(link("E2").anchor()).contains("id2");
        assertThat(link("E4").anchor()).contains("id4");
    }
}
