package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Reads and writes JSON documents, and XML ones that have become such, by {@link RestPath}. */
final class JsonPlaces {

    private static final ObjectMapper DECLARED = new ObjectMapper();

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
        return XmlText.plain(here);
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
            List<String> shown = all(element, where.inside()).stream().filter(JsonNode::isValueNode).map(JsonNode::asText).toList();
            if (shown.contains(value)) {
                return Optional.of(element);
            }
            inOtherCase = inOtherCase == null && shown.stream().anyMatch(value::equalsIgnoreCase) ? element : inOtherCase;
        }
        return Optional.ofNullable(inOtherCase);
    }

    /** The first that stands there and is not null. */
    static Optional<JsonNode> one(JsonNode document, RestPath path) {
        for (JsonNode node : all(document, path)) {
            if (!node.isNull()) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
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
        put(document, path, value, none, selector -> Optional.empty());
    }

    /** @param fresh by the path of a list, an element of it as it is made; empty: of nothing but what it is selected by */
    static void put(ObjectNode document, RestPath path, JsonNode value, JsonNode none, Function<String, Optional<ObjectNode>> fresh) {
        if (path.steps().size() == 1 && path.steps().get(0) instanceof RestPath.Member member) {
            document.set(member.name(), value == null ? none : value); // as most attributes stand
            return;
        }
        JsonNode here = document;
        StringBuilder way = new StringBuilder();
        for (int i = 0; i < path.steps().size(); i++) {
            boolean last = i == path.steps().size() - 1;
            RestPath.Step step = path.steps().get(i);
            if (step instanceof RestPath.Member member && here instanceof ObjectNode object) {
                if (last) {
                    object.set(member.name(), value == null ? none : value);
                    return;
                }
                way.append(way.isEmpty() ? "" : ".").append(member.name());
                here = container(object, member.name(), !(path.steps().get(i + 1) instanceof RestPath.Member));
            } else if (step instanceof RestPath.Where where && here instanceof ArrayNode array) {
                Optional<JsonNode> there = selected(array, where, plain(where.value()));
                if (value == null) {
                    there.ifPresent(element -> remove(array, element));
                    return;
                }
                here = there.orElseGet(() -> made(array, where, fresh.apply(way.toString())));
            } else if (step instanceof RestPath.Element element && here instanceof ArrayNode array && element.index() <= array.size()) {
                here = element.index() == array.size() ? array.addObject() : array.get(element.index());
            } else {
                throw new OutcomeException(OutcomeKind.MISCONFIGURED, "nothing can be written to the path " + path.text());
            }
        }
    }

    private static JsonNode container(ObjectNode object, String name, boolean list) {
        JsonNode below = object.get(name);
        boolean fits = below != null && (list ? below.isArray() : below.isObject());
        if (list && below instanceof ObjectNode one) {
            below = JsonNodeFactory.instance.arrayNode().add(one);
            object.set(name, below);
        } else if (!fits) {
            below = list ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
            object.set(name, below);
        }
        return below;
    }

    private static ObjectNode made(ArrayNode array, RestPath.Where where, Optional<ObjectNode> fresh) {
        ObjectNode element = fresh.orElseGet(JsonNodeFactory.instance::objectNode);
        JsonNode value = JsonNodeFactory.instance.textNode(plain(where.value()));
        if (fresh.isEmpty()) {
            put(element, where.inside(), value, value);
        } else if (selected(JsonNodeFactory.instance.arrayNode().add(element), where, value.asText()).isEmpty()) {
            throw new OutcomeException(OutcomeKind.MISCONFIGURED, "what is made for [" + where.member() + " eq \"" + value.asText() + "\"] would not be found by it");
        }
        array.add(element);
        return element;
    }

    private static void remove(ArrayNode array, JsonNode element) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) == element) {
                array.remove(i);
                return;
            }
        }
    }

    /** What a connector's file declares, as a document. */
    static JsonNode declared(Object value) {
        return DECLARED.valueToTree(value);
    }

    /** What a path of an attribute looks for has no variables. */
    private static String plain(RestText text) {
        return text.text();
    }
}
