package io.caravan.operations;

import io.caravan.operations.PastAttributes.Version;
import io.caravan.subject.Because;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** When it changed where a person stands: by what a source said, or by time alone, of which nothing is in the log. */
final class LifeCourse {

    /**
     * One change of it.
     *
     * @param at      when
     * @param entry   the log's entry of what a source said; 0: time alone did it
     * @param before  empty: it was not known
     * @param after   empty: it is not known from here on
     * @param because what decided
     * @param version what was known of the person
     */
    record Turn(Instant at, long entry, Optional<LifecycleState> before, Optional<LifecycleState> after, Optional<Because> because, Version version) {
    }

    private final Kind kind;
    private final ZoneId zone;
    private final List<Turn> turns = new ArrayList<>();
    private Optional<LifecycleState> state = Optional.empty();

    private LifeCourse(Kind kind, ZoneId zone) {
        this.kind = kind;
        this.zone = zone;
    }

    /**
     * Oldest first.
     *
     * @param kind  of subject: only persons have dates
     * @param zone  for people who have none of their own
     * @param since of versions that have no beginning, from when on to tell
     * @param until what is then or later is not told
     */
    static List<Turn> of(Kind kind, List<Version> versions, ZoneId zone, Instant since, Instant until) {
        LifeCourse course = new LifeCourse(kind, zone);
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            if (!version.from().isBefore(until)) {
                break;
            }
            Instant end = i + 1 < versions.size() ? versions.get(i + 1).from() : until;
            course.live(version, version.from().equals(Instant.MIN) ? since : version.from(), end.isBefore(until) ? end : until);
        }
        return List.copyOf(course.turns);
    }

    private void live(Version version, Instant from, Instant end) {
        Optional<Instant> at = Optional.of(from);
        long entry = version.entry();
        while (at.isPresent() && (at.get().equals(from) || at.get().isBefore(end))) {
            Optional<Lifecycle> now = standing(version, at.get());
            Optional<LifecycleState> next = now.map(Lifecycle::state);
            if (!next.equals(state)) {
                turns.add(new Turn(at.get(), entry, state, next, now.flatMap(Lifecycle::because), version));
                state = next;
            }
            entry = 0;
            at = now.flatMap(Lifecycle::nextChange);
        }
    }

    /** Empty where what decides is not known, or cannot be understood. */
    private Optional<Lifecycle> standing(Version version, Instant at) {
        if (!Collections.disjoint(version.unknown(), Lifecycle.ATTRIBUTES)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Lifecycle.of(kind, version.attributes(), at, Period.ZERO, zone));
        } catch (IllegalArgumentException notUnderstood) {
            return Optional.empty();
        }
    }
}
