package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.plan.ValueComparison;
import java.util.Map;
import java.util.Optional;

/** A list that a provider answered with (RFC 7644 §3.4.2), and what has to be true of it before it is believed. */
final class ScimList {

    /** So many hits of a search are as good as more: nobody can be told apart by it. */
    private static final int SEVERAL = 2;

    private ScimList() {
    }

    /**
     * The list with its resources under {@code Resources}, whatever case they come in.
     *
     * @param byCursor whether it may be silent of how many there are
     */
    static JsonNode of(JsonNode answer, boolean byCursor) {
        JsonNode resources = answer == null ? null : new ScimPath("", "Resources", Map.of(), "").read(answer);
        boolean list = answer instanceof ObjectNode && (answer.has("totalResults") || byCursor && resources != null && resources.isArray());
        if (!list) {
            throw new OutcomeException(OutcomeKind.INVALID, "the provider did not answer with a SCIM list; is the url the SCIM base address?");
        }
        if (resources != null && !answer.has("Resources")) {
            ((ObjectNode) answer).set("Resources", resources);
        }
        return answer;
    }

    /** Some providers answer an unfiltered list with one user whom they have made up: who takes that for everybody closes all accounts. */
    static void refusePlaceholder(JsonNode list, Optional<String> userName) {
        userName.ifPresent(nobody -> list.path("Resources").forEach(resource -> {
            if (resource.path("userName").asText("").equalsIgnoreCase(nobody)) {
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider answered with " + nobody + ", who is nobody, in the place of a list; nobody is read. "
                        + "It has to be told to list its users (placeholderUser)");
            }
        }));
    }

    static void refuseTooMuch(JsonNode list, Long most) {
        long promised = list.path("totalResults").asLong();
        if (most != null && promised > most) {
            throw new OutcomeException(OutcomeKind.INVALID, "the provider speaks of " + promised + " resources, more than caravan.read.maxRecords (" + most
                    + ") allows; nothing was read. If it really has so many, raise the setting");
        }
    }

    /** A search that speaks of more than it shows, of those that would be looked at. */
    static void refuseHidden(JsonNode list) {
        long total = total(list);
        int shown = list.path("Resources").size();
        if (shown < Math.min(total, SEVERAL)) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider found " + total + " resources and shows " + shown + " of them");
        }
    }

    static long total(JsonNode list) {
        return list.path("totalResults").asLong(list.path("Resources").size());
    }

    /**
     * Those of the resources that hold the value that was asked for. Who does not understand a filter may answer with everybody: none of them is whom it
     * was asked for, and whoever is may stand behind them. Who does not show that attribute may be whom was asked for, and is not taken for nobody.
     */
    static ArrayNode holding(JsonNode list, ScimSchema schema, String name, Object value) {
        ArrayNode holding = ((ObjectNode) list).arrayNode();
        AttributeSpec attribute = schema.attribute(name);
        ScimPath path = schema.path(name);
        list.path("Resources").forEach(resource -> {
            if (!path.isToldBy(resource)) {
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "a search by " + name + " brought somebody who does not show it: nobody knows whether that is whom was asked for; match by something else");
            }
            if (ValueComparison.elements(ScimSchema.value(attribute, path.read(resource))).stream().anyMatch(shown -> ValueComparison.matches(attribute, shown, value))) {
                holding.add(resource);
            }
        });
        int shown = list.path("Resources").size();
        if (holding.size() < Math.min(shown, SEVERAL) && total(list) > shown) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider was asked for " + name + " and speaks of " + total(list) + " resources, some of which do not hold what was asked for: "
                    + "it does not search by " + name + "; match by something else");
        }
        return holding;
    }
}
