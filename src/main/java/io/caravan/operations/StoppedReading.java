package io.caravan.operations;

import java.util.List;
import java.util.Map;

/**
 * A reading of which nothing, or not all, was used, and that somebody may let through.
 *
 * @param cycle   the one that read
 * @param at      when
 * @param why     what was said of it
 * @param vanish  attributes, and from how many people they have vanished
 * @param missing how many records are missing
 * @param others  keys of new records that are written like those of missing ones
 * @param seen    stands for just this: given back with the decision, it says that it was looked at
 */
public record StoppedReading(String job, String system, long cycle, String at, String why, Map<String, Long> vanish, long missing, List<String> others, String seen) {

    /**
     * What became of an approval.
     *
     * @param jobs how the source was read again; empty: nothing was decided
     */
    public record Report(StoppedReading reading, List<JobRun> jobs) {
    }
}
