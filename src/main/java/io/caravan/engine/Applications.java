package io.caravan.engine;

import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What stands in the hub for applications and roles that somebody is assigned to. */
public final class Applications {

    private Applications() {
    }

    /**
     * Those of these keys, by key; what is named for the first time is made. Part of a transaction.
     *
     * @param keys as {@link io.caravan.subject.ApplicationRole#key}
     */
    public static Map<String, Identity> named(HubStore hub, Collection<String> keys) {
        Map<String, Identity> found = new HashMap<>(hub.identitiesByKey(Kind.APPLICATION, List.copyOf(keys)));
        List<IdentityDraft> fresh = keys.stream().distinct().filter(key -> !found.containsKey(key)).sorted()
                .map(key -> new IdentityDraft(OptionalLong.empty(), Kind.APPLICATION, key, Attributes.empty())).toList();
        if (!fresh.isEmpty()) {
            hub.save(fresh).forEach(made -> found.put(made.key(), made));
        }
        return found;
    }
}
