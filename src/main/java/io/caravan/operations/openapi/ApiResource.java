package io.caravan.operations.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.operations.openapi.ApiDocument.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A collection of an API with what can be done to one of it.
 *
 * @param collection such as {@code /users}
 * @param item       such as {@code /users/{id}}
 * @param calls      by what they do: list, get, create, update, delete
 */
record ApiResource(String collection, String item, Map<String, Call> calls) {

    private static final List<String> PEOPLE = List.of("users", "user", "people", "persons", "accounts", "employees", "workers", "agents", "members", "profiles", "identities", "contacts");
    private static final List<String> GROUPS = List.of("groups", "group", "teams", "roles");

    static List<ApiResource> of(ApiDocument document) {
        Map<String, Map<String, Call>> calls = document.calls();
        List<ApiResource> resources = new ArrayList<>();
        calls.keySet().stream().filter(path -> path.endsWith("}") && path.lastIndexOf("/{") > 0).forEach(item -> {
            String collection = item.substring(0, item.lastIndexOf("/{"));
            Map<String, Call> one = calls.get(item);
            Map<String, Call> all = calls.getOrDefault(collection, Map.of());
            Map<String, Call> done = new LinkedHashMap<>();
            put(done, "list", all.get("get"));
            put(done, "get", one.get("get"));
            put(done, "create", Optional.ofNullable(all.get("post")).filter(call -> !call.otherBody()).orElse(null));
            put(done, "update", List.of("patch", "put", "post").stream().map(one::get).filter(call -> call != null && !call.request().isMissingNode()).findFirst().orElse(null));
            put(done, "delete", one.get("delete"));
            if (done.containsKey("get") && !collection.endsWith("}") && (done.containsKey("list") || done.containsKey("create"))) {
                resources.add(new ApiResource(collection, item, done));
            }
        });
        return resources;
    }

    private static void put(Map<String, Call> calls, String name, Call call) {
        if (call != null) {
            calls.put(name, call);
        }
    }

    /** The one that people are in, by its name, and the one that groups are. The fewer variables and parts a path has, the likelier. */
    static List<ApiResource> likely(List<ApiResource> all) {
        return List.of(PEOPLE, GROUPS).stream().flatMap(names -> all.stream().filter(resource -> names.contains(resource.lastWord()))
                .min(Comparator.comparingLong((ApiResource resource) -> resource.collection.chars().filter(letter -> letter == '{').count())
                        .thenComparing(resource -> names.indexOf(resource.lastWord())).thenComparing(resource -> resource.collection.length())).stream()).toList();
    }

    boolean isOfPeople() {
        return PEOPLE.contains(lastWord());
    }

    private String lastWord() {
        return lastSegment().toLowerCase(Locale.ROOT);
    }

    String lastSegment() {
        return collection.substring(collection.lastIndexOf('/') + 1);
    }

    /** One of it, in the singular as far as English goes. */
    String name() {
        String plural = lastSegment().replaceAll("[^A-Za-z0-9-]", "-").replaceAll("^[^A-Za-z]+|-+$", "");
        String lower = plural.toLowerCase(Locale.ROOT);
        String singular = lower.equals("people") ? "person" : lower.endsWith("ies") ? plural.substring(0, plural.length() - 3) + "y"
                : lower.matches(".*(ss|x|ch|sh)es") ? plural.substring(0, plural.length() - 2) : lower.endsWith("s") && !lower.endsWith("ss") ? plural.substring(0, plural.length() - 1) : plural;
        return singular.isEmpty() ? "object" : singular.substring(0, 1).toLowerCase(Locale.ROOT) + singular.substring(1);
    }

    /** The name of the variable that says which one. */
    String variable() {
        return item.substring(item.lastIndexOf('{') + 1, item.length() - 1);
    }

    Optional<Call> call(String what) {
        return Optional.ofNullable(calls.get(what));
    }

    /**
     * Where the records stand in the answer to the list.
     *
     * @param path  of the list; empty: the answer is it
     * @param item  the schema of one
     */
    record Place(String path, JsonNode item) {
    }

    /** Empty where the answer has no list of objects. */
    Optional<Place> records(ApiDocument document) {
        return call("list").flatMap(list -> records(document, list.answer(), lastSegment()));
    }

    static Optional<Place> records(ApiDocument document, JsonNode answer, String likely) {
        if (document.type(answer).equals("array")) {
            return Optional.of(new Place("", document.elements(answer)));
        }
        List<Map.Entry<String, JsonNode>> lists = document.properties(answer).entrySet().stream().filter(property -> document.type(property.getValue()).equals("array")
                && document.type(document.elements(property.getValue())).equals("object")).toList();
        return lists.stream().filter(property -> property.getKey().equalsIgnoreCase(likely)).findFirst()
                .or(() -> lists.stream().filter(property -> List.of("items", "entries", "value", "values", "data", "results", "resources", "records", "result").contains(property.getKey().toLowerCase(Locale.ROOT))).findFirst())
                .or(() -> lists.size() == 1 ? Optional.of(lists.get(0)) : Optional.empty())
                .map(property -> new Place(property.getKey(), document.elements(property.getValue())));
    }
}
