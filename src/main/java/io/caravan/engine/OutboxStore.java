package io.caravan.engine;

import io.caravan.subject.Attributes;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be told to routes, and where each person stood when that was looked for last. An event that is added in the transaction of what it
 * tells is told at least once, whenever the process dies.
 */
public interface OutboxStore {

    /**
     * An event that waits.
     *
     * @param eventId the same with each try: repeats are told by it
     * @param tries   how often a route has failed with it
     */
    record Waiting(long id, String eventId, Event event, int tries) {
    }

    void add(Collection<Event> events, Instant now);

    /** Those whose time has come, in the order they were added. */
    List<Waiting> due(Instant now, int limit);

    /** Routes have taken these. */
    void taken(Collection<Long> ids);

    /** A route has failed with it: tried again then. */
    void later(long id, Instant next);

    /** Forgets what happened before a moment and nobody has taken; tells how many they were. */
    long forget(Instant happenedBefore);

    long waiting();

    /**
     * Where somebody stood.
     *
     * @param state     a lifecycle state's word
     * @param hasLeft   whether that was ever a leaver's
     * @param known     the attributes by which a move is noticed
     * @param startTold the start date that was announced; empty text: none
     * @param endTold   the end that was announced; empty text: none
     * @param lookAt    when time alone may change it; empty: never
     */
    record Watched(long subjectId, String state, boolean hasLeft, Attributes known, String startTold, String endTold, Optional<Instant> lookAt) {

        public Watched {
            Objects.requireNonNull(known, "known");
            Objects.requireNonNull(lookAt, "lookAt");
        }
    }

    /** Those of these; whom nobody has looked at yet has no entry. */
    Map<Long, Watched> watched(Collection<Long> subjectIds);

    void watch(Collection<Watched> people);

    /** People whose moment has come, in the order of ids. */
    List<Long> watchDue(Instant now, int limit);

    /** How many people stand where. */
    Map<String, Long> standing();

    /**
     * How far the looking has come.
     *
     * @param version   everybody up to this version of the hub has been looked at
     * @param begun     whether events are told; before that everybody is only noted down
     * @param endsUntil ends of memberships up to then have been announced
     */
    record Mark(long version, boolean begun, Optional<Instant> endsUntil) {
    }

    /** Empty before the first look. */
    Optional<Mark> mark();

    void mark(Mark mark);
}
