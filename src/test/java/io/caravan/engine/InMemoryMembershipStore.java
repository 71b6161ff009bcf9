package io.caravan.engine;

import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

final class InMemoryMembershipStore implements MembershipStore {

    private final InMemoryStateStore store;

    InMemoryMembershipStore(InMemoryStateStore store) {
        this.store = store;
    }

    private static List<Object> key(Membership one) {
        return List.of(one.group(), one.member(), one.origin());
    }

    @Override
    public void save(Collection<Membership> memberships) {
        for (Membership one : memberships) {
            if (!store.tables().identities.containsKey(one.group()) || !store.tables().identities.containsKey(one.member())) {
                throw new IllegalArgumentException("nobody with that id");
            }
            store.tables().memberships.put(key(one), new Membership(one.group(), one.member(), one.origin(), one.from().map(InMemoryStateStore::kept),
                    one.until().map(InMemoryStateStore::kept)));
        }
        store.tables().followed.keySet().forEach(job -> markDue(job, memberships.stream().map(Pair::of).toList()));
    }

    @Override
    public void remove(Collection<Membership> memberships) {
        memberships.forEach(one -> store.tables().memberships.remove(key(one)));
        store.tables().followed.keySet().forEach(job -> markDue(job, memberships.stream().map(Pair::of).toList()));
    }

    private List<Membership> inOrder(Predicate<Membership> wanted) {
        return store.tables().memberships.values().stream().filter(wanted).sorted(Comparator.comparing(Membership::member).thenComparing(Membership::group)
                .thenComparing(one -> one.origin().toString())).toList();
    }

    @Override
    public List<Membership> ofGroup(long group, long afterMember, int members) {
        List<Membership> all = inOrder(one -> one.group() == group && one.member() > afterMember);
        List<Long> some = all.stream().map(Membership::member).distinct().limit(members).toList();
        return all.stream().filter(one -> some.contains(one.member())).toList();
    }

    @Override
    public Map<Long, List<Membership>> ofMembers(Collection<Long> members) {
        Map<Long, List<Membership>> found = new LinkedHashMap<>();
        inOrder(one -> members.contains(one.member())).forEach(one -> found.computeIfAbsent(one.member(), none -> new ArrayList<>()).add(one));
        return found;
    }

    @Override
    public Map<Pair, List<Membership>> of(Collection<Pair> pairs) {
        Map<Pair, List<Membership>> found = new TreeMap<>();
        inOrder(one -> pairs.contains(Pair.of(one))).forEach(one -> found.computeIfAbsent(Pair.of(one), none -> new ArrayList<>()).add(one));
        return found;
    }

    @Override
    public void follow(String job, Set<String> membersJobs) {
        if (!membersJobs.equals(store.tables().followed.put(job, membersJobs))) {
            markAllDue(job);
        }
    }

    /** What has become of accounts concerns the groups that they are in, or are to be in. */
    void accountsChanged(String membersJob, Collection<Long> members) {
        store.tables().followed.forEach((job, jobs) -> {
            if (jobs.contains(membersJob)) {
                markDue(job, known(job).filter(pair -> members.contains(pair.member())).toList());
            }
        });
    }

    private Stream<Pair> known(String job) {
        return Stream.concat(store.tables().memberships.values().stream().map(Pair::of),
                InMemoryTables.of(store.tables().listed, job).values().stream().filter(one -> one.member().isPresent()).map(one -> new Pair(one.group(), one.member().getAsLong())));
    }

    private TreeSet<Pair> due(String job) {
        return store.tables().membershipsDue.computeIfAbsent(job, none -> new TreeSet<>());
    }

    @Override
    public List<Pair> due(String job, Optional<Pair> after, int limit) {
        return due(job).stream().filter(pair -> after.isEmpty() || pair.compareTo(after.get()) > 0).limit(limit).toList();
    }

    private TreeMap<Pair, PostponedMember> waiting(String job) {
        return store.tables().postponedMembers.computeIfAbsent(job, none -> new TreeMap<>());
    }

    @Override
    public void postpone(String job, Collection<PostponedMember> members) {
        members.forEach(one -> waiting(job).put(one.pair(), new PostponedMember(one.pair(), one.basis(), one.tries(), InMemoryStateStore.kept(one.since()),
                InMemoryStateStore.kept(one.last()), InMemoryStateStore.kept(one.again()), one.reason())));
    }

    @Override
    public Map<Pair, PostponedMember> postponed(String job, Collection<Pair> pairs) {
        Map<Pair, PostponedMember> found = new TreeMap<>(waiting(job));
        found.keySet().retainAll(pairs);
        return found;
    }

    @Override
    public List<PostponedMember> postponed(String job, int limit) {
        return waiting(job).values().stream().sorted(Comparator.comparing(PostponedMember::again).thenComparing(PostponedMember::pair)).limit(limit).toList();
    }

    @Override
    public long postponedCount(String job) {
        return waiting(job).size();
    }

    @Override
    public void dropPostponed(String job, Collection<Pair> pairs) {
        waiting(job).keySet().removeAll(pairs);
    }

    @Override
    public void dropPostponed(String job) {
        waiting(job).clear();
    }

