package io.caravan.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.config.Project;
import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.operations.SystemSchema.SchemaAttribute;
import io.caravan.operations.SystemSchema.SchemaObject;
import io.caravan.subject.Lifecycle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The JSON Schema of a project's own mappings: that of all mappings, and the names that its own systems and its hub have. It offers names and refuses
 * none, so that one that is out of date does no harm. It holds no values, and no settings.
 */
final class ProjectSchema {

    static final String FILE = "schemas/project.schema.json";
    private static final String MADE_FROM = "x-made-from";
    /** Settings that need not be made, and decide which names there are. */
    private static final Set<String> NAMING = Set.of("table", "query", "columns", "header", "objectClasses", "groupObjectClasses");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProjectSchema() {
    }

    /**
     * The text of the file.
     *
     * @param before the file as it is; what it knows of systems that did not answer now, and are set up as they were then, stays
     * @param asked  systems that were asked
     */
    static String text(Project project, Optional<String> before, List<SystemSchema> asked) {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "The mappings of this project");
        root.put("description", "Made by caravan schemas from this project's own systems; it offers the names they have. Do not edit.");
        ObjectNode madeFrom = madeFrom(project, before, asked);
        ArrayNode all = root.putArray("allOf");
        all.addObject().put("$ref", "mapping.schema.json");
        systems(all.addObject(), project);
        madeFrom.fields().forEachRemaining(system -> system.getValue().path("objects").fields().forEachRemaining(object -> {
            side(all.addObject(), "to", system.getKey(), object, project);
            side(all.addObject(), "from", system.getKey(), object, project);
        }));
        root.set(MADE_FROM, madeFrom);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode madeFrom(Project project, Optional<String> before, List<SystemSchema> asked) {
        JsonNode old = before.map(ProjectSchema::parsed).map(root -> root.path(MADE_FROM)).orElse(JSON.createObjectNode());
        Map<String, SystemSchema> now = new TreeMap<>();
        asked.forEach(schema -> now.put(schema.system(), schema));
        ObjectNode madeFrom = JSON.createObjectNode();
        new TreeMap<>(project.systems()).forEach((name, spec) -> {
            boolean known = old.path(name).path("settings").asText().equals(fingerprint(spec));
            boolean answered = now.containsKey(name) && now.get(name).objects().stream().anyMatch(SchemaObject::asked);
            if (known && !answered) {
                madeFrom.set(name, old.path(name));
            } else if (now.containsKey(name)) {
                madeFrom.set(name, system(spec, now.get(name)));
            }
        });
        return madeFrom;
    }

    private static ObjectNode system(SystemSpec spec, SystemSchema schema) {
        ObjectNode system = JSON.createObjectNode();
        system.put("settings", fingerprint(spec));
        ObjectNode objects = system.putObject("objects");
        for (SchemaObject object : schema.objects()) {
            ObjectNode names = objects.putObject(object.name());
            names.put("asked", object.asked());
            ObjectNode attributes = names.putObject("attributes");
            object.attributes().forEach(attribute -> attributes.put(attribute.name(), said(attribute)));
        }
        return system;
    }

    private static String said(SchemaAttribute attribute) {
        List<String> words = new ArrayList<>(List.of(attribute.type()));
        add(words, attribute.required(), "required");
        add(words, attribute.multiValued(), "several values");
        add(words, attribute.unique(), "unique");
        add(words, attribute.createOnly(), "on create only");
        add(words, attribute.readOnly(), "given by the system");
        add(words, attribute.secret(), "secret");
        return String.join(", ", words);
    }

    private static void add(List<String> words, boolean has, String word) {
        if (has) {
            words.add(word);
        }
    }

    /** What decides which names there are, without a trace of it: where a system is may tell something, too. */
    private static String fingerprint(SystemSpec spec) {
        StringBuilder text = new StringBuilder(spec.connector().name());
        new TreeMap<>(spec.settings()).forEach((setting, value) -> {
            SettingSpec known = spec.connector().settings().get(setting);
            if (NAMING.contains(setting) || known != null && known.required()) {
                text.append('\n').append(setting).append('=').append(value);
            }
        });
        spec.connector().objects().values().stream().map(ObjectSpec::name).sorted().forEach(name -> text.append('\n').append(name).append(' ')
                .append(new TreeSet<>(spec.connector().objects().get(name).attributes().keySet())));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8)), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void systems(ObjectNode part, Project project) {
        for (String side : List.of("from", "to")) {
            ObjectNode system = part.withObject("/properties").withObject("/" + side).withObject("/properties").withObject("/system");
            offered(system, new TreeSet<>(project.systems().keySet()));
        }
    }

    /** Any text, and these first. */
    private static void offered(ObjectNode node, Set<String> names) {
        ArrayNode any = node.putArray("anyOf");
        if (!names.isEmpty()) {
            names.forEach(any.addObject().putArray("enum")::add);
        }
        any.addObject().put("type", "string");
    }

    private static void side(ObjectNode part, String side, String system, Map.Entry<String, JsonNode> object, Project project) {
        ObjectNode where = part.withObject("/if");
        where.putArray("required").add(side);
        ObjectNode named = where.withObject("/properties").withObject("/" + side);
        named.putArray("required").add("system").add("object");
        named.withObject("/properties").withObject("/system").put("const", system);
        named.withObject("/properties").withObject("/object").put("const", object.getKey());
        ObjectNode then = part.withObject("/then").withObject("/properties");
        Map<String, String> attributes = new TreeMap<>();
        object.getValue().path("attributes").fields().forEachRemaining(each -> attributes.put(each.getKey(), each.getValue().asText()));
        ObjectNode keys = then.withObject("/attributes").putObject("properties");
        if (side.equals("to")) {
            attributes.forEach((name, said) -> keys.putObject(name).put("description", said + " in " + system));
            offered(then.withObject("/match").withObject("/items").withObject("/properties").withObject("/target"), attributes.keySet());
        } else {
            hub(project).forEach(name -> keys.putObject(name).put("description", Lifecycle.ATTRIBUTES.contains(name) ? "decides when somebody is there" : "in the hub"));
            offered(then.withObject("/match").withObject("/items").withObject("/properties").withObject("/hub"), hub(project));
            ObjectNode names = then.withObject("/from").withObject("/properties");
            offered(names.withObject("/attributes").withObject("/items"), attributes.keySet());
            offered(names.withObject("/optional").withObject("/items"), attributes.keySet());
        }
    }

    private static Set<String> hub(Project project) {
        Set<String> hub = new TreeSet<>(Lifecycle.ATTRIBUTES);
        hub.remove(Lifecycle.ABSENT_SINCE);
        project.inbound().forEach(job -> hub.addAll(job.mapping().attributes().keySet()));
        return hub;
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException somebodyEditedIt) {
            return JSON.createObjectNode();
        }
    }

    /** The systems that the project's schema does not know, or knows with other settings, or knows and the project has no more; empty where there is none. */
    static Set<String> stale(Project project) {
        Optional<String> text = read(project.folder());
        if (text.isEmpty()) {
            return Set.of();
        }
        JsonNode madeFrom = parsed(text.get()).path(MADE_FROM);
        Set<String> stale = new TreeSet<>();
        project.systems().forEach((name, spec) -> {
            if (!madeFrom.path(name).path("settings").asText().equals(fingerprint(spec))) {
                stale.add(name);
            }
        });
        madeFrom.fieldNames().forEachRemaining(name -> {
            if (!project.systems().containsKey(name)) {
                stale.add(name);
            }
        });
        return stale;
    }

    static Optional<String> read(Path folder) {
        try {
            Path file = folder.resolve(FILE);
            return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
