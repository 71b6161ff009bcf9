package io.caravan.operations;

import io.caravan.connector.AttributeChange;
import io.caravan.engine.GroupRun;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.operations.PastExplanation.MembershipThen;
import io.caravan.subject.Identity;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who was in a group at a moment that is over, or in which groups somebody was: what the log's entries about the hub's memberships add up to until then. What is so
 * now, and of which the log has no beginning, is told as not known.
 */
final class PastMemberships {

    private final Instant at;
    private final BelievedProof proof;
    /** By the other side and the job that says so. */
    private final Map<List<String>, Held> held = new LinkedHashMap<>();

    /** What a job said last of one membership. */
    private static final class Held {
        private int times;
        private Optional<Instant> from = Optional.empty();
        private Optional<Instant> until = Optional.empty();
        private StoredEntry since;

        boolean isAt(Instant moment) {
            return times > 0 && from.filter(moment::isBefore).isEmpty() && until.filter(end -> !moment.isBefore(end)).isEmpty();
        }
    }

    /** Whether the log's chain proves an entry. */
    @FunctionalInterface
    interface BelievedProof {
        boolean proves(StoredEntry stored);
    }

    /** @param at the last moment that counts */
    PastMemberships(Instant at, BelievedProof proof) {
        this.at = at;
        this.proof = proof;
    }

    /** Whether an entry tells that somebody came into something of the hub, or left it; of targets others do. */
    static boolean isOfHub(LogEntry entry) {
        return entry.status() == LogEntry.Status.SUCCESS && entry.about().targetAnchor().isEmpty() && MemberMoves.named(entry).isPresent();
    }

    /** @param other the group of a member's entry, or the member of a group's */
    void take(StoredEntry stored, String other) {
        LogEntry entry = stored.entry();
        if (!isOfHub(entry)) {
            return;
        }
        Held one = held.computeIfAbsent(List.of(other, entry.job().isEmpty() ? entry.by().initiatedBy() : entry.job()), none -> new Held());
        if (entry.at().isAfter(at)) {
            return;
        }
        AttributeChange moved = entry.changes().get(0);
        boolean comes = moved.before() == null;
        boolean goes = moved.after() == null;
        one.times = Math.max(0, one.times + (comes ? 1 : goes ? -1 : 0));
        one.since = comes && one.times == 1 ? stored : one.since;
        entry.changes().forEach(change -> {
            switch (change.name()) {
                case "from" -> one.from = moment(change.after());
                case "until" -> one.until = moment(change.after());
                default -> { }
            }
        });
    }

    private static Optional<Instant> moment(Object text) {
        return Optional.ofNullable(text).map(Object::toString).map(Instant::parse);
    }

    /** In the order of keys. */
    List<MembershipThen> then() {
        return held.entrySet().stream().filter(one -> one.getValue().isAt(at) && one.getValue().since != null).map(one -> then(one.getKey().get(0), one.getValue()))
                .sorted(Comparator.comparing(MembershipThen::key).thenComparing(MembershipThen::origin)).toList();
    }

    private MembershipThen then(String other, Held one) {
        LogEntry entry = one.since.entry();
        Instant since = one.from.filter(entry.at()::isBefore).orElse(entry.at());
        return new MembershipThen(other, origin(entry), Optional.of(since.toString()), entry.reason(), entry.by().initiatedBy(), one.since.sequence(), proof.proves(one.since));
    }

    private static String origin(LogEntry entry) {
        return entry.job().equals(GroupRun.NAME) ? "rule" : entry.job().isEmpty() ? Origin.By.OPERATOR.word() : "source " + entry.job();
    }

    /**
     * Memberships of now that the log does not tell the beginning of.
     *
     * @param others by id, who is on the other side of them
     */
    List<MembershipThen> untold(List<Membership> now, Map<Long, Identity> others, boolean ofGroup) {
        Set<String> told = new HashSet<>();
        held.keySet().forEach(key -> told.add(key.get(0)));
        Map<String, MembershipThen> untold = new TreeMap<>();
        now.forEach(one -> Optional.ofNullable(others.get(ofGroup ? one.member() : one.group())).map(Identity::key).filter(key -> !told.contains(key))
                .ifPresent(key -> untold.put(key, new MembershipThen(key, one.origin().toString(), Optional.empty(), "it is so now, and the log does not tell since when", "", 0, true))));
        return List.copyOf(untold.values());
    }
}
