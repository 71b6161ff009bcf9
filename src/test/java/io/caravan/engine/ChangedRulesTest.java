package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.SourceItem;
import io.caravan.mapping.JobFile;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.MappingMeaning;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** After some rules of a mapping changed, a partial evaluation of most accounts is enough: the outcome is that of evaluating everybody. */
class ChangedRulesTest {

    private static final List<SourceItem> THREE = List.of(person("E1", "a", "D1", "", ""), person("E2", "b", "D2", "E1", ""), person("E3", "c", "D1", "E1", "2026-01-31"));

    private static Jobs rules(String userName, String department) {
        return Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", userName).value("employeeNumber", "${body[workerId]}")
                .value("department", department).value("title", "${department} of ${userName}").reference("manager", "${body[managerId]}");
    }

    @Test
    void onlyThoseAChangedRuleMakesADifferenceToAreSentAnything() {
        Engine engine = new Engine();
        engine.outbound = rules("${body[name]}", "${body[dept]}").build();
        engine.sync(THREE);
        int calls = engine.target.calls().size();
        engine.outbound = rules("${body[name]}", "${replace('D2', 'Sales', ${body[dept]})}").build();
        Cycle cycle = engine.provision(false);

        assertThat(engine.target.calls().subList(calls, engine.target.calls().size())).containsExactly("update id2");
        assertThat(engine.target.byUserName().get("b")).containsEntry("department", "Sales").containsEntry("title", "Sales of b");
        assertThat(cycle.counted(Counted.EVALUATED)).isEqualTo(3);
        assertThat(cycle.counted(Counted.UNCHANGED)).isEqualTo(1); // and E3, who left without an account, is skipped
    }

    @Test
    void aRuleThatCannotBeComputedForSomebodyIsSaid() {
        Engine engine = new Engine();
        engine.outbound = rules("${body[name]}", "${body[dept]}").build();
        engine.sync(THREE);
        engine.outbound = rules("${body[name]}", "${dateFormat(${body[dept]}, 'yyyy')}").build();
        assertThat(engine.provision(false).counted(Counted.FAILED)).isEqualTo(2);
    }

    @Test
    void aMeaningSurvivesBeingWrittenDown() {
        MappingMeaning meaning = new MappingMeaning("r", java.util.Map.of("a b", "1", "c", "2"));
        assertThat(MappingMeaning.of(meaning.fingerprint())).isEqualTo(meaning);
        assertThat(meaning.changedRules(new MappingMeaning("r", java.util.Map.of("a b", "9")))).contains(Set.of("a b", "c"));
        assertThat(meaning.changedRules(new MappingMeaning("s", meaning.rules()))).isEmpty();
        assertThat(meaning.changedRules(new MappingMeaning("r", java.util.Map.of("gone", "1")))).isEmpty();
    }

    @Property(tries = 150)
    void theOutcomeIsThatOfEvaluatingEverybody(@ForAll("companies") @Size(max = 15) List<SourceItem> before,
                                               @ForAll("companies") @Size(max = 15) List<SourceItem> meanwhile,
                                               @ForAll("jobs") Jobs first, @ForAll("jobs") Jobs second) {
        Assume.that(!first.build().fingerprint().equals(second.build().fingerprint()));
        Engine partial = after(before, meanwhile, first.build());
        Engine thorough = after(before, meanwhile, first.build());
        partial.outbound = second.build();
        thorough.outbound = withUnknownPast(second.build());
        Cycle partly = partial.provision(false);
        Cycle evaluated = thorough.provision(false);

        assertThat(partial.target.byUserName()).isEqualTo(thorough.target.byUserName());
        assertThat(partial.target.calls()).hasSameSizeAs(thorough.target.calls());
        assertThat(decided(partly)).isEqualTo(decided(evaluated));
    }

    /** Not what the target was asked for on the way: a partial evaluation asks it for nobody. */
    private static Map<String, Long> decided(Cycle cycle) {
        Map<String, Long> counts = new TreeMap<>(cycle.counts());
        counts.remove(Counted.LISTED);
        return counts;
    }

    private static Engine after(List<SourceItem> before, List<SourceItem> meanwhile, OutboundJob job) {
        Engine engine = new Engine();
        engine.outbound = job;
        engine.sync(before);
        engine.source.has(meanwhile);
        engine.read();
        return engine;
    }

    /** The same job, of which nothing can be said but that it is another: everybody is evaluated. */
    private static OutboundJob withUnknownPast(OutboundJob job) {
        JobFile written = new JobFile(job.name(), job.description(), job.file(), "another " + job.fingerprint(), job.examples());
        return new OutboundJob(written, job.side(), new Mapping(job.mapping().attributes(), job.mapping().defines(), job.mapping().tables()), job.rules(),
                job.guard());
    }

    @Provide
    Arbitrary<Jobs> jobs() {
        Arbitrary<String> userName = Arbitraries.of("${body[workerId]}", "${body[workerId]}-${body[name]}", "${uniqueName('people', ${body[workerId]})}");
        Arbitrary<String> department = Arbitraries.of("${body[dept]}", "${lowercase(${body[dept]})}", "${replace('D2', '', ${body[dept]})}",
                "${body[dept]} of ${userName}", "${shout}", "Everyone", "${dateFormat(${body[dept]}, 'yyyy')}");
        Arbitrary<Integer> kind = Arbitraries.integers().between(0, 4);
        Arbitrary<Optional<String>> include = Arbitraries.of(Optional.empty(), Optional.of("${body[dept]} == 'D1'"), Optional.of("${department} != 'd2'"));
        return Combinators.combine(userName, department, kind, include).as((name, dept, how, only) -> {
            Jobs job = Jobs.job().match("employeeNumber", "${body[workerId]}").define("shout", "${uppercase(${body[name]})}!")
                    .value("employeeNumber", "${body[workerId]}").value("userName", name);
            only.ifPresent(job::include);
            job = switch (how) {
                case 0 -> job.value("department", dept);
                case 1 -> job.onCreate("department", dept);
                case 2 -> job.ifEmpty("department", dept);
                case 3 -> job.cleared("department", dept);
                default -> job.withDefault("department", dept, "none");
            };
            return job.value("title", "${department}/${userName}").reference("manager", "${body[managerId]}");
        });
    }

    @Provide
    Arbitrary<List<SourceItem>> companies() {
        Arbitrary<SourceItem> anyone = Combinators.combine(Arbitraries.integers().between(1, 12), Arbitraries.of("a", "b", "ü"), Arbitraries.of("D1", "D2", ""),
                Arbitraries.integers().between(0, 12), Arbitraries.of("", "", "", "2026-01-31"))
                .as((worker, name, dept, manager, end) -> person("E" + worker, name, dept, manager == 0 ? "" : "E" + manager, end));
        return anyone.list().map(ChangedRulesTest::onceEach);
    }

    private static List<SourceItem> onceEach(List<SourceItem> people) {
        List<SourceItem> once = new ArrayList<>();
        java.util.Set<String> seen = new java.util.HashSet<>();
        people.forEach(item -> {
            if (seen.add(((SourceItem.Read) item).where())) {
                once.add(item);
            }
        });
        return once;
    }
}
