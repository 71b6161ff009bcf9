package io.caravan.operations.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.SecretName;
import io.caravan.operations.openapi.ApiDocument.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The attributes of one kind of object.
 *
 * @param fields  by name
 * @param wrapped the member in which one object stands in what is sent; empty: it is what is sent
 * @param item    the same, in answers
 * @param passed  members that no attribute can be made of
 */
record ApiFields(Map<String, Field> fields, String wrapped, String item, Set<String> passed) {

    private static final Set<String> UNIQUE = Set.of("username", "login", "email", "mail", "userprincipalname", "externalid", "external_id", "user_name", "loginname", "employeenumber");
    private static final List<String> ENABLED = List.of("enabled", "active", "isactive", "is_active", "accountenabled", "account_enabled", "isenabled", "is_enabled");
    private static final List<String> DISABLED = List.of("suspended", "disabled", "isdisabled", "is_disabled", "issuspended", "is_suspended", "blocked", "deactivated", "isblocked", "inactive");
    private static final List<String> STATES = List.of("status", "state", "userstatus", "user_status", "accountstatus");
    private static final Set<String> OPEN = Set.of("active", "enabled", "open");
    private static final Set<String> CLOSED = Set.of("inactive", "disabled", "suspended", "deactivated", "closed", "blocked");

    /**
     * One attribute.
     *
     * @param type   as the connector's file says it
     * @param traits such as {@code readOnly}
     * @param words  the values it may have; empty: any
     */
    record Field(String name, String type, Set<String> traits, List<String> words) {

        boolean is(String trait) {
            return traits.contains(trait);
        }
    }

    /**
     * Which attribute says whether an account is open.
     *
     * @param name    the attribute's own name, which is the member's where that says true for open
     * @param path    the member's
     * @param opened  the system's words for true, the first is written; empty: true itself
     * @param closed  its word for false
     * @param guessed what was not said
     */
    record Switch(String name, String path, List<String> opened, String closed, String guessed) {
    }

    static ApiFields of(ApiDocument document, ApiResource resource) {
        Optional<Call> create = resource.call("create");
        Optional<Call> update = resource.call("update");
        JsonNode answer = resource.call("get").map(Call::answer).orElseThrow();
        String item = envelope(document, answer, resource);
        JsonNode written = create.or(() -> update).map(Call::request).orElse(document.root().path("none"));
        String wrapped = envelope(document, written, resource);
        Map<String, Shown> shown = new LinkedHashMap<>();
        Set<String> passed = new TreeSet<>();
        JsonNode one = below(document, answer, item);
        JsonNode seen = document.properties(one).isEmpty() ? resource.records(document).map(ApiResource.Place::item).orElse(one) : one;
        Set<String> itself = new TreeSet<>(List.of(reference(seen), reference(written)));
        collect(document, seen, "", itself, shown, passed);
        Map<String, Shown> created = new LinkedHashMap<>();
        Map<String, Shown> updated = new LinkedHashMap<>();
        create.ifPresent(call -> collect(document, below(document, call.request(), envelope(document, call.request(), resource)), "", itself, created, passed));
        update.ifPresent(call -> collect(document, below(document, call.request(), envelope(document, call.request(), resource)), "", itself, updated, passed));
        Set<String> required = create.map(call -> document.required(below(document, call.request(), wrapped))).orElse(Set.of());
        Map<String, Field> fields = new LinkedHashMap<>();
        List.of(shown, created, updated).forEach(all -> all.forEach((name, what) -> fields.computeIfAbsent(name, key -> field(name, what, required, shown, created, updated))));
        passed.removeAll(fields.keySet());
        return new ApiFields(fields, wrapped, item, passed);
    }

    /** A member that is all there is, and is called as the object is. */
    private static String envelope(ApiDocument document, JsonNode schema, ApiResource resource) {
        Map<String, JsonNode> properties = document.properties(schema);
        String name = resource.name();
        return properties.size() <= 2 && properties.containsKey(name) && document.type(properties.get(name)).equals("object") ? name : "";
    }

    private static JsonNode below(ApiDocument document, JsonNode schema, String member) {
        return member.isEmpty() ? schema : document.properties(schema).getOrDefault(member, schema);
    }

    /** What a document says of a member. */
    private record Shown(JsonNode schema, String type, boolean several) {
    }

    private static String reference(JsonNode schema) {
        return schema.path("$ref").asText("itself");
    }

    /** What is one of them itself, or has an id of its own, is no part of it, but somebody else. */
    private static boolean isAnother(ApiDocument document, JsonNode raw, Set<String> itself) {
        return itself.contains(raw.path("$ref").asText()) || document.properties(raw).containsKey("id");
    }

