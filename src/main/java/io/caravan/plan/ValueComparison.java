package io.caravan.plan;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.subject.KeyText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** When two values of an attribute are the same, by the attribute's declaration. */
public final class ValueComparison {

    private ValueComparison() {
    }

    /** Absent, null, empty text and the empty list: there is nothing. */
    public static boolean isEmpty(Object value) {
        return value == null || value.equals("") || value instanceof List<?> list && list.isEmpty();
    }

    /** Whether an account that has one is found by the other. */
    public static boolean matches(AttributeSpec spec, Object one, Object other) {
        return comparable(spec, one).equals(comparable(spec, other));
    }

    /**
     * Whether there is nothing to write. A difference in case is a difference, however the attribute is searched by, unless its
     * {@code compare} says otherwise. Several values are compared as a set.
     */
    public static boolean same(AttributeSpec spec, Object one, Object other) {
        if (isEmpty(one) || isEmpty(other)) {
            return isEmpty(one) && isEmpty(other);
        }
        if (one.equals(other)) {
            return true;
        }
        if (one instanceof List<?> || other instanceof List<?>) {
            return written(spec, elements(one)).equals(written(spec, elements(other)));
        }
        return written(spec, one).equals(written(spec, other));
    }

    /** What to write so that the value becomes the wanted one; empty when it is the same. */
    public static Optional<AttributeChange> difference(AttributeSpec spec, Object has, Object wanted) {
        if (same(spec, has, wanted)) {
            return Optional.empty();
        }
        Object before = isEmpty(has) ? null : has;
        Object after = isEmpty(wanted) ? null : wanted;
        boolean several = spec.multiValued() || has instanceof List<?> || wanted instanceof List<?>;
        return Optional.of(several ? new AttributeChange(spec.name(), before, after, missing(spec, wanted, has), missing(spec, has, wanted))
                : AttributeChange.of(spec.name(), before, after));
    }

    /** The elements of {@code of} that {@code without} lacks. */
    public static List<Object> missing(AttributeSpec spec, Object of, Object without) {
        Set<String> have = written(spec, elements(without));
        List<Object> missing = new ArrayList<>();
        for (Object element : elements(of)) {
            if (have.add(written(spec, element))) {
                missing.add(element);
            }
        }
        return missing;
    }

    /** A value as a list: itself, one element, or none. */
    public static List<?> elements(Object value) {
        return isEmpty(value) ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    /** The text by which an account is looked up: what does not show makes no difference, nor does of which signs a letter is composed. */
    public static String comparable(AttributeSpec spec, Object value) {
        String text = text(value);
        if (spec.type() == AttributeType.DN) {
            return DistinguishedNames.comparable(text);
        }
        return spec.caseExact() && spec.type() != AttributeType.BOOLEAN ? KeyText.composed(KeyText.of(text)) : KeyText.folded(text);
    }

    /** The text by which it is told whether a value has to be written. */
    private static String written(AttributeSpec spec, Object value) {
        String text = text(value);
        return switch (spec.type()) {
            case DN -> DistinguishedNames.comparable(text);
            case BOOLEAN -> text.toLowerCase(Locale.ROOT);
            default -> spec.compare().comparable(text);
        };
    }

    private static Set<String> written(AttributeSpec spec, List<?> values) {
        Set<String> all = new HashSet<>();
        values.forEach(value -> all.add(written(spec, value)));
        return all;
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value.toString();
    }
}
