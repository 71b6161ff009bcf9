package io.caravan.engine;

import io.caravan.connector.OutcomeKind;
import io.caravan.engine.InMemoryTables.PlannedRow;
import io.caravan.plan.Change;
import java.util.stream.Collectors;
import java.util.Comparator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

final class InMemoryChangeStore implements ChangeStore {

    private final InMemoryStateStore store;

    InMemoryChangeStore(InMemoryStateStore store) {
        this.store = store;
    }

    @Override
    public List<PlannedChange> plan(String job, long cycle, List<Change> changes) {
        InMemoryTables tables = store.tables();
        List<PlannedChange> planned = changes.stream().map(change -> new PlannedChange(++tables.lastChange, change, false)).toList();
        planned.forEach(change -> tables.changes.put(change.id(), new PlannedRow(job, change)));
        return planned;
    }

    @Override
    public void eachWaiting(String job, WaitingChanges consumer) {
        of(job).filter(planned -> !planned.held() && planned.change().waitsForOthers()).sorted(PlannedChange.ORDER_OF_DISPATCH)
                .forEach(planned -> consumer.accept(planned.id(), planned.change().identityId()));
    }

    @Override
    public List<PlannedChange> read(String job, Collection<Long> changeIds) {
        return of(job).filter(planned -> !planned.held() && changeIds.contains(planned.id())).toList();
    }

    private Stream<PlannedChange> of(String job) {
        return store.tables().changes.values().stream().filter(row -> row.job().equals(job)).map(PlannedRow::change);
    }

    @Override
    public List<PlannedChange> next(String job, Optional<PlannedChange> after, int limit) {
        return inOrder(of(job).filter(change -> !change.held()), after, limit);
    }

    @Override
    public List<PlannedChange> unsettled(String job, Optional<PlannedChange> after, int limit) {
        return inOrder(of(job), after, limit);
    }

    private static List<PlannedChange> inOrder(Stream<PlannedChange> changes, Optional<PlannedChange> after, int limit) {
        return changes.filter(change -> after.isEmpty() || PlannedChange.ORDER_OF_DISPATCH.compare(change, after.get()) > 0).sorted(PlannedChange.ORDER_OF_DISPATCH).limit(limit).toList();
    }

    @Override
    public void hold(String job, Collection<Long> changeIds, boolean held) {
        changeIds.forEach(id -> store.tables().changes.computeIfPresent(id, (same, row) -> row.job().equals(job)
                ? new PlannedRow(job, new PlannedChange(id, row.change().change(), held)) : row));
    }

    @Override
    public void settle(String job, Collection<Long> changeIds) {
        changeIds.forEach(id -> store.tables().changes.computeIfPresent(id, (same, row) -> row.job().equals(job) ? null : row));
    }

    @Override
    public List<Long> discard(String job) {
        List<Long> whose = of(job).map(change -> change.change().identityId()).distinct().sorted().toList();
        store.tables().changes.values().removeIf(row -> row.job().equals(job));
        return whose;
    }

    @Override
    public long unsettledCount(String job) {
        return store.tables().changes.values().stream().filter(row -> row.job().equals(job)).mapToLong(row -> row.change().change().count()).sum();
    }

    @Override
    public Map<String, Long> heldByJob() {
        Map<String, Long> held = new TreeMap<>();
        store.tables().changes.values().stream().filter(row -> row.change().held()).forEach(row -> held.merge(row.job(), row.change().change().count(), Long::sum));
        return held;
    }

    @Override
    public void saveDeadLetters(List<DeadLetter> letters) {
        letters.forEach(this::add);
    }

