package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.GroupDrift.Member;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.Standing;
import io.caravan.engine.SaidMembers.Said;
import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Drift;
import io.caravan.plan.Drift.Follows;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Tells whom the groups of a target have that nobody here put there, and whom we put there that they do not show. What the target shows has been noted on a copy
 * of the store. Goes through it page by page, and keeps no more than some names of each group.
 */
final class MemberDriftSearch {

    private static final int PAGE = 1000;
    /** So many of one group, and of all groups together, are named. */
    private static final int NAMED = 1000;
    private static final int NAMED_IN_ALL = 100_000;

    private final StateStore copy;
    private final StateStore original;
    private final OutboundJob job;
    private final MemberNames names;
    private final SaidMembers said;
    private final Optional<String> placeholder;
    private final Map<Long, List<Listed>> some = new TreeMap<>();
    private final Map<Long, Long> counts = new HashMap<>();
    private final Set<String> belonging = new HashSet<>();
    private long belongingTo;
    private int named;
    private long changedMeanwhile;

    /** @param original what the copy was made of: what has changed there since is not told */
    MemberDriftSearch(StateStore copy, StateStore original, Cycle cycle, OutboundJob job, ObjectSpec object) {
        this.copy = copy;
        this.original = original;
        this.job = job;
        this.names = MemberNames.of(object);
        this.said = SaidMembers.of(copy, job, object, cycle.now());
        this.placeholder = object.memberships().orElseThrow().placeholder();
    }

    /**
     * In the order of kinds and groups.
     *
     * @param whole by group that the target has shown, whether it has shown all its members
     */
    List<GroupDrift> search(Map<Long, Boolean> whole) {
        List<GroupDrift> found = new ArrayList<>();
        each(Standing.STRANGER, whole::containsKey, this::strangers);
        found.addAll(found(Drift.Kind.STRANGERS, job.members().orElseThrow().strangersGo() ? Follows.REVERT : Follows.REPORT));
        each(Standing.UNSEEN, group -> whole.getOrDefault(group, false), this::gone);
        found.addAll(found(Drift.Kind.MEMBERS_GONE, Follows.REVERT));
        return found;
    }

    /** How many memberships a cycle has changed while the target was listed. */
    long changedMeanwhile() {
        return changedMeanwhile;
    }

    /** @see #each */
    private interface OfOneGroup {
        void accept(long group, List<Listed> listed);
    }

    private void each(Standing standing, Predicate<Long> groups, OfOneGroup use) {
        Optional<Listed> last = Optional.empty();
        List<Listed> page = copy.memberships().listed(job.name(), standing, last, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(one -> groups.test(one.group())).collect(Collectors.groupingBy(Listed::group, LinkedHashMap::new, Collectors.toList())).forEach(use::accept);
            last = Optional.of(page.get(page.size() - 1));
            page = copy.memberships().listed(job.name(), standing, last, PAGE);
        }
    }

    private void strangers(long group, List<Listed> listed) {
        Set<String> theirs = new HashSet<>(listed.stream().map(Listed::key).toList());
        placeholder.map(names::key).ifPresent(theirs::remove);
        theirs.removeAll(belonging(group));
        Map<String, Listed> known = original.memberships().listedAs(job.name(), group, theirs);
        Predicate<Listed> putThereMeanwhile = one -> known.containsKey(one.key()) && known.get(one.key()).standing() != Standing.STRANGER;
        listed.stream().filter(one -> theirs.contains(one.key())).forEach(one -> tell(one, putThereMeanwhile));
    }

    /** Who is in the group as its origins say, though nobody here put her there: the next cycle takes her for one of ours. */
    private Set<String> belonging(long group) {
        if (group != belongingTo) {
            belonging.clear();
            belongingTo = group;
            said.each(group, page -> copy.memberships().listedAs(job.name(), group, page.stream().filter(one -> one.standing() == SaidMembers.Standing.CAN).map(Said::name)
                    .flatMap(Optional::stream).map(names::key).toList()).values().stream().filter(one -> one.standing() == Standing.STRANGER).map(Listed::key).forEach(belonging::add));
        }
        return belonging;
    }

    private void gone(long group, List<Listed> listed) {
        Map<Pair, Said> wanted = said.of(listed.stream().map(one -> new Pair(group, one.member().orElseThrow())).toList());
        Map<String, Listed> known = original.memberships().listedAs(job.name(), group, listed.stream().map(Listed::key).toList());
        listed.stream().filter(one -> Optional.ofNullable(wanted.get(new Pair(group, one.member().orElseThrow()))).filter(who -> who.standing() == SaidMembers.Standing.CAN)
                .flatMap(Said::name).map(names::key).filter(one.key()::equals).isPresent()).forEach(one -> tell(one, gone -> !known.containsKey(gone.key())));
    }

    private void tell(Listed one, Predicate<Listed> isChanged) {
        if (isChanged.test(one)) {
            changedMeanwhile++;
            return;
        }
        counts.merge(one.group(), 1L, Long::sum);
        List<Listed> few = some.computeIfAbsent(one.group(), none -> new ArrayList<>());
        if (few.size() < NAMED && named < NAMED_IN_ALL) {
            few.add(one);
            named++;
        }
    }

    private List<GroupDrift> found(Drift.Kind kind, Follows follows) {
        Map<Long, Subject> groups = copy.links().subjects(job.name(), some.keySet());
        Map<String, Identity> owners = owners();
        List<GroupDrift> found = new ArrayList<>();
        some.forEach((group, few) -> {
            Subject subject = groups.get(group);
            List<Member> members = few.stream().map(one -> new Member(one.name(), Optional.ofNullable(owners.get(one.key())))).toList();
            found.add(new GroupDrift(kind, subject.identity(), subject.link().orElseGet(() -> Link.none(group)), counts.get(group), members, follows));
        });
        found.sort(Comparator.comparing(one -> one.group().key()));
        some.clear();
        counts.clear();
        return found;
    }

    /** Whose accounts have the names that are told, by the name as it is compared. */
    private Map<String, Identity> owners() {
        Set<String> wanted = some.values().stream().flatMap(List::stream).map(Listed::key).collect(Collectors.toSet());
        Map<String, Identity> owners = new HashMap<>();
        if (!wanted.isEmpty()) {
            job.members().orElseThrow().accounts().forEach(of -> owners(of, of.job().equals(job.name()) ? job.kind() : Kind.PERSON, wanted, owners));
        }
        return owners;
    }

    private void owners(Accounts of, Kind kind, Set<String> wanted, Map<String, Identity> owners) {
        long last = 0;
        List<Subject> page = copy.links().page(kind, of.job(), last, PAGE);
        while (!page.isEmpty()) {
            page.forEach(subject -> subject.link().flatMap(link -> MemberAccounts.name(link, of)).map(names::key).filter(wanted::contains)
                    .ifPresent(name -> owners.putIfAbsent(name, subject.identity())));
            last = page.get(page.size() - 1).identity().id();
            page = copy.links().page(kind, of.job(), last, PAGE);
        }
    }
}
