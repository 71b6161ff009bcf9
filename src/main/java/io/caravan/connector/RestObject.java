package io.caravan.connector;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one kind of object is read and written through a REST API.
 *
 * @param requests by operation
 * @param find     by attribute; {@code *} for all others
 * @param lag      for so long after something was made the system may say that it is not there
 * @param restore  how one that was deleted is brought back instead of being made anew
 */
public record RestObject(Map<Operation, RestRequest> requests, Map<String, RestRequest> find, Optional<Delta> delta, Optional<Members> members, Values values, Duration lag, Optional<Restore> restore) {

    /** The name under which {@link #find} has what serves for all attributes. */
    public static final String ANY = "*";

    /**
     * How attributes are asked for and written.
     *
     * @param words    in the system's own, for those that are not written as they are
     * @param clear    what is sent for an attribute that is emptied
     * @param expanded what {@code ${fields}} does not name, as requests ask for it in another way
     */
    public record Values(Map<String, Words> words, Clear clear, Set<String> expanded) {

        public Values {
            words = Map.copyOf(words);
            expanded = Set.copyOf(expanded);
        }
    }

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
     * @param start     where the next one begins
     * @param removed   how is told that an object is gone; empty: deletions are not told
     * @param lost      which answers say that nobody knows any more what has changed since then
     * @param readAgain whether each object that has changed is read by itself: the delta does not show all of it
     */
    public record Delta(Start start, Optional<Removed> removed, List<RestRule> lost, boolean readAgain) {

        public Delta {
            lost = List.copyOf(lost);
        }
    }

    /** Where a delta begins. */
    public sealed interface Start permits Since, Mark {
    }

    /**
     * At a moment.
     *
     * @param moment  how {@code ${since}} is written
     * @param overlap so much earlier than the last read, by the system's clock or ours, whichever is behind
     */
    public record Since(Moment moment, Duration overlap) implements Start {
    }

    /**
     * At what the system gave, a cursor or an address, which nobody else understands.
     *
     * @param at    where it stands in the last page of a read
     * @param begin what is asked for it before everything is read; empty: the last page of that has it, too
     */
    public record Mark(RestPath at, Optional<RestRequest> begin) implements Start {
    }

    /**
     * @param at where stands that an object is gone
     * @param is what stands there then; empty: anything
     */
    public record Removed(RestPath at, List<String> is) {

        public Removed {
            is = List.copyOf(is);
        }
    }

    /**
     * Who is in a group.
     *
     * @param member where, in one entry of the list, the member's name stands
     * @param row    where, in one entry, the name of the membership itself stands; empty: it has none
     * @param look   what else an entry says, and when it is looked at
     * @param settle statuses of a refusal after which the list says whether it already is as it shall be
     */
    public record Members(RestRequest list, RestPath member, Optional<RestPath> row, Look look, Optional<RestRequest> add, Optional<RestRequest> remove, Set<Integer> settle) {

        public Members {
            settle = Set.copyOf(settle);
        }
    }

    /**
     * @param group where, in one entry, stands whose member it is; empty: nowhere
     * @param among the same, where the list is that of several groups and only the entries of one are meant
     * @param first whether all are read before one is added: the system takes somebody in twice
     */
    public record Look(Optional<RestPath> group, Optional<RestPath> among, boolean first) {
    }

    /**
     * Bringing back one that was deleted.
     *
     * @param by   the attribute by which it is known again: what stands in it is one object's alone, for good
     * @param find looks among the deleted for those with a value in it
     * @param request brings one back
     * @param secret  gives it the first secret, such as a password, that one which is made gets; empty: it keeps the one it had
     */
    public record Restore(String by, RestRequest find, RestRequest request, Optional<RestRequest> secret) {
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
    }

    /** What finds objects by an attribute. */
    public Optional<RestRequest> finds(String attribute) {
        return Optional.ofNullable(find.getOrDefault(attribute, find.get(ANY)));
    }
}
