package io.caravan.connector;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one kind of object is read and written through a REST API.
 *
 * @param requests by operation
 * @param find     by attribute; {@code *} for all others
 * @param words    how values of attributes are written, for those that are not written as they are
 * @param clear    what is sent for an attribute that is emptied
 */
public record RestObject(Map<Operation, RestRequest> requests, Map<String, RestRequest> find, Optional<Delta> delta, Optional<Members> members,
                         Map<String, Words> words, Clear clear) {

    /** The name under which {@link #find} has what serves for all attributes. */
    public static final String ANY = "*";

    /** What is sent for nothing. */
    public enum Clear { NULL, EMPTY }

    /** How a moment is written. */
    public enum Moment {
        /** ISO 8601, UTC. */
        ISO,
        /** Seconds since 1970. */
        EPOCH,
        /** {@code 2026-11-30 08:00:00}, UTC. */
        PLAIN
    }

    /**
     * Reading what has changed.
     *
     * @param moment  how {@code ${since}} is written
     * @param overlap so much earlier than the last read, by the system's clock or ours, whichever is behind
     * @param removed where stands that an object is gone; empty: deletions are not told
     * @param is      what stands there then; empty: anything
     */
    public record Delta(Moment moment, Duration overlap, Optional<RestPath> removed, List<String> is) {

        public Delta {
            is = List.copyOf(is);
        }
    }

    /**
     * Who is in a group.
     *
     * @param member where, in one entry of the list, the member's name stands
     * @param row    where, in one entry, the name of the membership itself stands; empty: it has none
     * @param look   what else an entry says, and when it is looked at
     */
    public record Members(RestRequest list, RestPath member, Optional<RestPath> row, Look look, Optional<RestRequest> add, Optional<RestRequest> remove) {
    }

    /**
     * @param group where, in one entry, stands whose member it is; empty: nowhere
     * @param first whether all are read before one is added: the system takes somebody in twice
     */
    public record Look(Optional<RestPath> group, boolean first) {
    }

    /**
     * How the values of one attribute are written in the system's own words.
     *
     * @param own by our value (a boolean, or a text) the system's: the first is written, all are read
     */
    public record Words(Map<Object, List<Object>> own) {

        public Words {
            own = Map.copyOf(own);
        }
    }

    public RestObject {
        requests = Map.copyOf(requests);
        find = Map.copyOf(find);
        words = Map.copyOf(words);
    }

    /** What finds objects by an attribute. */
    public Optional<RestRequest> finds(String attribute) {
        return Optional.ofNullable(find.getOrDefault(attribute, find.get(ANY)));
    }
}
