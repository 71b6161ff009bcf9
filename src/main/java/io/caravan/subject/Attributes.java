package io.caravan.subject;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of one record, identity or account: an immutable, ordered map from attribute name to value.
 *
 * <p>A value is a {@link String} (Unicode NFC), {@link Boolean}, {@link Long}, {@link BigDecimal}, a {@link List} of those,
 * or {@code null}, which means <em>known to be empty</em>. A name that is not in the map is <em>absent</em>: nothing is
 * known of it. Absent, null and the empty string are three different things. Dates are ISO 8601 strings.
 *
 * <p>Immutable and thread-safe.
 */
public final class Attributes {

    /** Up to here a double tells whole numbers apart: 2 to the 53rd. */
    private static final double EXACT = 1L << 53;
    private static final Attributes EMPTY = new Attributes(Map.of());

    private final Map<String, Object> values;

    private Attributes(Map<String, Object> values) {
        this.values = values;
    }

    public static Attributes empty() {
        return EMPTY;
    }

    /**
     * A copy of the map with every value brought to its normal form: whole numbers become Long, other numbers
     * BigDecimal, text NFC, collections lists; anything else becomes its text.
     */
    public static Attributes of(Map<String, ?> values) {
        if (values.isEmpty()) {
            return EMPTY;
        }
        Map<String, Object> normal = new LinkedHashMap<>(values.size() * 2);
        values.forEach((name, value) -> normal.put(name, normalValue(value)));
        return new Attributes(Collections.unmodifiableMap(normal));
    }

    /** As {@link #of}, without a copy: the map becomes theirs. */
    public static Attributes taking(Map<String, Object> values) {
        values.replaceAll((name, value) -> normalValue(value));
        return ofNormal(values);
    }

    /** As {@link #of}, for values that have their normal form already, because they were taken from attributes before; the map becomes theirs. */
    public static Attributes ofNormal(Map<String, Object> values) {
        return values.isEmpty() ? EMPTY : new Attributes(Collections.unmodifiableMap(values));
    }

    /** The normal form of one value, as {@link #of} makes it. */
    public static Object normalValue(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof String text) {
            return KeyText.composed(text);
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Number number) {
            double size = Math.abs(number.doubleValue());
            if (!Double.isFinite(size) && (number instanceof Double || number instanceof Float)) {
                return number.toString(); // no number, and no reason to lose the rest of the record
            }
            return size == Math.rint(size) && size < EXACT ? (Object) number.longValue() : new BigDecimal(number.toString());
        }
        if (value instanceof Collection<?> several) {
            List<Object> list = new ArrayList<>(several.size());
            several.forEach(element -> list.add(normalValue(element)));
            return Collections.unmodifiableList(list);
        }
        return normalValue(value.toString());
    }

    /** Whether the name is known at all, be its value null or not. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value; null both for a null value and for an absent name, so ask {@link #has} where that matters. */
    public Object get(String name) {
        return values.get(name);
    }

    /** The value as text, if it is there, not null and not a list. */
    public Optional<String> text(String name) {
        Object value = values.get(name);
        return value == null || value instanceof List<?> ? Optional.empty() : Optional.of(value.toString());
    }

    public Set<String> names() {
        return values.keySet();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public int size() {
        return values.size();
    }

    /** Unmodifiable view, in order. Values may be null. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** This, with {@code other}'s values on top. */
    public Attributes with(Map<String, ?> other) {
        if (other.isEmpty()) {
            return this;
        }
        Map<String, Object> merged = new LinkedHashMap<>(values);
        other.forEach((name, value) -> merged.put(name, normalValue(value)));
        return new Attributes(Collections.unmodifiableMap(merged));
    }

    /** This, without the names. */
    public Attributes without(Collection<String> names) {
        Map<String, Object> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(names);
        return new Attributes(Collections.unmodifiableMap(rest));
    }

    /** Same names with equal values; the order does not count. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes attributes && values.equals(attributes.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names only: values may be personal or secret and do not belong into logs. */
    @Override
    public String toString() {
        return "Attributes" + values.keySet();
    }
}
