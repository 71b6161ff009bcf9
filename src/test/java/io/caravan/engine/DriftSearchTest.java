package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.plan.Drift;
import io.caravan.plan.Drift.Kind;
import io.caravan.plan.Jobs;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a search for drift claims of a target that does not show everything, or of accounts that are changed meanwhile. */
class DriftSearchTest {

    private final Engine engine = new Engine();

    DriftSearchTest() {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}").value("userName", "${body[name]}")
                .value("department", "${body[dept]}").build();
    }

    private static List<SourceItem> people(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> person("E" + i, "n" + i, "D1", "", "")).toList();
    }

    private void provisioned(int count) {
        engine.sync(people(count));
        engine.provision(true);
        assertThat(search().drift()).isEmpty();
    }

    private DriftSearch.Result search() {
        return search(() -> { });
    }

    private DriftSearch.Result search(Runnable meanwhile) {
        try (StateStore copy = engine.store.preview()) {
            CycleListener listener = new CycleListener() {
                @Override
                public void begins(Cycle cycle, String step, long expected) {
                    if (step.equals("compare")) {
                        meanwhile.run();
                    }
                }

                @Override
                public void advances(Cycle cycle, String step, long more) {
                }

                @Override
                public void ends(Cycle cycle, String step) {
                }
            };
            return new DriftSearch(copy, ZoneOffset.UTC, engine.outbound, engine.target, new DriftSearch.Asked(new Cycle.Start(engine.now, "test", 0), Set.of(), listener))
                    .search(engine.store, List.of("app"));
        }
    }

    private Map<String, Object> account(int number) {
        return engine.target.accounts().values().stream().filter(account -> ("E" + number).equals(account.get("employeeNumber"))).findFirst().orElseThrow();
    }

    private static List<String> words(DriftSearch.Result result) {
        return result.drift().stream().map(drift -> drift.kind().word() + " " + drift.whose().map(whose -> whose.key()).orElse("-")).toList();
    }

    @Test
    void aListThatIsTornInTheMiddleClaimsNothingFromWhatItLacks() {
        provisioned(40);
        account(1).put("department", "D9");
        engine.target.accounts().put("svc", new LinkedHashMap<>(Map.of("id", "svc", "userName", "svc", "active", true)));
        engine.target.readsFail = true;
        engine.target.lists = all -> {
            List<SourceItem> half = new ArrayList<>(all.stream().filter(item -> item instanceof SourceItem.Read read && (read.attributes().text("employeeNumber").filter("E1"::equals).isPresent()
                    || read.attributes().text("userName").filter("svc"::equals).isPresent())).toList());
            half.add(new SourceItem.Rejected(java.util.Optional.empty(), "torn", "the rest did not come"));
            return half;
        };
        DriftSearch.Result result = search();
        assertThat(words(result)).as("what it shows").containsExactlyInAnyOrder("attribute E1", "unowned -");
        assertThat(result.incomplete()).isPresent();
    }

    @Test
    void whatATargetShowsOfNobodyIsNotCompared() {
        provisioned(10);
        engine.target.shows(account -> account.remove("department"));
        DriftSearch.Result result = search();
        assertThat(result.drift()).isEmpty();
        assertThat(result.never()).containsExactly("department");
    }

    @Test
    void whatIsStoredInAnotherFormIsNoDriftOnceThatIsKnown() {
        engine.target.stores(account -> account.computeIfPresent("userName", (name, value) -> value.toString().toUpperCase(java.util.Locale.ROOT)));
        engine.sync(people(5));
        IntStream.range(0, 3).forEach(i -> engine.provision(true));
        assertThat(search().drift()).isEmpty();
    }

    @Test
    void anAccountThatACycleChangesMeanwhileIsLeftOutAndCounted() {
        provisioned(10);
        account(1).put("department", "D9");
        account(2).put("department", "D9");
        DriftSearch.Result result = search(() -> {
            List<SourceItem> changed = new ArrayList<>(people(10));
            changed.set(0, person("E1", "n1", "D5", "", ""));
            engine.sync(changed);
        });
        assertThat(words(result)).containsExactly("attribute E2");
        assertThat(result.changedMeanwhile()).isEqualTo(1);
    }

    @Test
    void aLeaverWhoseAccountShowsOpenWhateverIsWrittenIsStillTold() {
        provisioned(10);
        engine.target.shows(account -> account.put("active", true));
        List<SourceItem> left = new ArrayList<>(people(10));
        left.set(0, person("E1", "n1", "D1", "", "2026-01-31"));
        engine.sync(left);
        IntStream.range(0, 3).forEach(i -> engine.provision(true));
        DriftSearch.Result result = search();
        assertThat(words(result)).containsExactly("leaver-open E1");
        assertThat(result.drift()).extracting(Drift::kind).containsOnly(Kind.LEAVER_OPEN);
    }

    @Test
    void nothingIsWrittenAnywhere() {
        provisioned(10);
        account(1).put("department", "D9");
        account(2).put("active", false);
        engine.target.accounts().remove(account(3).get("id").toString());
        int calls = engine.target.calls().size();
        Map<Long, io.caravan.subject.Link> links = engine.store.links().links("app", IntStream.rangeClosed(1, 10).mapToObj(Long::valueOf).toList());
        int entries = engine.store.log().read(LogStore.Filter.latest(1000)).size();
        assertThat(words(search())).containsExactlyInAnyOrder("attribute E1", "disabled-by-hand E2", "link-to-nothing E3");
        assertThat(engine.target.calls()).hasSize(calls);
        assertThat(engine.store.links().links("app", IntStream.rangeClosed(1, 10).mapToObj(Long::valueOf).toList())).isEqualTo(links);
        assertThat(engine.store.log().read(LogStore.Filter.latest(1000))).hasSize(entries);
    }

    @Test
    void aTargetThatDoesNotAnswerIsNoDrift() {
        provisioned(3);
        engine.target.lists = all -> {
            throw new OutcomeException(OutcomeKind.UNAUTHORIZED, "no");
        };
        org.assertj.core.api.Assertions.assertThatThrownBy(this::search).isInstanceOf(OutcomeException.class);
    }
}
