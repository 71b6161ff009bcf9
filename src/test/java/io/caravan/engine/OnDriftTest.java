package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.mapping.AttributeRule.OnDrift;
import io.caravan.plan.Jobs;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a value that somebody changes in the target: each test is a row of the table "Values changed in a target". */
class OnDriftTest {

    private final Engine engine = new Engine();

    private void job(OnDrift onDrift) {
        engine.outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}").value("userName", "${body[name]}")
                .cleared("department", "${body[dept]}").drift("department", onDrift).build();
    }

    private Map<String, Object> account() {
        return engine.target.accounts().values().iterator().next();
    }

    private Link link() {
        return engine.store.links().page(Kind.PERSON, "app", 0, 10).get(0).link().orElseThrow();
    }

    private void fullCycles(int count) {
        IntStream.range(0, count).forEach(i -> engine.provision(true));
    }

    private List<String> told() {
        List<String> told = new ArrayList<>(engine.store.log().read(LogStore.Filter.latest(1000)).stream().map(LogStore.StoredEntry::entry)
                .filter(entry -> List.of("drift", "report").contains(entry.action())).map(LogEntry::reason).toList());
        return told;
    }

    private void hired(OnDrift onDrift, String dept) {
        job(onDrift);
        engine.sync(List.of(person("E1", "ada", dept, "", "")));
        fullCycles(1);
    }

    @Test
    void whatIsRevertedIsWrittenByTheNextFullCycle() {
        hired(OnDrift.REVERT, "D1");
        account().put("department", "D9");
        engine.provision(false);
        assertThat(account()).as("a delta trusts what is known").containsEntry("department", "D9");
        fullCycles(1);
        assertThat(account()).containsEntry("department", "D1");
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ADOPT", "REPORT"})
    void whatIsLeftIsNotWrittenUntilSomethingElseIsWantedAndToldOnce(OnDrift onDrift) {
        hired(onDrift, "D1");
        account().put("department", "D9");
        fullCycles(3);
        assertThat(engine.target.calls()).containsExactly("create ada");
        assertThat(told()).hasSize(1).first().asString().startsWith("changed in the target: department was \"D1\" and is \"D9\"");
        assertThat(link().shadow().get("department")).as("what is there is known").isEqualTo("D9");
        assertThat(engine.store.links().reportedDrift("app")).isEqualTo(onDrift == OnDrift.REPORT ? 1 : 0);
        account().put("department", "D8");
        fullCycles(2);
        assertThat(told()).as("another change").hasSize(2).last().asString().startsWith("changed in the target: department was \"D1\" and is \"D8\"");

        engine.sync(List.of(person("E1", "ada", "D2", "", "")));
        assertThat(account()).containsEntry("department", "D2");
        fullCycles(2);
        assertThat(link().unconfirmed()).isEmpty();
        assertThat(engine.target.calls()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADOPT", "REPORT"})
    void whatIsPutBackByHandIsForgotten(OnDrift onDrift) {
        hired(onDrift, "D1");
        account().put("department", "D9");
        fullCycles(1);
        account().put("department", "D1");
        fullCycles(1);
        assertThat(link().unconfirmed()).isEmpty();
        assertThat(engine.target.calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADOPT", "REPORT"})
    void whatWasEmptiedAndWhatWasEmptyAreLeftToo(OnDrift onDrift) {
        hired(onDrift, "D1");
        account().remove("department");
        fullCycles(3);
        assertThat(engine.target.calls()).hasSize(1);
        assertThat(told()).hasSize(1).first().asString().contains("was \"D1\" and is nothing");
        engine.sync(List.of(person("E1", "ada", "", "", "")));
        assertThat(link().unconfirmed()).as("it is as it is wanted").isEmpty();
        fullCycles(1);
        account().put("department", "D7");
        fullCycles(3);
        assertThat(account()).containsEntry("department", "D7");
        assertThat(told()).hasSize(2).last().asString().contains("was nothing and is \"D7\"");
        engine.sync(List.of(person("E1", "ada", "D3", "", "")));
        assertThat(account()).containsEntry("department", "D3");
    }

    @ParameterizedTest
    @EnumSource(names = {"ADOPT", "REPORT"})
    void whatTheTargetStoresInAnotherFormIsNoDrift(OnDrift onDrift) {
        engine.target.stores(account -> account.computeIfPresent("department", (name, value) -> value.toString().toLowerCase(Locale.ROOT)));
        engine.target.answersNothing();
        hired(onDrift, "D1");
        fullCycles(3);
        assertThat(engine.target.calls()).containsExactly("create ada");
        assertThat(told()).containsExactly("not stored as sent: department was written as \"D1\" and reads as \"d1\"; it is not written again until something else is wanted");
        account().put("department", "d9");
        fullCycles(2);
        assertThat(told()).hasSize(2).last().asString().startsWith("changed in the target: department was \"D1\" and is \"d9\"");
        assertThat(engine.target.calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anAccountOpenedForALeaverIsClosedWhateverIsSaidOfItsAttributes(OnDrift onDrift) {
        hired(onDrift, "D1");
        engine.sync(List.of(person("E1", "ada", "D1", "", "2026-01-31")));
        assertThat(account()).containsEntry("active", false);
        account().put("active", true);
        account().put("department", "D9");
        fullCycles(1);
        assertThat(account()).containsEntry("active", false);
    }

    @Test
    void whatIsToBeRevertedFromNowOnIs() {
        hired(OnDrift.REPORT, "D1");
        account().put("department", "D9");
        fullCycles(1);
        job(OnDrift.REVERT);
        engine.provision(false);
        assertThat(account()).containsEntry("department", "D1");
    }
}