    private static void collect(ApiDocument document, JsonNode schema, String before, Set<String> itself, Map<String, Shown> into, Set<String> passed) {
        document.properties(schema).forEach((member, raw) -> {
            JsonNode property = document.resolved(raw);
            String name = before + member;
            String type = document.type(property);
            if (!member.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
                passed.add(name);
            } else if (type.equals("object")) {
                if (before.isEmpty() && !isAnother(document, raw, itself) && !document.properties(property).isEmpty()) {
                    collect(document, property, name + ".", itself, into, passed);
                } else {
                    passed.add(name);
                }
            } else if (type.equals("array")) {
                String of = document.type(document.elements(property));
                if (of.equals("object") || of.equals("array") || of.isEmpty()) {
                    passed.add(name);
                } else {
                    into.putIfAbsent(name, new Shown(property, type(document.elements(property), of), true));
                }
            } else if (!type.isEmpty()) {
                into.putIfAbsent(name, new Shown(property, type(property, type), false));
            } else {
                passed.add(name);
            }
        });
    }

    private static String type(JsonNode schema, String type) {
        String format = schema.path("format").asText();
        return switch (type) {
            case "boolean" -> "boolean";
            case "integer" -> "integer";
            case "number" -> "decimal";
            default -> format.equals("date-time") ? "datetime" : format.equals("date") ? "date" : "string";
        };
    }

    private static Field field(String name, Shown what, Set<String> required, Map<String, Shown> shown, Map<String, Shown> created, Map<String, Shown> updated) {
        Set<String> traits = new TreeSet<>();
        boolean isWritten = created.containsKey(name) || updated.containsKey(name);
        boolean readOnly = what.schema.path("readOnly").asBoolean() || !isWritten;
        add(traits, "readOnly", readOnly);
        add(traits, "required", !readOnly && required.contains(name));
        add(traits, "createOnly", !readOnly && created.containsKey(name) && !updated.containsKey(name) && !updated.isEmpty());
        add(traits, "notReturned", !readOnly && (!shown.containsKey(name) && !shown.isEmpty() || what.schema.path("writeOnly").asBoolean()));
        add(traits, "sensitive", what.schema.path("format").asText().equals("password") || SecretName.is(name));
        add(traits, "unique", what.type.equals("string") && UNIQUE.contains(name.toLowerCase(Locale.ROOT)));
        add(traits, "multiValued", what.several);
        if (traits.contains("sensitive")) {
            traits.remove("notReturned");
        }
        List<String> words = new ArrayList<>();
        what.schema.path("enum").forEach(word -> words.add(word.asText()));
        return new Field(name, what.type, traits, words);
    }

    private static void add(Set<String> traits, String trait, boolean has) {
        if (has) {
            traits.add(trait);
        }
    }

    /** The attribute that never changes; empty: nobody can tell. */
    Optional<String> anchor(ApiResource resource) {
        String variable = resource.variable().replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        return fields.keySet().stream().filter("id"::equalsIgnoreCase).findFirst()
                .or(() -> fields.keySet().stream().filter(name -> name.replaceAll("[^A-Za-z0-9]", "").equalsIgnoreCase(variable)).findFirst())
                .or(() -> fields.keySet().stream().filter(name -> List.of("uuid", "guid", "key", resource.name().toLowerCase(Locale.ROOT) + "id").contains(name.replace("_", "").toLowerCase(Locale.ROOT))).findFirst());
    }

    /** What tells whether an account is open, if it can be written. */
    Optional<Switch> enabled() {
        return flag(ENABLED).map(field -> new Switch(field.name(), field.name(), List.of(), "", ""))
                .or(() -> flag(DISABLED).map(field -> new Switch("enabled", field.name(), List.of("false"), "true", field.name() + " is taken for the opposite of enabled")))
                .or(() -> fields.values().stream().filter(field -> STATES.contains(field.name().toLowerCase(Locale.ROOT)) && !field.is("readOnly")).flatMap(field -> state(field).stream()).findFirst());
    }

    private Optional<Field> flag(List<String> names) {
        return names.stream().flatMap(name -> fields.values().stream().filter(field -> field.name().equalsIgnoreCase(name))).filter(field -> field.type().equals("boolean") && !field.is("readOnly")).findFirst();
    }

    private static Optional<Switch> state(Field field) {
        Optional<String> open = field.words().stream().filter(word -> OPEN.contains(word.toLowerCase(Locale.ROOT))).findFirst();
        Optional<String> closed = field.words().stream().filter(word -> CLOSED.contains(word.toLowerCase(Locale.ROOT))).findFirst();
        return open.flatMap(opened -> closed.map(word -> {
            List<String> opens = new ArrayList<>(List.of(opened));
            field.words().stream().filter(other -> !other.equals(opened) && !other.equals(word)).forEach(opens::add);
            return new Switch("active", field.name(), opens, word, "which of these words of " + field.name() + " let somebody in");
        }));
    }
}
