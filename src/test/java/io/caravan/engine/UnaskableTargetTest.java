package io.caravan.engine;

import static io.caravan.engine.Engine.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.SourceItem;
import io.caravan.plan.Jobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A target that lists accounts, and cannot be asked for one. */
class UnaskableTargetTest {

    private final Engine engine = new Engine(unaskable());

    private static ObjectSpec unaskable() {
        ObjectSpec whole = Jobs.object();
        return new ObjectSpec(whole.name(), new ObjectSpec.Keys(whole.anchor(), whole.enabledBy(), Optional.empty(), whole.renamedBy()), whole.schema(),
                EnumSet.complementOf(EnumSet.of(Operation.GET, Operation.FIND)), List.of());
    }

    private static List<SourceItem> people(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> person("E" + i, "n" + i, "D1", "", "")).collect(Collectors.toCollection(ArrayList::new));
    }

    /** Somebody clears accounts away on one day and more on the next: each list lacks few that were there before. */
    @Test
    void whatOneListLacksDoesNotKeepTheNextFromBeingBelieved() {
        engine.sync(people(40));
        IntStream.rangeClosed(1, 4).forEach(i -> engine.target.accounts().remove("id" + i));
        engine.provision(true);
        IntStream.rangeClosed(5, 7).forEach(i -> engine.target.accounts().remove("id" + i));
        engine.provision(true);
        assertThat(engine.target.accounts()).as("the first four are made again").hasSize(37);
        assertThat(engine.provision(true).status()).isEqualTo(CycleStatus.DONE);
        assertThat(engine.target.accounts()).hasSize(40);
    }

    /** What comes due while nobody knows whether the account is there is not forgotten. */
    @Test
    void whoseAccountOneListLacksLeavesWhenItIsSaidMeanwhile() {
        List<SourceItem> people = people(20);
        engine.sync(people);
        engine.target.lists = all -> all.stream().filter(item -> !"E7".equals(((SourceItem.Read) item).attributes().get("employeeNumber"))).toList();
        engine.provision(true);
        people.set(6, person("E7", "n7", "D1", "", "2026-11-20"));
        engine.sync(people);
        engine.now = engine.now.plus(Duration.ofHours(13));
        engine.provision(false);
        assertThat(engine.target.accounts().values().stream().filter(account -> "E7".equals(account.get("employeeNumber"))).map(account -> account.get("active"))).containsExactly(false);
    }
}