    @Override
    public void dropPostponedNotDue(String job) {
        waiting(job).keySet().retainAll(due(job));
    }

    @Override
    public void markDue(String job, Collection<Pair> pairs) {
        due(job).addAll(pairs);
    }

    @Override
    public void markDueInGroups(String job, Collection<Long> groups) {
        markDue(job, known(job).filter(pair -> groups.contains(pair.group())).toList());
    }

    @Override
    public void markAllDue(String job) {
        markDue(job, known(job).toList());
    }

    @Override
    public void markDueByTime(String job, Instant after, Instant until) {
        markDue(job, store.tables().memberships.values().stream().filter(one -> Stream.concat(one.from().stream(), one.until().stream())
                .anyMatch(moment -> moment.isAfter(after) && !moment.isAfter(until))).map(Pair::of).toList());
    }

    @Override
    public List<Membership> endingBetween(Instant after, Instant until) {
        return store.tables().memberships.values().stream().filter(one -> one.until().filter(end -> end.isAfter(after) && !end.isAfter(until)).isPresent())
                .sorted(Comparator.comparing((Membership one) -> one.until().orElseThrow()).thenComparing(Membership::group).thenComparing(Membership::member)).toList();
    }

    @Override
    public List<Membership> turningBetween(Instant after, Instant until) {
        return store.tables().memberships.values().stream().filter(one -> Stream.concat(one.from().stream(), one.until().stream()).anyMatch(at -> at.isAfter(after) && !at.isAfter(until)))
                .sorted(Comparator.comparing(Membership::group).thenComparing(Membership::member).thenComparing(one -> one.origin().toString())).toList();
    }

    @Override
    public Optional<Instant> nextTurn(Instant after) {
        return store.tables().memberships.values().stream().flatMap(one -> Stream.concat(one.from().stream(), one.until().stream())).filter(at -> at.isAfter(after)).min(Comparator.naturalOrder());
    }

    @Override
    public boolean changesBetween(Instant after, Instant until) {
        return store.tables().memberships.values().stream().flatMap(one -> Stream.concat(one.from().stream(), one.until().stream()))
                .anyMatch(moment -> moment.isAfter(after) && !moment.isAfter(until));
    }

    @Override
    public void clearDue(String job, Collection<Pair> pairs) {
        due(job).removeAll(new HashSet<>(pairs));
    }

    @Override
    public void clearAllDue(String job) {
        due(job).clear();
    }

    private static String place(long group, String key) {
        return "%019d ".formatted(group) + key;
    }

    private List<Listed> listed(String job, Predicate<Listed> wanted) {
        return InMemoryTables.of(store.tables().listed, job).values().stream().filter(wanted).toList();
    }

    @Override
    public Map<Pair, List<Listed>> listed(String job, Collection<Pair> pairs) {
        Map<Pair, List<Listed>> found = new TreeMap<>();
        for (Listed one : listed(job, one -> one.member().isPresent() && pairs.contains(new Pair(one.group(), one.member().getAsLong())))) {
            found.computeIfAbsent(new Pair(one.group(), one.member().getAsLong()), none -> new ArrayList<>()).add(one);
        }
        return found;
    }

    @Override
    public List<Listed> listedOf(String job, long member) {
        return listed(job, one -> one.member().isPresent() && one.member().getAsLong() == member);
    }

    @Override
    public Map<Long, Map<String, Listed>> listedIn(String job, Collection<Long> groups) {
        Map<Long, Map<String, Listed>> found = new TreeMap<>();
        listed(job, one -> groups.contains(one.group())).forEach(one -> found.computeIfAbsent(one.group(), none -> new LinkedHashMap<>()).put(one.key(), one));
        return found;
    }

    @Override
    public Map<String, Listed> listedAs(String job, long group, Collection<String> keys) {
        Map<String, Listed> found = new TreeMap<>();
        listed(job, one -> one.group() == group && keys.contains(one.key())).forEach(one -> found.put(one.key(), one));
        return found;
    }

    @Override
    public List<Listed> listed(String job, Standing standing, Optional<Listed> after, int limit) {
        return listed(job, one -> one.standing() == standing && (after.isEmpty() || place(one.group(), one.key()).compareTo(place(after.get().group(), after.get().key())) > 0))
                .stream().limit(limit).toList();
    }

    @Override
    public void list(String job, Collection<Listed> some) {
        some.forEach(one -> InMemoryTables.of(store.tables().listed, job).put(place(one.group(), one.key()), one));
    }

    @Override
    public void unlist(String job, Collection<Listed> some) {
        some.forEach(one -> InMemoryTables.of(store.tables().listed, job).remove(place(one.group(), one.key())));
    }

    @Override
    public void unlistGroups(String job, Collection<Long> groups) {
        InMemoryTables.of(store.tables().listed, job).values().removeIf(one -> groups.contains(one.group()));
    }

    @Override
    public Map<Long, Long> sizes(String job, Collection<Long> groups) {
        Map<Long, Long> sizes = new TreeMap<>();
        listed(job, one -> groups.contains(one.group())).forEach(one -> sizes.merge(one.group(), 1L, Long::sum));
        return sizes;
    }

    @Override
    public long size(String job) {
        return listed(job, one -> true).size();
    }
}
