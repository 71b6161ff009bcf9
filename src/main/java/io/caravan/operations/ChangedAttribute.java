package io.caravan.operations;

import io.caravan.connector.AttributeChange;
import io.caravan.diagnostic.VisibleText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An attribute before and after a change; empty: no value. */
public record ChangedAttribute(String name, Optional<Object> before, Optional<Object> after) {

    public static ChangedAttribute of(AttributeChange change) {
        return new ChangedAttribute(change.name(), Optional.ofNullable(change.before()), Optional.ofNullable(change.after()));
    }

    /** {@code departmentNumber "D1" → "D2"}; only the value where there was none before. */
    public String text() {
        return before.map(old -> name + " " + written(old) + " → " + after.map(ChangedAttribute::written).orElse("nothing"))
                .orElseGet(() -> name + " " + after.map(ChangedAttribute::written).orElse("nothing"));
    }

    private static String written(Object value) {
        if (value instanceof List<?> several) {
            return several.stream().map(ChangedAttribute::written).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof String text ? '"' + VisibleText.of(text) + '"' : String.valueOf(value);
    }
}
