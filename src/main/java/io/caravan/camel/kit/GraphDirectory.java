package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the sample of Microsoft Graph keeps: objects by kind, and what happened to them, in order. Not thread-safe. */
final class GraphDirectory {

    private final Map<String, Map<String, ObjectNode>> kinds = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, ObjectNode> deleted = new LinkedHashMap<>();
    private int number = 1000;

    /** That an object came, changed or went. */
    record Event(int number, String kind, String id) {
    }

    /** A name for something new. */
    String id() {
        return "00000000-0000-4000-8000-%012d".formatted(number++);
    }

    int now() {
        return events.size();
    }

    void put(String kind, ObjectNode object) {
        String id = object.path("id").asText();
        kinds.computeIfAbsent(kind, none -> new LinkedHashMap<>()).put(id, object);
        events.add(new Event(events.size() + 1, kind, id));
    }

    /** Users that were deleted, and can still be brought back. */
    List<ObjectNode> deleted() {
        return List.copyOf(deleted.values());
    }

    /** Brings a deleted user back; empty if there is none. */
    Optional<ObjectNode> restore(String id) {
        Optional<ObjectNode> back = Optional.ofNullable(deleted.remove(id));
        back.ifPresent(user -> put("users", user));
        return back;
    }

    /** Whatever has this name goes, and with it its memberships and who has it for a manager. */
    void remove(String id) {
        one("users", id).ifPresent(user -> deleted.put(id, user));
        kinds.forEach((kind, objects) -> {
            if (objects.remove(id) != null) {
                events.add(new Event(events.size() + 1, kind, id));
            }
            objects.values().forEach(object -> {
                if (object.path("members") instanceof ObjectNode members) {
                    members.remove(id);
                }
                if (object.path("manager").path("id").asText().equals(id)) {
                    object.remove("manager");
                }
            });
        });
    }

    List<ObjectNode> all(String kind) {
        return List.copyOf(kinds.getOrDefault(kind, Map.of()).values());
    }

    Optional<ObjectNode> one(String kind, String id) {
        return Optional.ofNullable(kinds.getOrDefault(kind, Map.of()).get(id));
    }

    List<Event> since(String kind, int mark) {
        return events.subList(Math.min(mark, events.size()), events.size()).stream().filter(event -> event.kind().equals(kind)).toList();
    }
}
