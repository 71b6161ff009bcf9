package io.caravan.operations;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.Forecast.Target;
import io.caravan.engine.SaidMembers;
import io.caravan.engine.SaidMembers.Said;
import io.caravan.engine.SaidMembers.Standing;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.runtime.CycleRun;
import io.caravan.subject.Identity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group that a plan makes, or recognises, in a target: its members are planned when it is there, and are no changes of this plan yet.
 *
 * @param group   its key
 * @param kind    {@code create} or {@code link}
 * @param members who are to be in it once all that is planned has been done
 * @param leftOut how many who are said to be in it will not be, by how their accounts stand
 */
public record NewGroup(String job, String group, String kind, List<Member> members, Map<MemberState, Long> leftOut) {

    /**
     * @param who     a person, or another group
     * @param display what the person is called beside the key
     */
    public record Member(String who, DisplayName display) {
    }

    boolean isOfNobody() {
        return members.isEmpty() && leftOut.isEmpty();
    }

    /**
     * Of all jobs of groups that were planned, in their order.
     *
     * @param identity only this member, or this group, by its key
     */
    static List<NewGroup> of(OpenProject preview, List<CycleRun> runs, Optional<String> identity) {
        List<Target> targets = preview.project().outbound().stream().flatMap(job -> AccountList.object(preview, job).map(object -> new Target(job, object, preview.project().secrets(job))).stream()).toList();
        return runs.stream().flatMap(run -> of(preview, run, targets, identity)).filter(group -> !group.isOfNobody()).toList();
    }

    private static Stream<NewGroup> of(OpenProject preview, CycleRun run, List<Target> targets, Optional<String> identity) {
        Job job = run.getCycle().job();
        Optional<ObjectSpec> object = AccountList.object(preview, job);
        if (!(job instanceof OutboundJob groups) || groups.members().isEmpty() || object.isEmpty()) {
            return Stream.empty();
        }
        List<Change> fresh = run.changes().stream().filter(change -> change.kind() == ChangeKind.CREATE || change.kind() == ChangeKind.LINK).toList();
        if (fresh.isEmpty()) {
            return Stream.empty();
        }
        SaidMembers said = SaidMembers.onceAllIsDone(preview.store(), groups, object.get(), preview.now(), targets);
        return fresh.stream().map(change -> of(preview, job.name(), change, said, identity));
    }

    private static NewGroup of(OpenProject preview, String job, Change change, SaidMembers said, Optional<String> identity) {
        boolean all = identity.isEmpty() || identity.get().equals(change.identityKey());
        PeopleNames names = PeopleNames.of(preview);
        List<Member> members = new ArrayList<>();
        Map<MemberState, Long> leftOut = new LinkedHashMap<>();
        said.each(change.identityId(), page -> {
            Map<Long, Identity> people = preview.store().hub().identities(page.stream().map(Said::member).toList());
            page.stream().filter(one -> all || people.get(one.member()).key().equals(identity.get())).forEach(one -> {
                if (one.standing() == Standing.CAN) {
                    members.add(new Member(people.get(one.member()).key(), names.of(people.get(one.member()))));
                } else {
                    leftOut.merge(MemberState.of(one.standing()), 1L, Long::sum);
                }
            });
        });
        return new NewGroup(job, change.identityKey(), change.kind().word(), List.copyOf(members), leftOut);
    }
}
