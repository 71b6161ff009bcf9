package io.caravan.engine;

import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.Unconfirmed;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

final class InMemoryLinkStore implements LinkStore {

    private final InMemoryStateStore store;

    InMemoryLinkStore(InMemoryStateStore store) {
        this.store = store;
    }

    private Map<Long, Link> links(String job) {
        return InMemoryTables.of(store.tables().links, job);
    }

    private Map<Long, Boolean> marks(String job) {
        return InMemoryTables.of(store.tables().marks, job);
    }

    private Map<String, ListedAccount> listing(String job) {
        return InMemoryTables.of(store.tables().listings, job);
    }

    private Subject subject(String job, Identity identity) {
        return new Subject(identity, Optional.ofNullable(links(job).get(identity.id())));
    }

    private Stream<Subject> after(Kind kind, String job, long id) {
        return store.tables().identities.tailMap(id, false).values().stream().filter(identity -> identity.kind().equals(kind)).map(identity -> subject(job, identity));
    }

    @Override
    public Map<String, Long> accountsWith(String job, String attribute, Set<String> values) {
        Map<String, Long> counts = new LinkedHashMap<>();
        links(job).values().stream().filter(link -> link.state().exists()).forEach(link -> io.caravan.plan.ValueComparison.elements(link.shadow().get(attribute)).stream()
                .map(Object::toString).filter(values::contains).forEach(value -> counts.merge(value, 1L, Long::sum)));
        return counts;
    }

    @Override
    public List<Subject> page(Kind kind, String job, long afterIdentityId, int limit) {
        return after(kind, job, afterIdentityId).limit(limit).toList();
    }

    @Override
    public List<Subject> due(Kind kind, String job, long sinceVersion, Instant now, long afterIdentityId, int limit) {
        return after(kind, job, afterIdentityId).filter(subject -> subject.identity().version() > sinceVersion
                || marks(job).containsKey(subject.identity().id())
                || subject.link().flatMap(Link::dueAt).filter(due -> !due.isAfter(InMemoryStateStore.kept(now))).isPresent()).limit(limit).toList();
    }

    @Override
    public Optional<Instant> nextDue(String job, Instant after) {
        return links(job).values().stream().map(Link::dueAt).flatMap(Optional::stream).filter(due -> due.isAfter(after)).min(Instant::compareTo);
    }

    @Override
    public Settled readPartially(Kind kind, String job, long sinceVersion, Instant now, PartialRead partial, LongConsumer toEvaluate) {
        Set<Long> due = new HashSet<>();
        due(kind, job, sinceVersion, now, 0, Integer.MAX_VALUE).forEach(subject -> due.add(subject.identity().id()));
        long asTheyShouldBe = 0;
        long without = 0;
        for (Subject subject : page(kind, job, 0, Integer.MAX_VALUE)) {
            long id = subject.identity().id();
            boolean nothingNew = !due.contains(id) && subject.link().flatMap(Link::problem).isEmpty() && store.changes().deadLettered(job, Set.of(id)).isEmpty();
            Optional<Link> enabled = subject.link().filter(link -> nothingNew && link.state() == LinkState.ENABLED && link.because().isEmpty());
            Optional<Link> none = subject.link().filter(link -> nothingNew && link.state() == LinkState.NONE && link.because().isPresent());
            if (enabled.isPresent() && !partial.differs().test(only(subject.identity().attributes(), partial.identityAttributes()),
                    only(enabled.get().shadow(), partial.accountAttributes()))) {
                asTheyShouldBe++;
            } else if (none.isPresent() && partial.staysWithout().test(none.get().because().orElseThrow())) {
                without++;
            } else {
                toEvaluate.accept(id);
            }
        }
        return new Settled(asTheyShouldBe, without);
    }

    private static Attributes only(Attributes all, Set<String> names) {
        return all.without(all.names().stream().filter(name -> !names.contains(name)).toList());
    }

