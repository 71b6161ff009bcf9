package io.caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request of a REST API as a connector file declares it.
 *
 * @param body   what is sent beside the attributes: a map, or a list, of texts (with variables), numbers, booleans, lists and maps; an empty map: nothing
 * @param rules  of this request, before those of the connector
 * @param then   what is sent after it
 */
public record RestRequest(Line line, Object body, Places places, Optional<RestPaging> paging, List<RestRule> rules, Writing writing, List<FollowUp> then) {

    /** The methods there are (RFC 9110 §9.3, RFC 5789). */
    public enum Method { GET, POST, PUT, PATCH, DELETE }

    /** @param path below the base address */
    public record Line(Method method, RestText path, Map<String, RestText> query, Map<String, RestText> headers) {

        public Line {
            query = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(query));
            headers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(headers));
        }
    }

    /**
     * Where things stand in what is sent and answered.
     *
     * @param item    one object in an answer
     * @param items   many objects in an answer
     * @param wrap    the attributes in what is sent
     * @param reading what else is to be said of one that reads
     * @param together how several of it go in one; empty: each goes by itself
     */
    public record Places(RestPath item, RestPath items, RestPath wrap, RestReading reading, Optional<RestTogether> together) {
    }

    /** What an answer shows. */
    public enum Answer {
        /** One object. */
        ITEM,
        /** Many, of which one is meant, or several are. */
        LIST,
        /** None. */
        NONE,
        /** None, and the header Location has the address of what was made (RFC 9110 §10.2.2). */
        LOCATION
    }

    /**
     * How attributes are sent and read.
     *
     * @param apart    attributes that are left to what is sent after it; {@link #ALL}: every one
     * @param sends    of a request that is sent afterwards: the attributes that it writes, as far as they are written at all
     * @param as       where attributes stand in what is sent
     * @param showsAll whether an attribute that an answer does not show is empty
     * @param job      what becomes of a request that the system carries out afterwards
     */
    public record Writing(Set<String> apart, Set<String> sends, Into as, Answer answer, boolean showsAll, Search search, Optional<RestJob> job) {

        /** What stands for every attribute. */
        public static final String ALL = "*";

        public Writing {
            apart = Set.copyOf(apart);
            sends = Set.copyOf(sends);
        }

        /** Whether the request itself leaves it out. */
        public boolean leaves(String attribute) {
            return apart.contains(attribute) || apart.contains(ALL);
        }

        /** Whether the answer to a write shows the object. */
        public boolean answers() {
            return answer == Answer.ITEM || answer == Answer.LIST;
        }
    }

    /**
     * Where attributes stand in what is sent.
     *
     * @param places for those that stand elsewhere in answers; empty: all stand where they do in answers
     * @param keeps  what of the object as it is goes along, for the attributes to be put into it; empty: nothing
     * @param order  in which the members of what goes along are sent, those that are not named last; empty: as they came
     * @param fresh  by the path of a list, an element of it as it is made where there is none for an attribute: a map like that of a body, in the order in which its members are sent
     * @param drops  attributes with which the element goes that they stand in, where several stand in one: of the others only their own member is emptied
     * @param proof  what has to stand in the object as it is, as else nobody knows whether all of what goes along is shown
     */
    public record Into(Map<String, RestPath> places, Optional<RestPath> keeps, List<String> order, Map<String, Object> fresh, Set<String> drops, Optional<RestObject.Removed> proof) {

        /** Where they stand in answers. */
        public static final Into AS_SHOWN = new Into(Map.of(), Optional.empty(), List.of(), Map.of(), Set.of(), Optional.empty());

        public Into {
            places = Map.copyOf(places);
            order = List.copyOf(order);
            fresh = Map.copyOf(fresh);
            drops = Set.copyOf(drops);
        }
    }

    /**
     * How what a search brings is believed.
     *
     * @param without what a value that is looked for must not have in it: the system would take it for its own
     * @param exact   whether it brings only whom it was asked for; if somebody else comes along, it was not understood
     */
    public record Search(List<String> without, boolean exact) {

        public Search {
            without = List.copyOf(without);
        }
    }

    /**
     * When a request is sent afterwards; nothing of it: always, or when there is something of what it {@code sends}.
     *
     * @param changed  only when this attribute is written
     * @param emptied  only when this attribute is emptied
     * @param disabled only when a new account is to start disabled
     * @param shown    only when the object as it is has this attribute
     */
    public record When(Optional<String> changed, Optional<String> emptied, boolean disabled, Optional<String> shown) {
    }

    /** @param keep what of the answer those that follow need, by the names of the variables */
    public record FollowUp(RestRequest request, When when, Map<String, RestPath> keep) {

        public FollowUp {
            keep = Map.copyOf(keep);
        }

        /** Whether it may empty this attribute. */
        public boolean empties(String attribute) {
            return when.emptied().filter(attribute::equals).isPresent() || request.writing().sends().contains(attribute);
        }
    }

    public RestRequest {
        rules = List.copyOf(rules);
        then = List.copyOf(then);
    }

    /** Whether something is sent beside the attributes. */
    public boolean hasBody() {
        return !(body instanceof Map<?, ?> map) || !map.isEmpty();
    }
}
