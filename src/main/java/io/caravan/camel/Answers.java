package io.caravan.camel;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openhft.hashing.LongHashFunction;

/** Reads the bodies that connectors answer with, for one kind of object. Immutable. */
final class Answers {

    private final ObjectSpec object;
    /** What it means that an attribute is not shown, by name. */
    private final Map<String, Object> meanings = new LinkedHashMap<>();

    Answers(ObjectSpec object) {
        this.object = object;
        object.attributes().values().forEach(spec -> spec.whenAbsent().ifPresent(value -> meanings.put(spec.name(), typed(spec, value))));
    }

    /** A hash of the declared types, which decide with a record what comes out of here. */
    long types() {
        return LongHashFunction.xx3().hashChars(new TreeMap<>(object.attributes()).values().stream()
                .map(spec -> spec.name() + " " + spec.type() + " " + spec.multiValued() + spec.whenAbsent().map(value -> " " + value).orElse("")).collect(Collectors.joining("\n")));
    }

    /** One account; empty when the answer is nothing or an empty map. */
    Optional<Attributes> account(Object body) {
        if (body == null || body instanceof Map<?, ?> map && map.isEmpty() || body instanceof String text && text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(record(body)).filter(attributes -> !attributes.isEmpty()).map(this::withWhatAbsenceMeans);
    }

    /** All accounts of an answer, which must be few. */
    List<Attributes> accounts(Object body) {
        List<Attributes> found = new ArrayList<>();
        Iterator<?> records = records(body);
        while (records.hasNext()) {
            account(records.next()).ifPresent(found::add);
        }
        return found;
    }

    /** The answer of a create, update, enable, disable or delete; what is no map (a left-over body) tells nothing. */
    Outcome written(Object body, Optional<String> anchor) {
        if (body instanceof Outcome outcome) {
            return outcome;
        }
        Object told = body instanceof Map<?, ?> || body instanceof Attributes ? body : null;
        Attributes account = told == null ? Attributes.empty() : record(told);
        Optional<String> known = account.text(object.anchor()).or(() -> anchor);
        return new Outcome(OutcomeKind.OK, known, account, "", Optional.empty());
    }

    /** The records of a list, find or changes answer, as they come. */
    static Iterator<?> records(Object body) {
        if (body == null) {
            return Collections.emptyIterator();
        }
        if (body instanceof Iterator<?> iterator) {
            return iterator;
        }
        if (body instanceof Map<?, ?> || body instanceof Attributes || body instanceof SourceItem) {
            return List.of(body).iterator();
        }
        if (body instanceof Iterable<?> iterable) {
            return iterable.iterator();
        }
        if (body instanceof Stream<?> stream) {
            return stream.iterator();
        }
        if (body instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        throw wrongBody("records (Iterator, Iterable or Stream)", body);
    }

    /** One record of a list as the engine wants it; without its anchor it is rejected. */
    SourceItem item(Object record, String where) {
        if (record instanceof SourceItem.Read read) {
            return withAnchor(typed(read.attributes()), read.where(), read.partial());
        }
        if (record instanceof SourceItem item) {
            return item;
        }
        return withAnchor(record(record), where, Set.of());
    }

    /**
     * What tells one item of a list from every other; empty where it does not say.
     *
     * @param delta whether several items may be about one record, which then say different things of it
     */
    String distinct(SourceItem item, boolean delta) {
        if (item instanceof SourceItem.Read read) {
            return delta ? read.attributes().asMap().toString() : read.attributes().text(object.anchor()).orElse("");
        }
        return item instanceof SourceItem.Rejected rejected ? rejected.anchor().orElse("") : ((SourceItem.Deleted) item).anchor();
    }

    private SourceItem withAnchor(Attributes attributes, String where, Set<String> partial) {
        if (attributes.text(object.anchor()).filter(anchor -> !anchor.isBlank()).isEmpty()) {
            return new SourceItem.Rejected(Optional.empty(), "the record has no value for its anchor '" + object.anchor() + "'", where);
        }
        return new SourceItem.Read(withWhatAbsenceMeans(attributes), where, partial);
    }

    /** A system that leaves an attribute out says something by that where its connector declares so. */
    private Attributes withWhatAbsenceMeans(Attributes shown) {
        if (meanings.isEmpty()) {
            return shown;
        }
        Map<String, Object> meant = new LinkedHashMap<>(meanings);
        meant.keySet().removeIf(name -> shown.get(name) != null);
        return shown.with(meant);
    }

    private Attributes record(Object body) {
        if (body instanceof Attributes attributes) {
            return typed(attributes);
        }
        if (body instanceof Map<?, ?> map) {
            Map<String, Object> named = new LinkedHashMap<>(map.size() * 2);
            map.forEach((name, value) -> named.put(String.valueOf(name), value));
            return typed(Attributes.taking(named));
        }
        throw wrongBody("a map of attributes", body);
    }

    private static OutcomeException wrongBody(String expected, Object body) {
        return new OutcomeException(OutcomeKind.INVALID, "the connector answered with " + body.getClass().getName() + " where "
                + expected + " is expected; make that the body at the end of its template");
    }

    /** Brings values to the declared type, so that {@code "true"} and {@code true} are never taken for a difference. */
    private Attributes typed(Attributes attributes) {
        Map<String, Object> better = null;
        for (AttributeSpec spec : object.attributes().values()) {
            Object value = attributes.get(spec.name());
            Object typed = value == null ? null : typed(spec, value);
            if (typed != value) {
                better = better == null ? new LinkedHashMap<>() : better;
                better.put(spec.name(), typed);
            }
        }
        return better == null ? attributes : attributes.with(better);
    }

    private static Object typed(AttributeSpec spec, Object value) {
        if (spec.multiValued() && !(value instanceof Collection<?>)) {
            return List.of(typedElement(spec, value));
        }
        return value instanceof List<?> ? value : typedElement(spec, value);
    }

    private static Object typedElement(AttributeSpec spec, Object value) {
        String text = value.toString();
        return switch (spec.type()) {
            case BOOLEAN -> value instanceof Boolean ? value
                    : text.equalsIgnoreCase("true") || text.equals("1") ? Boolean.TRUE
                    : text.equalsIgnoreCase("false") || text.equals("0") ? Boolean.FALSE : value;
            case INTEGER -> value instanceof Long || !text.matches("-?(0|[1-9]\\d{0,17})") ? value : (Object) Long.valueOf(text);
            case DECIMAL -> value instanceof String && text.matches("-?\\d+(\\.\\d+)?") ? new BigDecimal(text) : value;
            default -> value instanceof Long || value instanceof BigDecimal ? text : value;
        };
    }
}
