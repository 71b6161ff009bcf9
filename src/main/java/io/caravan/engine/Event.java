package io.caravan.engine;

import io.caravan.subject.SubjectKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Something that has happened in somebody's life with the company, to an account, or to a job, to be told to a route.
 *
 * @param at      when it happened; may lie before it became known
 * @param subject {@link SubjectKey#NONE} when it is not about one
 * @param told    what else there is to say: texts, {@link Long}s, truth values, lists and maps of these; no secrets
 */
public record Event(Kind what, Instant at, SubjectKey subject, Map<String, Object> told) {

    /** What there is to be told. */
    public enum Kind {
        /** The first day has come, or somebody who has begun became known. */
        JOINED,
        /** The first day comes soon. */
        STARTS_SOON,
        /** Another department, manager, title, …. */
        MOVED,
        /** A leave has begun. */
        LEAVE,
        /** A leave is over. */
        RETURNED,
        /** The last day is over, or somebody is not known to any source any more. */
        LEFT,
        /** Somebody who had left is back. */
        REHIRED,
        /** An account is open, or somebody is in a group, since then. */
        ACCESS_GRANTED,
        /** The last day comes soon, or the end of a membership. */
        ACCESS_ENDS_SOON,
        /** An account is closed or deleted, or somebody is not in a group any more. */
        ACCESS_ENDED,
        /** The guard holds changes of a job. */
        HELD,
        /** A job only probes its system. */
        QUARANTINED,
        /** Something that lets us into a system ends soon, or has ended. */
        CREDENTIALS_EXPIRE,
        /** Events begin, or an application had its first load: of what there was before nothing else is told. */
        BEGUN;

        /** As routes see it: {@code starts-soon}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Event {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(subject, "subject");
        told = Map.copyOf(told);
    }

    /** About a job as a whole. */
    public static Event ofJob(Kind what, Instant at, String job, String system, Map<String, Object> more) {
        Map<String, Object> told = new TreeMap<>(more);
        told.put("job", job);
        told.put("system", system);
        return new Event(what, at, SubjectKey.NONE, told);
    }
}
