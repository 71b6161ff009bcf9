package io.caravan.mapping;

import io.caravan.subject.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The far side of the hub: what a job reads or writes there, when, for whom, and how somebody is recognised.
 *
 * @param kind    what it brings into the hub, or takes from there
 * @param system  the connected system
 * @param object  the kind of object in it
 * @param include who the job is for; empty: everybody
 * @param assigned whether only for those who are assigned to the system
 */
public record JobSide(Kind kind, String system, String object, Schedule schedule, Optional<Condition> include, List<MatchRule> match,
                      boolean assigned) {

    /** Of persons. */
    public JobSide(String system, String object, Schedule schedule, Optional<Condition> include, List<MatchRule> match) {
        this(Kind.PERSON, system, object, schedule, include, match, false);
    }
}
