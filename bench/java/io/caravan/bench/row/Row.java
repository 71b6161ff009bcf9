package io.caravan.bench.row;

import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import java.util.List;
import java.util.Optional;

/** One thing the bench measures. */
public interface Row {

    /** As {@code --rows} has it. */
    String name();

    /** What is measured, in a few words. */
    String title();

    /** How many people it works on when nobody says otherwise. */
    long people(Scale scale);

    List<Goal> goals();

    /** Why it cannot be measured on this machine, and what to do about it; empty when it can. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /**
     * Measures. The end states of all trials have to be the same.
     *
     * @throws Exception when anything goes wrong: the row has failed then, and the others go on
     */
    List<Trial> measure(Workshop shop) throws Exception;
}
