package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.SourceItem;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.plan.Jobs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that do not show what they have, or do not keep what they are sent. */
class StoredAsSentTest {

    private final Engine engine = new Engine();

    @Test
    void whoIsDisabledStaysSoWhereDisabledAccountsAreShownWithoutTheirState() {
        engine.target.shows(account -> account.remove("active", false));
        engine.sync(people(8, 0));
        engine.sync(people(8, 5));
        int writes = engine.target.calls().size();
        Cycle full = engine.provision(true);
        assertThat(engine.target.calls()).hasSize(writes);
        assertThat(full.status()).isEqualTo(CycleStatus.DONE);
        assertThat(engine.store.links().countByState("app")).isEqualTo(Map.of(LinkState.DISABLED, 5L, LinkState.ENABLED, 3L));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aValueThatIsStoredOtherwiseIsWrittenTwiceAndToldOnce(boolean silent) {
        engine.target.stores(account -> account.computeIfPresent("userName", (name, value) -> value.toString().toLowerCase(java.util.Locale.ROOT)));
        if (silent) {
            engine.target.answersNothing();
        }
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}").value("userName", "${body[name]}").build();
        engine.sync(List.of(person("E1", "Ada", "D1", "", "")));
        IntStream.range(0, 5).forEach(i -> engine.provision(true));
        assertThat(engine.target.calls()).containsExactly("create Ada", "update Ada");
        assertThat(told()).containsExactly("not stored as sent: userName was written twice as \"Ada\" and reads as \"ada\"; it is not written again until something else is wanted");

        engine.sync(List.of(person("E1", "Eve", "D1", "", "")));
        assertThat(engine.target.calls()).endsWith("update Eve");
    }

    @Test
    void aValueThatIsNeverShownIsWrittenTwice() {
        engine.target.shows(account -> account.remove("department"));
        engine.outbound = Jobs.job().match("userName", "${body[name]}").value("userName", "${body[name]}").value("department", "${body[dept]}").build();
        engine.sync(List.of(person("E1", "ada", "D1", "", "")));
        IntStream.range(0, 5).forEach(i -> engine.provision(true));
        assertThat(engine.target.calls()).hasSize(2);
        assertThat(told()).hasSize(1);

        engine.sync(List.of(person("E1", "ada", "D2", "", "")));
        assertThat(engine.target.accounts().values()).extracting(account -> account.get("department")).containsExactly("D2");
    }

    /** A list may show less than the answer to a write. */
    @Test
    void whatOnlyAListLeavesOutIsWrittenTwice() {
        engine.target.lists = all -> all.stream().<SourceItem>map(item -> new SourceItem.Read(((SourceItem.Read) item).attributes().without(List.of("department")), "")).toList();
        engine.outbound = Jobs.job().match("userName", "${body[name]}").value("userName", "${body[name]}").value("department", "${body[dept]}").build();
        engine.sync(List.of(person("E1", "ada", "D1", "", "")));
        IntStream.range(0, 5).forEach(i -> engine.provision(true));
        assertThat(engine.target.calls()).hasSize(2);
    }

    @Test
    void whatIsChangedInTheTargetAgainAndAgainIsPutRightAgainAndAgain() {
        engine.outbound = Jobs.job().match("userName", "${body[name]}").value("userName", "${body[name]}").value("department", "${body[dept]}").build();
        engine.sync(List.of(person("E1", "ada", "D1", "", "")));
        for (int i = 0; i < 4; i++) {
            engine.target.accounts().values().forEach(account -> account.put("department", "admins"));
            engine.provision(true);
            assertThat(engine.target.accounts().values()).extracting(account -> account.get("department")).containsExactly("D1");
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void whatSomebodyChangesAgainWhileItIsPutRightIsPutRightOnceMore() {
        engine.outbound = Jobs.job().match("userName", "${body[name]}").value("userName", "${body[name]}").value("department", "${body[dept]}").build();
        engine.sync(List.of(person("E1", "ada", "D1", "", "")));
        engine.provision(true);
        Map<String, Object> account = engine.target.accounts().values().iterator().next();
        account.put("department", "D9");
        engine.target.stores(written -> written.put("department", "D8"));
        engine.provision(true);
        assertThat(engine.target.accounts().values().iterator().next()).containsEntry("department", "D8");
        engine.target.stores(written -> { });
        engine.provision(true);
        assertThat(engine.target.accounts().values().iterator().next()).containsEntry("department", "D1");
        assertThat(told()).isEmpty();
    }

    @Test
    void anAccountThatShowsOpenAlthoughItWasClosedIsClosedOnceMoreWithoutTheGuardAndTold() {
        engine.target.shows(account -> account.put("active", true));
        engine.sync(people(8, 0));
        engine.sync(people(8, 5));
        engine.sync(people(8, 6));
        Cycle again = engine.provision(true);
        assertThat(again.held()).as("who was disabled before does not count again").isEmpty();
        assertThat(engine.target.calls().stream().filter(call -> call.startsWith("disable"))).hasSize(12);
        int writes = engine.target.calls().size();
        Cycle third = engine.provision(true);
        assertThat(engine.target.calls()).hasSize(writes);
        assertThat(third.held()).isEmpty();
        assertThat(again.status()).as("somebody has to look into the target").isEqualTo(CycleStatus.PARTLY);
        assertThat(engine.store.links().countByState("app")).containsEntry(LinkState.DISABLED, 6L);
        assertThat(link("E0").problem().map(because -> because.reason())).contains(Reason.NOT_STORED);
    }

    @Test
    void anAnswerThatOnlyRepeatsWhatWasSentDoesNotHideThatAnAccountStaysOpen() {
        engine.target.repeatsWhatItIsSent();
        engine.sync(people(8, 0));
        engine.target.stores(account -> account.put("active", true));
        engine.sync(people(8, 1));
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.PARTLY);
        int writes = engine.target.calls().size();
        engine.provision(true);
        assertThat(engine.target.calls()).hasSize(writes);
        assertThat(link("E0").problem().map(because -> because.reason())).contains(Reason.NOT_STORED);
    }

    @Test
    void anAccountThatShowsClosedAlthoughItWasOpenedIsOpenedOnceMore() {
        engine.sync(people(3, 1));
        engine.sync(people(3, 0));
        engine.target.shows(account -> account.computeIfPresent("active", (name, value) -> account.get("userName").equals("E0-n0") ? false : value));
        IntStream.range(0, 4).forEach(i -> engine.provision(true));
        assertThat(engine.target.calls().stream().filter(call -> call.startsWith("enable"))).hasSizeLessThanOrEqualTo(2);
    }

    private List<String> told() {
        return engine.store.log().read(LogStore.Filter.latest(1000)).stream().map(LogStore.StoredEntry::entry).filter(entry -> entry.action().equals("report"))
                .map(LogEntry::reason).toList();
    }

    private Link link(String worker) {
        long id = engine.store.hub().identitiesByKey(Kind.PERSON, List.of(worker)).get(worker).id();
        return Optional.ofNullable(engine.store.links().links("app", List.of(id)).get(id)).orElseThrow();
    }

    private static List<SourceItem> people(int number, int gone) {
        return IntStream.range(0, number).mapToObj(i -> person("E" + i, "n" + i, "D1", "", i < gone ? "2026-11-01" : "")).toList();
    }
}
