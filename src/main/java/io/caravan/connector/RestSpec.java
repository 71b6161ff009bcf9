package io.caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a system is spoken to through its REST API: the blocks {@code rest} of a connector file.
 *
 * @param always  what goes with every request
 * @param answers what they mean
 * @param test    what shows that the system is there and takes the credentials
 * @param batch   what carries several requests at once; empty: each goes by itself
 * @param soap    how bodies are wrapped that are XML; empty: they are JSON
 * @param objects by name
 */
public record RestSpec(Always always, Answers answers, Optional<RestRequest> test, Optional<Batch> batch, Optional<Soap> soap, Map<String, RestObject> objects) {

    /**
     * Requests and answers are SOAP 1.1, document/literal.
     *
     * @param namespace of all elements in a body
     * @param qualified whether that is the attributes' namespace, too; else they have none
     */
    public record Soap(String namespace, boolean qualified) {
    }

    /** What goes with every request. */
    public record Always(Map<String, RestText> query, Map<String, RestText> headers) {

        public Always {
            query = Map.copyOf(query);
            headers = Map.copyOf(headers);
        }
    }

    /**
     * What answers mean.
     *
     * @param words       where, in an answer that is no success, the system's own words stand
     * @param waitHeaders headers that say how long to wait, beside the usual ones
     * @param outcomes    what statuses mean, over the built-in table
     */
    public record Answers(List<RestRule> rules, List<RestPath> words, List<String> waitHeaders, Map<Integer, OutcomeKind> outcomes) {

        public Answers {
            rules = List.copyOf(rules);
            words = List.copyOf(words);
            waitHeaders = List.copyOf(waitHeaders);
            outcomes = Map.copyOf(outcomes);
        }
    }

    /**
     * A request that carries others (OData JSON Format 4.01 §19).
     *
     * @param max so many at once
     */
    public record Batch(RestRequest request, int max) {

        public Batch {
            if (max < 1) {
                throw new IllegalArgumentException("a batch of " + max);
            }
        }
    }

    public RestSpec {
        objects = Map.copyOf(objects);
    }
}
