package io.caravan.operations;

import io.caravan.operations.JobPlan.ShownChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of the changes that jobs hold somebody chose to decide of, as it is shown before anything is decided.
 *
 * @param job   the one that was named
 * @param jobs  that one, and the others that hold changes of the same reading of a source: what is decided holds for all of them
 * @param rest  how many more these jobs hold of it, that were not chosen
 * @param seen  stands for just these changes: given back with the decision, it says that they were looked at
 */
public record HeldPlan(String job, List<JobPart> jobs, long rest, String seen) {

    /**
     * @param since   when the job began to hold something without a break
     * @param why     what was over its limit then, or who rejected it and why
     * @param kinds   how many, by kind of change
     * @param groups  whose members come or go, in the order of their keys
     * @param changes of memberships each is about the person, and its account is the group
     */
    public record JobPart(String job, String system, Optional<String> since, String why, Map<String, Long> kinds, List<OfGroup> groups, List<ShownChange> changes) {
    }

    /**
     * How many members of a group.
     *
     * @param group its key
     */
    public record OfGroup(String group, long join, long leave) {
    }

    /** That nothing was decided: only looked at. */
    public record Shown(HeldPlan held) {
    }

    /** How many changes. */
    public long count() {
        return jobs.stream().mapToLong(part -> part.changes().size()).sum();
    }
}
