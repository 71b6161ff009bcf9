package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.store.SqlStateStore;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand people and twenty rules: what the first run takes is printed; of one who changed, one is looked at. */
class ManyPeopleInGroupsTest {

    private static final int PEOPLE = 100_000;
    private static final int RULES = 20;
    private static final int DEPARTMENTS = 100;

    @TempDir
    Path folder;

    @Test
    void oneWhoChangedIsAllThatIsLookedAt() {
        try (StateStore store = SqlStateStore.open("jdbc:sqlite:" + folder.resolve("caravan.db"), "", "")) {
            RuledCompany company = new RuledCompany(folder, store);
            for (int i = 0; i < RULES; i++) {
                company.rule("r" + i, "group: g" + i, "include: \"${body[department]} == 'D" + i + "' && ${body[type]} != 'x'\"");
            }
            for (int from = 0; from < PEOPLE; from += 10_000) {
                List<IdentityDraft> some = new ArrayList<>();
                for (int i = from; i < from + 10_000; i++) {
                    some.add(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E" + i, Attributes.of(Map.of("department", "D" + i % DEPARTMENTS, "type", "employee", "name", "Name of " + i))));
                }
                store.hub().save(some);
            }
            GroupRun first = timed("everybody", company);
            assertThat(first.counted(GroupRun.JOINED)).isEqualTo((long) PEOPLE / DEPARTMENTS * RULES);

            company.person("E0", "department", "D1", "type", "employee");
            GroupRun one = timed("one who changed", company);
            assertThat(one.counted(Counted.EVALUATED)).isEqualTo(1);
            assertThat(one.moved()).containsExactly(new GroupRun.Moved("g0", 0, 1), new GroupRun.Moved("g1", 1, 0));
        }
    }

    private static GroupRun timed(String what, RuledCompany company) {
        long start = System.nanoTime();
        GroupRun run = company.run();
        System.out.println(PEOPLE + " people, " + RULES + " rules, " + what + ": " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        return run;
    }
}
