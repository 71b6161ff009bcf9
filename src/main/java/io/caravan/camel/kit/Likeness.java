package io.caravan.camel.kit;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.identity.Attributes;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares what was written with what is read, as the attributes are declared: lists as sets, case where it counts. */
final class Likeness {

    private Likeness() {
    }

    static void requireAll(ObjectSpec object, Map<String, ?> expected, Attributes actual) {
        expected.forEach((name, value) -> {
            AttributeSpec spec = object.attribute(name);
            if (!spec.sensitive()) {
                Checks.require(same(spec, value, actual.get(name)), "attribute " + name + " was written as " + shown(value)
                        + " and reads as " + shown(actual.get(name)));
            }
        });
    }

    static boolean same(AttributeSpec spec, Object expected, Object actual) {
        return elements(spec, expected).equals(elements(spec, actual));
    }

    private static Collection<String> elements(AttributeSpec spec, Object value) {
        Object normal = Attributes.normalValue(value);
        List<?> list = normal == null ? List.of() : normal instanceof List<?> several ? several : List.of(normal);
        return list.stream().map(element -> text(spec, element.toString())).collect(Collectors.toSet());
    }

    private static String text(AttributeSpec spec, String value) {
        String text = spec.type() == AttributeType.DN ? value.replaceAll("\\s*([,=])\\s*", "$1") : value;
        return spec.caseExact() && spec.type() != AttributeType.DN ? text : text.toLowerCase(Locale.ROOT);
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "… (" + text.length() + " characters)";
    }
}
