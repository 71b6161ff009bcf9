package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.Effect;
import io.caravan.connector.RestRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One request that is to be sent, and what to do with its answer.
 *
 * @param variables  what stands for {@code ${…}}
 * @param attributes what is written; empty: nothing but the declared body
 * @param page       of a list; empty: it is none
 * @param effect     what is open when its answer is lost
 * @param fails      how its failing is told; empty: as it is
 */
record RestStep(RestRequest request, Map<String, String> variables, Optional<ObjectNode> attributes, Optional<RestPage> page, Effect effect, Consumer<RestAnswer> then,
                Optional<String> fails) {

    /** One that only reads, and is no list. */
    static RestStep reading(RestRequest request, Map<String, String> variables, Consumer<RestAnswer> then) {
        return new RestStep(request, variables, Optional.empty(), Optional.empty(), Effect.NONE, then, Optional.empty());
    }

    /** One that changes what is there. */
    static RestStep changing(RestRequest request, Map<String, String> variables, Optional<ObjectNode> attributes, Consumer<RestAnswer> then) {
        return new RestStep(request, variables, attributes, Optional.empty(), Effect.CHANGE, then, Optional.empty());
    }

    /** The same, whose failing leaves something half done. */
    RestStep failingAs(String half) {
        return new RestStep(request, variables, attributes, page, effect, then, Optional.of(half));
    }
}
