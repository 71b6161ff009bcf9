package io.caravan.connector;

import io.caravan.connector.AttributeSpec.Characteristic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a system itself says of one kind of its objects: a header, the columns of a table, a subschema, {@code /Schemas}.
 *
 * @param attributes  by name, in the system's own order
 * @param ignoresCase whether upper and lower case are the same in a name
 */
public record DiscoveredObject(Map<String, AttributeSpec> attributes, boolean ignoresCase) {

    public DiscoveredObject {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * What a connector answered to {@code schema}: a map whose {@code attributes} is a list of maps with {@code name} and, where the system tells,
     * {@code type} (the word of an {@link AttributeType}), {@code required}, {@code multiValued}, {@code unique}, {@code createOnly},
     * {@code readOnly} and {@code sensitive}; {@code ignoresCase} beside it.
     *
     * @throws OutcomeException invalid when it is anything else
     */
    public static DiscoveredObject of(Object answer, ObjectSpec declared) {
        if (!(answer instanceof Map<?, ?> map) || !(map.get("attributes") instanceof Collection<?> all)) {
            throw wrong("a map with a list of attributes");
        }
        Map<String, AttributeSpec> attributes = new LinkedHashMap<>();
        for (Object each : all) {
            if (!(each instanceof Map<?, ?> attribute) || !(attribute.get("name") instanceof String name) || name.isBlank()) {
                throw wrong("a name for each attribute");
            }
            attributes.put(name, attribute(name, attribute, declared));
        }
        return new DiscoveredObject(attributes, is(map, "ignoresCase", false));
    }

    /** The connector knows how an attribute is to be compared and what it means that it is absent; the system, what it demands. */
    private static AttributeSpec attribute(String name, Map<?, ?> said, ObjectSpec declared) {
        AttributeSpec known = declared.attribute(name);
        boolean named = declared.attributes().containsKey(name);
        Set<Characteristic> characteristics = EnumSet.noneOf(Characteristic.class);
        for (Characteristic one : Characteristic.values()) {
            boolean declares = known.characteristics().contains(one);
            if (switch (one) {
                case MULTI_VALUED -> named ? declares : is(said, one.key(), false);
                case CASE_EXACT, REQUIRED, UNIQUE -> is(said, one.key(), declares);
                case CREATE_ONLY, READ_ONLY, SENSITIVE -> declares || is(said, one.key(), false);
                case NOT_RETURNED -> declares;
            }) {
                characteristics.add(one);
            }
        }
        return new AttributeSpec(name, named ? known.type() : type(said.get("type")), characteristics, known.compare(), known.whenAbsent(), known.path());
    }

    private static AttributeType type(Object word) {
        for (AttributeType type : AttributeType.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        return AttributeType.STRING;
    }

    private static boolean is(Map<?, ?> said, String what, boolean otherwise) {
        return said.get(what) instanceof Boolean flag ? flag : otherwise;
    }

    private static OutcomeException wrong(String expected) {
        return new OutcomeException(OutcomeKind.INVALID, "the connector answered to 'schema' with something else than " + expected
                + "; see the contract in docs/how-to/add-a-connector.md");
    }

    /** The attribute that is called so, as this system compares names; its name may be spelled in another way. */
    public Optional<AttributeSpec> find(String name) {
        AttributeSpec same = attributes.get(name);
        if (same != null || !ignoresCase) {
            return Optional.ofNullable(same);
        }
        List<AttributeSpec> alike = new ArrayList<>(attributes.values());
        alike.removeIf(each -> !each.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
        return alike.stream().findFirst();
    }
}
