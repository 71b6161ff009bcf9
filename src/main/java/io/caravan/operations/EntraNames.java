package io.caravan.operations;

import io.caravan.connector.ObjectSpec;
import io.caravan.operations.entra.NotFollowed;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How attributes that Entra knows by one name are called here.
 *
 * @param hub    what the hub knows of this kind; empty when nobody comes into it yet, and any name goes
 * @param chosen what whoever asked says, by Entra's name
 * @param key    the hub's attribute that records are recognised by; empty when nobody comes into it yet
 */
record EntraNames(Optional<Set<String>> hub, Map<String, String> chosen, Optional<String> key) {

    /** Attributes that say whether somebody is still there. */
    static final Set<String> STATE = Set.of("IsSoftDeleted", "accountEnabled");

    /** How the record of a source is read. */
    static String ofRecord(String name) {
        return Page.body(name).orElseThrow(() -> new NotFollowed("'" + name + "' cannot be written as a name"));
    }

    /** How somebody in the hub is read. */
    String read(String name) {
        return ofRecord(inHub(name).orElseThrow(() -> new NotFollowed(STATE.contains(name) ? "'" + name + "' is no attribute here: who is still there follows from status and dates"
                : "nobody in the hub has '" + name + "'; --attribute " + name + "=NAME says which attribute it is")));
    }

    /** By its own name, else by another for the same. */
    private Optional<String> inHub(String name) {
        if (chosen.containsKey(name) || hub.isEmpty()) {
            return Optional.of(chosen.getOrDefault(name, name));
        }
        return hub.get().contains(name) ? Optional.of(name) : AttributeNames.meaning(name).flatMap(meant -> hub.get().stream()
                .filter(other -> AttributeNames.means(other, meant.attribute())).min(Comparator.comparing(other -> AttributeNames.meaning(other).orElseThrow().rank())));
    }

    /** What an attribute that is brought into the hub is called there. */
    String given(String name) {
        return inHub(name).orElse(name);
    }

    /** What a target calls an attribute that Entra knows by its path. */
    static String ofTarget(ObjectSpec object, String name) {
        String path = name.replaceAll("\\.value$", "");
        return object.attributes().containsKey(name) ? name : object.attributes().values().stream()
                .filter(spec -> spec.path().replaceAll("\\.value$", "").equalsIgnoreCase(path) || spec.name().equalsIgnoreCase(name))
                .map(io.caravan.connector.AttributeSpec::name).sorted().findFirst().orElse(name);
    }
}
