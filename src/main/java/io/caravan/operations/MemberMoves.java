package io.caravan.operations;

import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.engine.MembershipEntry;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Members who came into a group, or left it, one after the other in one cycle of one job: an entry of the log is about a member, and a group of a hundred
 * thousand has as many. Of them the first is kept, and how many there were.
 */
final class MemberMoves {

    private static final int NAMED = 5;
    private static final Set<String> ACTIONS = Set.of(MembershipEntry.JOIN, MembershipEntry.LEAVE, MembershipEntry.ASSIGN, MembershipEntry.UNASSIGN);
    private static final Set<String> NAMES = Set.of("group", "assignment");

    private final StoredEntry first;
    private final List<String> some = new ArrayList<>();
    private long count;
    private boolean sameReason = true;

    private MemberMoves(StoredEntry first) {
        this.first = first;
    }

    /** Whether an entry tells that somebody came into this subject, or left it, or could not. */
    static boolean isOf(LogEntry entry, String key, Kind kind) {
        return key.equals(named(entry).orElse("")) && kind.equals(Kind.APPLICATION) == (entry.action().equals(MembershipEntry.ASSIGN) || entry.action().equals(MembershipEntry.UNASSIGN));
    }

    /** The group, or the application and role, that an entry about a member names; empty for any other entry. */
    static Optional<String> named(LogEntry entry) {
        return ACTIONS.contains(entry.action()) ? entry.changes().stream().filter(change -> NAMES.contains(change.name()))
                .flatMap(change -> Stream.of(Optional.ofNullable(change.after()), Optional.ofNullable(change.before()))).flatMap(Optional::stream).map(Object::toString).findFirst() : Optional.empty();
    }

    /** Puts an entry behind those before. */
    static void add(List<MemberMoves> moves, StoredEntry stored) {
        Optional<MemberMoves> last = moves.isEmpty() ? Optional.empty() : Optional.of(moves.get(moves.size() - 1));
        MemberMoves to = last.filter(one -> one.isLike(stored.entry())).orElseGet(() -> {
            MemberMoves fresh = new MemberMoves(stored);
            moves.add(fresh);
            return fresh;
        });
        to.count++;
        to.sameReason &= to.first.entry().reason().equals(stored.entry().reason());
        if (to.some.size() < NAMED) {
            to.some.add(stored.entry().identityKey().isEmpty() ? stored.entry().about().targetAnchor() : stored.entry().identityKey());
        }
    }

    private boolean isLike(LogEntry other) {
        LogEntry one = first.entry();
        return one.job().equals(other.job()) && one.cycle() == other.cycle() && one.action().equals(other.action()) && one.status() == other.status() && one.by().initiatedBy().equals(other.by().initiatedBy());
    }

    StoredEntry first() {
        return first;
    }

    boolean comes() {
        return first.entry().action().equals(MembershipEntry.JOIN) || first.entry().action().equals(MembershipEntry.ASSIGN);
    }

    /** {@code 12: E1, E2, E3, E4, E5, …; said by teams.csv:17}: a reason where it is that of all. */
    String text() {
        return (count == 1 ? "" : Quantity.grouped(count) + ": ") + String.join(", ", some) + (count > some.size() ? ", …" : "")
                + (sameReason && !first.entry().reason().isEmpty() ? "; " + first.entry().reason() : "");
    }
}
