package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Standing;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.ValueComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Holds what a target shows of the members of groups against what is known. Whoever we put there and is not shown is put there again,
 * if she is still to be in it: she is not forgotten, because half a list would make us leave her in a group that she is to leave. Whoever is
 * shown and was not put there by us is a stranger. Used by one thread, in a transaction.
 */
final class ShownMembers {

    private final StateStore store;
    private final OutboundJob job;
    private final MemberNames names;

    private ShownMembers(StateStore store, OutboundJob job, ObjectSpec object) {
        this.store = store;
        this.job = job;
        this.names = MemberNames.of(object);
    }

    /** Empty for a job whose target holds no members. */
    static Optional<ShownMembers> of(StateStore store, OutboundJob job, ObjectSpec object) {
        return job.members().isPresent() ? Optional.of(new ShownMembers(store, job, object)) : Optional.empty();
    }

    /**
     * What groups list that these changes recognise, as far as a listing of this cycle has shown it; the others are {@link GroupsAsFound asked for} once they are
     * linked. Whoever is in one is a stranger at first, and ours if she is to be there: a store that was lost, or a group that was there before, puts nobody in once more.
     */
    static void ofRecognised(StateStore store, Cycle cycle, OutboundJob job, ObjectSpec object, List<Change> changes) {
        ShownMembers.of(store, job, object).ifPresent(known -> changes.stream().filter(change -> change.kind() == ChangeKind.LINK).forEach(link -> known.recognised(link, cycle.evidence())));
    }

    private void recognised(Change link, Evidence evidence) {
        Optional<List<String>> listed = link.anchor().flatMap(anchor -> store.links().membersInListing(job.name(), anchor));
        if (listed.isPresent()) {
            evidence.knowsMembersOf(link.identityId());
            shown(Map.of(link.identityId(), listed.get()));
        } else {
            forgetStrangers(link.identityId());
        }
    }

    /** They may be from a listing that a change was planned by which was never made. */
    private void forgetStrangers(long group) {
        store.memberships().unlist(job.name(), store.memberships().listedIn(job.name(), Set.of(group)).getOrDefault(group, Map.of()).values().stream()
                .filter(one -> one.standing() == Standing.STRANGER).toList());
    }

    /** What these groups are shown to list, by the id of the group. */
    void shown(Map<Long, Object> groups) {
        shown(groups, Sight.ALL);
    }

    /** @param sight whether who is not listed counts, too */
    void shown(Map<Long, Object> groups, Sight sight) {
        Map<Long, Map<String, Listed>> known = store.memberships().listedIn(job.name(), groups.keySet());
        List<Listed> fresh = new ArrayList<>();
        List<Listed> gone = new ArrayList<>();
        groups.forEach((group, list) -> compare(group, list, known.getOrDefault(group, Map.of()), fresh, gone));
        if (sight == Sight.OPENED) {
            fresh.removeIf(one -> one.standing() == Standing.UNSEEN);
        }
        store.memberships().unlist(job.name(), gone);
        store.memberships().list(job.name(), fresh);
    }

    private void compare(long group, Object list, Map<String, Listed> known, List<Listed> fresh, List<Listed> gone) {
        Map<String, String> shown = new LinkedHashMap<>();
        ValueComparison.elements(list).forEach(name -> shown.put(names.key(name.toString()), name.toString()));
        shown.keySet().removeIf(names::isNobody);
        shown.forEach((key, name) -> {
            Listed before = known.get(key);
            if (before != null && before.standing() == Standing.UNSEEN) {
                fresh.add(new Listed(group, key, name, before.member(), Standing.OURS));
            } else if (before == null) {
                fresh.add(new Listed(group, key, name, OptionalLong.empty(), Standing.STRANGER));
            }
        });
        Set<String> keys = shown.keySet();
        known.values().stream().filter(one -> !keys.contains(one.key())).forEach(one -> {
            if (one.standing() == Standing.STRANGER) {
                gone.add(one);
            } else if (one.standing() == Standing.OURS) {
                fresh.add(new Listed(group, one.key(), one.name(), one.member(), Standing.UNSEEN));
            }
        });
    }
}