    @Override
    public List<Subject> changed(Kind kind, String job, long sinceVersion, long afterIdentityId, int limit) {
        return after(kind, job, afterIdentityId).filter(subject -> subject.identity().version() > sinceVersion).limit(limit).toList();
    }

    @Override
    public Map<Long, Subject> subjects(String job, Collection<Long> identityIds) {
        Map<Long, Subject> found = new LinkedHashMap<>();
        identityIds.stream().map(store.tables().identities::get).filter(identity -> identity != null)
                .forEach(identity -> found.put(identity.id(), subject(job, identity)));
        return found;
    }

    @Override
    public Map<Long, Link> links(String job, Collection<Long> identityIds) {
        Map<Long, Link> found = new LinkedHashMap<>();
        identityIds.stream().filter(links(job)::containsKey).forEach(id -> found.put(id, links(job).get(id)));
        return found;
    }

    @Override
    public void save(String job, List<Link> links) {
        for (Link link : links) {
            links(job).put(link.identityId(), link.withDisabledAt(link.disabledAt().map(InMemoryStateStore::kept))
                    .withDueAt(link.dueAt().map(InMemoryStateStore::kept)));
        }
        new InMemoryMembershipStore(store).accountsChanged(job, links.stream().map(Link::identityId).toList());
    }

    @Override
    public void clearMarks(String job, Collection<Long> identityIds) {
        identityIds.forEach(marks(job)::remove);
    }

    @Override
    public void markDue(String job, Collection<Long> identityIds) {
        identityIds.stream().filter(store.tables().identities::containsKey).forEach(id -> {
            links(job).putIfAbsent(id, Link.none(id));
            marks(job).put(id, true);
        });
    }

    private Stream<Link> existing(String job) {
        return links(job).values().stream().filter(link -> link.state().exists());
    }

    @Override
    public Map<String, Long> linkedTo(String job, Collection<String> anchors) {
        Map<String, Long> linked = new LinkedHashMap<>();
        Set<String> asked = new HashSet<>(anchors);
        existing(job).filter(link -> asked.contains(link.anchor().orElseThrow()))
                .forEach(link -> linked.putIfAbsent(link.anchor().orElseThrow(), link.identityId()));
        return linked;
    }

    @Override
    public long enabledAccounts(String job) {
        return countByState(job).getOrDefault(LinkState.ENABLED, 0L);
    }

    @Override
    public long peopleWithAccounts(Collection<String> jobs) {
        return jobs.stream().flatMap(job -> links(job).values().stream()).filter(link -> link.state() == LinkState.ENABLED).map(Link::identityId).distinct().count();
    }

    @Override
    public long count(String job, LinkState state) {
        return countByState(job).getOrDefault(state, 0L);
    }

    @Override
    public boolean hasAccounts(String job) {
        return links(job).values().stream().anyMatch(link -> link.state().exists());
    }

    @Override
    public Map<LinkState, Long> countByState(String job) {
        Map<LinkState, Long> counts = new EnumMap<>(LinkState.class);
        links(job).values().forEach(link -> counts.merge(link.state(), 1L, Long::sum));
        return counts;
    }

    @Override
    public List<Link> inState(String job, LinkState state, long afterIdentityId, int limit) {
        return links(job).values().stream().filter(link -> link.state() == state && link.identityId() > afterIdentityId)
                .sorted(Comparator.comparing(Link::identityId)).limit(limit).toList();
    }

    @Override
    public Map<Reason, Long> problems(String job) {
        Map<Reason, Long> problems = new EnumMap<>(Reason.class);
        links(job).values().forEach(link -> link.problem().ifPresent(problem -> problems.merge(problem.reason(), 1L, Long::sum)));
        return problems;
    }

    @Override
    public long reportedDrift(String job) {
        return links(job).values().stream().filter(link -> link.unconfirmed().values().stream().anyMatch(one -> one.standing() == Unconfirmed.Standing.REPORTED)).count();
    }

