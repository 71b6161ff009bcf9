package io.caravan.engine;

import io.caravan.engine.GroupRuleStore.Waiting;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who comes into groups and leaves them, and is assigned, at the moments of a {@link Forecast}: by rules, and because a day was said. What the guard would
 * hold is told as held, and taken for carried out. Not thread-safe.
 */
public final class ForecastMembers {

    /** Of whom is held so many are named. */
    private static final int NAMED = 1000;

    private final StateStore store;
    private final GroupStep rules;
    private final Optional<Set<Long>> only;
    private Optional<Instant> before = Optional.empty();

    /**
     * @param store a copy that nobody else uses
     * @param only  these members alone; empty: everybody
     */
    ForecastMembers(StateStore store, GroupStep rules, Optional<Set<Long>> only) {
        this.store = store;
        this.rules = rules;
        this.only = only;
    }

    /**
     * What happens at one moment.
     *
     * @param byRules what rules do, as the log tells it
     * @param held    what of it the guard would hold, of which the log tells nothing
     * @param said    what begins or ends by a day that was said
     */
    public record Moves(List<StoredEntry> byRules, List<Held> held, List<Turn> said) {

        static final Moves NONE = new Moves(List.of(), List.of(), List.of());

        public boolean isEmpty() {
            return byRules.isEmpty() && held.isEmpty() && said.isEmpty();
        }
    }

    /** @param members a thousand of them at most */
    public record Held(GroupRun.Held what, List<Waiting> members) {
    }

    /**
     * Whether somebody is in a group changes by a day that was said: the first who says so begins, or the last ends.
     *
     * @param comes   else goes
     * @param origins who says so of what begins or ends then
     */
    public record Turn(Pair pair, boolean comes, String origins) {
    }

    Moves at(Instant moment) {
        List<Turn> said = before.map(since -> turns(since, moment)).orElse(List.of());
        boolean first = before.isEmpty();
        before = Optional.of(moment);
        if (!rules.hasWork(moment) && !(first && rules.leavesSomethingUndone())) {
            return new Moves(List.of(), List.of(), said);
        }
        GroupRun run = run(moment, GroupApproval.NONE);
        List<StoredEntry> entries = store.log().read(new LogStore.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(LogEntry.Status.SUCCESS), Optional.empty(),
                OptionalLong.of(run.by().cycle()), Integer.MAX_VALUE));
        List<Held> held = run.held().stream().map(this::held).filter(one -> !one.members().isEmpty()).toList();
        if (!run.held().isEmpty()) {
            run(moment, all(run.held()));
        }
        return new Moves(entries, held, said);
    }

    private GroupRun run(Instant moment, GroupApproval approval) {
        GroupRun run = GroupRun.foretold(moment, store.cycles().open(GroupRun.NAME, CycleKind.PLAN, moment), approval, only);
        rules.run(run);
        return run;
    }

    private Held held(GroupRun.Held what) {
        boolean joins = what.measure().joins();
        List<Waiting> some = only.isEmpty() ? store.groupRules().waiting(what.rule(), what.group(), joins, 0, NAMED) : only.get().stream()
                .flatMap(member -> store.groupRules().waiting(what.rule(), what.group(), joins, member - 1, 1).stream().filter(one -> one.member() == member)).toList();
        return new Held(what, some);
    }

    /** As if somebody had looked, and found all of it right. */
    private static GroupApproval all(List<GroupRun.Held> held) {
        Map<String, Long> join = new HashMap<>();
        Map<String, Long> leave = new HashMap<>();
        held.forEach(one -> (one.measure().joins() ? join : leave).merge(one.lot(), one.measure().planned(), Long::sum));
        return new GroupApproval(join, leave, "forecast");
    }

    private List<Turn> turns(Instant since, Instant until) {
        List<Membership> turning = only.isEmpty() ? store.memberships().turningBetween(since, until)
                : of(only.get()).filter(one -> moments(one).anyMatch(at -> at.isAfter(since) && !at.isAfter(until))).toList();
        Map<Pair, List<Membership>> said = store.memberships().of(turning.stream().map(Pair::of).collect(Collectors.toSet()));
        List<Turn> turns = new ArrayList<>();
        said.forEach((pair, rows) -> {
            boolean was = rows.stream().anyMatch(one -> one.isAt(since));
            boolean is = rows.stream().anyMatch(one -> one.isAt(until));
            if (was != is) {
                turns.add(new Turn(pair, is, rows.stream().filter(one -> (is ? one.from() : one.until()).filter(at -> at.isAfter(since) && !at.isAfter(until)).isPresent())
                        .map(one -> one.origin().toString()).sorted().collect(Collectors.joining(", "))));
            }
        });
        return turns;
    }

    private Stream<Membership> of(Collection<Long> members) {
        return store.memberships().ofMembers(members).values().stream().flatMap(List::stream);
    }

    private static Stream<Instant> moments(Membership one) {
        return Stream.concat(one.from().stream(), one.until().stream());
    }

    /** When time alone changes something next. A group that is in another until a day concerns those in it, too. */
    Optional<Instant> next(Instant moment) {
        Optional<Instant> turn = only.isEmpty() ? store.memberships().nextTurn(moment)
                : around(only.get()).stream().flatMap(ForecastMembers::moments).filter(at -> at.isAfter(moment)).min(Comparator.naturalOrder());
        return Stream.of(turn, store.groupRules().nextDue(moment, only)).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private List<Membership> around(Set<Long> members) {
        List<Membership> around = new ArrayList<>();
        Set<Long> seen = new HashSet<>(members);
        Set<Long> next = members;
        while (!next.isEmpty()) {
            List<Membership> found = of(next).toList();
            around.addAll(found);
            next = found.stream().map(Membership::group).filter(seen::add).collect(Collectors.toSet());
        }
        return around;
    }
}
