package io.caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request of a REST API as a connector file declares it.
 *
 * @param body   what is sent beside the attributes: texts (with variables), numbers, booleans, lists and maps of them; empty: nothing
 * @param rules  of this request, before those of the connector
 * @param then   what is sent after it
 */
public record RestRequest(Line line, Map<String, Object> body, Places places, Optional<RestPaging> paging, List<RestRule> rules, Writing writing, List<FollowUp> then) {

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
     * @param item  one object in an answer
     * @param items many objects in an answer
     * @param wrap  the attributes in what is sent
     */
    public record Places(RestPath item, RestPath items, RestPath wrap) {
    }

    /**
     * @param apart    attributes that are left to what is sent after it
     * @param answers  whether the answer to a write shows the object
     * @param showsAll whether an attribute that an answer does not show is empty
     * @param without  what a value that is looked for must not have in it; empty: anything goes
     */
    public record Writing(Set<String> apart, boolean answers, boolean showsAll, String without) {

        public Writing {
            apart = Set.copyOf(apart);
        }
    }

    /**
     * @param changed  only when this attribute is written; empty: always
     * @param disabled only when a new account is to start disabled
     * @param keep     what of the answer those that follow need, by the names of the variables
     */
    public record FollowUp(RestRequest request, Optional<String> changed, boolean disabled, Map<String, RestPath> keep) {

        public FollowUp {
            keep = Map.copyOf(keep);
        }
    }

    public RestRequest {
        body = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(body));
        rules = List.copyOf(rules);
        then = List.copyOf(then);
    }
}