    @Override
    public List<Link> withProblem(String job, Reason reason, int limit) {
        return links(job).values().stream().filter(link -> link.problem().filter(problem -> problem.reason() == reason).isPresent())
                .sorted(Comparator.comparing(Link::identityId)).limit(limit).toList();
    }

    @Override
    public void eachLinked(String job, Consumer<Link> consumer) {
        existing(job).sorted(Comparator.comparing((Link link) -> link.anchor().orElseThrow()).thenComparing(Link::identityId)).toList().forEach(consumer);
    }

    @Override
    public void references(String job, Map<Long, Set<Reference>> references) {
        references.forEach((identity, some) -> InMemoryTables.of(store.tables().references, job).put(identity, Set.copyOf(some)));
    }

    @Override
    public Map<Long, Set<Reference>> referredToBy(String job, Collection<Long> identityIds) {
        Map<Long, Set<Reference>> references = new LinkedHashMap<>(InMemoryTables.of(store.tables().references, job));
        references.values().removeIf(Set::isEmpty);
        references.keySet().retainAll(identityIds);
        return references;
    }

    @Override
    public List<Long> referringTo(String job, Collection<Reference> references) {
        return InMemoryTables.of(store.tables().references, job).entrySet().stream()
                .filter(row -> references.stream().anyMatch(row.getValue()::contains)).map(Map.Entry::getKey).toList();
    }

    @Override
    public void markReferring(Collection<Reference> to) {
        List.copyOf(store.tables().references.keySet()).forEach(job -> markDue(job, referringTo(job, to)));
    }

    @Override
    public Map<Long, Decided> decided(String job) {
        return Map.copyOf(InMemoryTables.of(store.tables().decisions, job));
    }

    @Override
    public void decide(String job, Map<Long, Optional<Decided>> decisions) {
        decisions.forEach((subject, decision) -> {
            InMemoryTables.of(store.tables().decisions, job).remove(subject);
            decision.ifPresent(one -> InMemoryTables.of(store.tables().decisions, job).put(subject, one));
        });
    }

    @Override
    public void clearListing(String job) {
        listing(job).clear();
        InMemoryTables.of(store.tables().listedMembers, job).clear();
    }

    @Override
    public void addMembersToListing(String job, Map<String, List<String>> members) {
        InMemoryTables.of(store.tables().listedMembers, job).putAll(members);
    }

    @Override
    public Optional<List<String>> membersInListing(String job, String anchor) {
        return Optional.ofNullable(InMemoryTables.of(store.tables().listedMembers, job).get(anchor));
    }

    @Override
    public void addToListing(String job, List<ListedAccount> accounts) {
        accounts.forEach(account -> listing(job).put(account.anchor(), account));
    }

    @Override
    public Map<String, List<ListedAccount>> listedWith(String job, String attribute, Collection<String> values) {
        Map<String, List<ListedAccount>> found = new LinkedHashMap<>();
        for (ListedAccount account : listing(job).values()) {
            Set<String> has = new HashSet<>(account.keys().getOrDefault(attribute, List.of()));
            values.stream().distinct().filter(has::contains)
                    .forEach(value -> found.computeIfAbsent(value, none -> new ArrayList<>()).add(account));
        }
        return found;
    }

    @Override
    public Map<String, ListedAccount> listed(String job, Collection<String> anchors) {
        Map<String, ListedAccount> found = new LinkedHashMap<>();
        anchors.stream().map(listing(job)::get).filter(account -> account != null).forEach(account -> found.put(account.anchor(), account));
        return found;
    }

    @Override
    public long listingSize(String job) {
        return listing(job).size();
    }

    @Override
    public List<ListedAccount> listing(String job, String afterAnchor, int limit) {
        return listing(job).values().stream().filter(account -> account.anchor().compareTo(afterAnchor) > 0).sorted(Comparator.comparing(ListedAccount::anchor)).limit(limit).toList();
    }
}
