package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.HttpLocation;
import io.caravan.camel.HttpStatusOutcome;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Bulk messages (RFC 7644 §3.7). Every operation carries its place in the list as bulkId, so that answers find back. */
final class ScimBulk {

    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    private ScimBulk() {
    }

    /**
     * @param path what a request is sent to, relative to the provider's base
     * @param data what is sent there; not asked for a delete
     * @param lowerCase whether the message is written {@code operations}, and has to say how many may fail: all of them
     */
    static ObjectNode message(List<AccountRequest> requests, Function<AccountRequest, String> path, Function<AccountRequest, ObjectNode> data, boolean lowerCase) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putArray("schemas").add(SCHEMA);
        if (lowerCase) {
            message.put("failOnErrors", requests.size());
        }
        ArrayNode operations = message.putArray(lowerCase ? "operations" : "Operations");
        for (int i = 0; i < requests.size(); i++) {
            AccountRequest request = requests.get(i);
            ObjectNode operation = operations.addObject().put("method", method(request.operation())).put("path", path.apply(request))
                    .put("bulkId", String.valueOf(i));
            if (request.operation() != Operation.DELETE) {
                operation.set("data", data.apply(request));
            }
        }
        return message;
    }

    static String method(Operation operation) {
        return switch (operation) {
            case CREATE -> "POST";
            case DELETE -> "DELETE";
            default -> "PATCH";
        };
    }

    /** One outcome for each request; one that the provider does not mention is in doubt. */
    static List<Outcome> outcomes(List<AccountRequest> requests, JsonNode answer, String collection, Function<JsonNode, Attributes> account) {
        Map<String, JsonNode> answers = new HashMap<>();
        JsonNode all = new ScimPath("", "Operations", Map.of(), "").read(answer);
        if (all != null) {
            all.forEach(each -> answers.merge(each.hasNonNull("bulkId") ? each.path("bulkId").asText() : what(each, collection), each, (one, another) -> MissingNode.getInstance()));
        }
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            AccountRequest request = requests.get(i);
            JsonNode said = answers.getOrDefault(String.valueOf(i), request.anchor().map(anchor -> answers.get(what(request, anchor))).orElse(null));
            outcomes.add(said == null ? Outcome.failed(OutcomeKind.IN_DOUBT, "the provider's bulk answer does not mention this change")
                    : outcome(request, said, collection, account));
        }
        return outcomes;
    }

    /** By what it does to whom: some providers give the bulkId back with what they made, and with nothing else (RFC 7644 §3.7 asks for no more). */
    private static String what(AccountRequest request, String anchor) {
        return method(request.operation()) + " " + anchor;
    }

    private static String what(JsonNode said, String collection) {
        return said.path("method").asText("").toUpperCase(Locale.ROOT) + " " + HttpLocation.id(said.path("location").asText(null), collection).orElse("");
    }

    private static Outcome outcome(AccountRequest request, JsonNode said, String collection, Function<JsonNode, Attributes> account) {
        int status = said.path("status").isObject() ? said.path("status").path("code").asInt() : said.path("status").asInt();
        JsonNode response = said.path("response");
        if (status < 100) {
            return Outcome.failed(OutcomeKind.IN_DOUBT, "the provider's bulk answer says nothing clear of this change");
        }
        if (status == ScimCall.ACCEPTED) {
            return ScimCall.notDone().outcome();
        }
        if (status < 200 || status > 299) {
            return Outcome.failed(HttpStatusOutcome.saysNotUnique(status, response) ? OutcomeKind.CONFLICT : HttpStatusOutcome.of(status, Effect.of(request.operation())),
                    "HTTP " + status + " " + response.path("detail").asText(""));
        }
        Optional<String> anchor = request.anchor().or(() -> anchor(said, collection));
        Attributes known = response.isObject() ? account.apply(response) : Attributes.empty();
        return new Outcome(OutcomeKind.OK, anchor, known, "", Optional.empty());
    }

    private static Optional<String> anchor(JsonNode said, String collection) {
        return Optional.of(said.path("response").path("id").asText("")).filter(id -> !id.isBlank())
                .or(() -> HttpLocation.id(said.path("location").asText(null), collection));
    }
}
