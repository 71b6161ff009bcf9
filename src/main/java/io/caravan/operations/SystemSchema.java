package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.DiscoveredObject;
import io.caravan.connector.SecretName;
import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Suggestion;
import io.caravan.operations.AskedSystems.Answer;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a connected system has: its kinds of objects and their attributes, as it says itself, or where it cannot be asked, as its connector declares.
 * Nothing is written.
 */
public record SystemSchema(String system, String connector, List<SchemaObject> objects) {

    private static final int SHOWN = 3;
    private static final int LONGEST = 60;

    /**
     * One kind of object.
     *
     * @param asked       whether the attributes are the system's own words; else they are only what the connector declares
     * @param problem     why it could not be asked, or not for everything
     * @param complete    whether no other attribute can be used: the system has named them all, or the connector allows no others
     * @param ignoresCase whether upper and lower case are the same in the name of an attribute
     * @param records     how many records were looked at
     */
    public record SchemaObject(String name, String anchor, boolean asked, Optional<String> problem, boolean complete, boolean ignoresCase,
                               List<SchemaAttribute> attributes, int records) {

        /** Whether there is an attribute of this name, as the system compares names. */
        public boolean has(String attribute) {
            return attributes.stream().anyMatch(each -> ignoresCase ? each.name().equalsIgnoreCase(attribute) : each.name().equals(attribute));
        }

        public List<String> names() {
            return attributes.stream().map(SchemaAttribute::name).toList();
        }
    }

    /**
     * @param required whether a new object without it is refused
     * @param samples  a few values, the first that were read; of secrets none
     */
    public record SchemaAttribute(String name, String type, boolean required, boolean multiValued, boolean unique, boolean createOnly, boolean readOnly,
                                  boolean secret, List<String> samples) {
    }

    /**
     * Asks one system.
     *
     * @param records how many records it is asked for at most; 0: none
     * @throws Refusal when the project has no such system; names the nearest
     */
    public static SystemSchema of(ProjectFolder place, Project project, String system, int records) {
        return of(place, project, List.of(system), records).get(0);
    }

    /** The same for several, in this order. */
    public static List<SystemSchema> of(ProjectFolder place, Project project, Collection<String> systems, int records) {
        systems.forEach(name -> spec(project, name));
        try (AskedSystems asked = new AskedSystems(project, place.connectorFolders())) {
            return systems.stream().map(name -> of(asked, spec(project, name), records)).toList();
        }
    }

    /** What the connector declares, without asking anybody. */
    static SystemSchema declared(SystemSpec spec) {
        return new SystemSchema(spec.name(), spec.connector().name(), new TreeMap<>(spec.connector().objects()).values().stream()
                .map(object -> of(new Answer(object, Optional.empty(), Optional.empty(), false, List.of()))).toList());
    }

    static SystemSpec spec(Project project, String system) {
        SystemSpec spec = project.systems().get(system);
        if (spec == null) {
            throw new Refusal(Refusal.Kind.USAGE, "there is no system '" + system + "'"
                    + Suggestion.nearest(system, project.systems().keySet()).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    project.systems().isEmpty() ? "The project has no systems: they are settings such as caravan.systems.hr.connector"
                            : "The systems are: " + String.join(", ", new TreeMap<>(project.systems()).keySet()));
        }
        return spec;
    }

    static SystemSchema of(AskedSystems asked, SystemSpec spec, int records) {
        return new SystemSchema(spec.name(), spec.connector().name(), new TreeMap<>(spec.connector().objects()).keySet().stream()
                .map(object -> of(asked.ask(spec, object, records))).toList());
    }

    static SchemaObject of(Answer answer) {
        boolean asked = answer.told().isPresent();
        boolean ignoresCase = answer.told().map(DiscoveredObject::ignoresCase).orElse(false);
        return new SchemaObject(answer.declared().name(), answer.declared().anchor(), asked, answer.problem(), asked || !answer.declared().additionalAttributes(),
                ignoresCase, attributes(answer).stream().map(spec -> attribute(spec, answer.records())).toList(), answer.records().size());
    }

    /** What the system names, else what is declared; and what its records have beside that. */
    static List<AttributeSpec> attributes(Answer answer) {
        Map<String, AttributeSpec> attributes = new LinkedHashMap<>(answer.told().map(DiscoveredObject::attributes)
                .orElseGet(() -> new TreeMap<>(answer.declared().attributes())));
        if (answer.told().isEmpty()) {
            answer.declared().find().forEach(name -> attributes.computeIfAbsent(name, answer.declared()::attribute));
            attributes.computeIfAbsent(answer.declared().anchor(), answer.declared()::attribute);
        }
        answer.declared().enabledBy().filter(name -> answer.declared().attributes().containsKey(name)).ifPresent(name -> attributes.putIfAbsent(name, answer.declared().attribute(name)));
        for (Attributes record : answer.records()) {
            for (String name : record.asMap().keySet()) {
                if (answer.told().flatMap(told -> told.find(name)).isEmpty()) {
                    attributes.computeIfAbsent(name, answer.declared()::attribute);
                }
            }
        }
        attributes.remove("");
        return new ArrayList<>(attributes.values());
    }

    private static SchemaAttribute attribute(AttributeSpec spec, List<Attributes> records) {
        boolean secret = isSecret(spec);
        return new SchemaAttribute(spec.name(), spec.type().word(), spec.required(), spec.multiValued(), spec.unique(), spec.createOnly(), spec.readOnly(), secret,
                secret ? List.of() : samples(spec.name(), records));
    }

    static boolean isSecret(AttributeSpec spec) {
        return spec.sensitive() || SecretName.is(spec.name());
    }

    private static List<String> samples(String name, List<Attributes> records) {
        Set<String> samples = new LinkedHashSet<>();
        for (Attributes record : records) {
            Object value = record.get(name);
            if (value != null && !value.toString().isBlank() && samples.size() < SHOWN) {
                samples.add(cut(value.toString()));
            }
        }
        return List.copyOf(samples);
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
