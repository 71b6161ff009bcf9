package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.InboundJob.RecordRules;
import io.caravan.mapping.JobFile;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepTimesTest {

    private final List<String> heard = new ArrayList<>();
    private long now;
    private final StepTimes times = new StepTimes(new Heard(), () -> now);
    private final Cycle directory = cycle("directory", 1);

    @Test
    void overlappingStepsAreTimedEachForItself() {
        times.begins(directory, "evaluate", 10);
        now += 1_000_000_000;
        times.begins(directory, "list", -1);
        times.advances(directory, "list", 7);
        now += 2_000_000_000;
        times.ends(directory, "list");
        times.advances(directory, "evaluate", 10);
        times.ends(directory, "evaluate");

        assertThat(times.take("directory")).containsExactly(new JobRun.Step("evaluate", 10, 3), new JobRun.Step("list", 7, 2));
    }

    @Test
    void aStepGoneThroughTwiceIsOneStepWithoutThePauseBetween() {
        for (int round = 0; round < 2; round++) {
            times.begins(directory, "dispatch", 5);
            now += 500_000_000;
            times.advances(directory, "dispatch", 5);
            times.ends(directory, "dispatch");
            now += 9_000_000_000L;
        }

        assertThat(times.take("directory")).containsExactly(new JobRun.Step("dispatch", 10, 1));
    }

    @Test
    void jobsAreKeptApartAndTheNextRunBeginsAtNothing() {
        times.begins(directory, "dispatch", 1);
        times.ends(directory, "dispatch");

        assertThat(times.take("app")).isEmpty();
        assertThat(times.take("directory")).hasSize(1);
        assertThat(times.take("directory")).isEmpty();
    }

    @Test
    void whatNobodyAskedForIsForgottenWithTheNextCycle() {
        times.begins(directory, "read", 1);
        times.advances(directory, "read", 1);
        times.ends(directory, "read");
        Cycle next = cycle("directory", 2);
        times.begins(next, "dispatch", 1);
        times.ends(next, "dispatch");
        assertThat(times.take("directory")).containsExactly(new JobRun.Step("dispatch", 0, 0));
    }

    @Test
    void everythingIsPassedOn() {
        times.begins(directory, "read", 3);
        times.advances(directory, "read", 3);
        times.ends(directory, "read");

        assertThat(heard).containsExactly("directory begins read 3", "directory advances read 3", "directory ends read");
    }

    private final class Heard implements JobProgress {

        @Override
        public void begins(String job, String step, long expected) {
            heard.add(job + " begins " + step + " " + expected);
        }

        @Override
        public void advances(String job, String step, long more) {
            heard.add(job + " advances " + step + " " + more);
        }

        @Override
        public void ends(String job, String step) {
            heard.add(job + " ends " + step);
        }
    }

    private static Cycle cycle(String job, long id) {
        return new Cycle(id, new InboundJob(new JobFile(job, "", job + ".yaml", "", List.of()),
                new JobSide(job, "record", Schedule.NONE, Optional.empty(), List.of()), new Mapping(Map.of(), Map.of(), Map.of()), RecordRules.DEFAULT),
                false, new Cycle.Start(Instant.EPOCH, "test", 0), Set.of(), CycleListener.NONE);
    }
}
