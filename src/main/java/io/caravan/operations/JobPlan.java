package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.caravan.plan.ChangeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What would be done by one job. Nothing of it has been done.
 *
 * @param counts   changes by kind, and {@code unchanged, skipped, undecided}
 * @param guard    the limits the plan goes over, in words
 * @param accounts enabled accounts the job has now
 * @param failure  why the plan is not complete
 * @param readOnly whether nothing of it will be sent, because the target is never written to
 */
public record JobPlan(String job, Direction direction, String system, List<ShownChange> changes, List<Undecided> undecided, Map<String, Long> counts,
                      List<String> guard, long accounts, Optional<String> failure, boolean readOnly) {

    /** Of a system that may be written to. */
    public JobPlan(String job, Direction direction, String system, List<ShownChange> changes, List<Undecided> undecided, Map<String, Long> counts, List<String> guard, long accounts,
                   Optional<String> failure) {
        this(job, direction, system, changes, undecided, counts, guard, accounts, failure, false);
    }

    /**
     * @param display what the person is called beside the key
     * @param kind    a word of {@link io.caravan.plan.ChangeKind}
     * @param account what people call the account
     * @param later   references that are set once the account they mean exists
     * @param disabledUntil of a new account that is not open yet, the day on which it will be
     */
    public record ShownChange(String identity, DisplayName display, String kind, String account, List<ChangedAttribute> attributes, String reason, List<String> later,
                              Optional<String> disabledUntil) {

        /** Whether a member comes into a group, or is taken out: the account is the group's key. */
        @JsonIgnore
        public boolean isOfMember() {
            return kind.equals(ChangeKind.JOIN.word()) || kind.equals(ChangeKind.LEAVE.word());
        }

        public ShownChange(String identity, String kind, String account, List<ChangedAttribute> attributes, String reason, List<String> later, Optional<String> disabledUntil) {
            this(identity, DisplayName.NONE, kind, account, attributes, reason, later, disabledUntil);
        }
    }

    /** Somebody for whom nothing can be decided, and why. */
    public record Undecided(String identity, DisplayName display, String kind, String reason) {

        public Undecided(String identity, String kind, String reason) {
            this(identity, DisplayName.NONE, kind, reason);
        }
    }

    /** The same, where it is not for a limit that changes stay held. */
    JobPlan heldBesides(Optional<String> why) {
        return why.isEmpty() || !guard.isEmpty() ? this : new JobPlan(job, direction, system, changes, undecided, counts, List.of(why.get()), accounts, failure, readOnly);
    }

    /** The same of a system of which is known whether it is written to. */
    JobPlan readOnly(boolean never) {
        return never == readOnly ? this : new JobPlan(job, direction, system, changes, undecided, counts, guard, accounts, failure, never);
    }

    /** The same with people named. */
    JobPlan named(PeopleNames people) {
        Map<String, DisplayName> names = new HashMap<>(people.byKey(job, Stream.concat(changes.stream().map(ShownChange::identity), undecided.stream().map(Undecided::identity)).toList()));
        names.putAll(people.byKey(changes.stream().filter(ShownChange::isOfMember).map(ShownChange::identity).toList()));
        return names.isEmpty() ? this : new JobPlan(job, direction, system, changes.stream().map(one -> new ShownChange(one.identity(),
                names.getOrDefault(one.identity(), DisplayName.NONE), one.kind(), one.account(), one.attributes(), one.reason(), one.later(), one.disabledUntil())).toList(),
                undecided.stream().map(one -> new Undecided(one.identity(), names.getOrDefault(one.identity(), DisplayName.NONE), one.kind(), one.reason())).toList(),
                counts, guard, accounts, failure, readOnly);
    }
}
