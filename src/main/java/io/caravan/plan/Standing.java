package io.caravan.plan;

import io.caravan.subject.Attributes;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where one record says that its person stands: active before what cannot be told, before what is ahead, before what has ended.
 * Of those that have begun the later one comes first, of those ahead the next.
 *
 * @param start      its first day, where it is known
 * @param end        the moment after its last day, where it is known
 * @param nextChange when time alone will change it
 */
record Standing(Rank rank, boolean urgent, Optional<Instant> start, Optional<Instant> end, Optional<Instant> nextChange, String words)
        implements Comparable<Standing> {

    enum Rank { ACTIVE, UNCLEAR, AHEAD, ENDED }

    private static final Comparator<Standing> LATEST = Comparator.comparing(standing -> standing.start().orElse(Instant.MIN), Comparator.reverseOrder());
    private static final Comparator<Standing> NEXT = Comparator.comparing(standing -> standing.start().orElse(Instant.MAX));

    static Standing of(Attributes said, Instant now, ZoneId zone) {
        try {
            Lifecycle lifecycle = Lifecycle.at(said, now, Period.ZERO, zone);
            boolean ahead = lifecycle.state() == LifecycleState.STAGED || lifecycle.state() == LifecycleState.PREHIRE;
            Rank rank = lifecycle.state() == LifecycleState.LEAVER ? Rank.ENDED : ahead ? Rank.AHEAD : Rank.ACTIVE;
            String why = Sentences.of(lifecycle.because());
            return new Standing(rank, lifecycle.urgent(), Lifecycle.start(said, zone), Lifecycle.end(said, zone), lifecycle.nextChange(),
                    lifecycle.state().word() + (why.isEmpty() ? "" : ": " + why));
        } catch (IllegalArgumentException unreadable) {
            return new Standing(Rank.UNCLEAR, false, Optional.empty(), Optional.empty(), Optional.empty(), unreadable.getMessage());
        }
    }

    @Override
    public int compareTo(Standing other) {
        int byRank = rank.compareTo(other.rank);
        return byRank != 0 ? byRank : (rank == Rank.AHEAD ? NEXT : LATEST).compare(this, other);
    }

    /** An urgent termination is about the person, not about one job: it overrules all but a record that began after this one had ended. */
    boolean overrules(Standing other) {
        boolean cameBack = end.isPresent() && other.start.isPresent() && !other.start.get().isBefore(end.get());
        return urgent && !other.urgent && !cameBack;
    }
}