    private DeadLetter add(DeadLetter letter) {
        InMemoryTables tables = store.tables();
        tables.letters.values().removeIf(old -> old.identityId().isPresent() && old.group() == letter.group() && old.job().equals(letter.job()) && old.identityId().equals(letter.identityId())
                || old.stage() == Stage.RESOLVE && letter.stage() == Stage.RESOLVE && old.job().equals(letter.job()) && old.anchor().equals(letter.anchor()));
        DeadLetter.Failure failure = letter.failure();
        DeadLetter numbered = new DeadLetter(++tables.lastLetter, letter.job(), letter.about(), letter.change(), new DeadLetter.Failure(failure.stage(),
                failure.outcome(), failure.reason(), failure.attempts(), failure.cycle(), InMemoryStateStore.kept(failure.at())), letter.again());
        tables.letters.put(numbered.id(), numbered);
        return numbered;
    }

    private Stream<DeadLetter> letters(String job) {
        return store.tables().letters.values().stream().filter(letter -> letter.job().equals(job));
    }

    @Override
    public Map<Long, String> deadLettered(String job, Collection<Long> identityIds) {
        Map<Long, String> bases = new LinkedHashMap<>();
        letters(job).filter(letter -> letter.change().isPresent() && letter.group() == 0 && letter.outcome() != OutcomeKind.BLOCKED && letter.identityId().filter(identityIds::contains).isPresent())
                .forEach(letter -> bases.put(letter.identityId().orElseThrow(), letter.again() ? "" : letter.change().orElseThrow().basis()));
        return bases;
    }

    @Override
    public Map<Long, Change> deadLetteredChanges(String job, Collection<Long> identityIds) {
        Map<Long, Change> changes = new LinkedHashMap<>();
        Map<Long, String> bases = deadLettered(job, identityIds);
        letters(job).filter(letter -> letter.group() == 0 && letter.identityId().filter(identity -> !bases.getOrDefault(identity, "").isEmpty()).isPresent())
                .forEach(letter -> changes.put(letter.identityId().orElseThrow(), letter.change().orElseThrow()));
        return changes;
    }

    @Override
    public void dropDeadLetters(String job, Collection<Long> identityIds) {
        store.tables().letters.values().removeIf(letter -> letter.group() == 0 && letter.job().equals(job) && letter.identityId().filter(identityIds::contains).isPresent());
    }

    private static MembershipStore.Pair pair(DeadLetter letter) {
        return new MembershipStore.Pair(letter.group(), letter.identityId().orElse(0L));
    }

    @Override
    public Map<MembershipStore.Pair, String> deadLetteredMembers(String job, Collection<MembershipStore.Pair> pairs) {
        Map<MembershipStore.Pair, String> bases = new TreeMap<>();
        letters(job).filter(letter -> letter.group() != 0 && pairs.contains(pair(letter)))
                .forEach(letter -> bases.put(pair(letter), letter.again() ? "" : letter.change().orElseThrow().basis()));
        return bases;
    }

    @Override
    public void dropMemberLetters(String job, Collection<MembershipStore.Pair> pairs) {
        store.tables().letters.values().removeIf(letter -> letter.job().equals(job) && letter.group() != 0 && pairs.contains(pair(letter)));
    }

    @Override
    public List<PlannedChange> ofMembers(String job, long afterId, int limit) {
        return of(job).filter(planned -> planned.change().kind().isOfMembers() && planned.id() > afterId).sorted(java.util.Comparator.comparing(PlannedChange::id)).limit(limit).toList();
    }

    @Override
    public List<DeadLetter> replaceRejections(String job, List<DeadLetter> rejections) {
        Map<List<Object>, DeadLetter> fresh = new LinkedHashMap<>();
        rejections.forEach(letter -> fresh.put(what(letter), letter));
        Set<List<Object>> kept = new HashSet<>();
        store.tables().letters.values().removeIf(letter -> letter.job().equals(job) && letter.stage() == Stage.READ
                && !(fresh.containsKey(what(letter)) && kept.add(what(letter))));
        fresh.keySet().removeAll(kept);
        return fresh.values().stream().map(this::add).toList();
    }

