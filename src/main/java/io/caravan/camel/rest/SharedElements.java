package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Elements of lists that are selected, where several attributes stand in one: emptying one of them must not take the others along. Immutable. */
final class SharedElements {

    private final ObjectSpec object;
    private final Map<String, RestPath> shown;
    private final RestRequest.Into as;

    SharedElements(ObjectSpec object, Map<String, RestPath> shown, RestRequest.Into as) {
        this.object = object;
        this.shown = shown;
        this.as = as;
    }

    /** Where attributes stand that are written. */
    private Map<String, RestPath> places() {
        if (!as.places().isEmpty()) {
            return as.places();
        }
        Map<String, RestPath> written = new LinkedHashMap<>(shown);
        written.keySet().removeIf(name -> object.attribute(name).readOnly());
        return written;
    }

    /** Whether the element goes with this attribute: it is alone in it, or is its value. */
    boolean removes(String name, RestPath path) {
        Optional<RestPath> element = element(path);
        boolean alone = element.isPresent() && places().entrySet().stream().filter(other -> !other.getKey().equals(name)).noneMatch(other -> element(other.getValue()).filter(element.get()::equals).isPresent());
        return element.isEmpty() || alone || as.drops().contains(name);
    }

    /** An element whose value goes is not made anew by what else is said of it: that comes before, in whatever order changes are. */
    Collection<AttributeChange> removedLast(Collection<AttributeChange> changes) {
        return as.drops().isEmpty() ? changes : changes.stream().sorted(Comparator.comparing(change -> as.drops().contains(change.name()) && change.after() == null)).toList();
    }

    /** Nothing where there is no such element. */
    void empty(ObjectNode document, RestPath path, JsonNode none) {
        if (element(path).flatMap(element -> JsonPlaces.one(document, element)).isPresent()) {
            JsonPlaces.put(document, path, none, none);
        }
    }

    /** The element that the path selects first. */
    private static Optional<RestPath> element(RestPath path) {
        for (int i = 0; i < path.steps().size(); i++) {
            if (path.steps().get(i) instanceof RestPath.Where) {
                return Optional.of(new RestPath("", path.steps().subList(0, i + 1)));
            }
        }
        return Optional.empty();
    }
}
