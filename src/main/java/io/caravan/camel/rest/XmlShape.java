package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is looked for in the answer to one request, where that is XML.
 *
 * @param items where the list stands; the document itself where there is none
 * @param total where stands how many there are: an answer that says that there is nobody need not have a list
 */
record XmlShape(XmlPlaces places, RestPath items, Optional<RestPath> total) {

    /** @param everything whether what nobody looks for is kept, too: for the sake of what it is written back with */
    static XmlShape of(RestCall call, RestStep step, boolean everything) {
        RestRequest request = step.request();
        RestPaging paging = request.paging().orElseGet(RestPaging::none);
        List<RestPath> paths = new ArrayList<>(marks(paging));
        Stream.concat(request.rules().stream(), call.spec().answers().rules().stream()).map(RestRule::at).flatMap(Optional::stream).forEach(paths::add);
        ObjectSpec object = call.exchange().getVariable("objectSpec", ObjectSpec.class);
        List<RestPath> within = new ArrayList<>(request.places().reading().shows());
        within.addAll(request.places().reading().parts());
        within.addAll(request.places().reading().needs());
        request.places().reading().gone().map(RestObject.Removed::at).ifPresent(within::add);
        request.places().reading().each().map(XmlPlaces::listed).ifPresent(within::add);
        request.places().reading().asOf().map(asOf -> asOf.starts()).filter(starts -> !starts.isEmpty() && (object == null || !object.attributes().containsKey(starts))).map(RestPath::of).ifPresent(within::add);
        if (object != null) {
            object.attributes().values().forEach(attribute -> within.add(RestPath.of(attribute.path())));
            Optional.ofNullable(call.spec().objects().get(object.name())).flatMap(RestObject::delta).ifPresent(delta -> {
                delta.removed().map(RestObject.Removed::at).ifPresent(within::add);
                if (delta.start() instanceof RestObject.Mark mark) {
                    paths.add(mark.at());
                }
            });
        }
        RestPath items = request.places().items();
        if (!items.isWhole()) {
            paths.add(XmlPlaces.listed(items));
        }
        within.forEach(path -> Stream.of(items.isWhole() ? items : XmlPlaces.listed(items), request.places().item()).forEach(around -> paths.add(XmlPlaces.join(around, path))));
        boolean open = object != null && object.additionalAttributes();
        return new XmlShape(XmlPlaces.of(paths, everything || open), items, paging.marks().total());
    }

    private static List<RestPath> marks(RestPaging paging) {
        RestPaging.Marks marks = paging.marks();
        return Stream.of(marks.at(), marks.more(), marks.end(), marks.total(), marks.sheet().number(), marks.sheet().pages(), marks.sheet().records()).flatMap(Optional::stream).toList();
    }

    /** XML has no empty lists: where the answer says that there is nobody, there is one. */
    void settle(ObjectNode document) {
        boolean nobody = !items.isWhole() && total.flatMap(path -> JsonPlaces.text(document, path)).filter("0"::equals).isPresent();
        if (nobody && JsonPlaces.one(document, items).isEmpty()) {
            JsonPlaces.put(document, items, JsonNodeFactory.instance.arrayNode(), JsonNodeFactory.instance.nullNode());
        }
    }
}
