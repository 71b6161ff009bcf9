package io.caravan.operations;

import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.ApplicationRole;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Groups that are assigned, are gone from where they came from, and that somebody is still said to be in: whoever that is keeps what the group gives, as
 * two say so. Those of rules are told with their rule.
 */
final class GroupsThatAreGone {

    private static final int PAGE = 1000;
    private static final int NAMED = 5;

    private GroupsThatAreGone() {
    }

    static List<LeftBehind> leftBehind(OpenProject open) {
        List<OutboundJob> jobs = open.project().outbound().stream().filter(OutboundJob::usesAssignments).toList();
        if (jobs.isEmpty()) {
            return List.of();
        }
        Map<Long, ApplicationRole> roles = AssignmentList.roles(open);
        Map<String, List<LeftBehind.Person>> told = new TreeMap<>();
        List<Subject> page = open.store().links().page(Kind.GROUP, "", 0, PAGE);
        while (!page.isEmpty() && !roles.isEmpty()) {
            List<Identity> gone = page.stream().map(Subject::identity).filter(group -> group.attributes().has(Lifecycle.ABSENT_SINCE)).toList();
            Map<Long, List<Membership>> said = open.store().memberships().ofMembers(gone.stream().map(Identity::id).toList());
            gone.stream().filter(group -> open.store().memberships().ofGroup(group.id(), 0, PAGE).stream().anyMatch(one -> one.isAt(open.now()))).forEach(group -> said.getOrDefault(group.id(), List.of()).stream()
                    .filter(one -> roles.containsKey(one.group()) && one.isAt(open.now()) && one.origin().by() != Origin.By.RULE)
                    .forEach(one -> told.computeIfAbsent(roles.get(one.group()).application(), none -> new ArrayList<>()).add(new LeftBehind.Person(group.key(),
                            "assigned to " + roles.get(one.group()).key() + " by " + one.origin() + "; the group is gone since " + group.attributes().text(Lifecycle.ABSENT_SINCE).orElse("?")
                                    + ", and who is said to be in it has access all the same"))));
            page = open.store().links().page(Kind.GROUP, "", page.get(page.size() - 1).identity().id(), PAGE);
        }
        return jobs.stream().sorted(Comparator.comparing(OutboundJob::name)).flatMap(job -> Optional.ofNullable(told.remove(job.system())).map(some -> leftBehind(job, some)).stream()).toList();
    }

    private static LeftBehind leftBehind(OutboundJob job, List<LeftBehind.Person> groups) {
        return new LeftBehind(job.name(), "group-gone", groups.size(), groups.stream().limit(NAMED).toList(), "have its source name the group again, or nobody in it; or take the assignment back: caravan unassign "
                + groups.get(0).who() + " " + job.system() + " --group --why TEXT (with --role, where it is of a role)");
    }
}
