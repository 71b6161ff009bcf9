package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.engine.ClaimStore.Claim;
import io.caravan.engine.ClaimStore.Meant;
import io.caravan.engine.ClaimStore.Pair;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.MembershipRule;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import io.caravan.subject.SubjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings memberships up to date with what a source says of them: one row for each pair that any of its records names, which ends with the last of
 * them. Each that comes and each that goes is logged. Part of the caller's transaction.
 */
final class MembershipRows {

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final MembershipRule rule;
    private final Origin origin;

    MembershipRows(StateStore store, Cycle cycle, InboundJob job) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.rule = job.memberships().orElseThrow();
        this.origin = origin(job);
    }

    /** Who says what this job's source says. */
    static Origin origin(InboundJob job) {
        return Origin.source(job.name());
    }

    /** @param because by pair, the claim that came, changed or went */
    void bring(Map<Pair, Claim> because) {
        if (because.isEmpty()) {
            return;
        }
        Map<Pair, List<Meant>> said = store.claims().ofPairs(job.name(), because.keySet());
        Map<Pair, Membership> before = before(because.keySet());
        List<Membership> saved = new ArrayList<>();
        List<Membership> removed = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        because.forEach((pair, claim) -> {
            Optional<Membership> known = Optional.ofNullable(before.get(pair));
            Optional<Membership> wanted = Optional.ofNullable(said.get(pair)).map(some -> membership(pair, some));
            if (wanted.isPresent() && !wanted.equals(known)) {
                saved.add(wanted.get());
            } else if (wanted.isEmpty()) {
                known.ifPresent(removed::add);
            }
            if (!wanted.equals(known)) {
                turns.add(new Turn(pair, claim, known, wanted));
            }
        });
        store.memberships().save(saved);
        store.memberships().remove(removed);
        log(turns);
    }

    private record Turn(Pair pair, Claim claim, Optional<Membership> before, Optional<Membership> after) {
    }

    private Map<Pair, Membership> before(Set<Pair> pairs) {
        Map<Pair, Membership> before = new HashMap<>();
        Set<Long> members = new HashSet<>();
        pairs.forEach(pair -> members.add(pair.member()));
        store.memberships().ofMembers(members).values().forEach(rows -> rows.stream().filter(row -> row.origin().equals(origin)).forEach(row -> before.put(Pair.of(row), row)));
        return before;
    }

    /**
     * Of several records that name the same two, those that follow one another without a gap are one; of what is left the one that is now
     * counts, else the next that begins, else the one that ended last.
     */
    private Membership membership(Pair pair, List<Meant> said) {
        List<Membership> spans = new ArrayList<>();
        said.stream().sorted(Comparator.comparing((Meant one) -> one.from().orElse(Instant.MIN))).forEach(one -> {
            Membership last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            boolean touches = last != null && (last.until().isEmpty() || !one.from().orElse(Instant.MIN).isAfter(last.until().get()));
            if (touches) {
                spans.set(spans.size() - 1, new Membership(pair.group(), pair.member(), origin, last.from(), later(last.until(), one.until())));
            } else {
                spans.add(new Membership(pair.group(), pair.member(), origin, one.from(), one.until()));
            }
        });
        return spans.stream().filter(span -> span.until().map(cycle.now()::isBefore).orElse(true)).findFirst().orElseGet(() -> spans.get(spans.size() - 1));
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.isEmpty() ? Optional.empty() : one.get().isAfter(other.get()) ? one : other;
    }

    private void log(List<Turn> turns) {
        if (turns.isEmpty()) {
            return;
        }
        Set<Long> ids = new HashSet<>();
        turns.forEach(turn -> ids.addAll(List.of(turn.pair().group(), turn.pair().member())));
        Map<Long, Identity> subjects = store.hub().identities(ids);
        Map<String, HubStore.RecordOwner> places = store.hub().owners(job.name(), turns.stream().map(turn -> turn.claim().anchor()).distinct().toList());
        store.log().append(turns.stream().map(turn -> entry(turn, subjects, Optional.ofNullable(places.get(turn.claim().anchor())))).toList());
        turns.stream().filter(turn -> turn.before().isEmpty() && subjects.get(turn.pair().member()).kind().equals(Kind.GROUP)).forEach(turn -> tellOfCircle(turn, subjects));
    }

    private LogEntry entry(Turn turn, Map<Long, Identity> subjects, Optional<HubStore.RecordOwner> record) {
        SubjectKey member = subjects.get(turn.pair().member()).subject();
        boolean leaves = turn.after().isEmpty();
        boolean joins = turn.before().isEmpty();
        List<AttributeChange> changes = new ArrayList<>();
        Identity group = subjects.get(turn.pair().group());
        boolean assigns = group.kind().equals(Kind.APPLICATION);
        MembershipEntry what = MembershipEntry.of(group, !leaves);
        changes.add(AttributeChange.of(what.attribute(), joins ? null : what.key(), leaves ? null : what.key()));
        moment(changes, "from", turn.before().flatMap(Membership::from), turn.after().flatMap(Membership::from));
        moment(changes, "until", turn.before().flatMap(Membership::until), turn.after().flatMap(Membership::until));
        cycle.count(leaves ? assigns ? Counted.UNASSIGNED_FROM : Counted.MEMBERS_LEFT : !joins ? Counted.MEMBERSHIPS_CHANGED : assigns ? Counted.ASSIGNED_TO : Counted.MEMBERS_JOINED, 1);
        String where = record.map(HubStore.RecordOwner::where).filter(place -> !place.isEmpty()).orElse(turn.claim().anchor());
        String reason = (leaves ? "no record of its source says so any more; the last was " : "said by ") + where + " (" + rule.position() + ")";
        return new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.record(member, job.system(), turn.claim().anchor()), what.action(),
                LogEntry.Result.of(LogEntry.Status.SUCCESS, reason), changes, List.of("read: " + where, "resolve: " + what.action()));
    }

    private void tellOfCircle(Turn turn, Map<Long, Identity> subjects) {
        new CirclesOfGroups(store).circle(turn.pair()).ifPresent(circle -> {
            cycle.count(Counted.FAILED, 1);
            store.log().append(List.of(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.record(subjects.get(turn.pair().member()).subject(), job.system(),
                    turn.claim().anchor()), MembershipEntry.JOIN, LogEntry.Result.of(LogEntry.Status.FAILURE, circle + " (" + rule.position() + ")"), List.of(), List.of("resolve: circle"))));
        });
    }

    private static void moment(List<AttributeChange> changes, String name, Optional<Instant> before, Optional<Instant> after) {
        if (!before.equals(after)) {
            changes.add(AttributeChange.of(name, before.map(Instant::toString).orElse(null), after.map(Instant::toString).orElse(null)));
        }
    }
}