    private static List<Object> what(DeadLetter letter) {
        return List.of(letter.anchor(), letter.where(), letter.reason());
    }

    @Override
    public void resolved(String job, Collection<String> anchors) {
        store.tables().letters.values().removeIf(letter -> letter.stage() == Stage.RESOLVE && letter.job().equals(job)
                && letter.anchor().filter(anchors::contains).isPresent());
    }

    @Override
    public List<DeadLetter> deadLetters(LetterFilter filter, int limit) {
        List<DeadLetter> newestFirst = new ArrayList<>(store.tables().letters.descendingMap().values());
        return newestFirst.stream().filter(filter::passes)
                .limit(limit).toList();
    }

    @Override
    public List<CauseCount> causes(LetterFilter filter) {
        Map<List<Object>, List<DeadLetter>> groups = deadLetters(filter, Integer.MAX_VALUE).stream()
                .collect(Collectors.groupingBy(letter -> List.of(letter.cause(), letter.job(), letter.outcome())));
        return groups.values().stream().map(some -> new CauseCount(some.get(0).cause(), some.get(0).job(), some.get(0).outcome(), some.size(),
                some.stream().map(letter -> letter.failure().at()).min(Comparator.naturalOrder()).orElseThrow(),
                some.stream().map(letter -> letter.failure().at()).max(Comparator.naturalOrder()).orElseThrow(), some.get(0)))
                .sorted(Comparator.comparingLong(CauseCount::count).reversed().thenComparing(CauseCount::job).thenComparing(CauseCount::cause)).toList();
    }

    @Override
    public void forgetLetters(Collection<Long> letterIds) {
        store.tables().letters.keySet().removeAll(Set.copyOf(letterIds));
    }

    @Override
    public void tryAgain(Collection<Long> letterIds) {
        store.tables().letters.replaceAll((id, letter) -> letterIds.contains(id) && letter.change().isPresent()
                ? new DeadLetter(id, letter.job(), letter.about(), letter.change(), letter.failure(), true) : letter);
    }

    @Override
    public List<LetterCount> deadLetterCounts(String job) {
        Map<Stage, Map<OutcomeKind, Long>> counts = new TreeMap<>();
        letters(job).forEach(letter -> counts.computeIfAbsent(letter.stage(), stage -> new TreeMap<>()).merge(letter.outcome(), 1L, Long::sum));
        return counts.entrySet().stream().flatMap(stage -> stage.getValue().entrySet().stream()
                .map(outcome -> new LetterCount(stage.getKey(), outcome.getKey(), outcome.getValue()))).toList();
    }

    @Override
    public long deadLetterCount(String job) {
        return letters(job).count();
    }

    private Map<Long, Postponed> postponed(String job) {
        return InMemoryTables.of(store.tables().postponed, job);
    }

    @Override
    public void postpone(String job, Collection<Postponed> changes) {
        changes.forEach(one -> postponed(job).put(one.identityId(), new Postponed(one.identityId(), one.basis(), one.tries(), InMemoryStateStore.kept(one.since()),
                InMemoryStateStore.kept(one.last()), InMemoryStateStore.kept(one.again()), one.reason())));
    }

    @Override
    public Map<Long, Postponed> postponed(String job, Collection<Long> identityIds) {
        Map<Long, Postponed> found = new TreeMap<>(postponed(job));
        found.keySet().retainAll(identityIds);
        return found;
    }

    @Override
    public List<Postponed> postponed(String job, int limit) {
        return postponed(job).values().stream().sorted(Comparator.comparing(Postponed::again).thenComparing(Postponed::identityId)).limit(limit).toList();
    }

    @Override
    public long postponedCount(String job) {
        return postponed(job).size();
    }

    @Override
    public void dropPostponed(String job, Collection<Long> identityIds) {
        postponed(job).keySet().removeAll(identityIds);
    }

    @Override
    public void dropPostponed(String job) {
        postponed(job).clear();
    }
}
