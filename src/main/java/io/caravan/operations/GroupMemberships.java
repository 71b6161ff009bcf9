package io.caravan.operations;

import io.caravan.engine.ClaimStore.Meant;
import io.caravan.engine.ClaimStore.Pair;
import io.caravan.engine.HubStore.RecordOwner;
import io.caravan.engine.StateStore;
import io.caravan.mapping.InboundJob;
import io.caravan.subject.Identity;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** In which groups somebody is, or will be or was, and who says so. */
final class GroupMemberships {

    private final OpenProject project;
    private final StateStore store;
    private final Instant at;

    private GroupMemberships(OpenProject project, Instant at) {
        this.project = project;
        this.store = project.store();
        this.at = at;
    }

    /** Also those that are over, or have not begun. */
    static List<Explanation.InGroup> of(OpenProject project, Identity member) {
        return of(project, member, project.now());
    }

    /** Those of a moment. */
    static List<Explanation.InGroup> at(OpenProject project, Identity member, Instant at) {
        return of(project, member, at).stream().filter(Explanation.InGroup::now).toList();
    }

    private static List<Explanation.InGroup> of(OpenProject project, Identity member, Instant at) {
        GroupMemberships memberships = new GroupMemberships(project, at);
        List<Membership> rows = memberships.store.memberships().ofMembers(List.of(member.id())).getOrDefault(member.id(), List.of());
        Map<Long, Identity> groups = memberships.store.hub().identities(rows.stream().map(Membership::group).distinct().toList());
        return rows.stream().map(row -> memberships.inGroup(row, groups.get(row.group()))).sorted(java.util.Comparator.comparing(Explanation.InGroup::group)
                .thenComparing(Explanation.InGroup::origin)).toList();
    }

    private Explanation.InGroup inGroup(Membership row, Identity group) {
        List<String> places = row.origin().by() == Origin.By.SOURCE ? places(row) : row.origin().by() == Origin.By.RULE ? List.of(row.origin().name()) : List.of();
        return new Explanation.InGroup(group.key(), group.kind().name(), row.origin().toString(), row.isAt(at), row.from().map(Instant::toString), row.until().map(Instant::toString), places);
    }

    /** The records that say so, and the rule by which they do. */
    private List<String> places(Membership row) {
        List<String> places = new ArrayList<>();
        Optional<InboundJob> job = project.project().inbound().stream().filter(each -> each.name().equals(row.origin().name())).findFirst();
        Pair pair = Pair.of(row);
        List<String> anchors = store.claims().ofPairs(row.origin().name(), List.of(pair)).getOrDefault(pair, List.of()).stream().map(Meant::claim)
                .map(claim -> claim.anchor()).distinct().toList();
        Map<String, RecordOwner> records = store.hub().owners(row.origin().name(), anchors);
        anchors.forEach(anchor -> places.add(Optional.ofNullable(records.get(anchor)).map(RecordOwner::where).filter(where -> !where.isEmpty()).orElse(anchor)));
        job.flatMap(InboundJob::memberships).ifPresent(rule -> places.add(rule.position().toString()));
        return places;
    }
}
