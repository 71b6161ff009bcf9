package io.caravan.camel.kit;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Attributes;
import io.caravan.plan.ValueComparison;
import java.util.Map;

/** Compares what was written with what is read, as the engine does. */
final class Likeness {

    private Likeness() {
    }

    static void requireAll(ObjectSpec object, Map<String, ?> expected, Attributes actual) {
        expected.forEach((name, value) -> {
            AttributeSpec spec = object.attribute(name);
            if (!spec.sensitive() && !spec.notReturned()) {
                Checks.require(ValueComparison.same(spec, Attributes.normalValue(value), actual.get(name)), "attribute " + name + " was written as " + shown(value)
                        + " and reads as " + shown(actual.get(name)));
            }
        });
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "… (" + text.length() + " characters)";
    }
}
