package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.Effect;
import io.caravan.connector.RestRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One request that is to be sent, and what to do with its answer.
 *
 * @param variables  what stands for {@code ${…}}
 * @param attributes what is written; empty: nothing but the declared body. Of a request that declares none, it is all of the body
 * @param page       of a list; empty: it is none
 * @param effect     what is open when its answer is lost
 * @param open       what is open already when it is sent
 */
record RestStep(RestRequest request, Map<String, String> variables, Optional<JsonNode> attributes, Optional<RestPage> page, Effect effect, Consumer<RestAnswer> then, Open open) {

    /**
     * @param half    how its failing is told, where something has been done before; empty: as it is
     * @param refused whether a refusal stays one all the same, of which somebody sees what was done before
     * @param poll    what it asks about; empty: about no job
     */
    record Open(Optional<String> half, boolean refused, Optional<RestPoll> poll) {

        static final Open NOTHING = new Open(Optional.empty(), false, Optional.empty());
    }

    /** One that only reads, and is no list. */
    static RestStep reading(RestRequest request, Map<String, String> variables, Consumer<RestAnswer> then) {
        return new RestStep(request, variables, Optional.empty(), Optional.empty(), Effect.NONE, then, Open.NOTHING);
    }

    /** One that changes what is there. */
    static RestStep changing(RestRequest request, Map<String, String> variables, Optional<JsonNode> attributes, Consumer<RestAnswer> then) {
        return new RestStep(request, variables, attributes, Optional.empty(), Effect.CHANGE, then, Open.NOTHING);
    }

    /** The same, with something else to do with its answer. */
    RestStep answeredBy(Consumer<RestAnswer> other) {
        return new RestStep(request, variables, attributes, page, effect, other, open);
    }

    /** The same, whose failing leaves something half done. */
    RestStep failingAs(String half) {
        return new RestStep(request, variables, attributes, page, effect, then, new Open(Optional.of(half), false, open.poll));
    }

    /** The same, but for a refusal, which stays one. */
    RestStep failingUnlessRefusedAs(String half) {
        return new RestStep(request, variables, attributes, page, effect, then, new Open(Optional.of(half), true, open.poll));
    }

    /** What asks how the job stands that this one was taken as. */
    RestStep polling(RestPoll poll) {
        return new RestStep(poll.request(), poll.variables(variables), Optional.empty(), poll.page(), effect, then, new Open(open.half, open.refused, Optional.of(poll)));
    }
}
