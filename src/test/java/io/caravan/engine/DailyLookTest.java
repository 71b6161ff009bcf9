package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.Schedule;
import io.caravan.plan.Jobs;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a target is looked at for once a day, where nobody has appointed a full cycle: each test is a row of the table "Opened again in a target". */
class DailyLookTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int PEOPLE = 20;

    private final Engine engine = new Engine();
    private int listed;

    /** E0 has left, and her account is closed. */
    @BeforeEach
    void oneHasLeft() {
        engine.target.lists = all -> {
            listed++;
            return all;
        };
        engine.sync(people(""));
        engine.sync(people("2026-11-19"));
        assertThat(account("E0")).containsEntry("active", false);
        listed = 0;
    }

    private static List<SourceItem> people(String lastDayOfFirst) {
        return IntStream.range(0, PEOPLE).mapToObj(i -> person("E" + i, "n" + i, "D1", "", i == 0 ? lastDayOfFirst : "")).toList();
    }

    private Map<String, Object> account(String worker) {
        return engine.target.accounts().values().stream().filter(account -> worker.equals(account.get("employeeNumber"))).findFirst().orElseThrow();
    }

    private Cycle after(int hours) {
        engine.now = Engine.NOW.plus(HOUR.multipliedBy(hours));
        return engine.provision(false);
    }

    private Link link(String key) {
        return engine.store.links().page(Kind.PERSON, "app", 0, PEOPLE * 2).stream().filter(one -> one.identity().key().equals(key)).findFirst().orElseThrow().link().orElseThrow();
    }

    private void appointed(Optional<String> full) {
        OutboundJob job = engine.outbound;
        Schedule schedule = new Schedule(Optional.empty(), Optional.empty(), full, Optional.empty(), Schedule.NONE.zone(), Schedule.NONE.frozen());
        engine.outbound = new OutboundJob(job.written(), new JobSide(job.side().kind(), job.system(), job.object(), schedule, job.include(), job.match(), job.side().assigned()),
                job.mapping(), job.rules(), job.guard());
    }

    @Test
    void anAccountThatSomebodyOpensForALeaverIsClosedWithinADay() {
        account("E0").put("active", true);

        after(23);
        assertThat(account("E0")).as("a delta trusts what is known").containsEntry("active", true);
        assertThat(listed).isZero();

        after(25);
        assertThat(account("E0")).containsEntry("active", false);
        assertThat(engine.target.calls()).endsWith("disable id1", "disable id1");
        after(26);
        after(48);
        assertThat(listed).as("once a day").isEqualTo(1);
        after(50);
        assertThat(listed).isEqualTo(2);
    }

    @Test
    void whoWasClosedChangedOrDeletedByHandStaysSo() {
        account("E1").put("active", false);
        account("E2").put("department", "by hand");
        engine.target.accounts().remove((String) account("E3").get("id"));
        int before = engine.target.calls().size();

        Cycle cycle = after(25);

        assertThat(listed).isEqualTo(1);
        assertThat(engine.target.calls()).hasSize(before);
        assertThat(cycle.status()).isEqualTo(CycleStatus.DONE);
        engine.provision(true);
        assertThat(account("E1")).as("a full cycle puts it right").containsEntry("active", true);
        assertThat(account("E2")).containsEntry("department", "D1");
        assertThat(account("E3")).containsEntry("active", true);
    }

    @Test
    void anotherAccountThatIsMadeForALeaverIsTold() {
        engine.target.accounts().put("x1", new LinkedHashMap<>(Map.of("id", "x1", "userName", "E0-again", "employeeNumber", "E0", "active", true)));

        after(25);

        assertThat(link("E0").problem().orElseThrow().reason()).isEqualTo(Reason.OPEN_ACCOUNT_OF_LEAVER);
        assertThat(engine.target.accounts().get("x1")).as("nothing is closed on the strength of a match alone").containsEntry("active", true);
    }

    @Test
    void anAccountThatMatchesSomebodyWhoIsThereIsNeitherLinkedNorOpenedByThat() {
        engine.outbound = Jobs.job().createsNone().match("employeeNumber", "${body[workerId]}").value("employeeNumber", "${body[workerId]}").build();
        List<SourceItem> more = new ArrayList<>(people("2026-11-19"));
        more.add(person("E99", "n99", "D1", "", ""));
        engine.sync(more);
        engine.target.accounts().put("x1", new LinkedHashMap<>(Map.of("id", "x1", "userName", "x", "employeeNumber", "E99", "active", false)));

        after(30);
        assertThat(listed).isPositive();
        assertThat(engine.target.accounts().get("x1")).containsEntry("active", false);
        engine.provision(true);
        assertThat(engine.target.accounts().get("x1")).as("a full cycle").containsEntry("active", true);
    }

    @Test
    void nothingIsConcludedFromWhatAListLacksAndWhatItShowsCounts() {
        account("E0").put("active", true);
        engine.target.lists = all -> all.stream().filter(item -> "E0".equals(((SourceItem.Read) item).attributes().get("employeeNumber"))).toList();
        engine.target.readsFail = true;

        Cycle cycle = after(25);

        assertThat(account("E0")).containsEntry("active", false);
        assertThat(cycle.counted(Counted.LIST_NOT_WHOLE)).isEqualTo(1);
        assertThat(engine.store.links().enabledAccounts("app")).isEqualTo(PEOPLE - 1);
        assertThat(cycle.counted(Counted.MISSING)).isZero();
    }

    @Test
    void aTargetThatCannotBeListedJustThenIsLookedAtTheNextDay() {
        account("E0").put("active", true);
        engine.target.lists = all -> {
            listed++;
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "down");
        };
        assertThat(after(25).counted(Counted.LIST_NOT_WHOLE)).isEqualTo(1);
        after(26);
        assertThat(listed).isEqualTo(1);
        engine.target.lists = all -> all;
        after(50);
        assertThat(account("E0")).containsEntry("active", false);
    }

    @Test
    void aTargetThatLetsNobodyListItIsWrittenToByTheNextCycleAllTheSame() {
        engine.target.lists = all -> {
            throw new OutcomeException(OutcomeKind.UNAUTHORIZED, "not for you");
        };
        engine.now = Engine.NOW.plus(HOUR.multipliedBy(25));
        assertThatThrownBy(() -> engine.provision(false)).isInstanceOf(OutcomeException.class);
        engine.now = Engine.NOW.plus(HOUR.multipliedBy(26));
        engine.sync(people("2026-11-19").stream().map(item -> ((SourceItem.Read) item).attributes().get("workerId").equals("E1") ? person("E1", "n1", "D1", "", "2026-11-20") : item).toList());
        assertThat(account("E1")).containsEntry("active", false);
    }

    @Test
    void whereAFullCycleIsAppointedThatIsLeftToIt() {
        appointed(Optional.of("0 0 3 * * ?"));
        account("E0").put("active", true);
        after(200);
        assertThat(listed).isZero();
        engine.provision(true);
        assertThat(account("E0")).containsEntry("active", false);
    }

    @Test
    void whereNoProcessKeepsTheAppointedTimesItIsLookedAtAllTheSame() {
        appointed(Optional.of("0 0 3 * * ?"));
        account("E0").put("active", true);
        after(31 * 24);
        assertThat(listed).isZero();
        after(33 * 24);
        assertThat(account("E0")).containsEntry("active", false);
    }

    @Test
    void aStoreFromBeforeThatDoesNotSayWhenItWasListedIsLookedAtAtOnce() {
        CycleStore.JobState state = engine.store.cycles().state("app");
        engine.store.cycles().state("app", state.read(Optional.empty(), state.lastFullCount(), Optional.empty()));
        account("E0").put("active", true);
        after(1);
        assertThat(account("E0")).containsEntry("active", false);
    }

    @Test
    void whoIsOutOfScopeIsClosedAgainToo() {
        engine.outbound = Jobs.job().include("${body[dept]} != 'D2'").match("employeeNumber", "${body[workerId]}").value("userName", "${body[workerId]}-${body[name]}")
                .value("employeeNumber", "${body[workerId]}").build();
        engine.sync(List.of(person("E0", "n0", "D2", "", "")));
        assertThat(account("E0")).containsEntry("active", false);
        account("E0").put("active", true);
        after(30);
        assertThat(account("E0")).containsEntry("active", false);
    }
}
