package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestReading;
import io.caravan.subject.DateText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of the objects in an answer is a record: one for each of what is within them, and of a second reading only who begins later. And whether the answer shows what it has to. */
final class RecordsOfPage {

    private RecordsOfPage() {
    }

    static List<JsonNode> of(List<JsonNode> items, RestReading reading, ObjectSpec object, ReadMoment moment) {
        List<JsonNode> records = reading.each().isEmpty() ? items : items.stream().flatMap(item -> each(item, reading.each().get()).stream()).toList();
        return moment.later() ? records.stream().filter(record -> firstDay(record, reading.asOf().orElseThrow(), object, moment).isPresent()).toList() : records;
    }

    /** Whether an object is shown as one that is not there any more. */
    static boolean isGone(JsonNode item, RestReading reading) {
        return reading.gone().filter(gone -> isRemoved(gone, item)).isPresent();
    }

    static boolean isRemoved(RestObject.Removed told, JsonNode item) {
        Optional<JsonNode> there = JsonPlaces.one(item, told.at());
        return there.filter(node -> told.is().isEmpty() || told.is().contains(node.asText())).isPresent();
    }

    /** A copy of the object for each, in which the list has nothing but it. */
    private static List<JsonNode> each(JsonNode item, RestPath list) {
        JsonNode elements = JsonPlaces.one(item, list).orElse(null);
        if (!item.isObject() || elements == null || !elements.isArray()) {
            return List.of(item);
        }
        List<JsonNode> records = new ArrayList<>();
        for (JsonNode element : elements) {
            ObjectNode record = around(item, list, 0);
            ObjectNode within = record;
            for (int i = 0; i < list.steps().size() - 1; i++) {
                within = (ObjectNode) within.get(((RestPath.Member) list.steps().get(i)).name());
            }
            within.putArray(((RestPath.Member) list.steps().get(list.steps().size() - 1)).name()).add(element);
            records.add(record);
        }
        return records;
    }

    /** What stands beside the list is the same for all: nobody changes it. */
    private static ObjectNode around(JsonNode object, RestPath list, int depth) {
        ObjectNode copy = ((ObjectNode) object).objectNode();
        copy.setAll((ObjectNode) object);
        if (depth < list.steps().size() - 1) {
            String name = ((RestPath.Member) list.steps().get(depth)).name();
            copy.set(name, around(object.get(name), list, depth + 1));
        }
        return copy;
    }

    /** The first day of whoever begins after today. Whoever begins today or began before, or of whom that cannot be told, has come as of today, or is none. */
    static Optional<LocalDate> firstDay(JsonNode record, RestReading.AsOf asOf, ObjectSpec object, ReadMoment moment) {
        String path = object.attributes().containsKey(asOf.starts()) ? object.attribute(asOf.starts()).path() : asOf.starts();
        Optional<String> start = JsonPlaces.text(record, RestPath.of(path));
        if (start.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(DateText.day(WrittenDate.iso(start.get()), ZoneOffset.UTC))).filter(day -> day.isAfter(asOf.today(moment.began())));
        } catch (DateTimeException unreadable) {
            throw new OutcomeException(OutcomeKind.INVALID, asOf.starts() + " is '" + start.get() + "' in a reading that looks for who begins later, which is no date: " + unreadable.getMessage());
        }
    }

    /** A part of an answer that was not asked for, or may not be seen, is not there, without a word. */
    static void requireShown(List<JsonNode> items, RestReading reading, String around) {
        for (RestPath path : reading.shows()) {
            boolean shown = items.stream().anyMatch(item -> JsonPlaces.all(item, path).stream().anyMatch(node -> !node.isNull()));
            if (!shown) {
                throw new OutcomeException(OutcomeKind.MISCONFIGURED, around + " shows " + path.text() + " of nobody" + (items.isEmpty() ? ", as it shows nobody" : "")
                        + "; may the user see it, and is it asked for?");
            }
        }
    }
}
