package io.caravan.engine;

import static io.caravan.engine.Engine.declaring;
import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readings of which nothing may be used: they leave behind what was there, and say why. */
class UnbelievableReadingTest {

    private static final int PEOPLE = 40;

    private final Engine engine = new Engine();

    @BeforeEach
    void everybodyIsKnown() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "endDate");
        engine.sync(people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
    }

    private static List<SourceItem> people(IntFunction<SourceItem> each) {
        return new ArrayList<>(IntStream.range(0, PEOPLE).mapToObj(each).toList());
    }

    private Cycle read(List<SourceItem> people) {
        engine.source.has(people);
        return engine.read();
    }

    private void assertNothingIsUsed(Cycle cycle) {
        assertThat(cycle.counted(Counted.RESOLVED)).isZero();
        assertThat(engine.store.hub().staged("hr", 100)).isEmpty();
        assertThat(engine.store.hub().recordsWith("E0").get(0).row().attributes().get("endDate")).isEqualTo("2020-01-31");
        assertThat(engine.store.hub().identitiesByKey(Kind.PERSON, List.of("new"))).isEmpty();
        assertThat(engine.store.cycles().state("hr").lastFullCount()).isEqualTo(PEOPLE);
    }

    // --- a column that is gone

    @Test
    void aDeclaredNameThatTheSourceSaysItHasNotFailsTheReadAndNamesWhatMayBeMeant() {
        engine.source.names("workerId", "Name", "dept", "End Date", "unrelated");
        Cycle cycle = read(people(i -> person("E" + i, "n", "D2", "", "")));
        assertNothingIsUsed(cycle);
        assertThat(cycle.failure().orElseThrow()).contains("\"endDate\" (but \"End Date\")", "\"name\" (but \"Name\")", "mappings/hr.yaml", "from.optional");
    }

    @Test
    void aDeclaredNameThatNotOneRecordOfAFullReadHasFailsIt() {
        List<SourceItem> people = people(i -> new SourceItem.Read(Attributes.of(Map.of("workerId", "E" + i, "name", "x", "dept", "D1", "end_date", "2020-01-31")), ""));
        Cycle cycle = read(people);
        assertNothingIsUsed(cycle);
        assertThat(cycle.failure().orElseThrow()).contains("not one record with \"endDate\" (but \"end_date\")");
    }

    @Test
    void oneRecordThatHasTheNameIsEnoughAndADeltaNeedNone() {
        engine.inbound = declaring(engine.inbound, "workerId", "managerId");
        assertThat(read(people(i -> person("E" + i, "n", "D2", i == 7 ? "E1" : "", ""))).failure()).isEmpty();
        engine.source.givesChanges();
        read(people(i -> person("E" + i, "n", "D2", i == 7 ? "E1" : "", "")));
        assertThat(read(List.of(person("E3", "n", "D3", "", ""))).failure()).isEmpty();
    }

    @Test
    void inADeltaThatNamesItsColumnsADeclaredOneMayNotBeMissingEither() {
        engine.source.givesChanges().names("workerId", "name", "dept", "endDate");
        read(people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
        engine.source.names("workerId", "name", "dept");
        assertThat(read(List.of(person("E0", "n", "D2", "", ""))).failure().orElseThrow()).contains("no \"endDate\"");
    }

    // --- other people under the same keys

    private static SourceItem somebody(int key, int who) {
        return person("E" + key, "n" + who, "D" + who, "E" + who / 2, who < 4 ? "2020-01-31" : "");
    }

    @Test
    void thatMostPeopleAreOthersUnderTheSameKeysIsBelievedOnlyOnceSomebodyHasLooked() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId", "endDate");
        read(people(i -> somebody(i, i)));
        List<SourceItem> renumbered = people(i -> somebody(i, (i + 11) % PEOPLE));
        Cycle cycle = read(renumbered);
        assertNothingIsUsed(cycle);
        assertThat(cycle.held().orElseThrow()).contains("under the same workerId 40 of 40 people are others than they were", "sync hr --let-vanish workerId");
        assertNothingIsUsed(read(people(i -> somebody(i, i + 1000))));

        engine.source.has(renumbered);
        assertThat(engine.read(engine.source, engine.inbound, "workerId").held()).isEmpty();
        assertThat(engine.store.hub().recordsWith("E0").get(0).row().attributes().get("name")).isEqualTo("n11");
    }

    @Test
    void aFewWhoseRecordsAreWrittenAnewAndManyOfWhomOneThingChangesAreThemselves() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId", "endDate");
        read(people(i -> somebody(i, i)));
        assertThat(read(people(i -> i < 5 ? somebody(i, i + 1000) : somebody(i, i))).held()).isEmpty();
        assertThat(read(people(i -> person("E" + i, "n" + i, "reorganised", "E39", i < 4 ? "2020-01-31" : ""))).held()).isEmpty();
    }

    // --- values that have changed places

    private List<SourceItem> withManagers(IntFunction<String> manager) {
        return people(i -> person("E" + i, "Ada n" + i, i % 2 == 0 ? "early" : "late", manager.apply(i), i < 4 ? "2020-01-31" : ""));
    }

    @Test
    void aColumnThatWasSortedByItselfIsBelievedOnlyOnceSomebodyHasLooked() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId", "endDate");
        read(withManagers(i -> "M" + i));
        List<SourceItem> slipped = withManagers(i -> "M" + (i < 20 ? (i + 1) % 20 : i));
        Cycle cycle = read(slipped);
        assertNothingIsUsed(cycle);
        assertThat(cycle.held().orElseThrow()).contains("changed places: \"managerId\" of 20 of 40 people is what others of them had", "sync hr --let-vanish managerId");
        assertThat(cycle.counted(Counted.LET_VANISH + "managerId")).isEqualTo(20);

        engine.source.has(slipped);
        assertThat(engine.read(engine.source, engine.inbound, "managerId").held()).isEmpty();
        assertThat(said("E0", "managerId")).isEqualTo("M1");
    }

    @Test
    void whatAFewSwapAndWhatManyShareAndNewValuesAreAsTheyAre() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId", "endDate");
        read(withManagers(i -> "M" + i));
        assertThat(read(withManagers(i -> "M" + (i < 5 ? (i + 1) % 5 : i))).held()).as("five").isEmpty();
        assertThat(read(withManagers(i -> i % 2 == 0 ? "N" + i : "M" + (i < 5 ? (i + 1) % 5 : i))).held()).as("half of them have new ones").isEmpty();
        assertThat(read(people(i -> person("E" + i, "Ada n" + i, i % 2 == 0 ? "late" : "early", i % 2 == 0 ? "N" + i : "M" + (i < 5 ? (i + 1) % 5 : i), i < 4 ? "2020-01-31" : "")))
                .held()).as("the shifts change").isEmpty();
    }

    // --- one key, given away again

    @Test
    void whoeverIsBackUnderAKeyAndHasNothingInCommonIsLookedAtFirst() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId", "endDate");
        List<SourceItem> all = people(i -> person("E" + i, "Ada n" + i, "D" + i, "E" + i / 2, i < 4 ? "2020-01-31" : ""));
        read(all);
        read(all.subList(0, PEOPLE - 2));
        assertThat(statusOf("E39")).isPresent();

        List<SourceItem> back = people(i -> i < PEOPLE - 2 ? all.get(i) : i == 38 ? person("E38", "Ada King", "D1", "E1", "") : person("E39", "Bob Stone", "D1", "E1", ""));
        for (int again = 0; again < 2; again++) {
            Cycle cycle = read(back);
            assertThat(cycle.counted(Counted.REJECTED)).as("told in each reading").isEqualTo(1);
            assertThat(statusOf("E38")).as("she has married, moved, and is back").isEmpty();
            assertThat(statusOf("E39")).isPresent();
        }
        assertThat(engine.store.changes().deadLetters(Optional.of("hr"), 10)).singleElement().satisfies(letter -> assertThat(letter.reason()).contains("\"E39\" was gone", "--let-new E39"));

        engine.source.has(back);
        Cycle approved = engine.read(engine.source, engine.inbound, new ReadingApproval(Set.of(), 0, Set.of("E39"), "ada"));
        assertThat(approved.counted(Counted.REJECTED)).isZero();
        assertThat(statusOf("E39")).isEmpty();
        assertThat(read(back).counted(Counted.REJECTED)).isZero();
    }

    /** A source without names: who moves has another department, another manager, another title; and all of that others have, too. */
    @Test
    void whoMovesIsTheSameInASourceThatNamesNobody() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId");
        List<SourceItem> all = new ArrayList<>(IntStream.range(0, 90).mapToObj(i -> person("E" + i, "title" + i % 6, "D" + i % 9, "E" + i % 10, "")).toList());
        read(all);
        IntStream.range(0, 9).forEach(i -> all.set(i, person("E" + i, "title" + (i + 1) % 6, "D" + (i + 1) % 9, "E" + (i + 1) % 10, "")));
        assertThat(read(all).counted(Counted.REJECTED)).isZero();
        assertThat(said("E3", "dept")).isEqualTo("D4");
    }

    @Test
    void whoeverStandsOnTwoRowsOrHasChangedPlacesWithAnotherIsLookedAtFirst() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId");
        List<SourceItem> all = new ArrayList<>(IntStream.range(0, 30).mapToObj(i -> person("E" + i, "Ada" + i + " n" + i, "D" + i % 5, "E" + i % 7, "")).toList());
        read(all);
        all.set(3, person("E3", "Ada9 n9", "D4", "E2", ""));
        all.set(9, person("E9", "Ada3 n3", "D3", "E3", ""));
        all.set(10, person("E10", "Ada11 n11", "D1", "E4", ""));
        assertThat(read(all).counted(Counted.REJECTED)).isEqualTo(3);
    }

    /** The place of a leaver is taken in the same night in which all others of it are read anew. */
    @Test
    void whatOthersHaveIsAlsoWhatWasReadAnew() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId", "endDate");
        List<SourceItem> all = new ArrayList<>(IntStream.range(0, 30).mapToObj(i -> person("E" + i, "Ada" + i + " n" + i, "D" + i % 5, "E" + i % 5, i < 3 ? "2020-01-31" : "")).toList());
        read(all);
        List<SourceItem> again = new ArrayList<>(IntStream.range(0, 30).mapToObj(i -> person("E" + i, "Ada" + i + " m" + i, "D" + i % 5, "E" + i % 5, i < 3 ? "2020-01-31" : "")).toList());
        again.set(0, person("E0", "Bob Stone", "D0", "E0", ""));
        assertThat(read(again).counted(Counted.REJECTED)).isEqualTo(1);
        assertThat(said("E0", "name")).isEqualTo("Ada0 n0");
    }

    @Test
    void whoeverStandsInTheRecordOfSomebodyWhoHasLeftAndHasNothingInCommonIsLookedAtFirst() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId", "endDate");
        List<SourceItem> all = people(i -> person("E" + i, "Ada" + i + " n" + i, "D" + i, "E" + i / 2, i < 4 ? "2020-01-31" : ""));
        read(all);
        List<SourceItem> again = people(i -> switch (i) {
            case 0 -> person("E0", "Bob Stone", "Law", "E9", ""); // another person, on the row of a leaver
            case 1 -> person("E1", "Ada1 King", "Law", "E9", ""); // she has married, moved, and is back
            case 2 -> person("E2", "XXX", "none", "nobody", "2020-01-31"); // struck out
            case 4 -> person("E4", "Eve Stone", "Law", "E9", ""); // another person, on the row of somebody who is here
            case 5 -> person("E5", "Ada5 King", "Law", "E9", ""); // she has married, and moved
            case 6 -> person("E6", "Eve Fox", "D6", "E9", ""); // it may be a mistake that is corrected: her department is what it was
            default -> all.get(i);
        });
        for (int twice = 0; twice < 2; twice++) {
            assertThat(read(again).counted(Counted.REJECTED)).as("told in each reading").isEqualTo(2);
            assertThat(List.of(said("E0", "name"), said("E0", "endDate"), said("E1", "name"), said("E2", "name"), said("E4", "name"), said("E5", "name"), said("E6", "name")))
                    .containsExactly("Ada0 n0", "2020-01-31", "Ada1 King", "XXX", "Ada4 n4", "Ada5 King", "Eve Fox");
        }
        engine.source.has(again);
        engine.read(engine.source, engine.inbound, new ReadingApproval(Set.of(), 0, Set.of("E0"), "ada"));
        assertThat(said("E0", "name")).isEqualTo("Bob Stone");
    }

    /** To let a key vanish is about what was held for it: where nothing was, each row is looked at as ever. */
    @Test
    void whatIsLetVanishFromNobodyLetsNobodyThrough() {
        engine.inbound = declaring(engine.inbound, "workerId", "name", "dept", "managerId", "endDate");
        List<SourceItem> all = people(i -> person("E" + i, "Ada" + i + " n" + i, "D" + i, "E" + i / 2, i < 4 ? "2020-01-31" : ""));
        read(all);
        all.set(4, person("E4", "Eve Stone", "Law", "E9", ""));
        engine.source.has(all);
        assertThat(engine.read(engine.source, engine.inbound, "workerId").counted(Counted.REJECTED)).isEqualTo(1);
        assertThat(said("E4", "name")).isEqualTo("Ada4 n4");
    }

    private Object said(String key, String attribute) {
        return engine.store.hub().identitiesByKey(Kind.PERSON, List.of(key)).get(key).attributes().get(attribute);
    }

    private Optional<String> statusOf(String key) {
        return engine.store.hub().identitiesByKey(Kind.PERSON, List.of(key)).get(key).attributes().text("absentSince");
    }

    // --- a source that is written to meanwhile

    @Test
    void aSourceThatChangesWhileItIsReadIsReadAgain() {
        engine.source.disbelieved(2, true);
        Cycle cycle = read(people(i -> person("E" + i, "other", "D2", "", i < 4 ? "2020-01-31" : "")));
        assertThat(cycle.failure()).isEmpty();
        assertThat(engine.source.readings()).isEqualTo(4);
        assertThat(cycle.counted(Counted.READ)).as("the last reading alone counts").isEqualTo(PEOPLE);
        assertThat(cycle.counted(Counted.IDENTITIES_CHANGED)).isEqualTo(PEOPLE);
    }

    @Test
    void oneThatChangesAllTheTimeFailsAndNothingOfItIsUsed() {
        engine.source.disbelieved(100, true);
        List<SourceItem> people = people(i -> person("E" + i, "other", "D2", "", ""));
        people.add(person("new", "n", "D", "", ""));
        Cycle cycle = read(people);
        assertNothingIsUsed(cycle);
        assertThat(engine.source.readings()).isEqualTo(4);
        assertThat(cycle.failure().orElseThrow()).contains("written to meanwhile");
    }

    @Test
    void whatADeltaFoundAndMayNotBeUsedIsAskedForInFullNextTime() {
        engine.source.givesChanges();
        read(people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
        assertThat(engine.store.cycles().state("hr").watermark()).isPresent();
        engine.source.disbelieved(1, false);
        read(List.of(person("E5", "n5", "D5", "", "")));
        assertThat(engine.store.cycles().state("hr").watermark()).isEqualTo(Optional.empty());
    }

    @Test
    void whatAReadingThatWasCutOffLeftIsNotUsedAndEverythingIsReadAgain() {
        engine.source.givesChanges();
        read(people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
        engine.store.hub().stage("hr", List.of(new HubStore.StagedRecord("E7.0", 1, Attributes.of(Map.of("workerId", "E7.0")), "hr.csv:8")));
        read(people(i -> person("E" + i, "n" + i, i == 9 ? "D9" : "D1", "", i < 4 ? "2020-01-31" : "")));
        assertThat(engine.store.hub().recordsWith("E7.0")).as("it was never judged beside all others").isEmpty();
        assertThat(engine.store.hub().recordsWith("E9")).singleElement().satisfies(record -> assertThat(record.row().attributes().asMap()).containsValue("D9"));
        assertThat(engine.store.cycles().state("hr").lastFullAt()).contains(engine.now);
    }

    @Test
    void afterAFullReadingThatDidNotStandTheNextOneIsFullAgain() {
        engine.source.givesChanges();
        CycleStore.JobState state = engine.store.cycles().state("hr");
        engine.store.cycles().state("hr", state.read(Optional.empty(), state.lastFullCount(), state.lastFullAt()));
        Cycle cycle = read(people(i -> person("other" + i, "n" + i, "D1", "", "")));
        assertThat(cycle.failure()).isPresent();
        assertThat(engine.store.cycles().state("hr").watermark()).as("who came meanwhile under another key would not be read again").isEqualTo(Optional.empty());
    }

    @Test
    void aKeyThatIsWrittenAnotherWayClosesNobodyAndMakesNobodyNew() {
        for (String respelt : List.of("e7", "E007")) {
            Cycle cycle = read(people(i -> person(i == 7 ? respelt : "E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
            assertThat(cycle.failure().orElseThrow()).contains("\"E7\" is not in this reading, and \"" + respelt + "\" is new", "Nobody is taken for gone", "caravan sync hr --let-new " + respelt);
            assertThat(engine.store.hub().recordsWith("E7")).singleElement().satisfies(record -> assertThat(record.row().absent()).isFalse());
            assertThat(engine.store.hub().recordsWith(respelt)).isEmpty();
        }
        Cycle another = read(people(i -> person(i == 7 ? "E70" : "E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
        assertThat(another.counted(Counted.ABSENT)).as("one has left, another has come").isEqualTo(1);
    }

    @Test
    void whoReallyIsSomebodyElseIsLetThroughByHerKey() {
        List<SourceItem> people = people(i -> person(i == 7 ? "E007" : i == 8 ? "E008" : "E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : ""));
        engine.source.has(people);
        assertThat(engine.read(engine.source, engine.inbound, new ReadingApproval(Set.of(), 0, Set.of("E007"), "ada")).failure().orElseThrow())
                .contains("\"E8\" is not in this reading", "--let-new E008").doesNotContain("\"E7\"");
        Cycle right = engine.read(engine.source, engine.inbound, new ReadingApproval(Set.of(), 0, Set.of("E007", "E008"), "ada"));
        assertThat(right.failure()).isEmpty();
        assertThat(right.counted(Counted.ABSENT)).isEqualTo(2);
        assertThat(right.counted(Counted.IDENTITIES_CREATED)).isEqualTo(2);
        List<String> said = new ArrayList<>();
        engine.store.log().each(stored -> said.add(stored.entry().reason()));
        assertThat(said).anySatisfy(reason -> assertThat(reason).contains("\"E7\"", "\"E8\"").endsWith("written another way; let through by ada"));
    }

    // --- a source that shrank

    private Cycle read(List<SourceItem> people, long mayBeMissing) {
        engine.source.has(people);
        return engine.read(engine.source, engine.inbound, new ReadingApproval(Set.of(), mayBeMissing, Set.of(), "ada"));
    }

    private static List<SourceItem> first(int count) {
        return people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")).subList(0, count);
    }

    @Test
    void aReadingThatShrankIsLetThroughInOneReadingByTheCountThatWasSeen() {
        assertThat(read(first(30)).failure().orElseThrow()).contains("30 records where the last full read had 40", "caravan sync hr --let-shrink hr=10");
        assertThat(read(first(29), 10).failure().orElseThrow()).as("it has become worse since").contains("10 were let through, and 11 are missing", "--let-shrink hr=11");
        Cycle right = read(first(30), 10);
        assertThat(right.failure()).isEmpty();
        assertThat(right.counted(Counted.ABSENT)).isEqualTo(10);
        List<LogEntry> letThrough = new ArrayList<>();
        engine.store.log().each(stored -> letThrough.add(stored.entry()));
        assertThat(letThrough).filteredOn(entry -> entry.action().equals("guard")).singleElement().satisfies(entry -> assertThat(entry.reason())
                .contains("30 records where the last full read had 40", "let through by ada"));
        assertThat(read(first(20)).failure()).as("the next one is judged by itself").isPresent();
    }

    @Test
    void thatSomeAreMissingAndAsManyNewIsLetThroughByTheCountOfTheMissing() {
        List<SourceItem> others = people(i -> person(i < 10 ? "X" + i : "E" + i, "n" + i, "D1", "", i > 35 ? "2020-01-31" : ""));
        assertThat(read(others).failure().orElseThrow()).contains("10 of the 40 records of the last full read are not in this one, and 10 are new", "Has workerId", "If they really are others: caravan sync hr --let-shrink hr=10");
        Cycle right = read(others, 10);
        assertThat(right.failure()).isEmpty();
        assertThat(right.counted(Counted.ABSENT)).isEqualTo(10);
        assertThat(right.counted(Counted.IDENTITIES_CREATED)).isEqualTo(10);
    }

    @Test
    void nothingButThatItShrankIsLetThrough() {
        assertThat(read(people(i -> person("E" + i, "n" + i, i < 10 ? "" : "D1", "", i < 4 ? "2020-01-31" : "")).subList(0, 30), 40).held().orElseThrow()).contains("\"dept\" from");
        assertThat(read(List.of(), 40).failure().orElseThrow()).contains("no records");
        List<SourceItem> withoutKey = first(30);
        withoutKey.set(3, new SourceItem.Rejected(Optional.empty(), "12 fields where 5 are expected", "hr.csv:5"));
        assertThat(read(withoutKey, 40).failure().orElseThrow()).as("it may be any of the missing").contains("29 records").doesNotContain("--let-shrink");
        List<SourceItem> shifted = first(30);
        shifted.set(3, person("x", "n", "D1", "", ""));
        shifted.set(4, person("x", "n", "D1", "", ""));
        assertThat(read(shifted, 40).failure().orElseThrow()).as("as may be who has a key twice that nobody has had").doesNotContain("--let-shrink");
        List<SourceItem> respelt = first(30);
        respelt.set(7, person("e7", "n7", "D1", "", ""));
        assertThat(read(respelt, 40).failure().orElseThrow()).contains("\"E7\" is not in this reading, and \"e7\" is new");
        assertThat(engine.store.hub().presentRecords("hr")).isEqualTo(PEOPLE);
    }

    @Test
    void whoLetsAnAttributeVanishIsInTheLog() {
        engine.source.has(people(i -> person("E" + i, "n" + i, i < 10 ? "" : "D1", "", i < 4 ? "2020-01-31" : "")));
        assertThat(engine.read("dept").held()).isEmpty();
        List<String> said = new ArrayList<>();
        engine.store.log().each(stored -> said.add(stored.entry().reason()));
        assertThat(said).anySatisfy(reason -> assertThat(reason).startsWith("vanished: \"dept\" from 10 of 40 people").endsWith("let through by ada"));
    }

    // --- an attribute that vanishes

    @Test
    void anAttributeThatVanishesFromMoreThanATenthHoldsTheRead() {
        Cycle cycle = read(people(i -> person("E" + i, "n" + i, i < 6 ? "" : "D1", "", i < 4 ? "2020-01-31" : "")));
        assertNothingIsUsed(cycle);
        assertThat(cycle.status()).isEqualTo(CycleStatus.HELD);
        assertThat(cycle.held().orElseThrow()).contains("\"dept\" from 6 of 40 people", "maxVanish", "caravan sync hr --let-vanish dept");
        assertThat(engine.store.log().read(LogStore.Filter.latest(1))).singleElement().satisfies(stored -> {
            assertThat(stored.entry().status()).isEqualTo(LogEntry.Status.HELD);
            assertThat(stored.entry().action()).isEqualTo("guard");
        });
    }

    @Test
    void fromATenthOrFromFiveItMayVanish() {
        Cycle cycle = read(people(i -> person("E" + i, "n" + i, i < 5 ? "" : "D1", "", i < 4 ? "2020-01-31" : "")));
        assertThat(cycle.status()).isEqualTo(CycleStatus.DONE);
        assertThat(cycle.counted(Counted.IDENTITIES_CHANGED)).isEqualTo(5);
    }

    @Test
    void anAttributeThatNobodyHasAnyMoreHoldsTheReadHoweverFewHadIt() {
        engine.source.names("workerId", "name", "dept", "endDate");
        Cycle cycle = read(people(i -> person("E" + i, "n" + i, "D1", "", "")));
        assertNothingIsUsed(cycle);
        assertThat(cycle.held().orElseThrow()).contains("\"endDate\" from all 4 who had it");
        assertThat(read(people(i -> person("E" + i, "n" + i, "D1", "", i < 1 ? "2020-01-31" : ""))).status()).as("somebody still has it").isEqualTo(CycleStatus.DONE);
    }

    @Test
    void inASmallCompanyALastDayMayVanishFromOneAndNotFromTwo() {
        Engine small = new Engine();
        small.source.names("workerId", "name", "dept", "endDate");
        small.inbound = declaring(small.inbound, "workerId", "name", "dept", "endDate");
        small.sync(List.of(person("E1", "a", "D1", "", "2020-01-31"), person("E2", "b", "D1", "", "2020-01-31"), person("E3", "c", "D1", "", "2030-01-31"),
                person("E4", "d", "D1", "", "")));
        small.source.has(List.of(person("E1", "a", "", "", ""), person("E2", "b", "", "", ""), person("E3", "c", "D1", "", "2030-01-31"), person("E4", "d", "D1", "", "")));
        Cycle two = small.read();
        assertThat(two.held()).as(two.status().word() + two.failure()).isPresent();
        assertThat(two.held().orElseThrow()).contains("\"endDate\" from 2 of 4 people").doesNotContain("dept");
        assertThat(two.counted(Counted.RESOLVED)).isZero();
        assertThat(small.read("endDate").status()).as("an operator has let it through").isEqualTo(CycleStatus.DONE);
        small.source.has(List.of(person("E1", "a", "", "", ""), person("E2", "b", "", "", ""), person("E3", "c", "D1", "", ""), person("E4", "d", "D1", "", "")));
        assertThat(small.read().status()).as("one contract goes on").isEqualTo(CycleStatus.DONE);
    }

    @Test
    void somebodyNewWhoHasItShowsThatTheSourceStillKnowsIt() {
        List<SourceItem> people = people(i -> person("E" + i, "n" + i, "D1", "", ""));
        people.add(person("new", "n", "D1", "", "2030-01-01"));
        assertThat(read(people).status()).isEqualTo(CycleStatus.DONE);
    }

    @Test
    void anOperatorLetsItThroughByName() {
        engine.source.names("workerId", "name", "dept", "endDate");
        engine.source.has(people(i -> person("E" + i, "n" + i, "", "", "")));
        assertThat(engine.read("dept").held().orElseThrow()).as("only what is named").contains("endDate").doesNotContain("\"dept\"");
        assertThat(engine.read("dept", "endDate").status()).isEqualTo(CycleStatus.DONE);
        assertThat(engine.store.hub().recordsWith("E0").get(0).row().attributes().has("endDate")).isFalse();
    }

    // --- an attribute that tells people apart

    @Test
    void whatTellsPeopleApartMayNotChangeForManyWhileTheirRecordsStay() {
        engine.inbound = Engine.tellingApartBy(engine.inbound, "name");
        List<SourceItem> renumbered = people(i -> person("E" + i, "n" + i + ".0", "D1", "", i < 4 ? "2020-01-31" : ""));
        renumbered.add(person("new", "n40.0", "D1", "", ""));
        Cycle cycle = read(renumbered);
        assertNothingIsUsed(cycle);
        assertThat(cycle.held().orElseThrow()).contains("\"name\" of 40 of 40 people", "caravan sync hr --let-vanish name");
        assertThat(engine.read("name").status()).as("an operator says that it is right").isEqualTo(CycleStatus.DONE);
    }

    @Test
    void forATenthOrForFiveItMayChangeAndInWhatDoesNotShowForEverybody() {
        engine.inbound = Engine.tellingApartBy(engine.inbound, "name");
        assertThat(read(people(i -> person("E" + i, "n" + i + "\u00a0", "D1", "", i < 4 ? "2020-01-31" : ""))).status()).isEqualTo(CycleStatus.DONE);
        assertThat(read(people(i -> person("E" + i, i < 5 ? "m" + i : "n" + i, "D1", "", i < 4 ? "2020-01-31" : ""))).status()).isEqualTo(CycleStatus.DONE);
    }

    @Test
    void whatAReadingStagedThatWasKilledIsLookedAtByTheNext() {
        engine.source.names("workerId", "name", "dept", "endDate");
        List<SourceItem> people = people(i -> person("E" + i, "n" + i, "", "", ""));
        engine.store.hub().stage("hr", people.stream().map(SourceItem.Read.class::cast).map(item -> new HubStore.StagedRecord(
                item.attributes().text("workerId").orElseThrow(), RecordHash.of(item.attributes()), item.attributes(), "")).toList());
        Cycle cycle = read(people);
        assertNothingIsUsed(cycle);
        assertThat(cycle.status()).isEqualTo(CycleStatus.HELD);
    }

    @Test
    void aBlankValueIsNone() {
        assertThat(read(people(i -> person("E" + i, "n" + i, " ", "", i < 4 ? "2020-01-31" : ""))).status()).isEqualTo(CycleStatus.HELD);
    }

    // --- a delta that cannot be gone on from

    @Test
    void aDeltaWhoseMarkIsLostIsReadInFullByItselfAndNothingOfItIsUsed() {
        engine.source.givesChanges();
        read(people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
        engine.source.losesItsMark();
        List<SourceItem> people = people(i -> person("E" + i, "n" + i, i == 0 ? "D9" : "D1", "", i < 4 ? "2020-01-31" : ""));
        people.remove(PEOPLE - 1);
        Cycle cycle = read(people);
        assertThat(cycle.failure()).isEmpty();
        assertThat(cycle.counted(Counted.ABSENT)).as("only a full reading can tell").isEqualTo(1);
        assertThat(engine.store.cycles().state("hr").watermark()).contains("since then");
        assertThat(engine.store.cycles().state("hr").lastFullAt()).contains(engine.now);
    }

    @Test
    void theFullReadingInPlaceOfADeltaIsHeldAgainstItsLimits() {
        engine.source.givesChanges();
        read(people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
        engine.source.losesItsMark();
        Cycle cycle = read(people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")).subList(0, PEOPLE / 2));
        assertThat(cycle.failure()).isPresent();
        assertThat(cycle.counted(Counted.ABSENT)).isZero();
    }

    @Test
    void aDeletionOfWhomNobodyKnewIsNone() {
        engine.source.givesChanges();
        read(people(i -> person("E" + i, "n" + i, "D1", "", i < 4 ? "2020-01-31" : "")));
        Cycle cycle = read(List.of(new SourceItem.Deleted("a computer", ""), new SourceItem.Deleted("E7", "")));
        assertThat(cycle.counted(Counted.ABSENT)).isEqualTo(1);
    }
}
