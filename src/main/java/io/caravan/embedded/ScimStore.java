package io.caravan.embedded;

import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The resources of one type, in the order they came, with an index each for id, unique name and externalId. What goes in
 * and comes out is the stored object itself: whoever hands it on copies it first. Thread-safe.
 */
final class ScimStore<T extends ResourceNode> {

    private final Function<T, Optional<String>> uniqueName;
    private final Map<String, Long> places = new HashMap<>();
    private final TreeMap<Long, T> resources = new TreeMap<>();
    private final Map<String, String> idByName = new HashMap<>();
    private final Map<String, Set<String>> idsByExternalId = new HashMap<>();
    private long next;

    /** @param uniqueName what no two resources may share, without regard to case; empty: nothing */
    ScimStore(Function<T, Optional<String>> uniqueName) {
        this.uniqueName = uniqueName;
    }

    synchronized void add(T resource) {
        String id = resource.getId().orElseThrow();
        claimName(id, resource);
        places.put(id, next);
        resources.put(next++, resource);
        index(id, resource);
    }

    synchronized void replace(T resource) {
        String id = resource.getId().orElseThrow();
        T before = get(id);
        claimName(id, resource);
        forget(id, before);
        resources.put(places.get(id), resource);
        index(id, resource);
    }

    synchronized void remove(String id) {
        forget(id, get(id));
        resources.remove(places.remove(id));
    }

    synchronized T get(String id) {
        return find(id).orElseThrow(() -> new ResourceNotFoundException("there is no resource with id " + id));
    }

    synchronized Optional<T> find(String id) {
        return Optional.ofNullable(places.get(id)).map(resources::get);
    }

    synchronized List<T> withName(String name) {
        return Optional.ofNullable(idByName.get(fold(name))).flatMap(this::find).map(List::of).orElse(List.of());
    }

    synchronized List<T> withExternalId(String externalId) {
        return idsByExternalId.getOrDefault(externalId, Set.of()).stream().map(this::get).toList();
    }

    synchronized List<T> all() {
        return new ArrayList<>(resources.values());
    }

    /** @param start counts from 1 */
    synchronized List<T> page(long start, int count) {
        return resources.values().stream().skip(Math.max(0, start - 1)).limit(count).toList();
    }

    synchronized int size() {
        return resources.size();
    }

    private void claimName(String id, T resource) {
        uniqueName.apply(resource).ifPresent(name -> {
            String holder = idByName.get(fold(name));
            if (holder != null && !holder.equals(id)) {
                throw new ConflictException("the name '" + name + "' is taken");
            }
        });
    }

    private void index(String id, T resource) {
        uniqueName.apply(resource).ifPresent(name -> idByName.put(fold(name), id));
        resource.getExternalId().ifPresent(externalId ->
                idsByExternalId.computeIfAbsent(externalId, key -> new LinkedHashSet<>()).add(id));
    }

    private void forget(String id, T resource) {
        uniqueName.apply(resource).ifPresent(name -> idByName.remove(fold(name)));
        resource.getExternalId().ifPresent(externalId -> idsByExternalId.computeIfPresent(externalId, (key, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        }));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
