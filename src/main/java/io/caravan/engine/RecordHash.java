package io.caravan.engine;

import io.caravan.subject.Attributes;
import java.util.List;
import java.util.Map;
import net.openhft.hashing.LongHashFunction;

/**
 * The 64-bit hash by which an unchanged record is recognised. Does not depend on the order of attributes; null, the
 * empty text and absence hash differently.
 */
final class RecordHash {

    private static final LongHashFunction NAMES = LongHashFunction.xx3();
    private static final long NULL = 0x9E3779B97F4A7C15L;
    private static final long ELEMENT = 0xC2B2AE3D27D4EB4FL;

    private RecordHash() {
    }

    static long of(Attributes attributes) {
        long sum = attributes.size();
        for (Map.Entry<String, Object> attribute : attributes.asMap().entrySet()) {
            sum += value(attribute.getValue(), NAMES.hashChars(attribute.getKey()));
        }
        return sum;
    }

    static long ofText(String text) {
        return NAMES.hashChars(text);
    }

    private static long value(Object value, long seed) {
        if (value == null) {
            return mix(seed ^ NULL);
        }
        if (value instanceof List<?> list) {
            long hash = mix(seed + list.size());
            for (Object element : list) {
                hash = mix(hash * ELEMENT + value(element, seed));
            }
            return hash;
        }
        String text = value.toString();
        return mix(seed * 31 + NAMES.hashChars(text) + typeOf(value));
    }

    /** Text "1" and the number 1 are two values. */
    private static int typeOf(Object value) {
        return value instanceof String ? 1 : value instanceof Boolean ? 2 : 3;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * ELEMENT;
        return mixed ^ mixed >>> 29;
    }
}
