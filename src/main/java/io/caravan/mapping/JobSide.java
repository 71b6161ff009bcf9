package io.caravan.mapping;

import java.util.List;
import java.util.Optional;

/**
 * The far side of the hub: what a job reads or writes there, when, for whom, and how somebody is recognised.
 *
 * @param system  the connected system
 * @param object  the kind of object in it
 * @param include who the job is for; empty: everybody
 */
public record JobSide(String system, String object, Schedule schedule, Optional<Condition> include, List<MatchRule> match) {
}
