package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads and writes JSON documents by {@link RestPath}. */
final class JsonPlaces {

    private JsonPlaces() {
    }

    /** All that stands there, JSON's null among it; a member of a list is that of each of its elements. */
    static List<JsonNode> all(JsonNode document, RestPath path) {
        return all(document, path, JsonPlaces::plain);
    }

    /** @param texts fills what a path looks for */
    static List<JsonNode> all(JsonNode document, RestPath path, Function<RestText, String> texts) {
        if (document instanceof TableAnswer rows) {
            return List.of(rows);
        }
        if (document instanceof ObjectNode object && path.steps().size() == 1 && path.steps().get(0) instanceof RestPath.Member member) {
            JsonNode there = object.get(member.name()); // most attributes stand right in the object
            return there == null ? List.of() : List.of(there);
        }
        List<JsonNode> here = document == null ? List.of() : List.of(document);
        for (RestPath.Step step : path.steps()) {
            List<JsonNode> below = new ArrayList<>();
            here.forEach(node -> below(node, step, texts, below));
            here = below;
        }
        return here;
    }

    private static void below(JsonNode node, RestPath.Step step, Function<RestText, String> texts, List<JsonNode> below) {
        if (step instanceof RestPath.Member member) {
            if (node.isArray()) {
                node.forEach(element -> below(element, step, texts, below));
            } else if (node.has(member.name())) {
                below.add(node.get(member.name()));
            }
        } else if (step instanceof RestPath.Any) {
            node.forEach(below::add);
        } else if (step instanceof RestPath.Element element) {
            if (node.has(element.index())) {
                below.add(node.get(element.index()));
            }
        } else if (step instanceof RestPath.Where where) {
            selected(node, where, texts.apply(where.value())).ifPresent(below::add);
        }
    }

    private static Optional<JsonNode> selected(JsonNode list, RestPath.Where where, String value) {
        JsonNode inOtherCase = null;
        for (JsonNode element : list.isArray() ? list : List.<JsonNode>of()) {
            String shown = element.path(where.member()).isValueNode() ? element.path(where.member()).asText() : "";
            if (shown.equals(value)) {
                return Optional.of(element);
            }
            inOtherCase = inOtherCase == null && shown.equalsIgnoreCase(value) ? element : inOtherCase;
        }
        return Optional.ofNullable(inOtherCase);
    }

    /** The first that stands there and is not null. */
    static Optional<JsonNode> one(JsonNode document, RestPath path) {
        return all(document, path).stream().filter(node -> !node.isNull()).findFirst();
    }

    /** A single value that stands there, as text; empty where there is none, or an empty one. */
    static Optional<String> text(JsonNode document, RestPath path) {
        return one(document, path).filter(JsonNode::isValueNode).map(JsonNode::asText).filter(text -> !text.isBlank());
    }

    /**
     * Puts a value there, and makes the objects and elements on the way that are not there yet.
     *
     * @param value null: what stands there goes, with the element that was selected for it
     * @param none  what is written for nothing where no element is selected
     */
    static void put(ObjectNode document, RestPath path, JsonNode value, JsonNode none) {
        JsonNode here = document;
        for (int i = 0; i < path.steps().size(); i++) {
            boolean last = i == path.steps().size() - 1;
            RestPath.Step step = path.steps().get(i);
            if (step instanceof RestPath.Member member && here instanceof ObjectNode object) {
                if (last) {
                    object.set(member.name(), value == null ? none : value);
                    return;
                }
                boolean list = !(path.steps().get(i + 1) instanceof RestPath.Member);
                JsonNode below = object.get(member.name());
                boolean fits = below != null && (list ? below.isArray() : below.isObject());
                if (!fits) {
                    below = list ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
                    object.set(member.name(), below);
                }
                here = below;
            } else if (step instanceof RestPath.Where where && here instanceof ArrayNode array) {
                Optional<JsonNode> there = selected(array, where, plain(where.value()));
                if (value == null) {
                    there.ifPresent(element -> remove(array, element));
                    return;
                }
                here = there.orElseGet(() -> array.addObject().put(where.member(), plain(where.value())));
            } else if (step instanceof RestPath.Element element && here instanceof ArrayNode array && element.index() <= array.size()) {
                here = element.index() == array.size() ? array.addObject() : array.get(element.index());
            } else {
                throw new OutcomeException(OutcomeKind.MISCONFIGURED, "nothing can be written to the path " + path.text());
            }
        }
    }

    private static void remove(ArrayNode array, JsonNode element) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) == element) {
                array.remove(i);
                return;
            }
        }
    }

    /** What a path of an attribute looks for has no variables. */
    private static String plain(RestText text) {
        return text.text();
    }
}
