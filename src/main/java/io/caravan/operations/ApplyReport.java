package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;

/**
 * What became of a saved plan.
 *
 * @param planned how many changes were to be made
 * @param jobs    how it went; when something stood against the plan, only what failed or is held on the way to finding that out
 * @param moved   changes that are not due any more, or would no longer be the same: because of them nothing was written
 * @param guard   the limits the plan goes over, in words, when nobody approved it: nothing was written
 * @param notMade changes that could not be made although nothing had stood against them
 * @param left    by job: how many other changes are due, which the next cycle looks at
 */
public record ApplyReport(String file, long planned, List<JobRun> jobs, List<NotMade> moved, List<String> guard, List<NotMade> notMade,
                          Map<String, Long> left) {

    /** A change of the plan that was not made, and why. */
    public record NotMade(String job, String identity, String kind, String account, String why) {
    }

    /** Of a rehearsal: whether there is something to carry out, and nothing against it. */
    @JsonIgnore
    public boolean isClear() {
        return planned > 0 && jobs.isEmpty() && moved.isEmpty() && guard.isEmpty();
    }
}
